"""What can happen, in the ledger's own words. A word once written to a ledger never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    """The kinds of events. ``REGISTER`` and ``SURNAMES`` say that a consent register or a list of
    surnames was seen: from then on it can't vanish unnoticed. ``FAMILIES`` is a new address for a
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
"""Events that a build writes of its own accord: none is a decision, and it can write each again."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``private`` holds what a person may one day ask to have erased."""

    event: str
    id: str
    public: Mapping[str, str] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
