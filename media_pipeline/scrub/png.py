"""What a PNG holds besides its picture (ISO/IEC 15948): texts, times, EXIF, profiles, a tail.

A PNG is a signature and a sequence of chunks: a length, a name of four letters, bytes, a checksum.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from media_pipeline.errors import ToolError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OF_THE_PICTURE = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_AROUND = 12
"""Bytes of a chunk besides its content."""

_LARGEST = 64_000_000
"""Bytes that a picture of ours may have when unpacked: sixteen million pixels."""


def foreign_chunks(png: bytes) -> Iterator[str]:
    """Names of everything that is no picture, in file order. Raises :class:`ToolError` if this is
    no PNG.
    """
    if not png.startswith(_SIGNATURE):
        raise ToolError("this is not a PNG.", "picture")
    at, packed, name = len(_SIGNATURE), [], b""
    while at + _AROUND <= len(png) and name != b"IEND":
        size, name = struct.unpack_from(">I4s", png, at)
        if name not in _OF_THE_PICTURE:
            yield f"the chunk {name.decode('latin-1')}"
        elif name == b"IDAT":
            packed.append(png[at + 8 : at + 8 + size])
        elif name == b"IEND" and size:
            yield "bytes in its last chunk"
        at += _AROUND + size
    if name != b"IEND" or at > len(png):
        raise ToolError("this PNG has no end.", "picture")
    if png[at:]:
        yield "bytes after its end"
    yield from _behind_the_picture(b"".join(packed))


def _behind_the_picture(packed: bytes) -> Iterator[str]:
    stream = zlib.decompressobj()
    try:
        stream.decompress(packed, _LARGEST)
    except zlib.error:
        yield "a picture that can't be unpacked"
        return
    if not stream.eof or stream.unused_data:
        yield "bytes behind its picture"
