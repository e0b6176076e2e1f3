"""Languages: one tag each, names, directions, the codes others want, and what people write."""

from __future__ import annotations

import pytest

from media_pipeline.languages import (
    canonical,
    direction,
    feed_code,
    iso639_2,
    letter_with_marks,
    locale_code,
    name_in,
    names_of,
    own_name,
    romanisings,
    script,
    spelt,
    understand,
)
from media_pipeline.languages.table import KNOWN
from media_pipeline.languages.words import _folded

ALL_TAGS = [known.tag for known in KNOWN]


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("zh-cn", "zh-Hans"),
        ("cmn", "zh-Hans"),
        ("cmn-Hans", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh_SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("yue", "yue"),
        ("zh-yue", "yue"),
        ("wuu", "wuu"),
        ("pa-PK", "pa-Arab"),
        ("pnb", "pa-Arab"),
        ("pnb-Arab-PK", "pa-Arab"),
        ("PA-guru-in", "pa"),
        ("pt-br", "pt-BR"),
        ("pt_PT", "pt-PT"),
        ("en-gb", "en-GB"),
        ("fr-FR", "fr"),
        ("sr-ME", "sr-Latn"),
        ("prs", "fa-AF"),
        ("tl", "fil"),
        ("iw", "he"),
        ("no-NO", "nb"),
        ("kmr", "ku"),
        (" syl ", "syl"),
        ("rom", "rom"),
        ("phr", "phr"),
        ("en-x-private", "en"),
    ],
)
def test_one_language_has_one_tag(typed: str, tag: str) -> None:
    """Different ways to write a tag come out in one form."""
    assert tag == canonical(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "-", "xx", "english", "und", "mul", "zxx", "qaa", "x-foo", "ünï", "en--", "a" * 99, "12"],
)
def test_what_names_no_language_has_no_tag(typed: str) -> None:
    """Nonsense, private codes and "no language" are nothing, and raise nothing."""
    assert canonical(typed) is None


@pytest.mark.parametrize("tag", ALL_TAGS)
def test_a_canonical_tag_stays_as_it_is(tag: str) -> None:
    """The table's own tags are in the project's form."""
    assert tag == canonical(tag)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("pa", "ਪੰਜਾਬੀ"),
        ("pa-Arab", "پنجابی"),
        ("zh-Hans", "中文"),
        ("so", "Soomaali"),
        ("ur", "اردو"),
        ("fr", "Français"),
        ("el", "Ελληνικά"),
        ("ka", "ქართული"),
        ("syl", "সিলেটি"),
        ("phr", "پہاڑی پوٹھواری"),
        ("rom", "Romani čhib"),
        ("pt-BR", "Português (Brasil)"),
        ("gsw", "Schwiizertüütsch"),
        ("tlh", "Klingon"),
    ],
)
def test_a_language_is_named_in_itself(tag: str, name: str) -> None:
    """Its own name begins with a capital, and falls back to the English one."""
    assert name == own_name(tag)


@pytest.mark.parametrize(
    ("tag", "display", "name"),
    [
        ("pa", "fr", "Pendjabi"),
        ("pa", "en-GB", "Punjabi"),
        ("bn", "en", "Bengali"),
        ("zh-Hans", "fr", "Chinois"),
        ("zh-Hant", "fr", "Chinois traditionnel"),
        ("pa-Arab", "fr", "Pendjabi (shahmukhi)"),
        ("pt-BR", "fr", "Portugais brésilien"),
        ("it", "tr", "İtalyanca"),
        ("ur", "ur", "اردو"),
        ("syl", "fr", "Sylheti"),
        ("phr", "en", "Pahari-Potwari"),
        ("fr", "syl", "French"),
        ("fr", "nonsense", "French"),
    ],
)
def test_a_language_is_named_in_another(tag: str, display: str, name: str) -> None:
    """The name is in the language of the page, else in English."""
    assert name == name_in(tag, display)


@pytest.mark.parametrize("tag", ALL_TAGS)
def test_every_language_of_the_table_has_names_everywhere(tag: str) -> None:
    """No language of the table is ever shown as its code."""
    shown = {own_name(tag), name_in(tag, "en"), name_in(tag, "fr"), name_in(tag, "so")}
    assert not shown & {"", tag}


@pytest.mark.parametrize(
    ("tag", "way", "iso_15924"),
    [
        ("en", "ltr", "Latn"),
        ("pa", "ltr", "Guru"),
        ("pa-Arab", "rtl", "Arab"),
        ("phr", "rtl", "Arab"),
        ("ckb", "rtl", "Arab"),
        ("ku", "ltr", "Latn"),
        ("fa-AF", "rtl", "Arab"),
        ("yi", "rtl", "Hebr"),
        ("dv", "rtl", "Thaa"),
        ("syl", "ltr", "Beng"),
        ("yue", "ltr", "Hant"),
        ("zh-Hans", "ltr", "Hans"),
        ("ti", "ltr", "Ethi"),
        ("", "ltr", "Zyyy"),
    ],
)
def test_script_and_direction(tag: str, way: str, iso_15924: str) -> None:
    """A page knows which way a title runs and which font it needs."""
    assert (way, iso_15924) == (direction(tag), script(tag))


@pytest.mark.parametrize(
    ("tag", "three_letters"),
    [
        ("pa", "pan"),
        ("pa-Arab", "pan"),
        ("zh-Hans", "zho"),
        ("yue", "zho"),
        ("so", "som"),
        ("fr", "fra"),
        ("pt-BR", "por"),
        ("ro", "ron"),
        ("fil", "fil"),
        ("rom", "rom"),
        ("syl", "inc"),
        ("phr", "lah"),
        ("ckb", "kur"),
        ("tlh", "tlh"),
        ("gcf", "und"),
        ("nonsense", "und"),
        ("", "und"),
    ],
)
def test_tags_get_iso_639_2(tag: str, three_letters: str) -> None:
    """ID3 gets terminological ISO 639-2, a group where a language has no code of its own."""
    assert three_letters == iso639_2(tag)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("pa", "pa"),
        ("pa-Arab", "pa"),
        ("so", "so"),
        ("zh-Hans", "zh-Hans"),
        ("cmn", "zh-Hans"),
        ("yue", "zh"),
        ("wuu", "zh"),
        ("syl", "bn"),
        ("phr", "pa"),
        ("rom", "ro"),
        ("fil", "tl"),
        ("ckb", "ku"),
        ("pt-BR", "pt-BR"),
        ("es-419", "es"),
        ("sr-Latn", "sr"),
        ("tlh", "en"),
    ],
)
def test_directories_get_a_code_they_take(tag: str, code: str) -> None:
    """A feed says two letters or Chinese with its script, the nearest where there are none."""
    assert code == feed_code(tag)


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        *(("en", "en_GB"), ("en-US", "en_US"), ("fr", "fr_FR"), ("pt-BR", "pt_BR")),
        *(("pa", "pa_IN"), ("pa-Arab", "pa_PK"), ("zh-Hans", "zh_CN"), ("zh-Hant", "zh_TW")),
        *(("so", "so_SO"), ("", "en_GB"), ("xx-nothing", "en_GB")),
    ],
)
def test_a_locale_has_a_region(tag: str, locale: str) -> None:
    """Open Graph knows no language without one."""
    assert locale == locale_code(tag)


@pytest.mark.parametrize("known", KNOWN, ids=ALL_TAGS)
def test_every_name_in_the_table_is_understood(known: tuple[str, str, str, str]) -> None:
    """English, own and other names lead to their tag, in capitals, and without accents."""
    tag, english, own, others = known
    for name in (english, own, *filter(None, others.split("/"))):
        typed = [name, f" {name.upper()} ", _folded(name), f"{name} language"]
        assert [tag] * len(typed) == [understand(each) for each in typed]


def test_no_two_languages_share_a_name() -> None:
    """A name in the table belongs to one language, whatever its accents."""
    names = [
        (_folded(name), known.tag)
        for known in KNOWN
        for name in (known.english, known.own, *known.others.split("/"))
        if name
    ]
    assert len(dict(names)) == len(set(names))


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("Punjabi", "pa"),
        ("Panjabi", "pa"),
        ("ਪੰਜਾਬੀ", "pa"),
        ("pa", "pa"),
        ("pan", "pa"),
        ("Mandarin", "zh-Hans"),
        ("Chinese", "zh-Hans"),
        ("普通话", "zh-Hans"),
        ("zh-Hans", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("Cantonese", "yue"),
        ("Francais", "fr"),
        ("FRANÇAIS", "fr"),
        ("fre", "fr"),
        ("pt-br", "pt-BR"),
        ("Brazilian Portuguese", "pt-BR"),
        ("Farsi", "fa"),
        ("Dari", "fa-AF"),
        ("Tagalog", "fil"),
        ("turkce", "tr"),
        ("tieng viet", "vi"),
        ("اُردُو", "ur"),
        ("عربي", "ar"),
        ("Ｐｏｌｉｓｈ", "pl"),  # full-width letters
        ("Punjabi - ਪੰਜਾਬੀ", "pa"),
        ("Français (French)", "fr"),
        ("Haitian-Creole", "ht"),
        ("Faroese", "fo"),
    ],
)
def test_folders_are_understood(word: str, tag: str) -> None:
    """English, the language itself, common other names and codes all do."""
    assert tag == understand(word)


@pytest.mark.parametrize(
    ("word", "tag"),
    [("no", "nb"), ("so", "so"), ("it", "it"), ("is", "is"), ("my", "my"), ("am", "am")],
)
def test_a_code_that_is_a_word_counts_in_lower_case_only(word: str, tag: str) -> None:
    """``so`` is Somali; ``So`` and ``SO`` are nothing."""
    assert (tag, None, None) == tuple(map(understand, (word, word.title(), word.upper())))


@pytest.mark.parametrize(
    "word",
    [
        *("", " ", "-", "Year 3", "Reception", "Home", "Choir", "News", "Creek", "The fox"),
        *("cat", "hat", "ben", "dan", "may", "nan", "und", "xx", "English French", "1", "🦊"),
    ],
)
def test_other_words_are_no_language(word: str) -> None:
    """Classes, kinds, children's names and short words are not taken for a language."""
    assert understand(word) is None


PAGES = ("fr", "pl", "pa", "ur", "bn", "ar", "so", "zh-Hans", "ta", "pt", "ro", "pa-Arab")


@pytest.mark.parametrize("display", PAGES)
def test_every_language_has_a_name_in_the_languages_of_the_pages(display: str) -> None:
    """In their letters: none falls back to English."""
    assert [tag for tag in ALL_TAGS if spelt(display, name_in(tag, display)) != display] == []


@pytest.mark.parametrize(
    ("tag", "display", "name"),
    [
        ("pl", "pt", "Polaco"),
        ("pa-Arab", "ur", "پنجابی (شاہ مکھی)"),
        ("pa-Arab", "zh-Hans", "旁遮普语（沙木基文）"),
        ("fr", "pa-Arab", "فرانسیسی"),
        ("rom", "pl", "Romski"),
        ("rom", "zh-Hans", "罗姆语"),
        ("syl", "bn", "সিলেটি"),
        ("phr", "ur", "پہاڑی پوٹھواری"),
        ("bn", "so", "Bengaali"),
    ],
)
def test_names_that_the_libraries_lack_or_have_wrong(tag: str, display: str, name: str) -> None:
    """European Portuguese, no insult to Roma, no "Arabic" for Shahmukhi."""
    assert name == name_in(tag, display)


@pytest.mark.parametrize(
    ("text", "letter"), [("ਪੰਜਾਬੀ", "ਪੰ"), ("हिन्दी", "हि"), ("中文", "中"), ("Polski", "P"), ("", "")]
)
def test_the_first_letter_keeps_its_marks(text: str, letter: str) -> None:
    """A vowel sign alone would stand on a dotted circle."""
    assert letter_with_marks(text) == letter


def test_long_vowels_of_the_arabic_script_are_heard() -> None:
    """People write “piasa”; what its letters alone are is “pys”."""
    assert romanisings("پیاسا")[:2] == ("pys", "piasa")
    assert romanisings("Рукавичка") == ("Rukavichka",)


def test_a_language_is_called_by_many_names() -> None:
    """In itself, in English, in other languages, and as people also say."""
    assert names_of("zh-Hans", ["fr"])[:3] == ("中文", "Chinese (Mandarin)", "Chinois")
    assert "Mandarin" in names_of("zh-Hans", [])
    assert names_of("nonsense", []) == ("nonsense",)
