"""What the pages say: complete catalogues, plurals, dates, digits, and a school's own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from sites import TEMPLATES

from media_pipeline import publish
from media_pipeline.errors import SettingsError
from media_pipeline.publish.catalogue import Catalogue, load_catalogue
from media_pipeline.publish.templates import templates_digest

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
    """A new message, on a page or in print, must be in every catalogue that is shipped."""
    found = [
        *extract_from_dir(
            TEMPLATES[0],
            [("**.html", "jinja2.ext:babel_extract")],
            keywords={"_": None, "ngettext": (1, 2)},
        ),
        *extract_from_dir(
            Path(publish.__file__).parent, [("**.py", "python")], keywords={"gettext": None}
        ),
    ]
    with (TEMPLATES[0] / f"messages/{language}.po").open("rb") as file:
        said = {each.id: each.string for each in read_po(file, locale=language) if each.id}
    assert said.keys() == {message for _, _, message, _, _ in found}
    assert all(all(each) if isinstance(each, tuple) else each for each in said.values())


@pytest.mark.parametrize("language", SHIPPED)
def test_a_catalogue_says_whether_somebody_read_it(language: str) -> None:
    """A translation that no speaker of the language has read says so."""
    text = (TEMPLATES[0] / f"messages/{language}.po").read_text(encoding="utf-8")
    assert '"X-Reviewed: false\\n"' in text


def test_a_language_without_a_catalogue_is_said_in_english() -> None:
    """And says that it is, so that a screen reader speaks it so."""
    said = catalogue("so")
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
