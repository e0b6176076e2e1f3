"""Our fonts cover what they must, and text that none can draw is left out."""

from __future__ import annotations

import pytest

from media_pipeline.tools.typefaces import (
    LONGEST,
    NASTALIQ,
    faces,
    font_chain,
    fonts_folder,
    readable,
    shortened,
)

MOST_FONT_BYTES = 6_000_000
MOST_WEB_FONT_BYTES = 200_000
LANGUAGE_SAMPLES = {
    "Polish": "Zażółć gęślą jaźń",
    "Romanian": "Pisică și șoarece, țară",
    "Turkish": "Keloğlan İstanbul'da ıssız",
    "Vietnamese": "Chú thỏ ngủ gật dưới gốc cây",
    "Yoruba": "Ìjàpá àti ẹyẹ ọ̀sẹ̀",
    "Lithuanian": "Lapė ir žąsis",
    "Russian": "Съешь ещё этих мягких булок",
    "Ukrainian": "Ґава їсть щавель, Європа",
    "Greek": "Η αλεπού και τα σταφύλια, ΐ ώ",
    "Pashto": "ګيدړه او انګور ښځه",
    "Kurdish": "ڕێوی و ترێ ەڵۆ",
    "Persian": "روباه و انگور، ۱۲۳ گچپژ",
    "Sindhi": "لومڙي ۽ انگور ٻڪري",
    "Traditional Chinese": "狐狸與葡萄，龜兔賽跑",
    "Japanese": "キツネとブドウ、うさぎとかめ",
    "Korean": "여우와 포도",
    "Malayalam": "കുറുക്കനും മുന്തിരിയും",
    "Telugu": "నక్క మరియు ద్రాక్ష",
    "Sinhala": "නරියා සහ මිදි",
    "Amharic": "ቀበሮና ወይኖች።",
    "Hebrew": "השועל והענבים",
    "Thai": "สุนัขจิ้งจอกกับองุ่น",
    "Georgian": "მელა და ყურძენი",
    "Armenian": "Աղվեսն ու խաղողը",
    "prices": "£5, €6, ₹7 — 100 % • 1½ × 2",
}


@pytest.mark.parametrize("language", LANGUAGE_SAMPLES)
def test_title_in_a_language_is_readable_whole(language: str) -> None:
    """No character of the language is missing from our fonts."""
    assert readable(LANGUAGE_SAMPLES[language]) == LANGUAGE_SAMPLES[language]


def test_all_fonts_together_are_small() -> None:
    """The folder stays within six megabytes."""
    assert sum(path.stat().st_size for path in fonts_folder().iterdir()) <= MOST_FONT_BYTES


def test_every_web_font_is_small() -> None:
    """A page's font costs a family at most 200 KB."""
    sizes = {path.name: path.stat().st_size for path in fonts_folder().glob("*.woff2")}

    assert {name for name, size in sizes.items() if size > MOST_WEB_FONT_BYTES} == set()


def test_every_font_has_its_licence_beside_it() -> None:
    """An Open Font License text that names the copyright holder lies beside each face."""
    texts = [face.path.with_name(f"{face.path.stem}-OFL.txt").read_text() for face in faces()]

    assert [
        face.family for face, text in zip(faces(), texts, strict=True) if "SIL" not in text
    ] == []
    assert [text for text in texts if not text.startswith(("Copyright", "©"))] == []


@pytest.mark.parametrize(
    ("text", "language", "family"),
    [
        ("لومڑی", "ur", NASTALIQ),
        ("لومڑی", "pa-PK", NASTALIQ),
        ("ਲੂੰਬੜੀ", "pa", "Noto Sans Gurmukhi"),
        ("ثعلب", "ar", "Noto Naskh Arabic"),
        ("ثعلب", "en", "Noto Naskh Arabic"),
        ("The fox", "ur", "Early Reader"),
        ("A day in ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ", "en", "Noto Sans Gurmukhi"),
        ("狐狸 and 葡萄和蝌蚪", "zh", "Noto Sans CJK SC"),
        ("12", "en", "Early Reader"),
    ],
)
def test_first_font_follows_the_letters_then_the_language(
    text: str, language: str, family: str
) -> None:
    """The font comes from the script that most letters are in; only Arabic has two."""
    assert font_chain(text, language)[0] == family


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fox 🦊 and 🍇 grapes", "Fox and grapes"),
        ("two\nlines\x00", "two lines"),
        ("abc\u202edef", "abcdef"),
        ("e\u0301", "é"),
        ("e" + "\u0323" * 50, "ẹ" + "\u0323" * 4),
        ("क्‍ष", "क्‍ष"),
        ("👨‍👩‍👧", ""),
        ("…", "…"),
    ],
)
def test_readable_keeps_what_can_be_drawn(text: str, expected: str) -> None:
    """Emoji, controls and direction overrides go; letters, marks and joiners stay."""
    assert readable(text) == expected


def test_readable_cuts_a_hundred_kilobytes() -> None:
    """A huge title is capped and ends in an ellipsis."""
    cut = readable("a tale " * 15_000)

    assert len(cut) <= LONGEST
    assert cut.endswith("…")


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("The fox and the grapes", 16, "The fox and the…"),
        ("Extraordinarily", 5, "Extra…"),
        ("The fox, and", 8, "The fox…"),
        ("ਕਿਤਾਬ", 1, "…"),
        ("ਕਿਤਾਬ", 3, "ਕਿ…"),
    ],
)
def test_shortened_cuts_between_words_or_whole_letters(
    text: str, length: int, expected: str
) -> None:
    """No word is cut where one ends near, and no letter loses its vowel sign."""
    assert shortened(text, length) == expected
