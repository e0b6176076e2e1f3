"""What stands in a JPEG file besides the picture (ISO/IEC 10918-1, annex B).

A JPEG is a row of segments, each with a marker and a length, then the entropy-coded picture.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from media_pipeline.errors import ToolError

_MARK = 0xFF
_START, _END, _SCAN, _BASELINE = 0xD8, 0xD9, 0xDA, 0xC0
_JFIF, _LAST_APPLICATION, _COMMENT = 0xE0, 0xEF, 0xFE
_LENGTH_BYTES = 2
_OF_THE_PICTURE = frozenset({_BASELINE, 0xC4, 0xDB, 0xDD, _SCAN})
"""Frame, Huffman tables, quantisation tables, restart interval, scan."""

_PLAIN_JFIF_BYTES = 14
"""A JFIF header's payload without a thumbnail."""


def jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Width and height, in pixels, of a baseline JPEG.

    Raises :class:`ToolError` for any other kind of file.
    """
    for marker, payload, _ in _segments(jpeg):
        if marker == _BASELINE:
            height, width = struct.unpack_from(">HH", payload, 1)
            return width, height
    raise ToolError("this is not a baseline JPEG.", "picture")


def foreign_segments(jpeg: bytes) -> tuple[str, ...]:
    """Names of what is neither picture nor a plain JFIF header, in the order of the file.

    EXIF and XMP are ``APP1``, ICC ``APP2``, a comment ``COM``; a thumbnail makes the JFIF header
    ``APP0`` foreign. Raises :class:`ToolError` where this is not a JPEG.
    """
    found = []
    position = 0
    for marker, payload, position in _segments(jpeg):  # noqa: B007 - the last one is used below
        jfif = marker == _JFIF and payload[:5] == b"JFIF\0" and len(payload) == _PLAIN_JFIF_BYTES
        if marker not in _OF_THE_PICTURE and not jfif:
            found.append(_name(marker))
    # Within the picture 0xFF is followed by 0x00 or a restart marker: the first end is the end.
    if jpeg.find(bytes((_MARK, _END)), position) != len(jpeg) - 2:
        found.append("bytes after the picture")
    return tuple(found)


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Each segment's marker (its second byte), payload and end, to the first scan's."""
    if jpeg[:2] != bytes((_MARK, _START)):
        raise ToolError("this is not a JPEG.", "picture")
    position = 2
    while position + 4 <= len(jpeg):
        mark, marker, length = struct.unpack_from(">BBH", jpeg, position)
        if mark != _MARK or length < _LENGTH_BYTES:
            break
        end = position + 2 + length
        yield marker, jpeg[position + 4 : end], end
        if marker == _SCAN:
            return
        position = end
    raise ToolError("this JPEG has no picture.", "picture")


def _name(marker: int) -> str:
    if _JFIF <= marker <= _LAST_APPLICATION:
        return f"APP{marker - _JFIF}"
    return "COM" if marker == _COMMENT else f"0xFF{marker:02X}"
