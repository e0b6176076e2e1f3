"""Colours that everyone can read: contrast as WCAG 2.2 measures it, and the nearest that passes.

    "#rrggbb" ─► OKLCH (lightness, chroma, hue) ─► lighter or darker, same hue ─► "#rrggbb"

Pure, standard library only. A contrast is a ratio from 1 (the same) to 21 (black on white), of
relative luminances as WCAG 2.2 defines them (success criterion 1.4.3). OKLCH is Björn Ottosson's
OKLab in polar form: an equal step of its lightness looks equal in every hue, so the colour nearest
in it is the nearest to the eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cbrt, cos, hypot, sin

TEXT = 4.5
"""The least contrast of text."""


@dataclass(frozen=True, slots=True)
class Backgrounds:
    """What pages are written on: the ground of the page, and the paper of cards."""

    ground: str
    paper: str


LIGHT = Backgrounds("#fff6e5", "#fffdf8")
DARK = Backgrounds("#16201f", "#202e2c")

_STEPS = 512
"""Lightnesses tried: finer than the 256 steps of a channel."""

_STRAIGHT = 0.0031308
"""Light below which the sRGB curve is a straight line."""

_SHOWN = 0.5005
"""How far from the middle a channel may be: its whole range, and less than a rounding step
beyond.
"""

Channels = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, whichever is the lighter."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def passes(colour: str, *grounds: str, least: float = TEXT) -> bool:
    """Whether a colour has at least that contrast on every one of the grounds."""
    return all(contrast(colour, ground) >= least for ground in grounds)


def nearest(colour: str, *grounds: str, least: float = TEXT) -> str:
    """The nearest colour of the same hue that passes: nearest in lightness, with less chroma if the
    screen has no such colour. A colour that passes is returned unchanged; for grounds on which no
    colour passes, the better of black and white.
    """
    if passes(colour, *grounds, least=least):
        return colour
    lightness, chroma, hue = _oklch(colour)
    tried = sorted(
        (step / _STEPS for step in range(_STEPS + 1)), key=lambda at: abs(at - lightness)
    )
    for at in tried:
        found = _on_screen(at, chroma, hue)
        if passes(found, *grounds, least=least):
            return found
    return max(("#000000", "#ffffff"), key=lambda each: min(contrast(each, g) for g in grounds))


def on(colour: str) -> str:
    """The colour to write in on a colour: white if that can be read, else black."""
    return "#ffffff" if contrast(colour, "#ffffff") >= TEXT else "#000000"


def mixed(colour: str, ground: str, part: float) -> str:
    """A tint: ``part`` (0–1) of the colour in the ground, mixed in OKLab."""
    first, second = _oklab(_linear(colour)), _oklab(_linear(ground))
    blend = [a * part + b * (1 - part) for a, b in zip(first, second, strict=True)]
    return _written(_rgb((blend[0], blend[1], blend[2])))


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Channels:
    """A colour's channels as linear light, 0–1 (the sRGB curve of IEC 61966-2-1)."""
    values = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= _STRAIGHT * 12.92 else ((each + 0.055) / 1.055) ** 2.4
        for each in values
    )
    return red, green, blue


def _written(light: Channels) -> str:
    def byte(value: float) -> int:
        value = min(1.0, max(0.0, value))
        curved = 12.92 * value if value <= _STRAIGHT else 1.055 * value ** (1 / 2.4) - 0.055
        return round(curved * 255)

    return "#" + "".join(f"{byte(each):02x}" for each in light)


def _oklab(light: Channels) -> Channels:
    red, green, blue = light
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _rgb(lab: Channels) -> Channels:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _oklch(colour: str) -> Channels:
    lightness, a, b = _oklab(_linear(colour))
    return lightness, hypot(a, b), atan2(b, a)


def _on_screen(lightness: float, chroma: float, hue: float) -> str:
    """The colour, with as much of its chroma as a screen can show at that lightness."""
    for part in range(32, -1, -1):
        kept = chroma * part / 32
        light = _rgb((lightness, kept * cos(hue), kept * sin(hue)))
        if all(abs(each - 0.5) <= _SHOWN for each in light):
            break
    return _written(light)
