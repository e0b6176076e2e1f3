"""Sizes, ladders, rates and levels: video's arithmetic, without a video."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from media_pipeline.media.frame import (
    ASPECT_ERROR,
    Size,
    ceiling,
    fit_within,
    ladder,
    level,
    matrix,
    rate,
)
from media_pipeline.model import VideoStream


def film(width: int, height: int, fps: float = 25) -> VideoStream:
    """A plain stream of that size."""
    return VideoStream(
        index=0, codec="h264", width=width, height=height, rotation=0, fps=fps,
        interlaced=False, hdr=False, pixel_format="yuv420p",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("display", "height", "expected"),
    [
        pytest.param((1920, 1080), 720, (1280, 720), id="full HD"),
        pytest.param((3840, 2160), 360, (640, 360), id="4K"),
        pytest.param((1080, 1920), 720, (720, 1280), id="phone held upright"),
        pytest.param((1080, 1920), 360, (360, 640), id="phone held upright, saver"),
        pytest.param((1080, 1080), 720, (720, 720), id="square"),
        pytest.param((320, 240), 720, (320, 240), id="never enlarged"),
        pytest.param((319, 241), 720, (318, 240), id="odd"),
        pytest.param((241, 319), 720, (240, 318), id="odd and upright"),
        pytest.param((768, 576), 360, (480, 360), id="PAL camcorder"),
        pytest.param((853, 480), 360, (640, 360), id="NTSC, wide"),
        pytest.param((2400, 1080), 720, (1600, 720), id="very wide phone"),
        pytest.param((16000, 400), 360, (4080, 102), id="ribbon"),
        pytest.param((1, 1), 720, (2, 2), id="one pixel"),
    ],
)
def test_fit_within_gives_an_even_size(
    display: tuple[int, int], height: int, expected: tuple[int, int]
) -> None:
    """A size is even, no larger than the source, and limited by its short side."""
    assert fit_within(Size(*display), height) == Size(*expected)


@pytest.mark.parametrize("height", [240, 360, 480, 720])
def test_fit_within_keeps_the_shape(height: int) -> None:
    """Whatever a device records, no shape changes by half a percent, and no side grows."""
    for width in range(200, 2400, 37):
        for lines in range(200, 1300, 41):
            size = fit_within(Size(width, lines), height)
            assert abs(size.width / size.height * lines / width - 1) < ASPECT_ERROR
            assert (size.width % 2, size.height % 2) == (0, 0)
            assert size.width <= width
            assert size.height <= lines


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param((1920, 1080), ((1280, 720), (640, 360)), id="full HD"),
        pytest.param((1080, 1920), ((720, 1280), (360, 640)), id="upright"),
        pytest.param((720, 480), ((720, 480), (540, 360)), id="between the rungs"),
        pytest.param((320, 240), ((320, 240),), id="below both rungs"),
        pytest.param((640, 368), ((640, 368),), id="hardly above the lower rung"),
    ],
)
def test_ladder_has_no_rung_twice(
    source: tuple[int, int], expected: tuple[tuple[int, int], ...]
) -> None:
    """Rungs go from large to small, and one that would spare nothing is left out."""
    assert ladder(film(*source), (360, 720)) == tuple(Size(*each) for each in expected)


@pytest.mark.parametrize(
    ("fps", "expected"),
    [
        pytest.param(24, "24", id="cinema"),
        pytest.param(23.976, "24000/1001", id="cinema on NTSC"),
        pytest.param(25, "25", id="PAL"),
        pytest.param(29.97, "30000/1001", id="NTSC"),
        pytest.param(29.83, "30000/1001", id="a phone that says 29.83"),
        pytest.param(30, "30", id="phone"),
        pytest.param(50, "25", id="50 halved"),
        pytest.param(59.94, "30000/1001", id="59.94 halved"),
        pytest.param(120, "30", id="120 quartered"),
        pytest.param(240, "30", id="slow motion"),
        pytest.param(48, "24", id="48 halved"),
        pytest.param(20.36, "24000/1001", id="varying: the next above"),
        pytest.param(27.1, "30000/1001", id="varying, nearly 30"),
        pytest.param(14.14, "15", id="old telephone"),
        pytest.param(2, "10", id="slides"),
        pytest.param(33, "30", id="varying, above 30"),
        pytest.param(1000, "30", id="a time base taken for a rate"),
        pytest.param(60000, "30", id="DV's time base"),
        pytest.param(0, "30", id="unknown"),
        pytest.param(float("nan"), "30", id="not a number"),
    ],
)
def test_rate_is_steady_and_at_most_30(fps: float, expected: str) -> None:
    """Any average becomes one of the steady rates."""
    assert rate(fps) == Fraction(expected)


@pytest.mark.parametrize(
    ("size", "fps", "expected"),
    [
        pytest.param((640, 360), 30, "3", id="saver"),
        pytest.param((1280, 720), 30, "3.1", id="720p"),
        pytest.param((720, 1280), 25, "3.1", id="720p upright"),
        pytest.param((1600, 720), 30, "3.2", id="very wide"),
        pytest.param((1920, 1080), 30, "4", id="1080p"),
        pytest.param((4096, 1080), 30, "5", id="ribbon"),
    ],
)
def test_level_is_the_lowest_that_holds_it(size: tuple[int, int], fps: int, expected: str) -> None:
    """The level is that of table A-1 of H.264."""
    assert level(Size(*size), Fraction(fps)) == expected


def test_ceiling_follows_the_pixels() -> None:
    """A film may need 3.3 Mb/s at 720p, 0.8 at 360p, and 0.2 however small it is."""
    sizes = (Size(1280, 720), Size(640, 360), Size(64, 48))
    assert [ceiling(size, Fraction(30)) for size in sizes] == [3318, 829, 200]


@pytest.mark.parametrize(
    ("told", "lines", "expected"),
    [
        ("", 720, "bt709"),
        ("", 576, "bt601"),
        ("smpte170m", 1080, "bt601"),
        ("bt470bg", 240, "bt601"),
        ("bt709", 240, "bt709"),
    ],
)
def test_matrix_is_what_is_told_or_goes_by_lines(told: str, lines: int, expected: str) -> None:
    """What a file says of its colours is believed; what it does not say goes by its size."""
    assert matrix(replace(film(lines * 16 // 9, lines), matrix=told)) == expected
