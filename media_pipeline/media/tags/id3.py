"""ID3v2.3 in MP3: the version that every car radio and cheap player reads.

Text that is all ASCII is written as Latin-1, which is identical for it, and all other text as
UTF-16 with its byte order mark; v2.3 has no UTF-8. Frames' names: https://id3.org/id3v2.3.0,
chapters: https://id3.org/id3v2-chapters-1.0.
"""

# mutagen says it is typed, but few of its functions are.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from mutagen import MutagenError
from mutagen.id3 import (
    APIC,
    CHAP,
    CTOC,
    ID3,
    TALB,
    TCON,
    TCOP,
    TIT1,
    TIT2,
    TLAN,
    TPE1,
    TPUB,
    TYER,
    USLT,
    WPUB,
    CTOCFlags,
    Encoding,
    Frame,
    PictureType,
    TextFrame,
)

from media_pipeline.errors import ToolError
from media_pipeline.media.tags.fields import Tags
from media_pipeline.media.tags.id3_frames import (
    HEADER_BYTES,
    foreign_frames,
    put_chapters_in_order,
    tag_size,
)
from media_pipeline.media.tags.jpeg import foreign_segments
from media_pipeline.media.tags.mpeg_audio import bytes_that_are_no_frames

_TEXTS: Mapping[str, type[TextFrame]] = {
    "title": TIT2,
    "teller": TPE1,
    "album": TALB,
    "language": TLAN,
    "genre": TCON,
    "year": TYER,
    "grouping": TIT1,
    "rights": TCOP,
    "school": TPUB,
}

ALLOWED = frozenset(
    {frame.__name__ for frame in _TEXTS.values()} | {"WPUB", "USLT", "APIC", "CHAP", "CTOC"}
)

PADDING = 10
"""Bytes of zeros after the frames: without them some players show no cover (ffmpeg, id3v2enc.c)."""

_NO_OFFSET = 0xFFFFFFFF
"""In a chapter: its position is given in time, not in bytes."""


def write(path: Path, tags: Tags) -> None:
    """Replace all ID3 tags of the MP3 at ``path`` with one of version 2.3 and none of version 1."""
    said = {**tags.texts, "language": tags.language_iso}
    tag = ID3()
    for field, frame in _TEXTS.items():
        if text := said[field]:
            tag.add(frame(encoding=_encoding(text), text=[text]))
    if tags.website:
        tag.add(WPUB(url=tags.website))
    if tags.words:
        language = tags.words_language_iso or "und"
        tag.add(USLT(encoding=_encoding(tags.words), lang=language, desc="", text=tags.words))
    if tags.art:
        tag.add(_cover(tags.art.read_bytes()))
    for chapter in _chapter_frames(tags):
        tag.add(chapter)
    try:
        tag.save(path, v1=0, v2_version=3, padding=lambda _: PADDING)
    except MutagenError as error:
        raise ToolError(f"its tags can't be written: {error}.", path.name) from error
    put_chapters_in_order(path)


def read(path: Path) -> Mapping[str, str]:
    """The fields in the ID3v2.3 tag of the MP3 at ``path``."""
    tag = _load(path)
    found = {
        field: str(tag[kind.__name__]) for field, kind in _TEXTS.items() if kind.__name__ in tag
    }
    for frame in tag.getall("WPUB"):
        found["website"] = frame.url
    for frame in tag.getall("USLT"):
        found["words"] = frame.text
    for frame in tag.getall("APIC"):
        found["art"] = hashlib.sha256(frame.data).hexdigest()
    chapters = sorted(tag.getall("CHAP"), key=lambda frame: frame.start_time)
    if chapters:
        found["chapters"] = "\n".join(
            f"{frame.start_time / 1000:.3f} {frame.sub_frames['TIT2']}" for frame in chapters
        )
    return found


def foreign(path: Path) -> tuple[str, ...]:
    """Names of everything in the MP3 at ``path`` that is neither sound nor one of
    :data:`ALLOWED`.
    """
    with path.open("rb") as file:
        size = tag_size(file.read(HEADER_BYTES))
        file.seek(0)
        found = set(foreign_frames(file.read(size), ALLOWED)) if size else set()
    if size:
        found.update(_foreign_in_values(_load(path)))
    found.update(
        f"bytes that are no sound: {start!r}" for start in bytes_that_are_no_frames(path, size)
    )
    return tuple(sorted(found))


def _encoding(text: str) -> int:
    return Encoding.LATIN1 if text.isascii() else Encoding.UTF16


def _cover(jpeg: bytes) -> Frame:
    return APIC(
        encoding=Encoding.LATIN1,
        mime="image/jpeg",
        type=PictureType.COVER_FRONT,
        desc="",
        data=jpeg,
    )


def _chapter_frames(tags: Tags) -> Iterator[Frame]:
    names = [f"chp{number}" for number in range(len(tags.spans))]
    for name, span in zip(names, tags.spans, strict=True):
        yield CHAP(
            element_id=name,
            start_time=span.start,
            end_time=span.end,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=_encoding(span.title), text=[span.title])],
        )
    if names:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        yield CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[])


def _load(path: Path) -> ID3:
    try:
        return ID3(path, translate=False)
    except MutagenError as error:
        raise ToolError(f"its tags can't be read: {error}.", path.name) from error


def _foreign_in_values(tag: ID3) -> Iterator[str]:
    for frame in tag.getall("APIC"):
        if (frame.mime, frame.type, frame.desc) != ("image/jpeg", PictureType.COVER_FRONT, ""):
            yield f"APIC {frame.mime} {frame.desc}".rstrip()
        elif inside := foreign_segments(frame.data):
            yield f"APIC with {', '.join(inside)}"
    for frame in tag.getall("USLT"):
        if frame.desc:
            yield f"USLT {frame.desc}"
    for frame in tag.getall("CTOC"):
        if frame.sub_frames:
            yield f"CTOC/{', '.join(frame.sub_frames)}"
