"""Square covers for stories and shows: a figure or a picture, and the title in its own script.

    CoverSpec ──► draw_cover ──► RGB picture ──► save_jpeg

The upper part holds the figure of the kind, or the story's picture; a calm band below it, with a
wavy edge, holds the title. Only the seed varies palette, wave and confetti: the same specification
gives the same bytes in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from math import pi, sin
from pathlib import Path
from random import Random

from media_pipeline.media.canvas import (
    PREVIEW_QUALITY,
    Canvas,
    Palette,
    Picture,
    jpeg_bytes,
    preview_of,
)
from media_pipeline.media.lettering import Box, Lettering, lettered
from media_pipeline.media.motifs import figure_of
from media_pipeline.media.shapes import Ink, Point, Shape, ellipse, heart, slab, star
from media_pipeline.tools import files
from media_pipeline.tools.typefaces import readable

PAPER = "#fffaf0"
PALETTES = (  # sky, glow, hill, deep, first, second, third
    Palette("#8fd3e8", "#cdeff7", "#3c9db8", "#12475e", "#ffcf56", "#ff8a65", "#f7f1ff", PAPER),
    Palette("#f9d98c", "#fdf0c8", "#ea9150", "#6b2a1a", "#ffd65c", "#ef6a4b", "#8fc276", PAPER),
    Palette("#7f7dcf", "#aeacec", "#524ea3", "#241f5c", "#ffd75e", "#ff9eb5", "#9be3da", PAPER),
    Palette("#bfe3a1", "#e6f5d6", "#6fb25e", "#1f4d2b", "#ffd166", "#f4817a", "#6cc9c7", PAPER),
    Palette("#f7b7c9", "#fde3ea", "#d96a8e", "#5e1539", "#ffd166", "#ff7f96", "#86d2ce", PAPER),
    Palette("#9fe0cf", "#d6f5ed", "#3fa796", "#0f4c46", "#ffcf70", "#ff8d78", "#fff1c9", PAPER),
    Palette("#f3c6a5", "#fbe6d6", "#cc7a4c", "#512b1e", "#ffdf85", "#f0876a", "#74bdbf", PAPER),
    Palette("#cdb4f0", "#ebe0fb", "#8f66c9", "#3a1b63", "#ffd166", "#ff8fa3", "#9be3c8", PAPER),
)


@dataclass(frozen=True, slots=True)
class CoverSpec:
    """What one cover shows.

    ``title`` is in large letters; emoji and scripts for which we have no font are left out.
    ``language`` is its BCP 47 tag. ``kind`` is the id of the kind, which chooses the figure.
    ``seed`` is any id; it varies colours and composition. ``caption`` is a second, small line, such
    as the class, and ``caption_language`` its BCP 47 tag, the title's if empty. ``picture`` is a
    JPEG or PNG that was made here; it takes the figure's place. ``brand`` is the school's name, in
    the smallest letters.
    """

    title: str
    language: str
    kind: str
    seed: str
    caption: str = ""
    caption_language: str = ""
    picture: Path | None = None
    brand: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are, in fractions of the side: the figure's centre and half its size;
    heights.
    """

    figure: Point
    half: float
    wave: float
    title: tuple[float, float]  # top and bottom


TITLED = Layout(figure=(0.5, 0.265), half=0.205, wave=0.535, title=(0.575, 0.94))
UNTITLED = Layout(figure=(0.5, 0.4), half=0.3, wave=0.8, title=(0.0, 0.0))
BADGE_X, BADGE_ABOVE_WAVE, BADGE_HALF = 0.15, 0.035, 0.07  # the figure beside a picture
CAPTION_BESIDE_BADGE = 0.4
PILL_BELOW_WAVE = 0.012
PILL_ROOM = 0.05  # what the title leaves free for the lower half of the pill
BRAND_Y, BRAND_ROOM = 0.948, 0.05
MARGIN = 0.07
CONFETTI = (7, 5)  # columns and rows, one piece in each
DOTS, STARS = 0.45, 0.35  # parts of the confetti; the rest are hearts
CONFETTI_ROLES: tuple[Ink, ...] = ("first", "second", "third", "paper")


def draw_cover(spec: CoverSpec, size: int) -> Picture:
    """Return the cover as an RGB picture of size × size pixels.

    Raises :class:`OSError` if the picture of the story can't be read.
    """
    digest = sha256(spec.seed.encode("utf-8", "surrogatepass")).digest()
    chance = Random(digest)  # noqa: S311 - a composition, no secret
    canvas = Canvas(size, PALETTES[int(chance.random() * len(PALETTES))])
    layout = TITLED if readable(spec.title) else UNTITLED
    room = 0.58 if spec.picture is None else CAPTION_BESIDE_BADGE
    caption = _line(spec.caption, spec.caption_language or spec.language, size, room, 0.05)
    if spec.picture is None:
        _paint_sky(canvas, layout, chance)
    else:
        canvas.place_picture(spec.picture, layout.wave + 0.03)
    _paint_band(canvas, layout.wave, chance)
    _paint_kind(canvas, spec, layout, chance)
    if caption.width:
        _paint_pill(canvas, layout.wave + PILL_BELOW_WAVE, caption, size)
    canvas.reduce()
    _write(canvas, spec, layout, caption, size)
    return canvas.picture()


def save_jpeg(picture: Picture, path: Path) -> None:
    """Write a picture as a baseline RGB JPEG that holds pixels and nothing else."""
    files.write(path, jpeg_bytes(picture))


def save_preview(picture: Picture, path: Path) -> tuple[int, int]:
    """Write a small copy of a square cover, for lists; returns its width and height."""
    small = preview_of(picture)
    files.write(path, jpeg_bytes(small, PREVIEW_QUALITY))
    return small.size


def _line(text: str, language: str, size: int, width: float, height: float) -> Lettering:
    """Return one small line of text for a box given in fractions of the side."""
    box = Box(round(size * width), round(size * height), round(size * 0.036), round(size * 0.02))
    return lettered(text, language, box)


def _write(canvas: Canvas, spec: CoverSpec, layout: Layout, caption: Lettering, size: int) -> None:
    """Lay the title, the caption and the brand over what is painted."""
    palette = canvas.palette
    brand = _line(spec.brand, spec.language, size, 1 - 2 * MARGIN, 0.045)
    top = layout.title[0] + (PILL_ROOM if caption.width else 0)
    bottom = layout.title[1] - (BRAND_ROOM if brand.width else 0)
    box = Box(
        width=round(size * (1 - 2 * MARGIN)),
        height=round(size * (bottom - top)),
        largest=round(size * 0.145),
        smallest=round(size * 0.05),
    )
    title = lettered(spec.title, spec.language, box)
    canvas.write(title, (0.5, (top + bottom) / 2), palette.paper)
    canvas.write(caption, (0.5, layout.wave + PILL_BELOW_WAVE), palette.deep)
    canvas.write(brand, (0.5, BRAND_Y), palette.first)


def _paint_sky(canvas: Canvas, layout: Layout, chance: Random) -> None:
    """Paint two clouds, the confetti and the glow behind the figure."""
    for left, radius in ((0.05, 0.1), (0.72, 0.13)):
        x, y = left + 0.2 * chance.random(), layout.wave * (0.72 + 0.18 * chance.random())
        for offset, part in ((-1.0, 0.62), (0.0, 1.0), (1.05, 0.7)):
            puff = radius * part * 0.9
            canvas.paint(ellipse(x + offset * radius, y - puff * 0.7, puff, puff, "glow"))
    columns, rows = CONFETTI
    for column in range(columns):
        for row in range(rows):
            x = (column + 0.2 + 0.6 * chance.random()) / columns
            y = (row + 0.2 + 0.6 * chance.random()) / rows * (layout.wave - 0.04)
            _paint_confetti(canvas, (x, y), layout, chance)
    canvas.paint(ellipse(*layout.figure, layout.half * 1.18, layout.half * 1.18, "glow"))


def _paint_confetti(canvas: Canvas, at: Point, layout: Layout, chance: Random) -> None:
    """Paint one dot, star or heart, unless it would touch the figure."""
    form, scale = chance.random(), 0.7 + 0.6 * chance.random()
    role = CONFETTI_ROLES[int(chance.random() * len(CONFETTI_ROLES))]
    x, y = layout.figure
    if (at[0] - x) ** 2 + (at[1] - y) ** 2 < (layout.half * 1.35) ** 2:
        return
    if form < DOTS:
        canvas.paint(ellipse(*at, 0.01 * scale, 0.01 * scale, role))
    elif form < DOTS + STARS:
        canvas.paint(star(*at, 0.02 * scale, role))
    else:
        canvas.paint(heart(*at, 0.016 * scale, role))


def _paint_band(canvas: Canvas, wave: float, chance: Random) -> None:
    """Paint the hill and, in front of it, the band that carries the title."""
    turns, start = 0.8 + 0.6 * chance.random(), 2 * pi * chance.random()
    canvas.paint(_below_wave(wave - 0.028, turns, start + 1.4, "hill"))
    canvas.paint(_below_wave(wave + 0.01, turns, start, "deep"))


def _below_wave(height: float, turns: float, start: float, role: Ink) -> Shape:
    """Return all that is below a wave across the cover."""
    edge = [i / 120 for i in range(121)]
    line = [(x, height + 0.018 * sin(2 * pi * turns * x + start)) for x in edge]
    return Shape((*line, (1.0, 1.0), (0.0, 1.0)), role)


def _paint_kind(canvas: Canvas, spec: CoverSpec, layout: Layout, chance: Random) -> None:
    """Paint the figure of the kind: large in the sky, or as a badge beside a picture."""
    figure = figure_of(spec.kind)
    if spec.picture is None:
        tilt = (chance.random() - 0.5) * 0.24
        canvas.paint_figure(figure, layout.figure, layout.half, tilt)
        return
    centre = (BADGE_X, layout.wave - BADGE_ABOVE_WAVE)
    rim, ground = BADGE_HALF * 1.5, BADGE_HALF * 1.36
    canvas.paint(ellipse(*centre, rim, rim, "paper"))
    canvas.paint(ellipse(*centre, ground, ground, "glow"))
    canvas.paint_figure(figure, centre, BADGE_HALF, 0.0)


def _paint_pill(canvas: Canvas, y: float, caption: Lettering, size: int) -> None:
    """Paint the label that carries the caption."""
    high = max(0.033, caption.height / size / 2 + 0.012)
    wide = caption.width / size / 2 + 0.035
    canvas.paint(slab((0.5 - wide, y - high), (0.5 + wide, y + high), high, "first"))
