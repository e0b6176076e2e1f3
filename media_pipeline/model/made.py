"""Media work, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

MP3 = "audio/mpeg"
"""The type of sound that every device plays."""


_REFUSAL = "refusal"


class Role(StrEnum):
    """What a rendition is for. ``art`` is a picture whole, ``preview`` the small cover of lists."""

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
    """A job that ran now, and how long it took."""

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
