"""Where things are once parts of a recording are cut out: arithmetic, without a recording."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

from media_pipeline.media.cutting import frames_kept
from media_pipeline.media.edit import Piece, beyond, kept, moved, muted, on_frames, pieces
from media_pipeline.model import Edit, Span

EDIT = Edit((Span(0.0, 5.0), Span(12.0, 15.0), Span(50.0)), (Span(10.0, 16.0), Span(40.0, 41.5)))
NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *((0.0, 0.0), (3.0, 0.0), (5.0, 0.0), (12.0, 7.0), (13.0, 7.0), (15.0, 7.0), (16.0, 8.0)),
        *((50.0, 42.0), (55.0, 42.0)),
    ],
)
def test_a_time_moves_by_what_is_cut_before_it(before: float, after: float) -> None:
    """And a time in a cut stands at its join."""
    assert moved(EDIT, before) == after


def test_what_stays_is_parted_where_it_is_muted() -> None:
    """A mute over a join is muted on both its sides."""
    assert list(pieces(EDIT)) == [
        Piece(5.0, 10.0),
        Piece(10.0, 12.0, muted=True),
        Piece(15.0, 16.0, muted=True),
        Piece(16.0, 40.0),
        Piece(40.0, 41.5, muted=True),
        Piece(41.5, 50.0),
    ]
    assert list(muted(EDIT)) == [(5.0, 7.0), (7.0, 8.0), (32.0, 33.5)]


def test_a_sliver_between_a_mute_and_a_cut_is_muted() -> None:
    """Nobody meant it to be heard."""
    edit = Edit((Span(1.0, 2.0), Span(4.0, 5.0)), (Span(2.01, 3.98),))
    assert list(pieces(edit))[1:2] == [Piece(2.0, 4.0, muted=True)]


def test_what_nobody_cuts_goes_on_to_the_end() -> None:
    """A mute alone takes no time away."""
    assert list(kept(Edit((), (Span(1.0, 2.0),)))) == [(0.0, math.inf)]


@pytest.mark.parametrize("fps", [Fraction(10), Fraction(25), NTSC, Fraction(24000, 1001)])
def test_cuts_of_a_film_reach_out_to_whole_pictures(fps: Fraction) -> None:
    """Nothing of what was to go stays; a second fitting changes nothing; pictures that are left
    are as long as the sound that is.
    """
    rng = random.Random(4)  # noqa: S311 - edges, no secrets
    for _ in range(200):
        edges = sorted(rng.uniform(0, 60) for _ in range(6))
        spans = tuple(Span(*edges[place : place + 2]) for place in (0, 2, 4))
        fitted = on_frames(Edit(spans), fps)
        assert on_frames(fitted, fps) == fitted
        for span in spans:
            assert any(
                each.start <= span.start + 1e-4 and (each.end or 0) >= (span.end or 0) - 1e-4
                for each in fitted.removed
            )
        total = round(60 * fps)
        left = frames_kept(fitted, fps, total)
        assert left / fps == pytest.approx(moved(fitted, float(total / fps)), abs=1e-6)


def test_a_cut_that_is_not_there_is_found() -> None:
    """A time that was mistyped."""
    assert beyond(EDIT, 60.0) is None
    assert beyond(EDIT, 45.0) == 50.0
    assert beyond(Edit((), (Span(8.0, 9.0),)), 8.0) == 8.0
