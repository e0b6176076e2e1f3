"""What people did in a school, and what may be public by it: the model that the gate is held to.

It knows nothing of ledgers, digests or ids: recordings have numbers, what is said of them has a
word, and a decision is remembered as it was meant. A story is known by its first recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Told = tuple[int, str]
"""A recording, and the word that stands for all that is said of it."""

NAMELESS, FAMILIES = "nameless", "families"
"""What is said where the title is missing, and where the rights are for families only."""

HELD, WITHDRAWN = "held", "withdrawn"

NOBODY, THE_FAMILIES, EVERYONE = 0, 1, 2
"""For whom something may be."""

IN_IT = {0: ("R-0",), 1: ("R-1",), 2: ("R-0", "R-1"), 3: ("R-2",)}
"""Who is heard in each recording."""


@dataclass(frozen=True)
class Agreed:
    """For whom a person's voice may be, and the last day of that; None where there is none."""

    whom: int = EVERYONE
    until: int | None = None


@dataclass
class Remembered:
    """A story: its recording now, and the last decision on it: a word, or what was approved."""

    take: int
    decision: str | Told = ""
    granted: int = NOBODY
    once_approved: bool = False


@dataclass(frozen=True)
class Seen:
    """What the coordinator saw of one path in the last build, whose take it was then, whether it
    waited, and for whom it could be.
    """

    told: Told
    story: int
    waits: bool
    whom: int


@dataclass
class People:
    """The memory of a school."""

    stories: dict[int, Remembered] = field(default_factory=dict)
    story_of: dict[int, int] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    agreed: dict[str, Agreed] | None = None
    today: int = 0

    def receive(self, recording: int) -> None:
        """A build comes upon a recording."""
        if recording not in self.story_of:
            self.story_of[recording] = recording
            self.stories[recording] = Remembered(recording)

    def may_be_public(self, told: Told) -> bool:
        """Whether exactly this was approved, and nobody has said otherwise since."""
        return self.for_whom(told) == EVERYONE

    def for_whom(self, told: Told) -> int:
        """For whom exactly this was approved, as far as everyone in it agrees today."""
        recording, words = told
        story = self.stories.get(self.story_of.get(recording, -1))
        if story is None or story.take != recording or story.decision != told or words == NAMELESS:
            return NOBODY
        return min(story.granted, self.agreement(told))

    def agreement(self, told: Told) -> int:
        """For whom rights and everyone in it let it be today, whether or not it is approved."""
        whom = THE_FAMILIES if told[1] == FAMILIES else EVERYONE
        if self.agreed is None:
            return whom
        for person in IN_IT[told[0]]:
            row = self.agreed[person]
            ended = row.until is not None and row.until < self.today
            whom = min(whom, NOBODY if ended else row.whom)
        return whom

    def show(self, made: Mapping[str, Told], copies: Mapping[str, str]) -> None:
        """A build ends: the coordinator sees what was made, and which paths are only copies of
        which.
        """
        self.copies = copies
        self.seen = {
            path: Seen(told, self.story_of[told[0]], self._waits(told), self.agreement(told))
            for path, told in made.items()
            if self._story(told).take == told[0]
        }

    def approve(self, path: str) -> bool:
        """Approve by name what was shown at a path; false where that can't be."""
        seen = self._seen(path)
        if seen is None or not self._can(seen) or not self._still(seen):
            return False
        if self._story(seen.told).decision == WITHDRAWN:
            return False
        self._approved(self._story(seen.told), seen)
        return True

    def approve_all(self) -> None:
        """Approve all that waited, but for what was stopped since or became another take."""
        for each in self.seen.values():
            story = self._story(each.told)
            stopped = story.decision in (HELD, WITHDRAWN)
            if each.waits and self._can(each) and not stopped and self._still(each):
                self._approved(story, each)

    def approve_as(self, path: str, older: int) -> bool:
        """What was shown at a path becomes an older story's take; false where that can't be."""
        seen = self._seen(path)
        if seen is None or older not in self.stories or not self._can(seen):
            return False
        own_key = self.story_of[seen.told[0]]
        own = self.stories[own_key]
        if own_key == older or own.once_approved or own.decision == WITHDRAWN:
            return False
        if self.stories[older].decision == WITHDRAWN:
            return False
        del self.stories[own_key]
        for recording, key in self.story_of.items():
            if key == own_key:
                self.story_of[recording] = older
        self.stories[older].take = seen.told[0]
        self._approved(self.stories[older], seen)
        return True

    def stop(self, key: int, decision: str) -> bool:
        """Hold or withdraw a story; false where that can't be."""
        story = self.stories[self.story_of[key]]
        if story.decision == WITHDRAWN and decision == HELD:
            return False
        story.decision = decision
        return True

    def _seen(self, path: str) -> Seen | None:
        """What was shown at a path, or of the recording that a copy there is of."""
        return self.seen.get(path) or self.seen.get(self.copies.get(path, ""))

    def _story(self, told: Told) -> Remembered:
        return self.stories[self.story_of[told[0]]]

    def _waits(self, told: Told) -> bool:
        stopped = self._story(told).decision in (HELD, WITHDRAWN)
        return not stopped and self.for_whom(told) == NOBODY

    def _still(self, seen: Seen) -> bool:
        """Whether what was seen is the take of the story that it was seen as."""
        return self._story(seen.told).take == seen.told[0] and (
            self.story_of[seen.told[0]] == seen.story
        )

    def _can(self, seen: Seen) -> bool:
        return seen.told[1] != NAMELESS and seen.whom > NOBODY

    def _approved(self, story: Remembered, seen: Seen) -> None:
        """What was approved for more people already stays so: their consent rules."""
        wider = story.decision == seen.told and story.granted > seen.whom
        story.granted = story.granted if wider else seen.whom
        story.decision, story.once_approved = seen.told, True
