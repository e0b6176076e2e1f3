"""The site's icons for a telephone's home screen, and its logo.

    logo, re-encoded ──┐
    the initial ───────┴─► a plate of the school's colour ─► PNGs without metadata

A maskable icon may be cut to any shape within the circle of four fifths of its side (W3C Web App
Manifest, safe zone), and an iPhone rounds the corners itself, so these two fill their square.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageStat

from media_pipeline.languages import letter_with_marks
from media_pipeline.media.lettering import Box, lettered
from media_pipeline.media.pictures import rebuild_logo
from media_pipeline.media.shapes import star
from media_pipeline.model import Made, Rendition, Role
from media_pipeline.settings.colours import contrast, on
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.typefaces import readable
from media_pipeline.tools.works import check_unchanged, finished

LARGEST = 512
"""Pixels of a logo's side while icons are made from it."""

LOGO_SIDE = 192
"""Pixels of the logo on pages: twice the 96 it is shown at."""

SEEN_ON_WHITE = 1.3
"""Contrast of a logo's mean colour to white from which it is visible: a yellow one on the palest
paper has 1.4.
"""

_SHARPNESS = 4
_CORNER = 0.2  # of the side
_WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon's file name, its side in pixels, and the share of the side that its content
    may fill.
    """

    name: str
    side: int
    filled: float
    rounded: bool = False


ICONS = (
    Icon("icon-192.png", 192, 0.7, rounded=True),
    Icon("icon-512.png", 512, 0.7, rounded=True),
    Icon("maskable-512.png", 512, 0.54),
    Icon("apple-touch-icon.png", 180, 0.7),
)


@dataclass(frozen=True, slots=True)
class IconsWork:
    """Every icon of the site, made from the ``logo`` (a path, "" for none) or else the ``initial``.

    ``language`` is the initial's BCP 47 tag, ``colour`` its background, ``digest`` the logo's.
    """

    initial: str
    language: str
    colour: str
    logo: str = ""
    digest: str = ""

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`Refusal` if the logo is no picture that can be used."""
        logo = self._logo(folder) if self.logo else None
        made = [self._saved(self._drawn(each, logo), folder / each.name) for each in ICONS]
        if logo is not None:
            small = logo.resize((LOGO_SIDE, LOGO_SIDE), Image.Resampling.LANCZOS)
            made.append(self._saved(small, folder / "logo.png"))
        return Made(tuple(made))

    def _logo(self, folder: Path) -> Image.Image:
        target = folder / "rebuilt.png"
        with Reader() as reader:
            reader.call(rebuild_logo, self.logo, str(target), LARGEST)
        check_unchanged([self.logo], self.digest, "logo")
        with Image.open(target) as opened:
            return opened.convert("RGBA")

    def _drawn(self, icon: Icon, logo: Image.Image | None) -> Image.Image:
        plate = _plate(icon, self.colour if logo is None else _ground(logo, self.colour))
        if logo is None:
            shown = self._sign(round(icon.side * icon.filled))
        else:
            side = round(icon.side * icon.filled)
            shown = logo.resize((side, side), Image.Resampling.LANCZOS)
        at = ((icon.side - shown.width) // 2, (icon.side - shown.height) // 2)
        plate.alpha_composite(shown, at)
        return plate if icon.rounded else plate.convert("RGB")

    def _sign(self, side: int) -> Image.Image:
        """The initial, or a star if the name has no letter that can be drawn."""
        ink = on(self.colour)
        letter = lettered(self.initial, self.language, Box(side, side, side, 8))
        if letter.width:
            mask = Image.frombytes("L", (letter.width, letter.height), letter.coverage)
        else:
            mask = Image.new("L", (side * _SHARPNESS, side * _SHARPNESS))
            points = [
                (x * mask.width, y * mask.width) for x, y in star(0.5, 0.5, 0.5, "paper").points
            ]
            ImageDraw.Draw(mask).polygon(points, fill=255)
            mask = mask.reduce(_SHARPNESS)
        shown = Image.new("RGBA", mask.size, ink)
        shown.putalpha(mask)
        return shown

    @staticmethod
    def _saved(picture: Image.Image, path: Path) -> Rendition:
        picture.save(path, "PNG", optimize=True)
        width, height = picture.size
        return finished(Role.ICON, path, "image/png", width=width, height=height)


def initial_of(name: str) -> str:
    """The first letter or digit of a name with its marks, a capital if its script has them; "" if
    none of our fonts has it.
    """
    drawn = readable(name)
    start = next((at for at, each in enumerate(drawn) if _is(each, "LN")), len(drawn))
    initial = letter_with_marks(drawn, start)
    capital = initial.upper()
    return capital if len(capital) == len(initial) else initial


def _is(character: str, categories: str) -> bool:
    return unicodedata.category(character)[0] in categories


def _ground(logo: Image.Image, colour: str) -> str:
    """White; or the school's colour, if a logo is drawn in white, for dark paper."""
    red, green, blue, _ = ImageStat.Stat(logo, logo.getchannel("A")).mean
    seen = contrast(f"#{round(red):02x}{round(green):02x}{round(blue):02x}", _WHITE)
    return _WHITE if seen >= SEEN_ON_WHITE else colour


def _plate(icon: Icon, colour: str) -> Image.Image:
    """The background of an icon, RGBA."""
    if not icon.rounded:
        return Image.new("RGBA", (icon.side, icon.side), colour)
    side = icon.side * _SHARPNESS
    mask = Image.new("L", (side, side))
    edge = (0, 0, side - 1, side - 1)
    ImageDraw.Draw(mask).rounded_rectangle(edge, radius=round(side * _CORNER), fill=255)
    plate = Image.new("RGBA", (icon.side, icon.side), colour)
    plate.putalpha(mask.reduce(_SHARPNESS))
    return plate
