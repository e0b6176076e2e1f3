"""What the gate says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a story stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    MISSING = "missing"


class Audience(StrEnum):
    """Who may hear and see something, the fewest first: an order, ``NONE < FAMILIES < PUBLIC``.

    ``FAMILIES`` are the school's own, by addresses that only they are given.
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
    """The gate's word that a story may be published: its id and slug for life, when it was first
    approved (what feeds call published), when it was last decided on, and for whom it is. Only
    what is for everyone goes into the public site.
    """

    id: str
    slug: str
    published: datetime
    decided: datetime
    audience: Audience


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's decision on one story. ``permit`` is there only where it is published.

    An earlier take has no ``id``: its story's is the newer one's. ``audience`` is for whom an
    approval of it would be now, ``needs`` what must be said of it first, ``people`` the codes of
    everyone in it. ``names`` are those on the school's list of
    surnames that its public strings hold, ``traces`` sentences on what they tell of the school's
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
