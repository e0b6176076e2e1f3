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
    """The gate's decision on one story. ``permit`` is there only where it is published.

    ``names`` are those on the school's list of surnames that its public strings hold, ``traces``
    sentences on what they tell of the school's computers. Neither is ever published.
    """

    id: str
    state: State
    reason: str
    shown: str = ""
    permit: Permit | None = None
    names: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
