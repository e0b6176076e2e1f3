"""What a JPEG file holds besides the picture (ISO/IEC 10918-1, annex B).

A JPEG is a sequence of segments, each with a marker and a length, then the entropy-coded picture.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from media_pipeline.errors import ToolError

_MARK = 0xFF
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_BASELINE, _PROGRESSIVE = 0xC0, 0xC2
_RESTARTS = range(0xD0, 0xD8)
_JFIF, _LAST_APPLICATION, _COMMENT = 0xE0, 0xEF, 0xFE
_LENGTH_BYTES = 2
_OF_THE_PICTURE = frozenset({_BASELINE, _PROGRESSIVE, 0xC4, 0xDB, 0xDD, _SCAN})
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
    """Names of everything that is neither picture nor a plain JFIF header, in file order.

    EXIF and XMP are ``APP1``, ICC ``APP2``, a comment ``COM``; a thumbnail makes the JFIF header
    ``APP0`` foreign. Raises :class:`ToolError` if this is not a JPEG.
    """
    found = []
    end, scans = 0, 0
    for marker, payload, end in _segments(jpeg):  # noqa: B007 - the last one is used below
        jfif = marker == _JFIF and payload[:5] == b"JFIF\0" and len(payload) == _PLAIN_JFIF_BYTES
        scans += marker == _SCAN
        if marker not in _OF_THE_PICTURE and not jfif:
            found.append(_name(marker))
    if not scans or jpeg[end : end + 2] != bytes((_MARK, _END)):
        raise ToolError("this JPEG has no picture, or no end.", "picture")
    if jpeg[end + 2 :]:
        found.append("bytes after the picture")
    return tuple(found)


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Each segment's marker (its second byte), payload and end; a scan ends with its picture."""
    if jpeg[:2] != bytes((_MARK, _START)):
        raise ToolError("this is not a JPEG.", "picture")
    position = 2
    while position + 4 <= len(jpeg):
        mark, marker, length = struct.unpack_from(">BBH", jpeg, position)
        if mark != _MARK or marker == _END or length < _LENGTH_BYTES:
            return
        start, position = position + 4, position + 2 + length
        payload = jpeg[start:position]
        if marker == _SCAN:
            position = _end_of_scan(jpeg, position)
        yield marker, payload, position


def _end_of_scan(jpeg: bytes, at: int) -> int:
    """Where the next marker is that is no restart; within a picture, 0xFF 0x00 is a plain byte."""
    while (at := jpeg.find(_MARK, at)) >= 0 and at + 1 < len(jpeg):
        if jpeg[at + 1] and jpeg[at + 1] not in _RESTARTS:
            return at
        at += 2
    return len(jpeg)


def _name(marker: int) -> str:
    if _JFIF <= marker <= _LAST_APPLICATION:
        return f"APP{marker - _JFIF}"
    return "COM" if marker == _COMMENT else f"0xFF{marker:02X}"
