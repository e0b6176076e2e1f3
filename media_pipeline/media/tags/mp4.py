"""Tags in MP4 (.m4a and .mp4): iTunes' atoms, by their four-letter names.

Fields for which iTunes has no atom are "freeform", under the names that MusicBrainz Picard uses:
https://picard-docs.musicbrainz.org/en/appendices/tag_mapping.html.
"""

# mutagen says it is typed, but few of its functions are.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping
from mmap import mmap
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from media_pipeline.errors import ToolError
from media_pipeline.media.tags.fields import Tags
from media_pipeline.media.tags.jpeg import foreign_segments
from media_pipeline.media.tags.mp4_atoms import (
    Atom,
    chapters_in,
    mapped,
    replace_user_data,
    walk,
)
from media_pipeline.media.tags.mp4_media import foreign_media

_FREEFORM = "----:com.apple.iTunes:"
_TEXTS: Mapping[str, str] = {
    "title": "©nam",
    "teller": "©ART",
    "album": "©alb",
    "genre": "©gen",
    "year": "©day",
    "grouping": "©grp",
    "rights": "cprt",
    "words": "©lyr",
    "language": f"{_FREEFORM}LANGUAGE",
    "school": f"{_FREEFORM}LABEL",
    "website": f"{_FREEFORM}WEBSITE",
}

ALLOWED = frozenset({*_TEXTS.values(), "covr", "chpl"})

_STRUCTURE = frozenset(
    {
        *("ftyp", "mdat", "moov", "moov/mvhd", "moov/trak", "moov/udta"),
        *("moov/udta/meta", "moov/udta/meta/hdlr", "moov/udta/meta/ilst"),
        *(f"moov/trak/{name}" for name in ("tkhd", "edts", "edts/elst", "mdia")),
        *(f"moov/trak/mdia/{name}" for name in ("mdhd", "hdlr", "minf")),
        *(f"moov/trak/mdia/minf/{name}" for name in ("smhd", "vmhd", "dinf", "dinf/dref", "stbl")),
        *(
            f"moov/trak/mdia/minf/stbl/{name}"
            for name in (
                "stsd",
                "stts",
                "stss",
                "ctts",
                "stsc",
                "stsz",
                "stco",
                "co64",
                "sgpd",
                "sbgp",
            )
        ),
    }
)
"""All the atoms of an index that ffmpeg writes, and those that hold the tags. Any other is
foreign.
"""

_HANDLERS = ("", "SoundHandler", "VideoHandler")


def write(path: Path, tags: Tags) -> None:
    """Replace all user data of the MP4 at ``path`` with ``tags``."""
    replace_user_data(path, tags.spans, tags.language_iso)
    file = _load(path)
    file.add_tags()
    for field, text in tags.texts.items():
        name = _TEXTS[field]
        if text and name.startswith(_FREEFORM):
            file[name] = [MP4FreeForm(text.encode(), AtomDataType.UTF8)]
        elif text:
            file[name] = [text]
    if tags.art:
        file["covr"] = [MP4Cover(tags.art.read_bytes(), MP4Cover.FORMAT_JPEG)]
    try:
        file.save(padding=lambda _: 0)
    except MutagenError as error:
        raise ToolError(f"its tags can't be written: {error}.", path.name) from error


def read(path: Path) -> Mapping[str, str]:
    """The fields in the MP4 at ``path``."""
    tags: Any = _load(path).tags or {}
    found = {}
    for field, name in _TEXTS.items():
        for value in tags.get(name, ()):
            found[field] = value.decode() if isinstance(value, bytes) else value
    for cover in tags.get("covr", ()):
        found["art"] = hashlib.sha256(cover).hexdigest()
    with mapped(path) as content:
        for atom in walk(content):
            if atom.path == "moov/udta/chpl":
                found["chapters"] = "\n".join(
                    f"{start / 1000:.3f} {title}"
                    for start, title in chapters_in(content[atom.body : atom.end])
                )
    return found


def foreign(path: Path) -> tuple[str, ...]:
    """Names of everything in the MP4 at ``path`` that is neither media nor one of
    :data:`ALLOWED`.
    """
    found: set[str] = set()
    with mapped(path) as content:
        for atom in walk(content):
            found.update(_foreign_atom(content, atom))
        found.update(foreign_media(content))
    tags: Any = _load(path).tags or {}
    for cover in tags.get("covr", ()):
        found.update(f"covr with {name}" for name in foreign_segments(cover))
    return tuple(sorted(found))


def _foreign_atom(content: mmap, atom: Atom) -> Iterator[str]:
    parent, _, name = atom.path.rpartition("/")
    body = content[atom.body : atom.end] if name != "mdat" else b""
    if name == "free":
        if any(body):
            yield f"bytes in {atom.path}"
    elif parent == "moov/udta/meta/ilst" or atom.path == "moov/udta/chpl":
        full = _freeform_name(body) if name == "----" else name
        if full not in ALLOWED:
            yield full
    elif atom.path not in _STRUCTURE:
        yield atom.path
    elif name in ("mvhd", "tkhd", "mdhd"):
        if any(body[4 : 20 if body[0] else 12]):
            yield f"a time in {atom.path}"
    elif name == "hdlr":
        # A version, two types and twelve unused bytes come before the name.
        handler = body[24:].rstrip(b"\0").decode("utf-8", "replace")
        if handler not in _HANDLERS:
            yield f"{atom.path} {handler}"


def _freeform_name(body: bytes) -> str:
    """``----:mean:name`` of a freeform atom, whose first two atoms each have a version."""
    parts = (
        body[atom.body + 4 : atom.end].decode("utf-8", "replace")
        for atom in walk(body)
        if atom.path in ("mean", "name")
    )
    return ":".join(("----", *parts))


def _load(path: Path) -> MP4:
    try:
        return MP4(path)
    except (MutagenError, struct.error) as error:
        raise ToolError(f"its tags can't be read: {error}.", path.name) from error
