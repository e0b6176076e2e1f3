"""Our fonts: which characters they can draw, and which of them a text is set in.

``site_templates/fonts/fonts.json`` lists them, and ``scripts/fetch_fonts.py`` made them. Reading
that list is the only disk access here.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from media_pipeline.tools.resources import resource_root

LONGEST = 300  # characters of a text considered: five lines of the smallest title hold about 150
MOST_MARKS = 4  # marks on one letter: Vietnamese has 2, Thai, Hebrew and the Indic scripts up to 3
NASTALIQ = "Noto Nastaliq Urdu"
NASTALIQ_LANGUAGES = frozenset({"ur", "ks", "pnb", "pa", "lah", "skr", "khw", "bft", "trw"})


@dataclass(frozen=True, slots=True)
class Face:
    """One of our fonts: its family name, its file and the code points it can draw."""

    family: str
    path: Path
    points: frozenset[int]


def fonts_folder() -> Path:
    """Return the folder of our fonts."""
    return resource_root() / "fonts"


@cache
def faces() -> tuple[Face, ...]:
    """Return our fonts in the order in which they are preferred."""
    folder = fonts_folder()
    listed = json.loads((folder / "fonts.json").read_text(encoding="utf-8"))
    return tuple(
        Face(entry["family"], folder / entry["lettering"], _code_points(entry["unicode_range"]))
        for entry in listed
    )


def _code_points(unicode_range: str) -> frozenset[int]:
    """Return the code points of a CSS unicode-range such as ``U+20-7E,U+A0``."""
    points: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


@cache
def _drawable() -> frozenset[int]:
    """Return every code point that some font of ours can draw."""
    return frozenset[int]().union(*(face.points for face in faces()))


def font_chain(text: str, language: str) -> tuple[str, ...]:
    """The font families for a text, first the one that can draw most of its letters.

    Arabic letters are set in Nastaliq if the language is, in Naskh otherwise.
    """
    letters = [ord(c) for c in text if unicodedata.category(c)[0] == "L"]
    nastaliq = language.lower().partition("-")[0] in NASTALIQ_LANGUAGES

    def rank(face: Face) -> tuple[int, bool]:
        drawn = sum(letter in face.points for letter in letters)
        return -drawn, (face.family == NASTALIQ) is not nastaliq

    return tuple(face.family for face in sorted(faces(), key=rank))


def readable(text: str) -> str:
    """The drawable part of a text: NFC, on one line, ``LONGEST`` characters at most.

    Emoji, control characters, direction overrides and scripts without a font are left out; the
    result is empty if no letter, digit or sign remains.
    """
    composed = unicodedata.normalize("NFC", text[: LONGEST * 4])
    spaced = (" " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c for c in composed)
    kept = (c for c in spaced if ord(c) in _drawable() and not _turns_direction(c))
    words = " ".join(_with_few_marks("".join(kept)).split())
    if not any(unicodedata.category(c)[0] in "LNPS" for c in words):
        return ""
    return words if len(words) <= LONGEST else shortened(words, LONGEST - 1)


def _turns_direction(character: str) -> bool:
    """Tell whether a character is an embedding, override or isolate, which turn titles round."""
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def _with_few_marks(text: str) -> str:
    """The text with at most ``MOST_MARKS`` marks on a letter: more would climb up the cover."""
    runs = groupby(text, lambda character: unicodedata.category(character) == "Mn")
    return "".join(
        character
        for marks, run in runs
        for place, character in enumerate(run)
        if not marks or place < MOST_MARKS
    )


def shortened(text: str, length: int) -> str:
    """About the first ``length`` characters and an ellipsis.

    The cut is at the end of a word, if one is near; a letter stays or goes with all its marks.
    """
    end = length
    while 0 < end < len(text) and unicodedata.category(text[end])[0] in "MC":
        end -= 1
    head = text[:end]
    space = head.rfind(" ")
    if space > length * 2 // 3:
        head = head[:space]
    return head.rstrip(" ,;:.-–—·،।，、。") + "…"
