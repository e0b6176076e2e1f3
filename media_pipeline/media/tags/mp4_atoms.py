"""Atoms of an MP4 (ISO/IEC 14496-12): what mutagen does not do to them.

ftyp  moov ─┬─ mvhd                 made by ffmpeg
      mdat  ├─ trak … mdia ─┬─ mdhd   the language of the sound is patched here
            │               └─ …stco  where the media stands: moved when ``moov`` grows
            └─ udta ─┬─ meta ─ ilst   written by mutagen
                     └─ chpl          chapters, as Nero wrote them and players read them
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from media_pipeline.errors import ToolError
from media_pipeline.media.tags.fields import Span

PARENTS = frozenset(
    {"moov", "trak", "mdia", "minf", "stbl", "udta", "meta", "ilst", "edts", "dinf"}
)
_HEADER_BYTES = 8
"""Header bytes of an atom with a 32-bit size."""

_TICKS = 10_000
"""``chpl`` counts in units of 100 ns: this many in a millisecond."""


@dataclass(frozen=True, slots=True)
class Atom:
    """An atom's path from the file's top (``moov/udta/meta``), and the positions of its bytes."""

    path: str
    start: int
    body: int
    end: int


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap]:
    """The bytes of the file at ``path``, which may be a long video, read only where they are used.

    Raises :class:`ToolError` if there are none.
    """
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            raise ToolError("this file is empty.", path.name)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield content


def walk(
    content: bytes | mmap.mmap, start: int = 0, end: int | None = None, above: str = ""
) -> Iterator[Atom]:
    """Each atom, before those inside it. Raises :class:`ToolError` if sizes don't add up."""
    end = len(content) if end is None else end
    while start < end:
        if end - start < _HEADER_BYTES:
            raise ToolError("bytes are left over after an atom.", above or "MP4")
        size, name = struct.unpack_from(">I4s", content, start)
        body = start + _HEADER_BYTES
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, body)
            body += 8
        stop = start + size if size else end
        if not body <= stop <= end:
            raise ToolError("an atom is larger than the file.", above or "MP4")
        kind = name.decode("latin-1")
        atom = Atom(f"{above}/{kind}".lstrip("/"), start, body, stop)
        yield atom
        if kind in PARENTS:
            yield from walk(content, body + (4 if kind == "meta" else 0), stop, atom.path)
        start = stop


def replace_user_data(path: Path, spans: tuple[Span, ...], language_iso: str) -> None:
    """Give the MP4 at ``path`` a ``udta`` with nothing but ``spans``, and its sound a language.

    ``udta`` becomes the last part of ``moov``; ``moov`` stays where it is, and offsets into what
    follows it are adjusted. Raises :class:`ToolError` if this is no MP4.
    """
    with mapped(path) as content:
        moov = next((atom for atom in walk(content) if atom.path == "moov"), None)
        if moov is None:
            raise ToolError("this is not an MP4.", path.name)
        old = content[moov.start : moov.end]
    new = _rebuilt(old, spans)
    _set_language(new, language_iso)
    _move_offsets(new, len(new) - len(old), moov.end)
    with path.open("r+b") as file:
        _move_rest(file, moov.end, len(new) - len(old))
        file.seek(moov.start)
        file.write(new)


def chapters_in(content: bytes) -> Iterator[tuple[int, str]]:
    """The start, in milliseconds, and title of each chapter in a ``chpl``'s body."""
    position = 9
    for _ in range(content[8]):
        start, size = struct.unpack_from(">QB", content, position)
        position += 9
        yield start // _TICKS, content[position : position + size].decode()
        position += size


def _rebuilt(moov: bytes, spans: tuple[Span, ...]) -> bytearray:
    kept = [
        moov[atom.start : atom.end]
        for atom in walk(moov)
        if atom.path.count("/") == 1 and atom.path != "moov/udta"
    ]
    return bytearray(_render("moov", b"".join(kept) + _render("udta", _render_chapters(spans))))


def _render(name: str, body: bytes) -> bytes:
    return struct.pack(">I4s", _HEADER_BYTES + len(body), name.encode("latin-1")) + body


def _render_chapters(spans: tuple[Span, ...]) -> bytes:
    if not spans:
        return b""
    rows = []
    for span in spans:
        title = span.title.encode()
        rows.append(struct.pack(">QB", span.start * _TICKS, len(title)) + title)
    # Version 1 with no flags, four unused bytes, and the count (ffmpeg, movenc.c).
    return _render("chpl", struct.pack(">IIB", 1 << 24, 0, len(spans)) + b"".join(rows))


def _set_language(moov: bytearray, code: str) -> None:
    """Set the language of each sound track (5 bits for each letter of its ISO 639-2 code)."""
    packed = 0
    for letter in code or "und":
        packed = packed << 5 | ord(letter) - 0x60
    place = 0
    for atom in walk(bytes(moov)):
        if atom.path.endswith("/mdhd"):
            # Version 1 has 64-bit times: two of them and a duration.
            place = atom.body + (32 if moov[atom.body] else 20)
        elif atom.path.endswith("mdia/hdlr") and moov[atom.body + 8 : atom.body + 12] == b"soun":
            struct.pack_into(">H", moov, place, packed)


def _move_offsets(moov: bytearray, by: int, beyond: int) -> None:
    """Adjust the offset of every chunk that lies past the old end of ``moov``."""
    for atom in walk(bytes(moov)):
        width = {"stco": "I", "co64": "Q"}.get(atom.path.rpartition("/")[2])
        if width:
            (count,) = struct.unpack_from(">I", moov, atom.body + 4)
            layout = f">{count}{width}"
            places = struct.unpack_from(layout, moov, atom.body + 8)
            moved = [place + by if place >= beyond else place for place in places]
            struct.pack_into(layout, moov, atom.body + 8, *moved)


def _move_rest(file: BinaryIO, at: int, by: int) -> None:
    """Move everything from ``at`` to the file's end by ``by`` bytes, without reading it into
    memory.
    """
    size = file.seek(0, os.SEEK_END)
    file.truncate(max(size, size + by))
    with mmap.mmap(file.fileno(), 0) as content:
        content.move(at + by, at, size - at)
    # mmap.resize() is not used, as macOS does not have it.
    file.truncate(size + by)
