"""Stories for the gate's tests, and a ledger's lines without a file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from media_pipeline.gate.approve import Shown, approvals, choose
from media_pipeline.gate.book import Book, read_book
from media_pipeline.gate.consent import Consents
from media_pipeline.gate.decide import Grounds, decide, received
from media_pipeline.gate.events import Event
from media_pipeline.gate.lines import Line
from media_pipeline.gate.shown import shown_fields
from media_pipeline.gate.surnames import NO_SURNAMES, Surnames
from media_pipeline.model import Probe, Recording, Story

NAMESPACE = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


def telling(name: str, **fields: Any) -> Story:
    """A complete story whose bytes are its name."""
    path = fields.pop("path", f"recordings/pa/{name}.m4a")
    digest = hashlib.sha256(fields.pop("content", name).encode()).hexdigest()
    recording = Recording(path, (path,), 1, digest)
    probe = Probe("mov", 60.0, 0.0, None, None)
    return replace(Story(recording, probe, {"pa": name}, "pa"), **fields)


class Diary:
    """A ledger in memory: an hour passes with each line."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    @property
    def book(self) -> Book:
        """The ledger, read to its end."""
        return read_book(self.lines)

    def write(self, events: Sequence[Event]) -> None:
        """Append events."""
        for event in events:
            number = len(self.lines) + 1
            at = MORNING + timedelta(hours=number)
            self.lines.append(Line(number, at, event, ""))

    def receive(self, *stories: Story) -> list[str]:
        """Receive stories; returns their ids."""
        self.write(received(stories, self.book, NAMESPACE))
        book = self.book
        return [book.by_digest[story.recording.digest] for story in stories]

    def show(
        self,
        *stories: Story,
        surnames: Surnames = NO_SURNAMES,
        consents: Consents | None = None,
    ) -> list[Shown]:
        """What a build shows of stories now."""
        rows = []
        for story in stories:
            verdict = decide(story, Grounds(self.book, surnames, consents), {})
            fields = shown_fields(story)
            rows.append(
                Shown(
                    verdict.id,
                    story.recording.path,
                    story.shown_title,
                    story.recording.digest,
                    verdict.shown,
                    fields,
                    verdict.state,
                    verdict.needs,
                    str(story.rights),
                    verdict.audience,
                    verdict.people,
                    verdict.names,
                    verdict.traces,
                )
            )
        return rows

    def approve(self, *stories: Story, consents: Consents | None = None) -> None:
        """Receive, show and approve stories, each by name."""
        self.receive(*stories)
        rows = self.show(*stories, consents=consents)
        self.write(
            approvals(choose([row.path for row in rows], rows), self.book, "Kim", names=False)
        )

    def stop(self, event: str, story_id: str, reason: str = "asked to") -> None:
        """Hold or withdraw a story."""
        self.write([Event(event, story_id, {}, {"reason": reason, "by": "Kim"})])
