"""The gate's decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """The state of a story."""

    WAITING = "waiting"
    PUBLISHED = "published"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    MISSING = "missing"


class Audience(StrEnum):
    """Who may hear and see something, in order from fewest to most: ``NONE < FAMILIES < PUBLIC``.

    ``FAMILIES`` are the school's own families, who reach it by addresses that only they are given.
    """

    NONE = "none"
    FAMILIES = "families"
    PUBLIC = "public"

    def __lt__(self, other: str) -> bool:
        return _width(self) < _width(other)

    def __le__(self, other: str) -> bool:
        return _width(self) <= _width(other)

    def __gt__(self, other: str) -> bool:
        return _width(self) > _width(other)

    def __ge__(self, other: str) -> bool:
        return _width(self) >= _width(other)


_WIDTHS = {each: width for width, each in enumerate(Audience)}


def _width(audience: str) -> int:
    return _WIDTHS[Audience(audience)]


@dataclass(frozen=True, slots=True)
class Permit:
    """The gate's permission to publish a story: its permanent id and slug, when it was first
    approved (what feeds call published), when it was last decided on, and its audience. Only
    stories for everyone go into the public site.
    """

    id: str
    slug: str
    published: datetime
    decided: datetime
    audience: Audience


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's decision on one story. ``permit`` is set only if the story is published.

    An earlier take has no ``id``, because its story's id belongs to the newer take; only if that
    story was withdrawn does the take carry its id. ``audience`` is who the story would be for if it
    were approved now, ``needs`` what must be said about it first, and ``people`` the codes of
    everyone in it. ``names`` are the names on the school's list of surnames that occur in its
    public strings; ``traces`` are sentences about what those strings reveal of the school's
    computers. None of these is ever published.
    """

    id: str
    state: State
    reason: str
    shown: str = ""
    permit: Permit | None = None
    audience: Audience = Audience.NONE
    needs: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
