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
"""Pictures by which a time may miss the edge of one and still be at it: times are no fractions."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a recording that stays: ``end`` is infinite where it goes on to the end."""

    start: float
    end: float
    muted: bool = False


def fitted(edit: Edit, probe: Probe) -> Edit:
    """An edit as it is carried out: of a film whole pictures go, with the sound they had."""
    return on_frames(edit, rate(probe.video.fps)) if edit and probe.video else edit


def on_frames(edit: Edit, fps: Fraction) -> Edit:
    """What is removed reaches out to the edges of pictures, so that sound and film are cut at the
    same time to the sample, and no number of cuts moves one against the other.
    """
    return replace(edit, removed=joined(_on_frames(span, fps) for span in edit.removed))


def frames(span: Span, fps: Fraction) -> tuple[int, int | None]:
    """The first picture of a fitted span and the one after its last, None for the film's end."""
    return round(span.start * fps), None if span.end is None else round(span.end * fps)


def pieces(edit: Edit) -> Iterator[Piece]:
    """What stays of a recording, in order, parted wherever it begins or ends to be muted; a sliver
    between a mute and a cut is muted too.
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
    """From when to when nothing is removed."""
    place = 0.0
    for span in edit.removed:
        if place < span.start:
            yield place, span.start
        place = _end(span)
    if place < math.inf:
        yield place, math.inf


def moved(edit: Edit, seconds: float) -> float:
    """When, once it is edited, what is there at ``seconds`` of a recording is heard; of what is
    removed, the join.
    """
    gone = (min(_end(span), seconds) - span.start for span in edit.removed if span.start < seconds)
    return seconds - sum(gone)


def muted(edit: Edit) -> Iterator[tuple[float, float]]:
    """From when to when nothing is heard, once it is edited."""
    for piece in pieces(edit):
        if piece.muted:
            start = moved(edit, piece.start)
            yield start, start + piece.end - piece.start


def beyond(edit: Edit, seconds: float) -> float | None:
    """Where something begins that is to be cut or muted after the end; None where nothing does."""
    starts = (span.start for span in (*edit.removed, *edit.muted))
    return next((start for start in starts if start >= seconds), None)


def covered(span: Span, start: float, end: float) -> float:
    """How many seconds of ``span`` lie between ``start`` and ``end``; not above 0 for none."""
    return min(_end(span), end) - max(span.start, start)


def _on_frames(span: Span, fps: Fraction) -> Span:
    first = math.floor(span.start * fps + EDGE)
    last = None if span.end is None else math.ceil(span.end * fps - EDGE)
    return Span(float(first / fps), None if last is None else float(last / fps))


def _end(span: Span) -> float:
    return math.inf if span.end is None else span.end
