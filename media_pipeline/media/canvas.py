"""Painting covers with Pillow: smooth polygons, pictures, lettering, and JPEG without extras."""

from __future__ import annotations

import io
from dataclasses import dataclass
from math import cos, sin
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageOps

from media_pipeline.media.lettering import Lettering
from media_pipeline.media.shapes import Figure, Point, Shape

Picture: TypeAlias = Image.Image

LARGE = (
    2000  # pixels; from here on twice the size is fine enough, and 9,000² pixels would take 240 MB
)
PREVIEW_SIDE, PREVIEW_QUALITY = 480, 80
"""A cover in a list, a third of a phone's width at its sharpest: 23 to 32 KB, with crisp
letters.
"""
JPEG_QUALITY = 88  # a drawn cover of 1400 px takes 130 to 200 KB
FACE_CENTRING = (0.5, 0.38)  # people are a little above the middle of a picture


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a cover, as #rrggbb.

    Text is ``paper`` or ``first`` on ``deep``, and ``deep`` on ``first``: all at least 4.5:1 (WCAG
    2.2, 1.4.3).
    """

    sky: str
    glow: str
    hill: str
    deep: str
    first: str
    second: str
    third: str
    paper: str


class Canvas:
    """A square being painted; all positions and lengths are fractions of its side, from the top
    left.

    Shapes and pictures come first, at a multiple of the size for smooth edges; then ``reduce``,
    once; then lettering, whose edges are smooth already.
    """

    def __init__(self, size: int, palette: Palette) -> None:
        self.palette = palette
        self._size = size
        self._sharpness = 3 if size < LARGE else 2
        side = size * self._sharpness
        self._image = Image.new("RGB", (side, side), palette.sky)

    def paint(self, shape: Shape) -> None:
        """Fill a shape with its role's colour."""
        side = self._image.width
        points = [(x * side, y * side) for x, y in shape.points]
        ImageDraw.Draw(self._image).polygon(points, fill=getattr(self.palette, shape.role))

    def paint_figure(self, figure: Figure, centre: Point, half: float, tilt: float) -> None:
        """Paint a figure of half the given size around a centre, turned by ``tilt`` radians."""
        across, along = half * cos(tilt), half * sin(tilt)
        for shape in figure:
            placed = tuple(
                (centre[0] + across * x - along * y, centre[1] + along * x + across * y)
                for x, y in shape.points
            )
            self.paint(Shape(placed, shape.role))

    def place_picture(self, path: Path, height: float) -> None:
        """Fill the top, down to ``height``, with a picture cropped to that shape.

        Raises :class:`OSError` if the picture can't be read.
        """
        with Image.open(path) as opened:
            shown = ImageOps.exif_transpose(opened).convert("RGBA")
        side = self._image.width
        fitted = ImageOps.fit(
            shown, (side, round(side * height)), Image.Resampling.BICUBIC, centering=FACE_CENTRING
        )
        self._image.paste(fitted, (0, 0), fitted)

    def reduce(self) -> None:
        """Bring the image to its final size."""
        self._image = self._image.reduce(self._sharpness)

    def write(self, text: Lettering, centre: Point, colour: str) -> None:
        """Lay drawn text, whose size is in final pixels, with its middle at ``centre``."""
        if not text.width:
            return
        mask = Image.frombytes("L", (text.width, text.height), text.coverage)
        left = round(centre[0] * self._size - text.width / 2)
        top = round(centre[1] * self._size - text.height / 2)
        self._image.paste(colour, (left, top), mask)

    def picture(self) -> Picture:
        """Return what was painted, RGB."""
        return self._image


def jpeg_bytes(picture: Picture, quality: int = JPEG_QUALITY) -> bytes:
    """Return an RGB picture as a baseline JPEG with full colour resolution and no metadata."""
    pixels = Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())
    written = io.BytesIO()
    pixels.save(written, "JPEG", quality=quality, subsampling=0, optimize=True)
    return written.getvalue()


def preview_of(picture: Picture) -> Picture:
    """Return a square cover in the size for lists, never enlarged."""
    side = min(PREVIEW_SIDE, picture.width)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def opened_cover(path: Path) -> Picture:
    """Return a cover that was made here, RGB.

    Raises :class:`OSError` if it can't be read.
    """
    with Image.open(path) as opened:
        return opened.convert("RGB")
