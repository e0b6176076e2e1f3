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


@dataclass
class Remembered:
    """A story: its recording now, and the last decision on it: a word, or what was approved."""

    take: int
    decision: str | Told = ""
    once_approved: bool = False


@dataclass(frozen=True)
class Seen:
    """What the coordinator saw of one path in the last build, whose take it was then, and whether
    it waited.
    """

    told: Told
    story: int
    waits: bool


@dataclass
class People:
    """The memory of a school."""

    stories: dict[int, Remembered] = field(default_factory=dict)
    story_of: dict[int, int] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    refusing: set[int] = field(default_factory=set)

    def receive(self, recording: int) -> None:
        """A build comes upon a recording."""
        if recording not in self.story_of:
            self.story_of[recording] = recording
            self.stories[recording] = Remembered(recording)

    def may_be_public(self, told: Told) -> bool:
        """Whether exactly this was approved, and nobody has said otherwise since."""
        recording, words = told
        story = self.stories.get(self.story_of.get(recording, -1))
        return (
            story is not None
            and story.take == recording
            and story.decision == told
            and words not in (NAMELESS, FAMILIES)
            and recording not in self.refusing
        )

    def show(self, made: Mapping[str, Told]) -> None:
        """A build ends: the coordinator sees what was made."""
        self.seen = {
            path: Seen(told, self.story_of[told[0]], self._waits(told))
            for path, told in made.items()
            if self._story(told).take == told[0]
        }

    def approve(self, path: str) -> bool:
        """Approve by name what was shown at a path; false where that can't be."""
        seen = self.seen.get(path)
        if seen is None or not self._can(seen.told) or not self._still(seen):
            return False
        self._approved(self._story(seen.told), seen.told)
        return True

    def approve_all(self) -> None:
        """Approve all that waited, but for what was stopped since or became another take."""
        for each in self.seen.values():
            story = self._story(each.told)
            stopped = story.decision in (HELD, WITHDRAWN)
            if each.waits and self._can(each.told) and not stopped and self._still(each):
                self._approved(story, each.told)

    def approve_as(self, path: str, older: int) -> bool:
        """What was shown at a path becomes an older story's take; false where that can't be."""
        seen = self.seen.get(path)
        if seen is None or older not in self.stories or not self._can(seen.told):
            return False
        own_key = self.story_of[seen.told[0]]
        own = self.stories[own_key]
        if own_key == older or own.once_approved or own.decision == WITHDRAWN:
            return False
        del self.stories[own_key]
        for recording, key in self.story_of.items():
            if key == own_key:
                self.story_of[recording] = older
        self.stories[older].take = seen.told[0]
        self._approved(self.stories[older], seen.told)
        return True

    def stop(self, key: int, decision: str) -> bool:
        """Hold or withdraw a story; false where that can't be."""
        story = self.stories[self.story_of[key]]
        if story.decision == WITHDRAWN and decision == HELD:
            return False
        story.decision = decision
        return True

    def _story(self, told: Told) -> Remembered:
        return self.stories[self.story_of[told[0]]]

    def _waits(self, told: Told) -> bool:
        stopped = self._story(told).decision in (HELD, WITHDRAWN)
        return not stopped and not self.may_be_public(told)

    def _still(self, seen: Seen) -> bool:
        """Whether what was seen is the take of the story that it was seen as."""
        return self._story(seen.told).take == seen.told[0] and (
            self.story_of[seen.told[0]] == seen.story
        )

    def _can(self, told: Told) -> bool:
        return told[1] not in (NAMELESS, FAMILIES)

    def _approved(self, story: Remembered, told: Told) -> None:
        story.decision, story.once_approved = told, True
