"""Where an MP3 holds anything but sound: a walk over its frames (ISO/IEC 11172-3, 13818-3).

Tags of other kinds (ID3v1, APEv2, Lyrics3) and hidden bytes lie between or after the frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_KBPS = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Layer III's bit rates in MPEG-1, and in MPEG-2 and 2.5, from index 1 upwards."""

_RATES = {0b11: (44100, 48000, 32000), 0b10: (22050, 24000, 16000), 0b00: (11025, 12000, 8000)}
"""The sample rates of MPEG-1, 2 and 2.5, by the version's bits."""

_MPEG_1 = 0b11
_HEADER_BYTES = 4
_SYNC = 0b111_1111_1111
_LAYER_III = 0b01
_RESERVED_RATE = 0b11
_SHOWN_BYTES = 8


def bytes_that_are_no_frames(path: Path, start: int) -> Iterator[bytes]:
    """The first bytes of each stretch, from ``start`` on, that is not a whole Layer III frame."""
    sound = path.read_bytes()
    position, inside = start, True
    while position < len(sound):
        size = _frame_bytes(sound[position : position + 4])
        whole = 0 < size <= len(sound) - position
        if inside and not whole:
            yield sound[position : position + _SHOWN_BYTES]
        inside = whole
        position += size if whole else 1


def _frame_bytes(header: bytes) -> int:
    """The size of the frame with this header, or 0 if it is not a Layer III frame."""
    if len(header) < _HEADER_BYTES:
        return 0
    bits = int.from_bytes(header)
    version, layer = bits >> 19 & 0b11, bits >> 17 & 0b11
    kbps, rate, padding = bits >> 12 & 0b1111, bits >> 10 & 0b11, bits >> 9 & 1
    if bits >> 21 != _SYNC or layer != _LAYER_III or version not in _RATES:
        return 0
    if not 1 <= kbps <= len(_KBPS[1]) or rate == _RESERVED_RATE:
        return 0
    table, samples = (1, 1152) if version == _MPEG_1 else (2, 576)
    return samples // 8 * _KBPS[table][kbps - 1] * 1000 // _RATES[version][rate] + padding
