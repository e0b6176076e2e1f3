"""Titles in the order in which people look for them. The only module that imports pyuca.

The order is Unicode's own for all languages, in which accents decide last; Chinese is ordered by
its sound.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import pyuca

from media_pipeline.languages.romanising import romanised
from media_pipeline.languages.tags import script

NO_LETTER = "#"
"""The heading of titles that begin with no letter."""

_BY_SOUND = ("Hans", "Hant", "Hani")


@lru_cache(maxsize=65536)
def collation_key(title: str, language: str) -> tuple[tuple[int, ...], str]:
    """The key by which titles in a language are sorted."""
    said = romanised(title) if script(language) in _BY_SOUND else title
    weights: tuple[int, ...] = _collator().sort_key(said.casefold())
    return weights, title


def heading(title: str, language: str) -> str:
    """The letter under which a title is listed, without marks: "É" under "E"; 狐 under "H"."""
    for character in unicodedata.normalize("NFKD", title):
        category = unicodedata.category(character)[0]
        if category == "N":
            return NO_LETTER
        if category == "L":
            if script(language) in _BY_SOUND:
                character = (romanised(character) or NO_LETTER)[0]  # noqa: PLW2901 - as it is said
            return character.upper()[0]
    return NO_LETTER


@cache
def _collator() -> pyuca.Collator:
    return pyuca.Collator()
