"""What a file's tags may say, cleaned and cut to what every player takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from media_pipeline.media.characters import clean_text
from media_pipeline.tools.text import cut

MAX_TEXT = 255
"""Characters of a line: PSP-1's limit for a feed's values, and MP4 players' for an atom's."""

MAX_WORDS = 100_000
"""Characters of the words: two hours of speech. Players on small devices skip larger tags."""

LAST_YEAR = 9999
"""ID3v2.3 gives the year four digits."""

MAX_CHAPTERS = 255
"""A table of contents (ID3v2 chapter addendum) and ``chpl`` both count them in one byte."""

MAX_CHAPTER_BYTES = 255
"""``chpl`` counts the bytes of a title, in UTF-8, in one byte."""

_ADDRESS = re.compile(r"https?://\S+")
_ISO_639_2 = re.compile(r"[a-z]{3}")


class Span(NamedTuple):
    """A chapter from ``start`` to ``end``, in milliseconds."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Tags:
    """The allow-listed fields. Empty ones are not written.

    ``language`` is BCP 47; ``language_iso`` and ``words_language_iso`` are ISO 639-2. ``album``
    is the main show, ``grouping`` the class, ``chapters`` start seconds and titles, ``seconds``
    the length of the sound, ``art`` a baseline JPEG.
    """

    title: str = ""
    teller: str = ""
    album: str = ""
    language: str = ""
    language_iso: str = ""
    genre: str = ""
    year: int = 0
    grouping: str = ""
    credit: str = ""
    licence: str = ""
    school: str = ""
    website: str = ""
    words: str = ""
    words_language_iso: str = ""
    chapters: tuple[tuple[float, str], ...] = ()
    seconds: float = 0.0
    art: Path | None = None

    def cleaned(self) -> Tags:
        """The same tags with one-line fields, no control characters, and everything within the
        limits.

        An invalid year, address or ISO 639-2 code becomes empty. Chapters are in order of time;
        those outside the sound, or without a title, are dropped.
        """
        return replace(
            self,
            title=_line(self.title),
            teller=_line(self.teller),
            album=_line(self.album),
            language=_line(self.language),
            language_iso=_code(self.language_iso),
            genre=_line(self.genre),
            year=self.year if 1 <= self.year <= LAST_YEAR else 0,
            grouping=_line(self.grouping),
            credit=_line(self.credit),
            licence=_line(self.licence),
            school=_line(self.school),
            website=_address(self.website),
            words=cut(clean_text(self.words).strip(), MAX_WORDS),
            words_language_iso=_code(self.words_language_iso),
            chapters=_chapters(self.chapters, self.seconds),
        )

    @property
    def year_text(self) -> str:
        """The year in four digits, or ""."""
        return f"{self.year:04}" if self.year else ""

    @property
    def rights(self) -> str:
        """Credit and licence in one line: the formats have one field for both."""
        return "; ".join(part for part in (self.credit, self.licence) if part)

    @property
    def texts(self) -> Mapping[str, str]:
        """The values for which every format has a text field, by our names."""
        return {
            "title": self.title,
            "teller": self.teller,
            "album": self.album,
            "language": self.language,
            "genre": self.genre,
            "year": self.year_text,
            "grouping": self.grouping,
            "rights": self.rights,
            "school": self.school,
            "website": self.website,
            "words": self.words,
        }

    @property
    def spans(self) -> tuple[Span, ...]:
        """The chapters, each up to the start of the next, and the last to the end of the sound."""
        starts = [round(start * 1000) for start, _ in self.chapters]
        ends = [*starts[1:], max(round(self.seconds * 1000), *starts[-1:], 0)]
        return tuple(
            Span(start, end, title)
            for start, end, (_, title) in zip(starts, ends, self.chapters, strict=False)
        )


def _line(text: str) -> str:
    # Shortened first: cleaning 100 KB for each of 60,000 chapters would take an hour.
    return cut(" ".join(clean_text(text[: 4 * MAX_TEXT]).split()), MAX_TEXT)


def _code(text: str) -> str:
    return text if _ISO_639_2.fullmatch(text) else ""


def _address(text: str) -> str:
    """A web address in ASCII, whole or not at all (ID3 addresses are Latin-1)."""
    address = quote(text.strip(), safe=":/?#[]@!$&'()*+,;=%~")
    return address if _ADDRESS.fullmatch(address) and len(address) <= MAX_TEXT else ""


def _chapters(
    chapters: tuple[tuple[float, str], ...], seconds: float
) -> tuple[tuple[float, str], ...]:
    kept: dict[int, tuple[float, str]] = {}
    for start, title in sorted(chapters):
        line = _line(title)
        while len(line.encode()) > MAX_CHAPTER_BYTES:
            line = cut(line, len(line) - 1)
        if line and start >= 0 and (start < seconds or not seconds):
            kept.setdefault(round(start * 1000), (start, line))
        if len(kept) == MAX_CHAPTERS:
            break
    return tuple(kept.values())
