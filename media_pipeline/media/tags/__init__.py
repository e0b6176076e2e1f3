"""Tags inside the finished files: what a podcast app or a memory stick's player shows.

    Tags ──write_tags──► .mp3   ID3v2.3               (id3.py)
                         .m4a   MP4 atoms             (mp4.py, mp4_atoms.py, mp4_media.py)
                         .mp4   the same
                         .opus  Vorbis comments       (opus.py)

Each container has one module with the same four things: the names it may hold, ``write``, ``read``
and ``foreign``. One suite of tests covers all of them. The only package that imports mutagen. Tags
are written into a copy, last of all, so that a new title encodes nothing again.

A file may hold the allow-listed names and nothing else. What an encoder puts within the sound
(LAME's name in frames and in the header with the gapless lengths) is part of the stream and stays;
what it puts among the tags (``©too``, ``ENCODER``, a vendor in Opus) or beside the pictures (x264's
settings) does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import ToolError
from media_pipeline.media.tags import id3, mp4, opus
from media_pipeline.media.tags.fields import Span, Tags

__all__ = ["ALLOWED", "Span", "Tags", "foreign_tags", "read_tags", "write_tags"]


@dataclass(frozen=True, slots=True)
class _Container:
    allowed: frozenset[str]
    write: Callable[[Path, Tags], None]
    read: Callable[[Path], Mapping[str, str]]
    foreign: Callable[[Path], tuple[str, ...]]


_MP4 = _Container(mp4.ALLOWED, mp4.write, mp4.read, mp4.foreign)
_CONTAINERS: Mapping[str, _Container] = {
    ".mp3": _Container(id3.ALLOWED, id3.write, id3.read, id3.foreign),
    ".m4a": _MP4,
    ".mp4": _MP4,
    ".opus": _Container(opus.ALLOWED, opus.write, opus.read, opus.foreign),
}

ALLOWED: Mapping[str, frozenset[str]] = {
    suffix: container.allowed for suffix, container in _CONTAINERS.items()
}
"""Suffix → the names of tags, in its format's spelling, that a published file may hold."""


def write_tags(path: Path, tags: Tags) -> None:
    """Write ``tags`` into the file at ``path``, in place, and drop every tag it had.

    The same file and tags give the same bytes. An MP4 stays streamable (its index before its
    media). Raises :class:`ToolError` if an MP4 or Opus is not what its suffix says; what an MP3
    holds is judged by :func:`foreign_tags`.
    """
    _container(path).write(path, tags.cleaned())


def read_tags(path: Path) -> Mapping[str, str]:
    """The fields that the file at ``path`` holds, under the names in :class:`Tags`.

    ``language`` is ISO 639-2 in an MP3 and BCP 47 elsewhere. ``rights`` is credit and licence,
    ``art`` the SHA-256 of the picture, ``chapters`` a line of seconds and title for each.
    """
    return _container(path).read(path)


def foreign_tags(path: Path) -> tuple[str, ...]:
    """Sorted names of everything in the file at ``path`` that is neither media nor an allowed tag.

    Empty for a file that may be published. It also finds hidden bytes in padding or after the end,
    a second kind of tag, and EXIF in a picture. Raises as :func:`write_tags` does.
    """
    return _container(path).foreign(path)


def _container(path: Path) -> _Container:
    try:
        return _CONTAINERS[path.suffix]
    except KeyError:
        raise ToolError("there are no tags for this kind of file.", path.name) from None
