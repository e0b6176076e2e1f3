"""The sign of a shelf: what a child who can't read yet knows it by. Pure.

A letter of the language's own script, or the short name of a class, on a coloured paper shape. Each
is the same on every page and in every year. A language's is made from its tag alone, whatever other
shelves there are; that of a class or kind also keeps clear of the colours of those before it
(:func:`sign_numbers`). Never a flag, because a language is no country.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from media_pipeline.languages import canonical, letter_with_marks, own_name
from media_pipeline.publish.wording import Run, run

COLOURS = 8
"""The papers of the style sheet: ``paper-0`` to ``paper-7``."""

SHAPES = 7
"""The shapes cut from them: ``cut-0`` to ``cut-6``. Coprime to :data:`COLOURS`, so that of 56 signs
in a row no two are alike.
"""

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
"""The letter that a language is known by, if that isn't the first of its name: Arabic and Urdu
begin alike, and Ł stands for Polish where P would not.
"""

_COMMON = (
    *("en", "pa", "ur", "bn", "ar", "so", "pl", "ro", "pt", "fr", "zh-Hans", "ta", "tr", "gu"),
    *("es", "hi", "fa", "ku", "uk", "ru", "it", "lt", "sw", "yo", "vi", "de", "sq", "am", "ti"),
    *("bg", "hu", "ps", "te", "ml", "syl", "pa-Arab", "ne", "si", "zh-Hant", "yue", "ckb", "sk"),
    *("cs", "nl", "el", "lv", "fil", "ja", "ko", "th", "he", "ka", "hy", "ig", "ha", "ak"),
)
"""The languages that most often share a school: no two of these have the same sign. Add only at the
end, or other shelves would change their colour.
"""

_KINDS = frozenset({"story", "rhyme", "poem", "song", "play", "news", "lesson", "film"})
"""Kinds for which static/kinds has a picture; for any other kind a school names, the general
picture is used.
"""

_PLACES = {tag: place for place, tag in enumerate(_COMMON)}

_SHORT = 3
"""Characters of a class's short name that are legible on its sign."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What is on the sign, in its language, and the numbers of its colour and its shape."""

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
    """A number for each shelf, which determines its sign's colour and shape.

    It is derived from the shelf's id, and moved on if an earlier shelf has that colour already: no
    two have the same colour until all are used, and a shelf that is added at the end changes no
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
    """The picture file of a kind."""
    return f"kinds/{kind_id if kind_id in _KINDS else 'any'}.svg"


def short_name(name: str) -> str:
    """What children call a class: its number (``Year 3`` → 3, ``3e année`` → 3e), else a letter."""
    if number := re.search(r"\d+\s?\w?\b", name):
        return re.sub(r"\s", "", number.group())[:_SHORT]
    return letter_with_marks(name.strip()).upper()


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:4])
