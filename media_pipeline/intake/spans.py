"""What is to be cut from a recording or silenced in it, as people write it. Pure.

    start, end, cut, mute ──► Edit

Times are those of the recording itself. A mistake is reported and waited for: what was to be cut is
somebody's name, and we never guess where it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from media_pipeline.intake.text import quoted
from media_pipeline.model import SLIVER, WHOLE, Edit, Span, joined

FIELDS = ("start", "end", "cut", "mute", "captions")
"""The fields of a sidecar or a sheet that are understood here."""

GUARDING = ("rights", "people", "pictured", *FIELDS)
"""All fields that keep something private."""

MOST_SPANS = 40
"""The most cuts in one recording. Each is a branch of the graph that every sample goes through."""

SLACK = 1.0
"""Seconds by which the end of a span may exceed the recording's end: players round up."""

LEAST = 0.5
"""Seconds that must be left of a recording; less is none."""

_SPAN = re.compile(r"\s*([\d:.]+)\s*(?:-|–|—|\bto\b)\s*([\d:.]+)\s*")


def seconds_of(value: Any) -> float:
    """Seconds from ``"1:02:03.5"``, ``"2:03"`` or a number; hours and minutes have at most four
    digits.

    Raises :class:`ValueError` or :class:`TypeError` with a sentence if it is none of these.
    """
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise TypeError("one line of text is wanted")
    typed = str(value).strip()
    if not re.fullmatch(r"(\d{1,4}:){0,2}\d{1,6}(\.\d+)?", typed, re.ASCII):
        raise ValueError(f"{quoted(value)} is not a time; write it as 1:23")
    total = 0.0
    for part in typed.split(":"):
        total = total * 60 + float(part)
    return total


def spans_of(value: Any) -> tuple[Span, ...]:
    """Spans from ``[["0:12", "0:15"], …]``, from one such pair, or from ``0:12-0:15, 1:02-1:05``.

    Raises :class:`ValueError` or :class:`TypeError` with a sentence if they are not understood.
    """
    pairs = _typed(value) if isinstance(value, str) else _listed(value)
    if len(pairs) > MOST_SPANS:
        raise ValueError(f"these are more than {MOST_SPANS}; cut the recording in a sound editor")
    spans = []
    for begins, ends in pairs:
        start, end = seconds_of(begins), seconds_of(ends)
        if end <= start:
            raise ValueError(
                f"{quoted(ends)} is not after {quoted(begins)}; write where it begins, then "
                "where it ends"
            )
        spans.append(Span(start, end))
    return tuple(spans)


WORD = 0.1
"""Seconds: nothing spoken is shorter. ``0.12`` was surely meant as twelve seconds."""


def edit_of(
    values: Mapping[str, Any], seconds: float | None = None
) -> tuple[Edit, Mapping[str, str]]:
    """The edit that the understood fields ask for, and a sentence for each that can't be right.

    ``seconds`` is the recording's length, None if only decoding can tell. If there is a sentence,
    nothing is edited: the story waits.
    """
    start, end = values.get("start", 0.0), values.get("end")
    cuts, muted = values.get("cut", ()), values.get("mute", ())
    wrong: dict[str, str] = {}
    if end is not None and end <= start:
        wrong["end"] = f"{clock(end)} is not after start, {clock(start)}"
    if seconds is not None:
        ends = [("start", (Span(start),)), ("end", (Span(0.0, end),))]
        for name, spans in (*ends, ("cut", cuts), ("mute", muted)):
            if any(_outside(span, seconds) for span in spans):
                wrong[name] = f"the recording ends at {clock(seconds)}, before that"
    for name, spans in (("cut", cuts), ("mute", muted)):
        if short := [each for each in spans if each.end - each.start < WORD]:
            first, last = clock(short[0].start), clock(short[0].end)
            wrong[name] = f"{first} to {last} is too short for a word; 0:12 is twelve seconds"
    ahead = (Span(0.0, start),) if start else ()
    behind = (Span(end),) if end is not None else ()
    removed = joined((*ahead, *cuts, *behind), SLIVER)
    if not wrong and _left(removed, seconds) < LEAST:
        wrong["cut" if cuts else "end"] = "nothing is left of the recording"
    keeps = values.get("captions") == KEEP
    return WHOLE if wrong else Edit(removed, joined(muted, SLIVER), keeps), wrong


KEEP, SAFE = "keep", "safe"


def captions_of(value: Any) -> str:
    """Whether captions that reach into a cut keep their text: one of two words. Raises
    :class:`ValueError` for any other.
    """
    word = str(value).strip().casefold()
    if word not in (KEEP, SAFE):
        raise ValueError(f"{quoted(value)} is neither {KEEP} nor {SAFE}")
    return word


def clock(seconds: float) -> str:
    """``0:12`` or ``1:02:03.5``, as people write a time here."""
    hours, rest = divmod(round(seconds * 1000), 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    last = f"{rest / 1000:06.3f}".rstrip("0").rstrip(".")
    return f"{hours}:{minutes:02}:{last}" if hours else f"{minutes}:{last}"


def _typed(value: str) -> Sequence[tuple[Any, Any]]:
    parts = [part for part in re.split(r"[,;\n]", value) if part.strip()]
    found = [_SPAN.fullmatch(part) for part in parts]
    if not found or None in found:
        raise ValueError(f"{quoted(value)} is not understood; write it as 0:12-0:15, 1:02-1:05")
    return [(span[1], span[2]) for span in found if span]


def _listed(value: Any) -> Sequence[tuple[Any, Any]]:
    rows = list(value) if isinstance(value, list | tuple) else []
    if len(rows) == 2 and not any(isinstance(each, list | tuple) for each in rows):  # noqa: PLR2004
        rows = [rows]
    if not rows or any(not isinstance(row, list | tuple) or len(row) != 2 for row in rows):  # noqa: PLR2004
        raise ValueError('it is written [["0:12", "0:15"], ["1:02", "1:05"]]')
    return [(row[0], row[1]) for row in rows]


def _outside(span: Span, seconds: float) -> bool:
    """Whether a span lies outside a recording of that length. An open one that begins at 0 says
    nothing.
    """
    if span.end is None:
        return 0.0 < seconds <= span.start
    return span.start >= seconds or span.end > seconds + SLACK


def _left(removed: Sequence[Span], seconds: float | None) -> float:
    """The seconds that are not removed; a recording of unknown length counts as a day long."""
    place, left = 0.0, 0.0
    for span in removed:
        left += max(0.0, span.start - place)
        if span.end is None:
            return left
        place = span.end
    return left + max(0.0, (86_400.0 if seconds is None else seconds) - place)
