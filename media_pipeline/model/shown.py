"""What is shown: to the coordinator first, then to everyone if the gate permits it."""

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
    """A story exactly as it would be published, whether or not it may be.

    ``words`` are by language; their times, and those of ``chapters``, are already shifted to match
    the delivered file (after cuts, trimming and the jingle). ``peaks`` is the waveform, 0–100, at
    even steps over ``seconds``. ``offset`` is how many seconds later everything comes than in the
    recording, leaving its cuts aside. ``warnings`` are sentences for the coordinator, never
    published.
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
        """The story's own pictures, uncropped, in the order in which they are shown.

        The first rendition of :attr:`Role.ART` is the cover; these are the ones after it.
        """
        return tuple(each for each in self.renditions if each.role is Role.ART)[1:]

    @property
    def still(self) -> Rendition | None:
        """The picture that represents the story: a still of its film, else its cover."""
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
        """The rendition with that role, and of that media type if one is given."""
        return next(
            (each for each in self.renditions if each.role is role and mime in ("", each.mime)),
            None,
        )


@dataclass(frozen=True, slots=True)
class Episode:
    """A published story: what is shown of it, and the gate's permit for it."""

    permit: Permit
    exhibit: Exhibit


Sort = Literal["language", "class", "kind"]
"""What stories are grouped by: each has shelves, and feeds that are made automatically."""

SORTS: tuple[Sort, ...] = get_args(Sort)

WHOLE_SHOW: Literal["all"] = "all"
"""The feed of every story."""

OWN: Literal["school"] = "school"
"""The sort of a feed that the school set up itself."""


@dataclass(frozen=True, slots=True)
class Show:
    """A feed and its episodes, in the feed's order.

    ``name`` is its file name, given once. ``sort`` is :data:`WHOLE_SHOW`, one of :data:`SORTS`, or
    :data:`OWN`. ``art`` is its square cover, ``preview`` the same in small. ``saver_of`` names the
    show of which this is the low-data twin. ``updated`` is the time of the newest decision that
    concerns it.
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
    """A file of the site whose bytes are generated from what is published."""

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
    """A file of the site that is a copy of one in the store (``source``, relative to the store)."""

    path: str
    source: str
    bytes: int
    digest: str

    @classmethod
    def of(cls, path: str, rendition: Rendition) -> Self:
        """A finished file of the store, to be placed at ``path``."""
        return cls(path, rendition.path, rendition.bytes, rendition.digest)


@dataclass(frozen=True, slots=True)
class Part:
    """Files of the site that are made together, and only when they have to be.

    ``made_of`` is a digest of everything that they depend on; ``files`` makes them from nothing
    else.
    """

    name: str
    made_of: str
    files: Callable[[], Iterable[Page | Copy]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that has been made and waits in a file of its own, ``source`` (relative to the store),
    to be placed. ``findings`` are sentences about what in it may not be public.
    """

    path: str
    source: str
    bytes: int
    digest: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the site that is already as it must be: nothing that it is made of has changed."""

    path: str
    digest: str


Leaf = Page | Copy | Printed | Kept
"""A file of the site, however it is obtained."""
