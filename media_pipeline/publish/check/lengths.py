"""How long a file of sound or film lasts, as its own head says: MP3 (Xing) and MP4 (mvhd). Pure
arithmetic on a few bytes, which may be anybody's; where they say nothing sure, nothing is said.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import IO

_HEAD = 8192
"""Bytes after the tags in which the first frame begins."""

_SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb].[\x00-\xff]", re.DOTALL)
"""The head of a frame of layer III: MPEG 2.5, 2 or 1, with a checksum or without."""

_RATES = (44100, 48000, 32000)
_VERSION_1, _VERSION_2_5 = 3, 0
_MONO = 3

_MOST_BOXES = 64
"""In which a film's head is found; ours has it second."""


def seconds_of(path: Path) -> float | None:
    """How long the file lasts; None where it does not say so, or is of another form."""
    with path.open("rb") as file:
        if path.suffix == ".mp3":
            return _of_mp3(file)
        return _of_mp4(file) if path.suffix in (".mp4", ".m4a") else None


def _of_mp3(file: IO[bytes]) -> float | None:
    """The frames that the first one counts (Xing, or Info at a constant rate)."""
    head = file.read(10)
    if head.startswith(b"ID3"):
        a, b, c, d = (each & 0x7F for each in head[6:10].ljust(4, b"\0"))
        file.seek(10 + (a << 21 | b << 14 | c << 7 | d))
    else:
        file.seek(0)
    content = file.read(_HEAD)
    found = _SYNC.search(content)
    if not found:
        return None
    version, rate = content[found.start() + 1] >> 3 & 3, content[found.start() + 2] >> 2 & 3
    mono = content[found.start() + 3] >> 6 == _MONO
    if rate >= len(_RATES):
        return None
    first = version == _VERSION_1
    side = (17 if mono else 32) if first else (9 if mono else 17)
    told = content[found.start() + 4 + side :][:12]
    frames = int.from_bytes(told[8:], "big")
    if not told.startswith((b"Xing", b"Info")) or not frames or not told[7] & 1:
        return None
    slower = 1 if first else 4 if version == _VERSION_2_5 else 2
    return frames * (1152 if first else 576) * slower / _RATES[rate]


def _of_mp4(file: IO[bytes]) -> float | None:
    """What the film's head (moov) says in its own (mvhd), in units of its own."""
    inside = _find(file, b"moov") and _find(file, b"mvhd")
    if not inside:
        return None
    told = file.read(32)
    try:
        if told[:1] == b"\x01":
            unit, lasts = struct.unpack_from(">IQ", told, 20)
        else:
            unit, lasts = struct.unpack_from(">II", told, 12)
    except struct.error:
        return None
    return lasts / unit if unit else None


def _find(file: IO[bytes], name: bytes) -> bool:
    """Go into the next box of that name, of those that stand side by side from here. One of no
    length is the last.
    """
    for _ in range(_MOST_BOXES):
        start, head = file.tell(), file.read(16).ljust(16, b"\0")
        size = int.from_bytes(head[:4], "big")
        long = size == 1
        if long:
            size = int.from_bytes(head[8:16], "big")
        begins = 16 if long else 8
        if head[4:8] == name:
            file.seek(start + begins)
            return True
        if size < begins:
            return False
        file.seek(start + size)
    return False
