"""What people said, as a page shows it: each text with its language and direction.

A page may hold texts in several languages; a browser speaks, breaks and shapes each one properly
only if it knows which language it is. People also write languages in scripts other than their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from media_pipeline import languages
from media_pipeline.publish.plaintext import clean, value

_REMEMBERED = 4096
"""Lines that are remembered: a title is on its page, in its frame, on cards and in feeds."""


@dataclass(frozen=True, slots=True)
class Run:
    """A text in one language. ``language`` is a BCP 47 tag, ``direction`` "ltr" or "rtl"."""

    text: str
    language: str
    direction: str


@lru_cache(maxsize=_REMEMBERED)
def run(text: str, language: str) -> Run:
    """One line of text, at most 255 characters."""
    return _spelt(value(text), language)


def passage(text: str, language: str) -> Run:
    """Text that keeps its lines."""
    return _spelt(clean(text), language)


def run_in(texts: Mapping[str, str], *wanted: str) -> Run | None:
    """The text in the first of the ``wanted`` languages that it has, else in its first."""
    language = _chosen(texts, wanted)
    return run(texts[language], language) if language else None


def passage_in(texts: Mapping[str, str], *wanted: str) -> Run | None:
    """As :func:`run_in`, for text that keeps its lines."""
    language = _chosen(texts, wanted)
    return passage(texts[language], language) if language else None


def passages_in(texts: Mapping[str, str], *wanted: str) -> tuple[Run, ...]:
    """As :func:`passage_in`, with a run for each paragraph; none if the text is empty."""
    language = _chosen(texts, wanted)
    parts = clean(texts[language]).split("\n\n") if language else ()
    return tuple(passage(each, language) for each in parts if each.strip())


def language_name(tag: str, shown_in: str) -> tuple[Run, Run]:
    """A language's name in itself, and in the language of the page."""
    return run(languages.own_name(tag), tag), run(languages.name_in(tag, shown_in), shown_in)


def _spelt(text: str, language: str) -> Run:
    tag = languages.spelt(language, text)
    return Run(text, tag, languages.direction(tag))


def _chosen(texts: Mapping[str, str], wanted: tuple[str, ...]) -> str:
    first = (each for each in (*wanted, *texts) if each in texts)
    return next((each for each in first if value(texts[each])), "")
