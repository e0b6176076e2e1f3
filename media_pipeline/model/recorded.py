"""What is in the drop folder, and what people say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from media_pipeline.model.edited import WHOLE, Edit

ESTIMATES = frozenset({"mp3", "aac", "amr", "mpegts", "mpeg", "mpegvideo", "dv", "asf"})
"""Containers that record no length, so that a probe guesses it from the bit rate, or that record a
wrong one: a telephone's WMV claimed 9.5 s but held 8.4 s, and was complete."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A settled file of the drop folder (or the parts of one, in order).

    ``digest`` is the SHA-256, in hexadecimal, of all the parts' bytes one after the other; if there
    are several parts, ``part_digests`` holds the digest of each.
    """

    path: str
    parts: tuple[str, ...]
    bytes: int
    digest: str
    part_digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AudioStream:
    """One sound stream: its index in the file, codec, sample rate (Hz) and channels."""

    index: int
    codec: str
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class VideoStream:
    """One picture stream.

    ``width`` × ``height`` is the size as displayed, after rotation and with square pixels;
    ``rotation`` is clockwise, in degrees. ``fps`` is the average frame rate, 0 if unknown.
    ``matrix`` is ffmpeg's name for the colour matrix, "" if the file names none.
    """

    index: int
    codec: str
    width: int
    height: int
    rotation: int
    fps: float
    interlaced: bool
    hdr: bool
    pixel_format: str
    matrix: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a recording holds. ``seconds`` is None if the container does not say.

    ``start`` is the first timestamp: a camcorder's next part continues from where the last one
    ended. ``tags`` are the file's own tags, with lower-case names; they are one source of what
    people said about it.
    """

    container: str
    seconds: float | None
    start: float
    audio: AudioStream | None
    video: VideoStream | None
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def claimed(self) -> float | None:
        """The length in seconds that the container states; None if it can only be guessed."""
        return None if self.container in ESTIMATES else self.seconds


class Rights(StrEnum):
    """Whose words they are; ``families-only`` stories are for the school's own families alone."""

    OWN = "own"
    TRADITIONAL = "traditional"
    PERMISSION = "permission"
    FAMILIES_ONLY = "families-only"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a recording: a picture, or words in a language ("" if none is stated)."""

    path: str
    digest: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named point in a story, in seconds from the start of the recording."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Story:
    """What people say about a recording. Empty fields were not filled in by anyone.

    ``needs`` names what must be said before it can be approved; of these, ``unclear`` was said and
    is not understood; ``unread`` is what may say something of it and can't be read, which one that
    was approved need not wait for. ``defaulted`` names the fields that come from the school's
    settings, and a teller whom they or a sidecar take away: no approval depends on these.
    ``by_folder`` are those of class and kind that only the names of its folders say. ``notes``
    are sentences about what was there but not understood. ``featured`` is the school's best work,
    ``award`` the name of what it won; what won something is featured. ``chapters`` and ``edit`` are
    in seconds of the recording, as if nothing were cut from it. ``people`` are who is in it: codes
    of the consent register and whole classes on a day (``class:reception@2026-11-23``), of which
    the ``absent`` are not. ``pictured`` says that its pictures show them. None of these is ever
    published.
    """

    recording: Recording
    probe: Probe
    title: Mapping[str, str]
    language: str
    class_id: str = ""
    kind: str = ""
    teller: str = ""
    told: date | None = None
    tale: str = ""
    description: Mapping[str, str] = field(default_factory=dict)
    rights: Rights = Rights.OWN
    source: str = ""
    credit: str = ""
    licence: str = ""
    pictures: tuple[Attachment, ...] = ()
    words: tuple[Attachment, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    edit: Edit = WHOLE
    season: int = 0
    number: int = 0
    featured: bool = False
    award: str = ""
    people: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    pictured: bool = False
    needs: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()
    by_folder: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def shown_title(self) -> str:
        """The title in the language of the telling, else the first title there is, else ""."""
        return self.title.get(self.language) or next(iter(self.title.values()), "")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be used, with a sentence for its teacher that says why."""

    path: str
    reason: str
    digest: str = ""
