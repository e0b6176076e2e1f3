"""Where things are once parts of a recording are cut out. Pure arithmetic, in seconds.

original   0────12▒▒▒15──────40░░41.5────60          ▒ removed   ░ muted
edited     0────12──────37░░38.5────57
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from media_pipeline.media.frame import rate
from media_pipeline.model import SLIVER, Edit, Probe, Span, joined

EDGE = 0.001
"""Pictures by which a time may miss a picture's edge and still count as at it: times are not exact
fractions.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a recording that stays; ``end`` is infinite if it goes on to the end."""

    start: float
    end: float
    muted: bool = False


def fitted(edit: Edit, probe: Probe) -> Edit:
    """An edit as it is carried out: of a film, whole pictures are removed, with their sound."""
    return on_frames(edit, rate(probe.video.fps)) if edit and probe.video else edit


def on_frames(edit: Edit, fps: Fraction) -> Edit:
    """Extend what is removed to the edges of pictures, so that sound and film are cut at the same
    time, to the sample, and no number of cuts shifts one against the other.
    """
    return replace(edit, removed=joined(_on_frames(span, fps) for span in edit.removed))


def frames(span: Span, fps: Fraction) -> tuple[int, int | None]:
    """The first picture of a fitted span, and the one after its last (None for the film's end)."""
    return round(span.start * fps), None if span.end is None else round(span.end * fps)


def pieces(edit: Edit) -> Iterator[Piece]:
    """What stays of a recording, in order, split wherever muting begins or ends; a sliver between a
    mute and a cut is muted too.
    """
    for start, end in kept(edit):
        place = start
        for span in edit.muted:
            begins, ends = max(span.start, place), min(_end(span), end)
            if begins < ends:
                begins = place if begins - place <= SLIVER else begins
                ends = end if end - ends <= SLIVER else ends
                if place < begins:
                    yield Piece(place, begins)
                yield Piece(begins, ends, muted=True)
                place = ends
        if place < end:
            yield Piece(place, end)


def kept(edit: Edit) -> Iterator[tuple[float, float]]:
    """The stretches, from and to, in which nothing is removed."""
    place = 0.0
    for span in edit.removed:
        if place < span.start:
            yield place, span.start
        place = _end(span)
    if place < math.inf:
        yield place, math.inf


def moved(edit: Edit, seconds: float) -> float:
    """The time in the edited recording at which the sound at ``seconds`` of the original is heard;
    for what is removed, the time of the join.
    """
    gone = (min(_end(span), seconds) - span.start for span in edit.removed if span.start < seconds)
    return seconds - sum(gone)


def muted(edit: Edit) -> Iterator[tuple[float, float]]:
    """The stretches of the edited recording, from and to, in which nothing is heard."""
    for piece in pieces(edit):
        if piece.muted:
            start = moved(edit, piece.start)
            yield start, start + piece.end - piece.start


def beyond(edit: Edit, seconds: float) -> float | None:
    """The start of something to be cut or muted that lies past the end; None if nothing does."""
    starts = (span.start for span in (*edit.removed, *edit.muted))
    return next((start for start in starts if start >= seconds), None)


def covered(span: Span, start: float, end: float) -> float:
    """How many seconds of ``span`` lie between ``start`` and ``end``; 0 or less for none."""
    return min(_end(span), end) - max(span.start, start)


def _on_frames(span: Span, fps: Fraction) -> Span:
    first = math.floor(span.start * fps + EDGE)
    last = None if span.end is None else math.ceil(span.end * fps - EDGE)
    return Span(float(first / fps), None if last is None else float(last / fps))


def _end(span: Span) -> float:
    return math.inf if span.end is None else span.end
