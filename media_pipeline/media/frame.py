"""What a video's pictures are to become: sizes, rates, levels, filters. Pure arithmetic.

A ladder is measured by the *short* side: for "720", a phone held upright gives 720×1280, which has
the lines, the detail and the cost of 1280×720; measured by height it would get 404×720.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from media_pipeline.model import VideoStream
from media_pipeline.tools.ffmpeg import BELIEVABLE_RATE

LONGEST_SIDE = 4096
"""Pixels; the most that H.264's level 5 and every phone's decoder take."""

ASPECT_ERROR = 0.005
"""How far a shape may change by rounding to even numbers: nobody sees half a percent."""

STEP = 0.75
"""A rung has at most this share of the pixels of the one above; otherwise it would save a family
nothing.
"""

NTSC = Fraction(30000, 1001)
STEADY_RATES = (
    *(Fraction(each) for each in (10, 12, 15, 20)),
    Fraction(24000, 1001),
    *(Fraction(each) for each in (24, 25)),
    NTSC,
    Fraction(30),
)
"""Frames per second that are delivered, rising: cinema, PAL, NTSC and telephones, and their
halves.
"""

FASTEST = STEADY_RATES[-1]
"""Above this the cost of a second of film doubles, and a cheap phone drops the frames anyway."""

RATE_ERROR = Fraction(1, 200)
"""Phones that report 29.83 or 14.99 mean a rate nearby; if it is further off, the rate varies."""

BITS_PER_PIXEL = 0.12
"""Ceiling of a video's bit rate: 3.3 Mb/s for 720p at 30, 0.8 for 360p, as in Apple's HLS
ladder.
"""

HD_LINES = 720
"""From this many lines on, players take a picture that does not state its colour matrix for
BT.709.
"""

# ITU-T H.264, table A-1: level, macroblocks a second, macroblocks a frame. Levels below 3 gain
# nothing: every telephone that plays H.264 High takes it.
_LEVELS = (
    ("3", 40500, 1620),
    ("3.1", 108000, 3600),
    ("3.2", 216000, 5120),
    ("4", 245760, 8192),
    ("4.2", 522240, 8704),
    ("5", 589824, 22080),
    ("5.1", 983040, 36864),
)


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Square pixels, as displayed."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """How many pixels there are."""
        return self.width * self.height


def fit_within(display: Size, height: int) -> Size:
    """The largest even size of ``display``'s shape whose short side is at most ``height`` lines.

    Never larger than ``display``, except for the two pixels that H.264 needs at least.
    """
    short, long = sorted((display.width, display.height))
    aspect = long / short
    most = min(height, short, int(LONGEST_SIDE / aspect))
    sizes = [
        (lines, 2 * min(round(lines * aspect / 2), long // 2))
        for lines in range(_even(most), _even(most * 4 // 5) - 1, -2)
    ]
    near = (pair for pair in sizes if _error(pair, aspect) < ASPECT_ERROR)
    lines, other = next(near, min(sizes, key=lambda pair: _error(pair, aspect)))
    other = max(2, other)
    return Size(lines, other) if display.width < display.height else Size(other, lines)


def _even(pixels: int) -> int:
    return max(2, pixels // 2 * 2)


def _error(pair: tuple[int, int], aspect: float) -> float:
    return abs(pair[1] / pair[0] / aspect - 1)


def ladder(stream: VideoStream, heights: Sequence[int]) -> tuple[Size, ...]:
    """The sizes to make, largest first: one at least, and no two that are nearly equal."""
    display = Size(stream.width, stream.height)
    sizes: list[Size] = []
    for size in sorted({fit_within(display, height) for height in heights}, reverse=True):
        if not sizes or size.pixels <= STEP * sizes[-1].pixels:
            sizes.append(size)
    return tuple(sizes)


def rate(fps: float) -> Fraction:
    """The constant rate for a source of ``fps`` on average (0 if unknown); at most 30.

    Fast rates are halved (50 → 25, 59.94 → 29.97, 120 → 30), so that every second frame is dropped
    and motion stays even. A varying rate becomes the next steady rate above, 30 at most: a frame
    shown twice costs nothing and is not seen, a lost one is.
    """
    if not 0 < fps <= BELIEVABLE_RATE:
        return FASTEST
    wanted = Fraction(fps).limit_denominator(100_000)
    while wanted > FASTEST * (1 + RATE_ERROR):
        wanted /= 2
    nearest = min(STEADY_RATES, key=lambda steady: abs(steady - wanted))
    if abs(nearest - wanted) <= RATE_ERROR * nearest:
        return nearest
    if fps > FASTEST:
        return FASTEST
    return next(steady for steady in STEADY_RATES if steady > wanted)


def level(size: Size, fps: Fraction) -> str:
    """The lowest level of H.264 that holds ``size`` at ``fps`` (ITU-T H.264, table A-1)."""
    blocks = -(-size.width // 16) * -(-size.height // 16)
    return next(
        (name for name, second, frame in _LEVELS if blocks <= frame and blocks * fps <= second),
        _LEVELS[-1][0],
    )


def ceiling(size: Size, fps: Fraction) -> int:
    """The highest bit rate in kb/s over two seconds that a rendition may need."""
    return max(200, round(size.pixels * fps * BITS_PER_PIXEL / 1000))


def matrix(stream: VideoStream) -> str:
    """The colour matrix that a source names, or else the one usual for its size.

    ffmpeg takes everything unlabelled for BT.601, and the greens of HD camcorders turn yellow.
    """
    if stream.matrix in {"bt709", "fcc", "smpte240m", "bt2020nc"}:
        return stream.matrix
    if stream.matrix in {"bt470bg", "smpte170m"}:
        return "bt601"
    return "bt709" if min(stream.width, stream.height) >= HD_LINES else "bt601"
