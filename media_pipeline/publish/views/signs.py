"""The sign of a shelf: what a child who can't read yet knows it by. Pure.

A letter of the language's own script, or the short name of a class, on a paper shape in a colour.
Each is the same on every page and in every year, whatever other shelves there are, because it is
made of the shelf's id alone; never a flag, because a language is no country.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from media_pipeline.languages import canonical, letter_with_marks, own_name
from media_pipeline.publish.wording import Run, run

COLOURS = 8
"""Papers of the style sheet: ``paper-0`` to ``paper-7``."""

SHAPES = 7
"""Shapes that are cut of them: ``cut-0`` to ``cut-6``. Coprime to :data:`COLOURS`, so that 56
sign_numbers in a row have no two alike."""

LETTERS = {
    "ar": "ض",
    "de": "ß",
    "en": "Ee",
    "es": "Ñ",
    "fa": "پ",
    "fr": "Ç",
    "lt": "Ž",
    "pl": "Ł",
    "ps": "ښ",
    "pt": "Ã",
    "ro": "Ș",
    "so": "Aa",
    "sq": "Ë",
    "sw": "Kk",
    "tr": "Ğ",
    "uk": "Ї",
    "ur": "ے",
    "vi": "Đ",
    "zh-Hant": "語",
}
"""The letter that a language is known by, where that isn't the first of its name: Arabic and Urdu
begin alike, and Ł says Polish where P says nothing."""

_COMMON = (
    *("en", "pa", "ur", "bn", "ar", "so", "pl", "ro", "pt", "fr", "zh-Hans", "ta", "tr", "gu"),
    *("es", "hi", "fa", "ku", "uk", "ru", "it", "lt", "sw", "yo", "vi", "de", "sq", "am", "ti"),
    *("bg", "hu", "ps", "te", "ml", "syl", "pa-Arab", "ne", "si", "zh-Hant", "yue", "ckb", "sk"),
    *("cs", "nl", "el", "lv", "fil", "ja", "ko", "th", "he", "ka", "hy", "ig", "ha", "ak"),
)
"""The languages that share a school most often: no two of these have the same sign. Only ever
added to at the end, or other shelves would change their colour."""

_KINDS = frozenset({"story", "rhyme", "poem", "song", "play", "news", "lesson", "film"})
"""Kinds that static/kinds has a picture of; a school that names others has the picture of any."""

_PLACES = {tag: place for place, tag in enumerate(_COMMON)}

_SHORT = 3
"""Characters of a class's short name: what is legible on its sign."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What is on it, in its language, and the numbers of its colour and its shape."""

    letter: Run
    colour: int
    shape: int


def language_sign(tag: str) -> Sign:
    """The sign of a language."""
    known = canonical(tag) or tag
    place = _PLACES.get(known, _number(known))
    letter = LETTERS.get(known) or letter_with_marks(own_name(known))
    return Sign(run(letter, known), place % COLOURS, place % SHAPES)


def shelf_sign(name: Run, number: int) -> Sign:
    """The sign of a class or a kind; ``number`` is one of :func:`sign_numbers`."""
    return Sign(
        run(short_name(name.text), name.language), number % COLOURS, number // COLOURS % SHAPES
    )


def sign_numbers(ids: Sequence[str]) -> dict[str, int]:
    """A number for each shelf, of which its sign's colour and shape are made.

    It comes from the shelf's id, and is moved on where an earlier shelf has that colour already:
    no two have the same colour until all are used, and a shelf that is added at the end changes no
    other.
    """
    found: dict[str, int] = {}
    taken: set[int] = set()
    for each in ids:
        number = _number(each)
        while number % COLOURS in taken:
            number += 1
        found[each] = number
        taken = taken | {number % COLOURS} if len(taken) < COLOURS - 1 else set()
    return found


def kind_icon(kind_id: str) -> str:
    """The file of the picture of a kind."""
    return f"kinds/{kind_id if kind_id in _KINDS else 'any'}.svg"


def short_name(name: str) -> str:
    """What children call a class: its number (``Year 3`` → 3, ``3e année`` → 3e), else a letter."""
    if number := re.search(r"\d+\s?\w?\b", name):
        return re.sub(r"\s", "", number.group())[:_SHORT]
    return letter_with_marks(name.strip()).upper()


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:4])
