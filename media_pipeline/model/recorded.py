"""What lies in the drop folder, and what people say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from media_pipeline.model.edited import WHOLE, Edit

ESTIMATES = frozenset({"mp3", "aac", "amr", "mpegts", "mpeg", "mpegvideo", "dv", "asf"})
"""Containers that hold no length, where a probe guesses from the bit rate, or a wrong one: a
telephone's WMV said 9.5 s and held 8.4, whole."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A settled file of the drop folder (or the parts of one, in order).

    ``digest`` is the SHA-256, in hexadecimal, of the parts' bytes one after the other;
    ``part_digests`` are those of each, where there are several.
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
    ``rotation`` is clockwise, in degrees. ``fps`` is the average rate, 0 where unknown.
    ``matrix`` is ffmpeg's name of the colour matrix, "" where the file has none.
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
    """What a recording holds. ``seconds`` is None where the container does not say.

    ``start`` is the first timestamp: a camcorder's next part goes on where the last ended.
    ``tags`` are the file's own, lower-case names, for what people said of it.
    """

    container: str
    seconds: float | None
    start: float
    audio: AudioStream | None
    video: VideoStream | None
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def claimed(self) -> float | None:
        """The seconds that the container says it holds; None where it can only be guessed."""
        return None if self.container in ESTIMATES else self.seconds


class Rights(StrEnum):
    """Whose the words are; ``families-only`` is for the school's own families alone."""

    OWN = "own"
    TRADITIONAL = "traditional"
    PERMISSION = "permission"
    FAMILIES_ONLY = "families-only"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a recording: a picture, or words in a language ("" where not said)."""

    path: str
    digest: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named place in a story, in seconds from the start of the recording."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Story:
    """What people say about a recording. Empty fields were not said by anyone.

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
        """The title in the language of the telling, else the first there is, else ""."""
        return self.title.get(self.language) or next(iter(self.title.values()), "")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that can't be used, and a sentence for its teacher that says why."""

    path: str
    reason: str
    digest: str = ""
