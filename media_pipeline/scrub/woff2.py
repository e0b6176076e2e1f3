"""What a WOFF2 font holds besides its tables (W3C WOFF 2.0, section 4): two blocks for anything."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from media_pipeline.errors import ToolError

_HEADER = struct.Struct(">4s4sIHHIIHHIIIII")
"""Signature, flavour, length, tables, reserved, sizes of the font and its packed form, version;
then position, length and unpacked length of the metadata, and position and length of private data.
"""


def foreign_blocks(font: bytes) -> Iterator[str]:
    """Names of everything that is no table of the font. Raises :class:`ToolError` if this is no
    WOFF2.
    """
    if len(font) < _HEADER.size or not font.startswith(b"wOF2"):
        raise ToolError("this is not a WOFF2 font.", "font")
    _, _, length, *_, said_at, said, _, own_at, own = _HEADER.unpack_from(font)
    if said_at or said:
        yield "a block of metadata"
    if own_at or own:
        yield "a block of private data"
    if length != len(font):
        yield "bytes after its end"
