"""Printed codes: an address as a QR code. The only module that imports zxing-cpp.

Black on white even in dark mode, with the quiet zone that ISO/IEC 18004 asks for: telephones read
an inverted or a cropped one badly, or not at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

import zxingcpp

QUIET = 4
"""Modules of white on every side (ISO/IEC 18004)."""

ENOUGH, BETTER = "M", "QH"
"""Levels of error correction: 15 % of a code may be unreadable, or 25 and 30 %."""

_DARK = 0
"""The brightness of a module that is drawn."""

_RUN = re.compile(rb"\x00+|\xff+")
"""A row of modules that are all dark, or all light."""


@cache
def qr_svg(address: str) -> str:
    """Draw ``address`` as one SVG element, without a size of its own: in about a millisecond.

    A seventh of the code may be smudged or folded and it can still be read: error correction M, or
    more if that makes the code no larger. Whoever shows it says in words what it leads to, on an
    element around it with ``role="img"``.
    """
    rows = _rows(address, ENOUGH)
    for level in BETTER:
        if len(better := _rows(address, level)) > len(rows):
            break
        rows = better
    side = len(rows) + 2 * QUIET
    lines = "".join(f"M{QUIET} {y}.5{''.join(_runs(row))}" for y, row in enumerate(rows, QUIET))
    return (
        f'<svg viewBox="0 0 {side} {side}"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{lines}"/></svg>'
    )


def code_file(address: str) -> bytes:
    """Draw ``address`` as an SVG file."""
    return qr_svg(address).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()


@cache
def drawn_by() -> str:
    """The library that draws the codes, with its version: another one may choose another mask."""
    return f"zxing-cpp {version('zxing-cpp')}"


def _rows(address: str, level: str) -> list[bytes]:
    """The brightness of each module, row by row."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    image: Any = code.to_image(add_quiet_zones=False)  # a buffer, though its types don't say so
    modules = memoryview(image).tobytes()
    side = math.isqrt(len(modules))
    return [modules[at : at + side] for at in range(0, len(modules), side)]


def _runs(row: bytes) -> Iterator[str]:
    """A row in SVG path commands: dark is drawn, light skipped."""
    for run in _RUN.findall(row):
        yield f"h{len(run)}" if run[0] == _DARK else f"m{len(run)} 0"
