"""The bytes of an ID3v2.3 tag, frame by frame: what mutagen neither orders nor reports.

    header   "ID3", version (2), flags (1), size (4, seven bits in each byte)
    frames   name (4), size (4), flags (2), body
    padding  zeros

https://id3.org/id3v2.3.0
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER_BYTES = 10
_VERSION_WITHOUT_FLAGS = b"\x03\0\0"
_ALLOWED_IN_CHAPTERS = frozenset({"TIT2"})


@dataclass(frozen=True, slots=True)
class RawFrame:
    """A frame's name, and its bytes from the name to the end of its body."""

    name: str
    content: bytes

    @property
    def body(self) -> bytes:
        """What follows name, size and flags."""
        return self.content[HEADER_BYTES:]


def tag_size(header: bytes) -> int:
    """The bytes of the tag that starts with ``header`` (10 bytes), itself included; 0 for none."""
    if not header.startswith(b"ID3") or len(header) < HEADER_BYTES:
        return 0
    high, upper, lower, low = header[6:10]
    return HEADER_BYTES + (high << 21 | upper << 14 | lower << 7 | low)


def put_chapters_in_order(path: Path) -> None:
    """Move the chapters of the MP3 at ``path`` behind all other frames, in order of time.

    mutagen writes the shortest frame first, and some programs, ffmpeg among them, show chapters in
    file order.
    """
    with path.open("r+b") as file:
        size = tag_size(file.read(HEADER_BYTES))
        frames = tuple(_frames(file.read(size - HEADER_BYTES)))
        file.seek(HEADER_BYTES)
        file.write(b"".join(frame.content for frame in sorted(frames, key=_chapter_start)))


def foreign_frames(tag: bytes, allowed: frozenset[str]) -> tuple[str, ...]:
    """Names of the frames of ``tag`` (header included) that are not ``allowed``.

    Also reports a version other than 2.3 without flags, and bytes hidden in the padding.
    """
    if tag[3:6] != _VERSION_WITHOUT_FLAGS:
        return (f"ID3v2.{tag[3]} with flags {tag[5]}",)
    return tuple(_foreign(tag[HEADER_BYTES:], allowed))


def _foreign(block: bytes, allowed: frozenset[str]) -> Iterator[str]:
    used = 0
    for frame in _frames(block):
        used += len(frame.content)
        if frame.name not in allowed:
            yield frame.name
        elif frame.name == "CHAP":
            # Two times and two offsets of four bytes come before its own frames.
            inside = _after_name(frame)[16:]
            yield from (f"CHAP/{name}" for name in _foreign(inside, _ALLOWED_IN_CHAPTERS))
    if any(block[used:]):
        yield "bytes in the padding"


def _frames(block: bytes) -> Iterator[RawFrame]:
    position = 0
    while position + HEADER_BYTES <= len(block) and block[position]:
        name, size = struct.unpack_from(">4sI", block, position)
        end = position + HEADER_BYTES + size
        yield RawFrame(name.decode("latin-1"), block[position:end])
        position = end


def _after_name(chapter: RawFrame) -> bytes:
    """A chapter's body after its element id, which ends in a zero."""
    return chapter.body.partition(b"\0")[2]


def _chapter_start(frame: RawFrame) -> int:
    """Milliseconds; −1 for any frame that is no chapter, so that it sorts before those that are."""
    return int.from_bytes(_after_name(frame)[:4]) if frame.name == "CHAP" else -1
