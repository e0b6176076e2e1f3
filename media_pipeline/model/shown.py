"""What is shown: to the coordinator first, and to everyone where the gate permits it."""

from __future__ import annotations

import builtins
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self, get_args

from media_pipeline.model.judged import Permit
from media_pipeline.model.made import MP3, Rendition, Role, Words
from media_pipeline.model.recorded import Chapter, Story


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A story exactly as it would be published, whether it may be or not.

    ``words`` by language, their times and those of ``chapters`` already moved to the delivered
    file (after cuts, trimming and the jingle). ``peaks`` is the waveform, 0–100, at even steps over
    ``seconds``. ``offset`` is how many seconds later than in the recording, its cuts aside, it all
    is. ``warnings`` are sentences for the coordinator, never published.
    """

    story: Story
    renditions: tuple[Rendition, ...]
    seconds: float
    words: Mapping[str, Words] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    peaks: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    offset: float = 0.0

    @property
    def pictures(self) -> tuple[Rendition, ...]:
        """The story's own pictures, uncropped, in the order they are shown in.

        The first rendition of :attr:`Role.ART` is the cover, and those after it are these.
        """
        return tuple(each for each in self.renditions if each.role is Role.ART)[1:]

    @property
    def still(self) -> Rendition | None:
        """The picture that stands for the story: a still of its film, else its cover."""
        return self.rendition(Role.POSTER) or self.rendition(Role.ART)

    @property
    def thumbnail(self) -> Rendition | None:
        """The small cover, else the large one."""
        return self.rendition(Role.PREVIEW) or self.rendition(Role.ART)

    @property
    def light_sound(self) -> Rendition | None:
        """The smallest sound that every device plays: low-data MP3, else the full sound."""
        return self.rendition(Role.SAVER, MP3) or self.rendition(Role.ENCLOSURE)

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


Sort = Literal["language", "class", "kind"]
"""What stories are put together by: each has shelves, and feeds that make themselves."""

SORTS: tuple[Sort, ...] = get_args(Sort)

WHOLE_SHOW: Literal["all"] = "all"
"""The feed of every story."""

OWN: Literal["school"] = "school"
"""The sort of a feed of the school's own making."""


@dataclass(frozen=True, slots=True)
class Show:
    """A feed and its episodes, in the feed's order.

    ``name`` is its file name, given once. ``sort`` is :data:`WHOLE_SHOW`, one of :data:`SORTS`,
    or :data:`OWN`. ``art`` is its square cover, ``preview`` the same
    small. ``saver_of`` names the show whose low-data twin it is. ``updated`` is the newest
    decision that concerns it.
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
    preview: Rendition | None = None
    serial: bool = False
    video: bool = False
    listed: bool = True
    saver_of: str = ""
    sort: str = OWN


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site whose bytes are made from what is published."""

    path: str
    content: builtins.bytes

    @property
    def bytes(self) -> int:
        """Its size."""
        return len(self.content)

    @property
    def digest(self) -> str:
        """The SHA-256 of its content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the site that is a file of the store (``source``, relative to it)."""

    path: str
    source: str
    bytes: int
    digest: str

    @classmethod
    def of(cls, path: str, rendition: Rendition) -> Self:
        """A finished file of the store, to stand at ``path``."""
        return cls(path, rendition.path, rendition.bytes, rendition.digest)


@dataclass(frozen=True, slots=True)
class Part:
    """Files of the site that are made together, and only where they must be.

    ``made_of`` is a digest of all that they depend on, and ``files`` makes them of nothing else.
    """

    name: str
    made_of: str
    files: Callable[[], Iterable[Page | Copy]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that was made and waits to be placed in a file of its own, ``source`` (relative to the
    store). ``findings`` are what may not be public in it, in sentences.
    """

    path: str
    source: str
    bytes: int
    digest: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the site that stands as it must be: nothing that it is made of is another."""

    path: str
    digest: str


Leaf = Page | Copy | Printed | Kept
"""A file of the site, in whichever way it is had."""
