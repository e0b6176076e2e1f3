"""The frozen types of the flow, one for each stage.

    Recording ─► Probe ─► Story ─► Job ─► Outcome(Rendition…)      private
                            │                │
                          GATE ─► Permit     │
                                     └───► Episode ─► Show         public

A stage is built from nothing but the one before it. An :class:`Episode` needs a
:class:`Permit`, and only the gate makes one.

Times are aware and in UTC. Durations are seconds. Paths are POSIX and relative to the
workspace (or, for renditions, to the cache). Languages are BCP 47 tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

Text = Mapping[str, str]
"""One thing said in one or more languages: BCP 47 tag → text."""


# ── intake ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Recording:
    """A settled file of the drop folder (or the parts of one, in order).

    ``digest`` is the SHA-256, in hexadecimal, of the parts' bytes one after the other.
    """

    path: str
    parts: tuple[str, ...]
    bytes: int
    digest: str
    modified: datetime


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


class Rights(StrEnum):
    """Whose the words are; ``families-only`` may never be shown to everyone."""

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

    ``needs`` names what must be said before it can be approved. ``defaulted`` names the
    fields that come from the school's settings, which no approval depends on. ``notes`` are
    sentences about what was there but not understood.
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
    season: int = 0
    number: int = 0
    needs: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()
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


# ── the gate ──────────────────────────────────────────────────────────────────────────────


class State(StrEnum):
    """Where a story stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Permit:
    """The gate's word that a story may be public: its id and slug for life, when it was first
    approved (what feeds call published) and when it was last decided on.
    """

    id: str
    slug: str
    published: datetime
    decided: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's decision on one story. ``permit`` is there only where it is published."""

    id: str
    state: State
    reason: str
    shown: str = ""
    permit: Permit | None = None


# ── media work ────────────────────────────────────────────────────────────────────────────


class Role(StrEnum):
    """What a rendition is for."""

    ENCLOSURE = "enclosure"
    SAVER = "saver"
    VIDEO = "video"
    VIDEO_SAVER = "video-saver"
    ART = "art"
    POSTER = "poster"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A finished file in the store, measured after it was made.

    ``path`` is relative to the store. ``lufs`` is the integrated loudness (mono judged as
    dual mono) and ``dbtp`` the true peak, both of the decoded file; None where it has no
    sound. ``width`` and ``height`` are pixels; 0 where it has no picture.
    """

    role: Role
    path: str
    mime: str
    bytes: int
    digest: str
    seconds: float = 0.0
    lufs: float | None = None
    dbtp: float | None = None
    width: int = 0
    height: int = 0
    kbps: int = 0


class Work(Protocol):
    """What a job does: picklable, and the same on any machine."""

    def __call__(self, folder: Path) -> Made:
        """Work in ``folder``, an empty one, and leave the results there; paths are relative to it.

        Raises :class:`Refusal` where the recording is at fault, else :class:`ToolError`.
        """


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of media work: data in, data out.

    ``name`` is what it is and whose (``sound of recordings/fox.m4a``); ``inputs`` is all that its
    result depends on, each with a name that a person understands; ``cost`` is roughly how many
    seconds it takes.
    """

    name: str
    inputs: Mapping[str, Any]
    work: Work
    cost: float
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made: files, and figures that are no file (waveform peaks, trimmed seconds).

    ``facts`` is JSON-able.
    """

    renditions: tuple[Rendition, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A job that ran now, and why it had to."""

    fingerprint: str
    made: Made
    seconds: float


@dataclass(frozen=True, slots=True)
class UpToDate:
    """A job whose result is in the store already."""

    fingerprint: str
    made: Made


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that could not be done, in a sentence. ``refusal`` where the recording is at fault,
    so that trying again is of no use.
    """

    fingerprint: str
    reason: str
    refusal: bool


Outcome = Done | UpToDate | Failed

# ── what is public ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A story exactly as it would be published, whether it may be or not.

    ``words`` by language, their times and those of ``chapters`` already moved to the delivered
    file (after trimming and the jingle). ``peaks`` is the waveform, 0–100, at even steps over
    ``seconds``. ``warnings`` are sentences for the coordinator, never published.
    """

    story: Story
    renditions: tuple[Rendition, ...]
    seconds: float
    words: Mapping[str, Words] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    peaks: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    def rendition(self, role: Role, mime: str = "") -> Rendition | None:
        """The rendition of that role, and of that type where one is named."""
        return next(
            (each for each in self.renditions if each.role is role and mime in ("", each.mime)),
            None,
        )


@dataclass(frozen=True, slots=True)
class Episode:
    """A published story: what is shown of it, and the gate's permit."""

    permit: Permit
    exhibit: Exhibit


@dataclass(frozen=True, slots=True)
class Show:
    """A feed and its episodes, in the feed's order.

    ``name`` is its file name, given once. ``saver_of`` names the show whose low-data twin it
    is. ``updated`` is the newest decision that concerns it.
    """

    name: str
    guid: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    language: str
    category: tuple[str, ...]
    episodes: tuple[Episode, ...]
    updated: datetime
    art: Rendition | None = None
    serial: bool = False
    video: bool = False
    listed: bool = True
    saver_of: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site whose bytes are made from what is published."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the site that is a file of the store (``source``, relative to it)."""

    path: str
    source: str
    bytes: int
    digest: str


# ── words ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with their time, in seconds; ``start`` is before ``end``. Newlines part its lines."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in a recording: cues in order of time (none where untimed), and plain text."""

    cues: tuple[Cue, ...]
    text: str
