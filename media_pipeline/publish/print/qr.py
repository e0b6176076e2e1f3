"""Printed codes: an address as a QR code. The only module that imports segno.

Black on white in the dark too, with the quiet zone that ISO/IEC 18004 asks for: telephones read
an inverted or a cropped one badly, or not at all.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

import segno

QUIET = 4
"""Modules of white on every side (ISO/IEC 18004)."""


@cache
def qr_svg(address: str) -> str:
    """Draw ``address`` as one SVG element, without a size of its own.

    A quarter of the code may be smudged or folded and it is still read: error correction M, or
    more where the code is no larger for it. Whoever shows it says in words what it leads to, on
    an element around it with ``role="img"``.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(
        border=QUIET, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff"
    ).strip()


def code_file(address: str) -> bytes:
    """Draw ``address`` as an SVG file."""
    return qr_svg(address).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()


@cache
def drawn_by() -> str:
    """What draws the codes, by its version: another one may choose another mask."""
    return f"segno {version('segno')}"
