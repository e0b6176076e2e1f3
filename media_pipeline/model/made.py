"""Media work and its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

MP3 = "audio/mpeg"
"""The media type of sound that every device plays."""


_REFUSAL = "refusal"


class Role(StrEnum):
    """What a rendition is for. ``art`` is an uncropped picture, ``preview`` the small cover in
    lists.
    """

    ENCLOSURE = "enclosure"
    SAVER = "saver"
    VIDEO = "video"
    VIDEO_SAVER = "video-saver"
    PREVIEW = "preview"
    ART = "art"
    POSTER = "poster"
    PRINT = "print"
    INDEX = "index"
    ICON = "icon"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A finished file in the store, measured after it was made.

    ``path`` is relative to the store. ``lufs`` is the integrated loudness (mono judged as dual
    mono) and ``dbtp`` the true peak, both of the decoded file and None if it has no sound.
    ``width`` and ``height`` are in pixels, 0 if it has no picture.
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
        """Work in ``folder``, which is empty, and leave the results there; paths are relative to
        it.

        Raises :class:`Refusal` if the recording is at fault, otherwise :class:`ToolError`.
        """


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of media work: data in, data out.

    ``name`` says what it makes and from what (``sound of recordings/fox.m4a``); ``inputs`` holds
    everything that its result depends on, each under a name that a person understands; ``cost`` is
    roughly how many seconds it takes.
    """

    name: str
    inputs: Mapping[str, Any]
    work: Work
    cost: float
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made: files, and data that is not a file (waveform peaks, trimmed seconds).

    ``facts`` can be written as JSON.
    """

    renditions: tuple[Rendition, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def refused(cls, reason: str) -> Made:
        """That nothing can be made of it, to be remembered as what is made is."""
        return cls(facts={_REFUSAL: reason})

    @property
    def refusal(self) -> str | None:
        """Why nothing could be made of it; None where something was."""
        return self.facts.get(_REFUSAL)


@dataclass(frozen=True, slots=True)
class Done:
    """A job that ran in this build, and how long it took."""

    fingerprint: str
    made: Made
    seconds: float


@dataclass(frozen=True, slots=True)
class UpToDate:
    """A job whose result is already in the store."""

    fingerprint: str
    made: Made


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that could not be done, with the reason in a sentence. ``refusal`` means that the
    recording is at fault, so that trying again is no use.
    """

    fingerprint: str
    reason: str
    refusal: bool


Outcome = Done | UpToDate | Failed


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with their times in seconds; ``start`` is before ``end``. Newlines separate the
    lines.
    """

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in a recording: cues in order of time (none if untimed), and plain text."""

    cues: tuple[Cue, ...]
    text: str
