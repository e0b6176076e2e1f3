"""Text that people or devices typed → text that can be shown, stored and put into XML."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from media_pipeline.tools.text import cut

TITLE_LENGTH = 200

MOST_READ = 4
"""How many times its limit a text is read: what cleaning removes is a small part of it."""

_UNSHOWN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # bidirectional and invisible
    "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u20e3\ufe00-\ufe0f"  # emoji
    "\U000e0000-\U000e0fff\ufdd0-\ufdef\ufffe\uffff]"
)
_UNSHOWN_CATEGORIES = frozenset({"Cc", "Cs", "Co"})
_JOINERS = frozenset("\u200c\u200d")
_VIRAMA = 9  # Unicode's combining class of the sign that drops an Indic letter's vowel


def clean_title(text: str, limit: int = TITLE_LENGTH) -> str:
    """Keep what can be read: NFC, one space between words, at most ``limit`` characters.

    Control, bidirectional and private characters, lone surrogates and emoji are removed; a joiner
    stays where the script needs it (inside Persian words, after an Indic virama).
    """
    if text.isascii() and text.isprintable():
        return cut(" ".join(text.split()), limit)
    # The time to put marks in order grows with their square: a second for 30,000.
    composed = unicodedata.normalize("NFC", text[: MOST_READ * limit])
    spaced = "".join(" " if letter.isspace() else letter for letter in composed)
    shown = "".join(
        letter for letter in spaced if unicodedata.category(letter) not in _UNSHOWN_CATEGORIES
    )
    return cut(" ".join(_without_loose_joiners(_UNSHOWN.sub("", shown)).split()), limit)


def trimmed(word: str) -> str:
    """Strip punctuation and digits from both ends, but no vowel sign of any script."""
    start, end = 0, len(word)
    while start < end and not word[start].isalpha():
        start += 1
    while end > start and unicodedata.category(word[end - 1])[0] not in "LM":
        end -= 1
    return word[start:end]


def _without_loose_joiners(text: str) -> str:
    if _JOINERS.isdisjoint(text):
        return text
    around = zip(" " + text, text, text[1:] + " ", strict=False)
    return "".join(
        letter
        for before, letter, after in around
        if letter not in _JOINERS or _joins(before, after)
    )


def _joins(before: str, after: str) -> bool:
    if unicodedata.combining(before) == _VIRAMA:
        return True
    return all(unicodedata.category(letter)[0] in "LM" for letter in (before, after))


def quoted(value: Any) -> str:
    """What somebody typed, in quotation marks for a sentence: one short line."""
    return f"“{clean_title(str(value), 60)}”"
