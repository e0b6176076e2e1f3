"""A sheet to draw simple shapes on, smooth at the edges, measured in hundredths of its width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

FINER = 2
"""Drawn at twice the size and reduced, so that edges are smooth."""

INK: Colour = (58, 46, 57)


class Paper:
    """A drawing of `width` × `height` pixels, each `aspect` times as wide as it is high.

    Coordinates run from 0 to 100 from left to right, and from 0 to `bottom` downwards
    in the same unit.
    """

    def __init__(self, width: int, height: int, sky: Colour, aspect: float = 1.0) -> None:
        self._image = Image.new("RGB", (width * FINER, height * FINER), sky)
        self._draw = ImageDraw.Draw(self._image)
        self._across = width * FINER / 100
        self._down = self._across * aspect
        self._mirror: float | None = None
        self.bottom = height * FINER / self._down

    @contextmanager
    def mirrored(self, x: float) -> Iterator[None]:
        """Mirror what is drawn meanwhile at the vertical line through `x`."""
        self._mirror = x
        yield
        self._mirror = None

    def disc(self, x: float, y: float, rx: float, colour: Colour, ry: float | None = None) -> None:
        """An ellipse around (x, y); a circle without `ry`."""
        tall = rx if ry is None else ry
        self._draw.ellipse(self._corners(x - rx, y - tall, x + rx, y + tall), fill=colour)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        round_by: float = 0,
    ) -> None:
        """A rectangle whose corners are rounded by `round_by`."""
        corners = self._corners(left, top, right, bottom)
        self._draw.rounded_rectangle(corners, radius=round_by * self._across, fill=colour)

    def patch(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([self._at(point) for point in points], fill=colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A line through `points`, `width` thick, with round ends and joints."""
        self._draw.line(
            [self._at(point) for point in points], fill=colour, width=round(width * self._across)
        )
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def picture(self) -> Image.Image:
        """What was drawn, at its final size."""
        return self._image.reduce(FINER)

    def _at(self, point: Point) -> tuple[float, float]:
        x = point[0] if self._mirror is None else 2 * self._mirror - point[0]
        return x * self._across, point[1] * self._down

    def _corners(self, left: float, top: float, right: float, bottom: float) -> list[float]:
        (x0, y0), (x1, y1) = self._at((left, top)), self._at((right, bottom))
        return [min(x0, x1), y0, max(x0, x1), y1]
