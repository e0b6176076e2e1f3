"""How many bytes a file says it has, if its container states that near the beginning.

ffmpeg plays what there is of a truncated WAV and says nothing; but its header, written when the
recording ended, tells. RIFF (WAV, AVI), RF64, Wave64, CAF and ASF are read here, in the parser
child; for containers that state a length in seconds, the probe tells.
"""

from __future__ import annotations

import os
from pathlib import Path

from media_pipeline.errors import Refusal

HEAD = 65536
"""Bytes at the start that are searched for ASF's header object."""

NEVER_STOPPED = 0x7F000000
"""RIFF sizes from here on are written by recorders that do not know the size yet (−1, 2³¹ −
1, …).
"""

SLACK = 1024
"""Bytes by which writers may be wrong: padding, or a chunk's own header counted or not."""

WAVE64 = bytes.fromhex("726966662e91cf11a5d628db04c10000")
ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
ASF_FILE_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")


def check_stated(path: Path) -> None:
    """Raise :class:`Refusal` if a file is noticeably shorter than it says it is."""
    with path.open("rb") as file:
        stated = stated_bytes(file.read(HEAD))
        there = os.fstat(file.fileno()).st_size
    if stated - there > max(SLACK, stated // 400):
        share = 100 * there // stated
        raise Refusal(f"Only {share} % of it is there: it was not copied whole. Copy it again.")


def stated_bytes(head: bytes) -> int:
    """The length that a file's first bytes state; 0 if they state none."""
    if head.startswith(b"RIFF"):
        size = _little(head, 4, 4)
        return size + 8 if size < NEVER_STOPPED else 0
    if head.startswith((b"RF64", b"BW64")) and head[12:16] == b"ds64":
        return _little(head, 20, 8) + 8
    if head.startswith(WAVE64):
        return _little(head, 16, 8)
    if head.startswith(b"caff"):
        return _caf(head)
    if head.startswith(ASF) and (place := head.find(ASF_FILE_PROPERTIES)) >= 0:
        return _little(head, place + 40, 8)
    return 0


def _caf(head: bytes) -> int:
    """A CAF's stated length. Its last chunk is the sound; −1 there means that a recorder never
    ended it.
    """
    place = 8
    while place + 12 <= len(head):
        size = int.from_bytes(head[place + 4 : place + 12], "big", signed=True)
        if head[place : place + 4] == b"data" or size < 0:
            return place + 12 + size if size >= 0 else 0
        place += 12 + size
    return 0


def _little(head: bytes, place: int, length: int) -> int:
    return int.from_bytes(head[place : place + length], "little")
