"""What can happen, in the ledger's own words. A word that stands in a ledger never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    """The kinds of events. ``REGISTER`` and ``SURNAMES`` say that a consent register or a list of
    surnames was seen: from then on it can't vanish unnoticed. ``FAMILIES`` is a new address of a
    class's site for families, ``STICK`` a copy that was made to take home.
    """

    WORKSPACE = "workspace"
    RECEIVED = "received"
    REPLACED = "replaced"
    APPROVED = "approved"
    HELD = "held"
    UNHELD = "unheld"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    FEED = "feed"
    FAMILIES = "families"
    REGISTER = "register"
    SURNAMES = "surnames"
    STICK = "stick"


BY_BUILDS = frozenset(
    {
        EventType.WORKSPACE,
        EventType.RECEIVED,
        EventType.FEED,
        EventType.REGISTER,
        EventType.SURNAMES,
    }
)
"""What a build writes of itself: no decision, and the same again if it must be."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``private`` holds what a person may one day ask to be erased."""

    event: str
    id: str
    public: Mapping[str, str] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
