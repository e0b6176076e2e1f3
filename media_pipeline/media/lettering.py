"""Text in any script as a picture, shaped without any library or font of the machine.

    text ── readable ──► what our fonts can draw ── lettered ──► Lettering (grey values)

Pango, HarfBuzz and FriBidi come inside the wheel of pyvips-binary. Their pitfalls (8.18.7):

* Fontconfig reads its settings once, when the first text is drawn, so FONTCONFIG_FILE is set before
  pyvips is imported, to a file that names no folder and no cache: the machine's fonts stay unseen
  and nothing is written anywhere. On Windows the library may not see that variable; our fonts are
  named first all the same, and ``readable`` lets through only characters that one of them has.
* The FreeType inside reads TrueType and OpenType, neither WOFF nor WOFF2.
* A character that no font has is drawn as a box with its number, hence ``readable``.
* libvips caches results and uses all cores unless told not to; it draws one text at a time, under a
  lock.
* A text image wider or higher than 32,767 pixels is an error.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any
from xml.sax.saxutils import escape

from media_pipeline.tools.typefaces import (
    NASTALIQ,
    faces,
    font_chain,
    fonts_folder,
    readable,
    shortened,
)

STEP = 0.93  # each font size tried is this fraction of the one before
LONGEST_WORD = 30  # characters; a longer one is broken anywhere instead of shrinking the whole text
# A letter with its share of the line never takes less than this fraction of the font size's square.
LETTER_AREA = 0.3
ROOM_USED = 0.87  # of the height, so that a word may still move to another line
SAME_LINES = 1.18  # with other words, the ink of the same number of lines is never this much taller
# Family → size and line height, relative to the font's own. By eye: Naskh is drawn small in its
# square, Early Reader leaves much space between its lines, the Indic fonts need all the space they
# leave.
PROPORTIONS = {
    "Early Reader": (1.0, 0.82),
    "Noto Naskh Arabic": (1.3, 0.92),
    NASTALIQ: (1.05, 0.86),
    "Noto Sans CJK SC": (1.0, 0.9),
}
USUAL_PROPORTIONS = (1.0, 1.0)
LANGUAGE_TAG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
# Thai, kana, Chinese characters and full-width signs: lines may break beside each of them.
BREAKS = re.compile(r"[\s\u0e00-\u0e7f\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Box:
    """Room for a text, in pixels: its sides, and the font sizes allowed in it."""

    width: int
    height: int
    largest: int
    smallest: int


@dataclass(frozen=True, slots=True)
class Lettering:
    """Drawn text, cropped to its ink: ``height`` rows of ``width`` bytes, from 0 (bare) to 255
    (covered).

    Both sizes are 0 if there was nothing to draw.
    """

    width: int
    height: int
    coverage: bytes

    def fits(self, width: float, height: float) -> bool:
        """Tell whether it stays within these sides."""
        return self.width <= width and self.height <= height


NOTHING = Lettering(0, 0, b"")


def lettered(text: str, language: str, box: Box) -> Lettering:
    """Return the readable part of a text, drawn as large as fits a box, in centred lines.

    If it doesn't fit at the smallest size it is cut, and ends in an ellipsis. ``language`` is its
    BCP 47 tag, and chooses between regional forms of letters.
    """
    words = readable(text)
    if not words:
        return NOTHING
    size = min(float(box.largest), sqrt(box.width * box.height / (LETTER_AREA * len(words))))
    while size >= box.smallest and max(map(len, BREAKS.split(words))) <= LONGEST_WORD:
        drawn = _drawn(words, language, size, box.width)
        if drawn.fits(box.width, box.height * ROOM_USED):
            return _balanced(drawn, words, language, size, box)
        size *= STEP
    return _cut(words, language, box)


def _balanced(drawn: Lettering, text: str, language: str, size: float, box: Box) -> Lettering:
    """Return a text in the same number of lines, as narrow as possible, so that no last word is
    left alone.
    """
    best, low, high = drawn, drawn.width // 2, drawn.width
    tallest = min(box.height, drawn.height * SAME_LINES)
    while high - low > drawn.width // 50 + 1:
        middle = (low + high) // 2
        narrower = _drawn(text, language, size, middle)
        if narrower.fits(middle, tallest):
            best, high = narrower, middle
        else:
            low = middle
    return best


def _cut(text: str, language: str, box: Box) -> Lettering:
    """Return as much of a text as a box holds at its smallest size, long words broken."""
    whole = _drawn(text, language, box.smallest, box.width, wrap="word-char")
    if whole.fits(box.width, box.height):
        return whole
    best, low, high = NOTHING, 1, len(text) - 1
    while low <= high:
        middle = (low + high) // 2
        part = shortened(text, middle)
        drawn = _drawn(part, language, box.smallest, box.width, wrap="word-char")
        if drawn.fits(box.width, box.height):
            best, low = drawn, middle + 1
        else:
            high = middle - 1
    return best


def _drawn(text: str, language: str, size: float, width: int, wrap: str = "word") -> Lettering:
    """Draw a text at a font size, in lines that fill ``width``; both in pixels."""
    chain = font_chain(text, language)
    scale, line_height = PROPORTIONS.get(chain[0], USUAL_PROPORTIONS)
    tag = language if LANGUAGE_TAG.fullmatch(language) else "und"
    markup = f'<span lang="{tag}" line_height="{line_height}">{escape(text)}</span>'
    font = f"{','.join(chain)},Bold {size * scale:.2f}"
    image = _pyvips().Image.text(markup, font=font, width=width, wrap=wrap, align="centre", dpi=72)
    return Lettering(image.width, image.height, image.write_to_memory())


@cache
def _pyvips() -> Any:
    """Import pyvips, restricted to one thread, no cache and our own fonts."""
    os.environ["FONTCONFIG_FILE"] = str(fonts_folder() / "fonts.conf")
    os.environ["VIPS_CONCURRENCY"] = "1"
    import pyvips  # noqa: PLC0415 - the library reads both settings while it loads

    pyvips.cache_set_max(0)
    for face in faces():
        pyvips.Image.text(".", font=face.family, fontfile=str(face.path))
    return pyvips
