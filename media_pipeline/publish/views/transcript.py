"""The words of a story to read along with: in the language of the telling, another beside it. Pure.

    words by language ──► Reading (rows in order of time) ──► in the page, or
                                                              a script and a page of their own

Long words would make a story's page heavy, so they are kept apart. They are loaded as a script and
not as data, because a browser fetches nothing from a memory stick.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from media_pipeline.model import Cue, Exhibit, Page, Role, Words
from media_pipeline.publish.addresses import reading_path
from media_pipeline.publish.captions import word_pages
from media_pipeline.publish.views.player import Transcript, transcripts
from media_pipeline.publish.wording import Run, language_name, passage, passage_in
from media_pipeline.settings import Settings

SHORT = 4_700
"""Bytes of words that fit into a story's own page, which may have 20 KB in all, if there is one
interface language and nothing else makes the page longer.
"""

_VERSION, _FILM, _CHAPTER, _DESCRIBED = 330, 1_700, 175, 3
"""Bytes by which each interface language, a film, and each chapter make a page longer; and how
often a page states its description, to readers and to machines.
"""

_ROW, _PARAGRAPH = 80, 30
"""Bytes of markup around the words of a timed row, and around a paragraph."""

CALLED = "storyroomWords"
"""The page's function that a script of words calls."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words that are heard together. ``start`` and ``end`` are seconds, None if untimed.

    Either text may be missing: a song's chorus may be translated only once.
    """

    start: float | None
    end: float | None
    told: Run | None
    other: Run | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Words in one language, or in two side by side.

    ``names`` are those of the languages, each in itself and in the page's language. ``beside`` is
    the text of the other language if the two can't be set row by row.
    """

    names: tuple[tuple[Run, Run], ...]
    rows: tuple[Row, ...]
    beside: tuple[Run, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether it can be followed along."""
        return any(row.start is not None for row in self.rows)

    @property
    def weight(self) -> int:
        """Approximate bytes of HTML."""
        runs = [*(run for row in self.rows for run in (row.told, row.other) if run), *self.beside]
        return sum(_ROW + len(escape(run.text).encode()) for run in runs)


@dataclass(frozen=True, slots=True)
class WordsShown:
    """All words of a story as its page shows them.

    ``further`` are languages beyond the two of ``reading``; ``files`` are the files of all. If they
    are too long for the page, ``script`` is the path of the script that loads the reading.
    """

    reading: Reading
    further: tuple[Transcript, ...]
    files: tuple[Transcript, ...]
    script: str


def words_shown(exhibit: Exhibit, slug: str, shown_in: str, versions: int) -> WordsShown | None:
    """The words as shown on a page in the language ``shown_in``; None if there are none.

    The page exists in ``versions`` languages.
    """
    files = tuple(transcripts(exhibit, slug, shown_in))
    if not files:
        return None
    reading, used = _reading(exhibit, files, shown_in)
    further = tuple(each for each in files if each.language not in used)
    weight = reading.weight + sum(
        _PARAGRAPH + len(escape(paragraph.text).encode())
        for each in further
        for paragraph in each.paragraphs
    )
    room = _room(exhibit, shown_in, versions)
    script = reading_page(reading, slug).path if weight > room else ""
    return WordsShown(reading, further, files, script)


def _room(exhibit: Exhibit, shown_in: str, versions: int) -> int:
    """Bytes of words that may be in the page, approximately."""
    said = passage_in(exhibit.story.description, shown_in, exhibit.story.language)
    return (
        SHORT
        - _VERSION * versions
        - _FILM * (exhibit.rendition(Role.VIDEO) is not None)
        - _CHAPTER * len(exhibit.chapters)
        - _DESCRIBED * len(said.text.encode() if said else b"")
    )


def story_files(
    exhibit: Exhibit, slug: str, settings: Settings, language: str = ""
) -> Iterator[Page]:
    """Every file of words that a story's pages name, each once; with ``language``, only those that
    its page in this language names.
    """
    yield from word_pages(slug, exhibit.words)
    scripts = {}
    for shown_in in (language,) if language else settings.interface_languages:
        shown = words_shown(exhibit, slug, shown_in, len(settings.interface_languages))
        if shown and shown.script:
            scripts[shown.script] = reading_page(shown.reading, slug)
    yield from scripts.values()


def reading_page(reading: Reading, slug: str) -> Page:
    """A reading as a script that calls :data:`CALLED` with it; the same for any interface language
    that shows the same two languages.
    """
    said = {
        "languages": [[own.language, own.direction, own.text] for own, _ in reading.names],
        "rows": [
            [row.start, row.end, row.told.text if row.told else "", row.other.text]
            if row.other
            else [row.start, row.end, row.told.text if row.told else ""]
            for row in reading.rows
        ],
        "beside": [each.text for each in reading.beside],
    }
    shown = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    content = f"{CALLED}({shown});\n".encode()
    return Page(reading_path(slug, hashlib.sha256(content).hexdigest()), content)


def aligned(told: Sequence[Cue], other: Sequence[Cue]) -> tuple[tuple[Cue, str, str], ...]:
    """Put two languages' cues into rows by their times.

    Each cue of ``other`` joins the cue of ``told`` that it overlaps longest, the earlier if two are
    equal; one that overlaps none has its own row, in order of time. Returns, for each row, the cue
    that it takes its times from, and the text of either side.
    """
    joined: dict[int, list[str]] = {}
    alone: list[Cue] = []
    first = 0
    for cue in other:
        while first < len(told) and told[first].end <= cue.start and _ordered(told, first):
            first += 1
        best, longest = -1, 0.0
        for index in range(first, len(told)):
            if told[index].start >= cue.end:
                break
            together = min(told[index].end, cue.end) - max(told[index].start, cue.start)
            if together > longest:
                best, longest = index, together
        if best < 0:
            alone.append(cue)
        else:
            joined.setdefault(best, []).append(cue.text)
    rows = [(cue, cue.text, "\n".join(joined.get(index, ()))) for index, cue in enumerate(told)]
    rows += [(cue, "", cue.text) for cue in alone]
    return tuple(sorted(rows, key=lambda row: row[0].start))


def _ordered(cues: Sequence[Cue], index: int) -> bool:
    """Whether no later cue began before this one ended, so that it can be left behind."""
    return index + 1 == len(cues) or cues[index].end <= cues[index + 1].start


def _reading(
    exhibit: Exhibit, files: Sequence[Transcript], shown_in: str
) -> tuple[Reading, set[str]]:
    """The reading, and the languages that are in it."""
    first = files[0]
    told = _words(exhibit, first.language)
    other = next((each for each in files[1:] if each.language == shown_in), None)
    other = other or next(iter(files[1:]), None)
    if other is None:
        rows = tuple(_rows(told, first))
        return Reading((language_name(first.language, shown_in),), rows), {first.language}
    names = tuple(language_name(each.language, shown_in) for each in (first, other))
    used = {first.language, other.language}
    theirs = _words(exhibit, other.language)
    if told.cues and theirs.cues:
        return Reading(names, tuple(_pairs(told, theirs, first, other))), used
    if not (told.cues or theirs.cues) and len(first.paragraphs) == len(other.paragraphs):
        pairs = zip(first.paragraphs, other.paragraphs, strict=True)
        return Reading(names, tuple(Row(None, None, a, b) for a, b in pairs)), used
    return Reading(names, tuple(_rows(told, first)), other.paragraphs), used


def _words(exhibit: Exhibit, language: str) -> Words:
    """The words in a language; words whose language nobody stated are in that of the telling."""
    if language in exhibit.words:
        return exhibit.words[language]
    return exhibit.words[""]


def _rows(words: Words, transcript: Transcript) -> Iterator[Row]:
    if words.cues:
        for cue in words.cues:
            if said := _said(cue.text, transcript):
                yield Row(_tenths(cue.start), _tenths(cue.end), said)
    else:
        for paragraph in transcript.paragraphs:
            yield Row(None, None, paragraph)


def _pairs(told: Words, theirs: Words, first: Transcript, other: Transcript) -> Iterator[Row]:
    for cue, one, two in aligned(told.cues, theirs.cues):
        left, right = _said(one, first), _said(two, other)
        if left or right:
            yield Row(_tenths(cue.start), _tenths(cue.end), left, right)


def _said(text: str, transcript: Transcript) -> Run | None:
    run = passage(text, transcript.language)
    return run if run.text else None


def _tenths(seconds: float) -> float:
    """A tenth of a second is less than anyone notices, and two figures shorter in each line."""
    return round(seconds, 1)
