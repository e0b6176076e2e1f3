"""The media of an MP4: at most one film and one sound, every byte of them part of a sample.

    trak ─┬─ hdlr   what it is: ``vide`` or ``soun``, no text, no telemetry, no time code
          ├─ dref   where its media are: in this file
          ├─ stsd   how they are encoded: H.264 (``avcC``) or AAC (``esds``)
          └─ stsz, stsc, stco   how large each sample is, and where: all of ``mdat``, no more

H.264's units are checked one by one: only pictures are allowed (ISO/IEC 14496-10, table 7-1). What
an encoder or a camera writes between them (SEI) is not.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from mmap import mmap

from media_pipeline.errors import ToolError
from media_pipeline.media.tags.mp4_atoms import Atom, walk

_FILM, _SOUND = b"vide", b"soun"
_CODECS = {_FILM: b"avc1", _SOUND: b"mp4a"}
_ENTRY_BYTES = {b"avc1": 78, b"mp4a": 28}
"""Bytes of a sample's description before the atoms in it."""

_OF_ENTRIES = {
    b"avc1": frozenset({"avcC", "colr", "pasp", "btrt"}),
    b"mp4a": frozenset({"esds", "btrt"}),
}
_COMPRESSORS = frozenset({b"", b"Lavc libx264"})
_NAME_AT = 42
"""Where the compressor's name is in ``avc1``: a length, then at most 31 bytes."""

_SLICE, _KEY_SLICE = 1, 5
_UNITS = {6: "SEI", 7: "SPS", 8: "PPS", 9: "a delimiter", 12: "filler"}
_HERE = b"\0\0\0\x01\0\0\0\x0curl \0\0\0\x01"
"""A single location, which is this file itself."""


@dataclass(frozen=True, slots=True)
class _Track:
    """A track's atoms by their names, and the bytes of each."""

    content: mmap
    atoms: Mapping[str, Atom]

    def body(self, name: str) -> bytes:
        """Raises :class:`ToolError` if there is no such atom."""
        try:
            atom = self.atoms[name]
        except KeyError:
            raise ToolError(f"a track has no {name}.", "MP4") from None
        return self.content[atom.body : atom.end]

    @property
    def kind(self) -> bytes:
        return self.body("hdlr")[8:12]

    def samples(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Each chunk's place in the file and the sizes of its samples, in bytes."""
        sizes = self._sizes()
        wide = "co64" in self.atoms
        places = self._table("co64" if wide else "stco", "Q" if wide else "I")
        runs = [run[:2] for run in struct.iter_unpack(">III", self.body("stsc")[8:])]
        at = 0
        ends = [first for first, _ in runs[1:]] + [len(places) + 1]
        for (first, count), end in zip(runs, ends, strict=True):
            for place in places[first - 1 : end - 1]:
                yield place, sizes[at : at + count]
                at += count

    def _sizes(self) -> tuple[int, ...]:
        body = self.body("stsz")
        size, count = struct.unpack_from(">II", body, 4)
        return (size,) * count if size else struct.unpack_from(f">{count}I", body, 12)

    def _table(self, name: str, letter: str) -> tuple[int, ...]:
        body = self.body(name)
        (count,) = struct.unpack_from(">I", body, 4)
        return struct.unpack_from(f">{count}{letter}", body, 8)


def foreign_media(content: mmap) -> set[str]:
    """Names of everything in the tracks and their media that is no sample of a film or a sound.

    Raises :class:`ToolError` if the tables don't add up.
    """
    try:
        return set(_foreign(content))
    except (struct.error, IndexError, ValueError) as error:
        raise ToolError(f"its tables don't add up: {error}.", "MP4") from error


def _foreign(content: mmap) -> Iterator[str]:
    tracks = list(_tracks(content))
    kinds = [track.kind for track in tracks]
    for kind in kinds:
        if kind not in _CODECS:
            yield f"a stream of {kind.decode('latin-1')}"
        elif kinds.count(kind) > 1:
            yield f"a second stream of {kind.decode('latin-1')}"
    covered: list[tuple[int, int]] = []
    for track in tracks:
        if track.body("dref")[4:] != _HERE:
            yield "a reference to another file"
        chunks = list(track.samples())
        covered += [(place, place + sum(sizes)) for place, sizes in chunks]
        if track.kind in _CODECS:
            yield from _foreign_description(track.body("stsd"), _CODECS[track.kind])
        if track.kind == _FILM:
            yield from _foreign_units(content, chunks)
    if not _covers(sorted(covered), content):
        yield "bytes that are no sample"


def _tracks(content: mmap) -> Iterator[_Track]:
    held: dict[str, Atom] = {}
    for atom in walk(content):
        if atom.path == "moov/trak":
            held = {}
            yield _Track(content, held)
        elif atom.path.startswith("moov/trak/"):
            held[atom.path.rpartition("/")[2]] = atom


def _foreign_description(stsd: bytes, codec: bytes) -> Iterator[str]:
    count, size, name = struct.unpack_from(">II4s", stsd, 4)
    if count != 1 or name != codec or 8 + size != len(stsd):
        yield f"a stream of {name.decode('latin-1')}"
        return
    entry = stsd[16:]
    if codec == b"avc1":
        said = entry[_NAME_AT : _NAME_AT + 32]
        if said[1 : 1 + said[0]] not in _COMPRESSORS or any(said[1 + said[0] :]):
            yield "the name of a compressor"
    inside = entry[_ENTRY_BYTES[codec] :]
    for atom in walk(inside):
        if atom.path not in _OF_ENTRIES[codec]:
            yield f"{codec.decode()}/{atom.path}"
        elif atom.path == "avcC":
            yield from _foreign_settings(inside[atom.body : atom.end])


def _foreign_settings(avcc: bytes) -> Iterator[str]:
    """Check H.264's parameter sets, and the four bytes that its High profile adds."""
    at = 5
    for of_a_kind, kind in ((0x1F, 7), (0xFF, 8)):
        count, at = avcc[at] & of_a_kind, at + 1
        for _ in range(count):
            (size,) = struct.unpack_from(">H", avcc, at)
            if avcc[at + 2] & 0x1F != kind:
                yield "avc1/avcC with another unit"
            at += 2 + size
    if len(avcc) - at not in (0, 4):
        yield "bytes in avc1/avcC"


def _foreign_units(content: mmap, chunks: list[tuple[int, tuple[int, ...]]]) -> Iterator[str]:
    """Units of the film that are no picture. Each is preceded by its length, in four bytes."""
    found: set[int] = set()
    for place, sizes in chunks:
        at = place
        for size in sizes:
            end = at + size
            while at < end:
                unit = content[at + 4] & 0x1F
                if unit not in (_SLICE, _KEY_SLICE):
                    found.add(unit)
                at += 4 + int.from_bytes(content[at : at + 4])
            at = end
    for unit in sorted(found):
        yield f"{_UNITS.get(unit, f'unit {unit}')} in the film"


def _covers(spans: list[tuple[int, int]], content: mmap) -> bool:
    """Whether the samples, in order of position, are all that ``mdat`` holds, without a gap."""
    places = [(atom.body, atom.end) for atom in walk(content) if atom.path == "mdat"]
    if len(places) != 1 or not spans:
        return False
    follow = all(before[1] == after[0] for before, after in pairwise(spans))
    return follow and (spans[0][0], spans[-1][1]) == places[0]
