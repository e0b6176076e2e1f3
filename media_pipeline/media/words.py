"""Words of a recording: WebVTT, SubRip and plain text, read with tolerance.

    bytes ──decode_text──► str ──parse_words──► Words

What phones, editors and caption sites write is often not quite either format, so both are read by
one state machine, line by line. What is published is made here from nothing but times and text:
identifiers, settings, styles, comments and voice names (``<v Name Surname>``) do not get through.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from media_pipeline.errors import Refusal
from media_pipeline.media.characters import clean_text
from media_pipeline.model import Cue, Words
from media_pipeline.tools.text import decoded

MAX_BYTES = 1_000_000
"""Six hours of fast speech are about 350 KB; more than this is no transcript."""

MAX_CUES = 5_000
"""More than four hours at one caption every three seconds."""

TIMED_SUFFIXES = (".vtt", ".srt")

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_UNPUBLISHED_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s.*)?")
_SUBRIP_NUMBER = re.compile(r"\s*\d+\s*")

# A browser reads everything from "<" to ">" as a tag, and to the end if ">" is missing. It may hold
# a surname, so it goes in any case; "I <3 you" is the exception that people write.
_TAG = re.compile(r"<[^>]*>")
_UNCLOSED_TAG = re.compile(r"<\s*/?[^\W\d].*\Z", re.DOTALL)
_SUBSTATION_CODE = re.compile(r"\{\\[^{}]{0,40}\}")


def decode_text(raw: bytes) -> str:
    """The clean text of a file that says nothing about its encoding.

    A byte order mark decides; without one it is UTF-8 if possible, else Windows-1252. Raises
    :class:`Refusal` if it is larger than :data:`MAX_BYTES`.
    """
    _refuse_over_size(len(raw))
    return clean_text(decoded(raw))


def parse_words(text: str, suffix: str) -> Words:
    """The words in ``text``, read according to its file's ``suffix``: .vtt, .srt, or plain
    otherwise.

    Raises :class:`Refusal` if there is too much of it, or if no line of a timed file has a time.
    """
    _refuse_over_size(len(text))
    text = clean_text(text)
    if suffix.lower() not in TIMED_SUFFIXES:
        return Words((), _paragraphs(text))
    cues = []
    for start, end, lines in _timed_lines(text.split("\n"), webvtt=suffix.lower() == ".vtt"):
        shown = _shown(lines)
        if shown and start < end:
            cues.append(Cue(start, end, shown))
        if len(cues) > MAX_CUES:
            raise Refusal(f"These words have more than {MAX_CUES} captions.")
    if not cues and _says_something(text):
        raise Refusal(
            "No caption could be read from these words.",
            hint="Each needs a line of times such as 00:01.000 --> 00:04.000 above its text.",
        )
    cues.sort(key=lambda cue: (cue.start, cue.end))
    return Words(tuple(cues), "\n".join(cue.text.replace("\n", " ") for cue in cues))


def _timed_lines(lines: list[str], *, webvtt: bool) -> Iterator[tuple[float, float, list[str]]]:
    """Each timing line's start and end, with the lines that belong to it.

    A blank line ends a WebVTT cue. Not so in SubRip, where editors leave blank lines inside.
    """
    start = end = 0.0
    text: list[str] | None = None
    hidden = False
    for line in lines:
        blank = not line.strip()
        if hidden:
            hidden = not blank
        elif "-->" in line:
            if text is not None:
                yield start, end, _without_next_number(text)
            timing = _TIMING.fullmatch(line)
            text = None
            if timing:
                parts = timing.groups()
                start, end, text = _seconds(parts[:4]), _seconds(parts[4:]), []
        elif webvtt and text is None:
            hidden = _UNPUBLISHED_BLOCK.fullmatch(line) is not None
        elif webvtt and blank and text is not None:
            yield start, end, text
            text = None
        elif text is not None:
            text.append(line)
    if text is not None:
        yield start, end, text


def _without_next_number(lines: list[str]) -> list[str]:
    """The lines without the number of the next SubRip caption."""
    return lines[:-1] if lines and _SUBRIP_NUMBER.fullmatch(lines[-1]) else lines


def _shown(lines: list[str]) -> str:
    """The lines of a cue as a reader sees them: no tags, no entities, no blank lines."""
    text = _SUBSTATION_CODE.sub("", _without_tags("\n".join(lines)))
    text = clean_text(html.unescape(text))
    return "\n".join(kept for line in text.split("\n") if (kept := " ".join(line.split())))


def _without_tags(text: str) -> str:
    """``text`` without closed tags, and without one that is never closed.

    It is split at the last ">", so that a megabyte of "<" is read once and not once for each.
    """
    closed, mark, rest = text.rpartition(">")
    return _TAG.sub("", closed + mark) + _UNCLOSED_TAG.sub("", rest)


def _says_something(text: str) -> bool:
    return bool(text.strip().removeprefix("WEBVTT").strip())


def _paragraphs(text: str) -> str:
    """Plain text with no spaces at the ends of lines and at most one blank line in a row."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _seconds(parts: tuple[str | None, ...]) -> float:
    """Seconds of hours, minutes, seconds and a decimal fraction, as matched by ``_TIME``."""
    hours, minutes, seconds, fraction = parts
    thousandths = int((fraction or "0").ljust(3, "0"))
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + thousandths / 1000


def _refuse_over_size(size: int) -> None:
    if size > MAX_BYTES:
        raise Refusal(f"These words are larger than {MAX_BYTES // 1_000_000} MB.")


def read_words(path: str) -> dict[str, Any]:
    """The words in a file, as plain values, in the parser child. Raises :class:`Refusal` if they
    are too large, too many or unreadable.
    """
    source = Path(path)
    with source.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    return asdict(parse_words(decode_text(raw), source.suffix.lower()))
