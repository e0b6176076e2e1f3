"""What a telephone's camera reads off a page or a sheet of paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pyvips
import zxingcpp

CODE = re.compile(r'<svg viewBox="0 0 (\d+) \1"><path fill="#fff".*?</svg>')
"""A code, as pages hold one."""

PRINTED = 200 / 72
"""Pixels to a point: what an office printer and a telephone's camera leave of a sheet."""


def codes_in(page: str) -> list[str]:
    """The address of every code on a page; "" of one that can't be read."""
    return [decoded(found.group()) for found in CODE.finditer(page)]


def decoded(svg: str, pixels: int = 300) -> str:
    """The address in a code that is drawn ``pixels`` wide, on a page that is dark."""
    sized = svg.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixels}" ', 1)
    image = pyvips.Image.svgload_buffer(sized.encode()).flatten(background=[20, 30, 30])
    return "".join(_read(image.numpy()))


def codes_on(pdf: Path) -> list[str]:
    """The addresses of the codes on every page of a PDF, in alphabetical order."""
    with pypdfium2.PdfDocument(pdf) as document:
        return sorted(
            address
            for page in document
            for address in _read(page.render(scale=PRINTED).to_pil().convert("L"))
        )


def _read(image: Any) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes(image)]
