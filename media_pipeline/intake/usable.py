"""Whether what a file describes is available: not protected (DRM), and in this file.

Read in the parser child: a decoder would make noise of protected media and, for media elsewhere, of
whatever this file has at those places. MP4 and QuickTime say it in a track's description (ISO/IEC
14496-12, 8.7.2 and 8.12; Apple's FairPlay is ``drms``), ASF (WMA, WMV) by an object in its header.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import BinaryIO

from media_pipeline.errors import Refusal
from media_pipeline.intake.stated import ASF, HEAD

LOCKED = (
    "It is protected against copying (DRM), so only the program that it was bought for can play "
    "it. Use a recording of your own."
)
ELSEWHERE = (
    "Its sound or picture lies in another file, and only a reference to it is here. Export it as "
    "one file."
)

LARGEST_INDEX = 32 << 20
"""Bytes of an MP4's index (``moov``) that are searched: that of six hours has 10 MB."""

MOST_BOXES = 1000
"""The most boxes skipped before the index; a film has four or five."""

_LOCKED_TRACK = re.compile(rb"stsd.{12}(?:enc[avts]|drm[si])", re.DOTALL)
# The first entry of a track's list of files: its size, its kind, and flags whose last bit says that
# it is this file. An entry of 12 bytes names nothing; some programs write that for this file too.
_ELSEWHERE = re.compile(
    rb"dref.{8}(?!\0\0\0\x0c).{4}(?:url |urn |alis|rsrc).{3}[\0\2\4\6]|rmda.{4}rdrf",
    re.DOTALL,
)
_LOCKED_ASF = (
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"),
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"),
)


def check_usable(path: Path) -> None:
    """Raise :class:`Refusal` if a file says that it is protected, or that its media lie
    elsewhere.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        if head.startswith(ASF):
            index, locked = b"", any(mark in head for mark in _LOCKED_ASF)
        else:
            index = _index(file)
            locked = _LOCKED_TRACK.search(index) is not None
    if locked:
        raise Refusal(LOCKED)
    if _ELSEWHERE.search(index):
        raise Refusal(ELSEWHERE)


def _index(file: BinaryIO) -> bytes:
    """The first bytes of an MP4's index; empty if it has none."""
    place, end = 0, os.fstat(file.fileno()).st_size
    for _ in range(MOST_BOXES):
        if place >= end:  # a box may claim to be larger than any file
            return b""
        file.seek(place)
        head = file.read(16)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if kind == b"moov":
            return head + file.read(min(size, LARGEST_INDEX))
        if size < len(head[:8]):
            return b""
        place += size
    return b""
