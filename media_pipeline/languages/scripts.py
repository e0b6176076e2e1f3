"""Which script a text is really written in, whatever its language is usually written in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from media_pipeline.languages.tags import script

# The first word of Unicode's name of a letter → ISO 15924.
_NAMED = {
    "ADLAM": "Adlm",
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "HIRAGANA": "Hira",
    "KANNADA": "Knda",
    "KATAKANA": "Kana",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "LATIN": "Latn",
    "MALAYALAM": "Mlym",
    "MYANMAR": "Mymr",
    "NKO": "Nkoo",
    "ORIYA": "Orya",
    "SINHALA": "Sinh",
    "SYLOTI": "Sylo",
    "SYRIAC": "Syrc",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAANA": "Thaa",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
    "TIFINAGH": "Tfng",
}

_TOGETHER = {
    "Hans": {"Hani"},
    "Hant": {"Hani"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
}
"""ISO 15924's scripts that combine several others."""

_JOINERS = "\u200c\u200d"

_ENOUGH = 200
"""Characters that are examined: a text does not change its script after so many."""


def letters(text: str) -> Counter[str]:
    """Count the letters of each script at the beginning of ``text``, by ISO 15924 code."""
    found = Counter(_script_of(each) for each in text[:_ENOUGH] if each.isalpha())
    return Counter({each: count for each, count in found.items() if each})


def letter_with_marks(text: str, start: int = 0) -> str:
    """The letter at ``start`` with all its marks; "" beyond the end.

    A vowel sign or a virama belongs to the letter before it, as the eye sees it.
    """
    end = start + 1
    while end < len(text) and (
        unicodedata.category(text[end]).startswith("M") or text[end] in _JOINERS
    ):
        end += 1
    return text[start:end]


def fits(found: str, tag: str) -> bool:
    """Whether letters of the script ``found`` belong to the usual script of the language
    ``tag``.
    """
    usual = script(tag)
    return usual == "Zyyy" or found in _TOGETHER.get(usual, {usual})


def spelt(tag: str, text: str) -> str:
    """The tag of ``text``, said to be in the language ``tag``, with its script if that is not the
    language's: a Punjabi name in Latin letters is ``pa-Latn``, and runs from left to right.
    """
    found = letters(text)
    if not found or any(fits(each, tag) for each in found):
        return tag
    return f"{tag.partition('-')[0]}-{found.most_common(1)[0][0]}"


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    return _NAMED.get(unicodedata.name(letter, "").partition(" ")[0], "")
