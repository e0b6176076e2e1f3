"""What the pages say: complete catalogues, plurals, dates, digits, and a school's own words."""

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sites import TEMPLATES

from media_pipeline.errors import SettingsError
from media_pipeline.publish.catalogue import Catalogue, load_catalogue
from media_pipeline.publish.template_files import templates_digest

SHIPPED = sorted(path.stem for path in (TEMPLATES[0] / "messages").glob("*.po"))


def catalogue(language: str) -> Catalogue:
    return load_catalogue(TEMPLATES, language)


def own(folder: Path, language: str, text: str) -> Catalogue:
    """The catalogue of a school that says some things in its own way."""
    (folder / "messages").mkdir()
    (folder / f"messages/{language}.po").write_text(text, encoding="utf-8")
    return load_catalogue((folder, *TEMPLATES), language)


@pytest.mark.parametrize("language", SHIPPED)
def test_a_catalogue_says_all_that_templates_do_and_nothing_more(language: str) -> None:
    """A new message must be in every catalogue that is shipped."""
    with (TEMPLATES[0] / f"messages/{language}.po").open("rb") as file:
        said = {
            each.id: each.string
            for each in read_po(file, locale=language.replace("-", "_"))
            if each.id
        }
    with (TEMPLATES[0] / "messages/messages.pot").open("rb") as file:
        messages = {each.id for each in read_po(file) if each.id}
    assert said.keys() == messages
    assert all(all(each) if isinstance(each, tuple) else each for each in said.values())


@pytest.mark.parametrize("language", SHIPPED)
def test_a_catalogue_says_whether_somebody_read_it(language: str) -> None:
    """A translation that no speaker of the language has read says so."""
    text = (TEMPLATES[0] / f"messages/{language}.po").read_text(encoding="utf-8")
    assert '"X-Reviewed: false\\n"' in text


def test_a_language_without_a_catalogue_is_said_in_english() -> None:
    """And says that it is, so that a screen reader speaks it so."""
    said = catalogue("cy")
    assert (said.language, said.gettext("Languages")) == ("en", "Languages")


def test_a_school_says_a_message_in_its_own_way(tmp_path: Path) -> None:
    """Message by message: the rest stays as shipped."""
    said = own(tmp_path, "fr", 'msgid ""\nmsgstr ""\n\nmsgid "Film"\nmsgstr "Cinéma"\n')
    assert (said.gettext("Film"), said.gettext("Length")) == ("Cinéma", "Durée")


def test_a_catalogue_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    """A school that edits one is told which."""
    with pytest.raises(SettingsError, match=r"messages/fr\.po: it can't be read"):
        own(tmp_path, "fr", "Film = Cinéma\n")


def test_a_language_has_its_own_plural_forms(tmp_path: Path) -> None:
    """Polish has three, and its catalogue says which numbers take which."""
    said = own(
        tmp_path,
        "pl",
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4'
        ' && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "story"\nmsgid_plural "stories"\nmsgstr[0] "bajka"\nmsgstr[1] "bajki"\n'
        'msgstr[2] "bajek"\n',
    )
    assert [said.ngettext("story", "stories", n) for n in (1, 2, 5, 22)] == [
        "bajka",
        "bajki",
        "bajek",
        "bajki",
    ]


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "histoire"), (1, "histoire"), (2, "histoires")]
)
def test_french_counts_none_as_one(number: int, expected: str) -> None:
    """The rule of a catalogue, not that of English."""
    said = catalogue("fr").ngettext("%(number)s story", "%(number)s stories", number)
    assert said == f"%(number)s {expected}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "4 March 2026"), ("fr", "4 mars 2026"), ("ur", "4 مارچ، 2026")],
)
def test_a_date_is_written_out(language: str, expected: str) -> None:
    """So that no one takes the day for the month."""
    assert catalogue(language).date(date(2026, 3, 4)) == expected


def test_digits_are_those_of_the_language(tmp_path: Path) -> None:
    """Bengali and Persian have their own."""
    bengali = own(tmp_path, "bn", 'msgid ""\nmsgstr ""\n')
    assert bengali.length(125) == "২:০৫"


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.2, "0:01"), (59.6, "1:00"), (245.0, "4:05"), (3727.0, "1:02:07")]
)
def test_a_length_is_written_as_players_do(seconds: float, expected: str) -> None:
    """Hours only where there are some, and never nothing."""
    assert catalogue("en").length(seconds) == expected


@pytest.mark.parametrize(("size", "expected"), [(1, "0.1 MB"), (12_340_000, "12.3 MB")])
def test_a_size_is_in_megabytes(size: int, expected: str) -> None:
    """As a phone's bill counts them."""
    assert catalogue("en").megabytes(size) == expected


def test_the_digest_of_templates_changes_with_any_of_them(tmp_path: Path) -> None:
    """And with what a school puts in place of one."""
    before = templates_digest((tmp_path, *TEMPLATES))
    assert before == templates_digest(TEMPLATES)
    (tmp_path / "home.html").write_text("ours")
    assert before != templates_digest((tmp_path, *TEMPLATES))


# ── each language as CLDR has it ──────────────────────────────────────────────────────────


WRITTEN = {
    "en": ("4 March 2026", "4:05", "1.2 MB", "1,234.5"),
    "fr": ("4 mars 2026", "4:05", "1,2 Mo", "1 234,5"),
    "pl": ("4 marca 2026", "4:05", "1,2 MB", "1 234,5"),
    "pa": ("4 ਮਾਰਚ 2026", "4:05", "1.2 MB", "1,234.5"),
    "ur": ("4 مارچ، 2026", "4:05", "1.2 MB", "1,234.5"),
    "bn": ("৪ মার্চ, ২০২৬", "৪:০৫", "১.২ MB", "১,২৩৪.৫"),
    "ar": ("4 مارس 2026", "4:05", "1.2 م.ب", "1,234.5"),
    "so": ("Maarso 4, 2026", "4:05", "1.2 MB", "1,234.5"),
    "zh-Hans": ("2026年3月4日", "4:05", "1.2 MB", "1,234.5"),
    "ta": ("4 மார்ச், 2026", "4:05", "1.2 MB", "1,234.5"),
    "pt": ("4 de março de 2026", "4:05", "1,2 MB", "1 234,5"),
    "ro": ("4 martie 2026", "4:05", "1,2 MB", "1.234,5"),
    "pa-Arab": ("۴ مارچ ۲۰۲۶", "۴:۰۵", "۱٫۲ MB", "۱٬۲۳۴٫۵"),
    "cy": ("4 Mawrth 2026", "4:05", "1.2 MB", "1,234.5"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_dates_lengths_sizes_and_numbers_are_as_the_language_has_them(
    tmp_path: Path, language: str
) -> None:
    """Portuguese as in Portugal, English as in Britain; digits of their own where CLDR says so."""
    said = own(tmp_path, language, 'msgid ""\nmsgstr ""\n')
    written = (
        said.date(date(2026, 3, 4)),
        said.length(245),
        said.megabytes(1_200_000),
        said.number(1234.5),
    )
    assert tuple(re.sub(r"\s", " ", each) for each in written) == WRITTEN[language]


PLURALS = {
    "pl": (("a", "b", "c"), "c a b b c c b c"),
    "ar": (("z", "a", "b", "c", "d", "e"), "z a b c d d d e"),
    "cy": (("z", "a", "b", "c", "d", "e"), "z a b c e e e e"),
    "zh-Hans": (("a",), "a a a a a a a a"),
    "ro": (("a", "b", "c"), "b a b b b b c c"),
    "so": (("a", "b"), "b a b b b b b b"),
    "pa-Arab": (("a", "b"), "a a b b b b b b"),
    "bn": (("a", "b"), "a a b b b b b b"),
}


@pytest.mark.parametrize("language", PLURALS)
def test_without_a_rule_in_its_header_a_catalogue_takes_the_languages(
    tmp_path: Path, language: str
) -> None:
    """CLDR's classes of numbers, or the forms that gettext's editors ask a translator for."""
    forms, expected = PLURALS[language]
    lines = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    said = own(
        tmp_path,
        language,
        f'msgid ""\nmsgstr ""\n\nmsgid "one"\nmsgid_plural "many"\n{lines}',
    )
    shown = [said.ngettext("one", "many", number) for number in (0, 1, 2, 3, 11, 15, 22, 100)]
    assert " ".join(shown) == expected


def test_a_plural_with_too_few_forms_is_said_in_english(tmp_path: Path) -> None:
    """A page never shows half a message."""
    said = own(
        tmp_path,
        "pl",
        'msgid ""\nmsgstr ""\n\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "a"\nmsgstr[1] ""\n',
    )
    assert (said.ngettext("one", "many", 5), said.lacks("one")) == ("many", True)


def test_a_catalogue_is_reviewed_when_its_header_says_so(tmp_path: Path) -> None:
    """A school whose own speaker read it says so in a catalogue of one header."""
    assert catalogue("en").reviewed
    assert not catalogue("fr").reviewed
    assert own(tmp_path, "fr", 'msgid ""\nmsgstr ""\n"X-Reviewed: true\\n"\n').reviewed


def test_a_value_that_a_translator_misspelt_is_said_in_english(tmp_path: Path) -> None:
    """A message of the program itself falls back as those of templates do."""
    said = own(tmp_path, "fr", 'msgid ""\nmsgstr ""\n\nmsgid "At %(a)s"\nmsgstr "À %(b)s"\n')
    assert said.filled("At %(a)s", a="home") == "At home"


def test_the_list_of_messages_is_that_of_templates_and_program() -> None:
    """Whoever adds a message runs `make messages`, and translators find it."""
    root = Path(__file__).parents[2]
    script = runpy.run_path(str(root / "scripts/extract_messages.py"))
    template = (TEMPLATES[0] / "messages/messages.pot").read_text(encoding="utf-8")
    assert template == script["template"](script["messages"]())


def test_a_catalogue_keeps_what_stands_and_drops_what_is_said_no_more(tmp_path: Path) -> None:
    """Its header and translations stay, new messages are added empty."""
    script = runpy.run_path(str(Path(__file__).parents[2] / "scripts/extract_messages.py"))
    path = tmp_path / "cy.po"
    path.write_text(
        '# Ours.\nmsgid ""\nmsgstr ""\n"X-Reviewed: true\\n"\n\n'
        'msgid "Film"\nmsgstr "Ffilm"\n\nmsgid "Gone"\nmsgstr "Wedi mynd"\n',
        encoding="utf-8",
    )
    assert script["updated"](path, {"Film": [], ("%(n)s story", "%(n)s stories"): []}) == (
        '# Ours.\nmsgid ""\nmsgstr ""\n"X-Reviewed: true\\n"\n\n'
        'msgid "Film"\nmsgstr "Ffilm"\n\n'
        '#, python-format\nmsgid "%(n)s story"\nmsgid_plural "%(n)s stories"\n'
        'msgstr[0] ""\nmsgstr[1] ""\n'
    )
