"""What is there, and what the gate says of it, before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from media_pipeline.consenting import consents_of
from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.consent import Consents, unnamed
from media_pipeline.gate.decide import (
    REGISTER,
    Book,
    Entry,
    decide,
    found_in,
    missing,
    read_book,
    received,
)
from media_pipeline.gate.ledger import Event, Ledger
from media_pipeline.intake.find import SETTLE, find
from media_pipeline.intake.gather import Intake, gather
from media_pipeline.model import State, Story, Verdict
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

FEW = 3
"""Originals that may be gone at once without a question, in the smallest school."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Recordings, the ledger read to its end, and the verdicts by recordings' paths. ``consents``
    are those they rest on, None where there is no register.
    """

    intake: Intake
    book: Book
    verdicts: Mapping[str, Verdict]
    consents: Consents | None = None

    @property
    def gone(self) -> list[Entry]:
        """Published stories whose original is not there."""
        return missing(self.intake.stories, self.book)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about rows of the consent register that are not understood."""
        return self.consents.register.problems if self.consents else ()

    @property
    def rested_on(self) -> list[tuple[str, tuple[str, ...]]]:
        """The people of each published story, by its recording's path."""
        return [(path, each.people) for path, each in self.verdicts.items() if each.permit]

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
    """Look at the drop folder and ask the gate; new recordings are received in the ledger, and so
    is a consent register that is seen for the first time.

    Raises :class:`RegisterError` where it is not what it was.
    """
    intake = gather(find(workspace.root, settle=settle), workspace.settings, store)
    ledger = Ledger(workspace.decisions)
    namespace = ledger.namespace(now, begin=not (workspace.site / "stories").is_dir())
    book = read_book(ledger.read())
    consents = consents_of(workspace, book, now)
    events = received(intake.stories, book, namespace)
    if consents and not book.register:
        events.append(Event(REGISTER, str(namespace)))
    book = read_book(ledger.append(events, now))
    stories = tuple(
        unnamed(each, consents, found_in(each, book.of(each.recording.digest)))
        for each in intake.stories
    )
    return judged(replace(intake, stories=stories), book, consents)


def judged(intake: Intake, book: Book, consents: Consents | None) -> Survey:
    """What the gate says of each story."""
    verdicts = {story.recording.path: decide(story, book, consents) for story in intake.stories}
    return Survey(intake, book, verdicts, consents)


def judged_anew(seen: Survey, workspace: Workspace, now: datetime) -> Survey:
    """What the gate says after the work, which takes its time: by ledger and consents as they are
    then. Raises :class:`RegisterError` as :func:`survey` does.
    """
    book = read_book(Ledger(workspace.decisions).read())
    return judged(seen.intake, book, consents_of(workspace, book, now))


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
