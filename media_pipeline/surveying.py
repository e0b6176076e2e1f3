"""What is there, and what the gate says of it, before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.decide import Book, Entry, decide, missing, read_book, received
from media_pipeline.gate.ledger import Ledger
from media_pipeline.gate.surnames import Surnames
from media_pipeline.gate.told import private_in
from media_pipeline.intake.find import SETTLE, find
from media_pipeline.intake.gather import Intake, gather
from media_pipeline.model import Exhibit, State, Story, Verdict
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

FEW = 3
"""Originals that may be gone at once without a question, in the smallest school."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Recordings, the ledger read to its end, and the verdicts by recordings' paths."""

    intake: Intake
    book: Book
    verdicts: Mapping[str, Verdict]

    @property
    def gone(self) -> list[Entry]:
        """Published stories whose original is not there."""
        return missing(self.intake.stories, self.book)

    @property
    def worked_on(self) -> list[Story]:
        """Work is done before approval, so that it can be heard; never on what was withdrawn."""
        return [
            story
            for story in self.intake.stories
            if (verdict := self.verdicts[story.recording.path]).id
            and verdict.state is not State.WITHDRAWN
        ]


def survey(workspace: Workspace, store: Store, now: datetime, settle: float = SETTLE) -> Survey:
    """Look at the drop folder and ask the gate; new recordings are received in the ledger."""
    intake = gather(find(workspace.root, settle=settle), workspace.settings, store)
    ledger = Ledger(workspace.decisions)
    namespace = ledger.namespace(now, begin=not (workspace.site / "stories").is_dir())
    events = received(intake.stories, read_book(ledger.read()), namespace)
    book = read_book(ledger.append(events, now))
    return judged(intake, book, {}, workspace.surnames())


def judged(
    intake: Intake, book: Book, exhibits: Mapping[str, Exhibit], surnames: Surnames
) -> Survey:
    """What the gate says of each story. ``exhibits``, by path, have the words it would show."""
    verdicts = {}
    for story in intake.stories:
        path = story.recording.path
        exhibit, entry = exhibits.get(path), book.of(story.recording.digest)
        words = exhibit.words if exhibit else {}
        private = private_in(story, words, entry.slug if entry else "", surnames)
        verdicts[path] = decide(story, book, private)
    return Survey(intake, book, verdicts)


def guard_against_an_absent_share(seen: Survey) -> None:
    """A share that is not mounted must never take a whole site down.

    Raises :class:`WorkspaceError` where more than half of what was published has no original.
    Withdrawn stories don't count: they are to go.
    """
    gone = len(seen.gone)
    public = sum(1 for each in seen.verdicts.values() if each.state is State.PUBLISHED)
    if gone > max(FEW, public) or (gone and not public):
        raise WorkspaceError(
            f"{gone} published recordings are not there any more; the site stays as it was.",
            "recordings",
            "Is the share mounted? If they are gone for good: media-pipeline build --allow-missing",
        )
