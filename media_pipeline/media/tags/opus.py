"""Vorbis comments in Opus (RFC 7845, section 5.2), under the names that players agree on.

Chapters are written as Xiph does (``CHAPTER000``), a picture as FLAC does, in base64.
"""

# mutagen says it is typed, but few of its functions are.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.flac import Picture
from mutagen.id3 import PictureType
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus

from media_pipeline.errors import ToolError
from media_pipeline.media.tags.fields import MAX_CHAPTERS, Tags
from media_pipeline.media.tags.jpeg import foreign_segments, jpeg_size

_TEXTS: Mapping[str, str] = {
    "title": "TITLE",
    "teller": "ARTIST",
    "album": "ALBUM",
    "language": "LANGUAGE",
    "genre": "GENRE",
    "year": "DATE",
    "grouping": "GROUPING",
    "rights": "COPYRIGHT",
    "school": "ORGANIZATION",
    "website": "WEBSITE",
    "words": "LYRICS",
}
_ART = "METADATA_BLOCK_PICTURE"
_CHAPTERS = tuple(f"CHAPTER{number:03}" for number in range(MAX_CHAPTERS))

ALLOWED = frozenset({*_TEXTS.values(), _ART, *_CHAPTERS, *(f"{name}NAME" for name in _CHAPTERS)})

_IDENTITY_BYTES = 19
"""Bytes of the identity header for one or two channels (RFC 7845, section 5.1)."""

_PADDED = 0x40

VENDOR = ""
"""RFC 7845 lets the encoder's name be empty."""


def write(path: Path, tags: Tags) -> None:
    """Replace all comments of the Opus file at ``path``, and its vendor, with ``tags``."""
    file = _load(path)
    comments: Any = file.tags
    comments.clear()
    comments.vendor = VENDOR
    comments.extend((_TEXTS[field], text) for field, text in tags.texts.items() if text)
    for name, span in zip(_CHAPTERS, tags.spans, strict=False):
        comments.append((name, _clock(span.start)))
        comments.append((f"{name}NAME", span.title))
    if tags.art:
        comments.append((_ART, _picture(tags.art.read_bytes())))
    try:
        file.save(padding=lambda _: 0)
    except MutagenError as error:
        raise ToolError(f"its tags can't be written: {error}.", path.name) from error


def read(path: Path) -> Mapping[str, str]:
    """The fields in the Opus file at ``path``."""
    comments: Any = _load(path).tags
    tags = dict(comments)
    found = {}
    for field, name in _TEXTS.items():
        for text in tags.get(name.lower(), ()):
            found[field] = text
    for block in tags.get(_ART.lower(), ()):
        found["art"] = hashlib.sha256(Picture(base64.b64decode(block)).data).hexdigest()
    chapters = [name.lower() for name in _CHAPTERS if name.lower() in tags]
    if chapters:
        found["chapters"] = "\n".join(
            f"{_seconds(tags[name][0]):.3f} {tags[name + 'name'][0]}" for name in chapters
        )
    return found


def foreign(path: Path) -> tuple[str, ...]:
    """Names of everything in the Opus file at ``path`` that is neither sound nor
    :data:`ALLOWED`.
    """
    tags: Any = _load(path).tags
    found = {name.upper() for name, _ in tags if name.upper() not in ALLOWED}
    if tags.vendor != VENDOR:
        found.add(f"vendor {tags.vendor}")
    for name, block in tags:
        if name.upper() == _ART:
            found.update(_foreign_in_picture(block))
    with path.open("rb") as file:
        found.update(_foreign_pages(file, b"OpusTags" + tags.write(framing=False)))
    return tuple(sorted(found))


def _foreign_pages(file: BinaryIO, comments: bytes) -> Iterator[str]:
    """Report other streams, bytes after the last page, and bytes after ``comments`` in their
    packet.

    The identity takes the first page; the comments take the next, up to the one where they end.
    Then comes sound, whose packets may be padded with zeros only.
    """
    pages: list[OggPage] = []
    serials = set()
    ended = padded = False
    while True:
        try:
            page = OggPage(file)
        except EOFError:
            break
        except MutagenError:
            yield "bytes that are no sound"
            break
        serials.add(page.serial)
        if ended:
            padded = padded or any(map(_hides_bytes, page.packets))
        else:
            pages.append(page)
            ended = len(pages) > 1 and page.complete
    if len(serials) > 1:
        yield "a second stream"
    elif OggPage.to_packets(pages)[1] != comments:
        yield "bytes in the padding"
    elif len(pages[0].packets[0]) != _IDENTITY_BYTES:
        yield "bytes in the identity"
    if padded:
        yield "bytes in the padding of the sound"


def _hides_bytes(packet: bytes) -> bool:
    """Whether an Opus packet's padding is anything but zeros (RFC 6716, section 3.2.5).

    A packet of several frames says in its second byte that there is padding, and in the next ones
    how much: each 255 means 254 and more to come.
    """
    if len(packet) < 3 or packet[0] & 3 != 3 or not packet[1] & _PADDED:  # noqa: PLR2004
        return False
    at, size = 2, 0
    while at < len(packet):
        size += min(packet[at], 254)
        at += 1
        if packet[at - 1] != 255:  # noqa: PLR2004
            break
    return size > len(packet) - at or any(packet[len(packet) - size :] if size else b"")


def _picture(jpeg: bytes) -> str:
    picture = Picture()
    picture.type = PictureType.COVER_FRONT
    picture.mime = "image/jpeg"
    picture.width, picture.height = jpeg_size(jpeg)
    picture.depth = 24
    picture.data = jpeg
    return base64.b64encode(picture.write()).decode("ascii")


def _foreign_in_picture(block: str) -> Iterator[str]:
    try:
        picture = Picture(base64.b64decode(block, validate=True))
    except (MutagenError, binascii.Error):
        yield _ART
        return
    if (picture.mime, picture.type, picture.desc) != ("image/jpeg", PictureType.COVER_FRONT, ""):
        yield f"{_ART} {picture.mime} {picture.desc}".rstrip()
    elif inside := foreign_segments(picture.data):
        yield f"{_ART} with {', '.join(inside)}"


def _clock(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _load(path: Path) -> OggOpus:
    try:
        return OggOpus(path)
    except MutagenError as error:
        raise ToolError(f"its tags can't be read: {error}.", path.name) from error
