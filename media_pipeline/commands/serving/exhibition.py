"""What the last build showed, and the state of each story by the present ledger."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from media_pipeline.commands.deciding import shown
from media_pipeline.errors import UsageError
from media_pipeline.gate.approve import Shown, covers
from media_pipeline.gate.book import Book, Entry, read_book
from media_pipeline.model import Exhibit, State
from media_pipeline.stages.report_file import last_told
from media_pipeline.tools.files import stamp
from media_pipeline.tools.store import Store
from media_pipeline.tools.values import value_digest
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

APPROVED = "approved"
"""The state of a story that the next build will publish; it is not one of the gate's states."""


@dataclass(frozen=True, slots=True)
class Exhibition:
    """What the last build showed: each story's row and exhibit, by its id; what the report says, by
    path; and the folder that the renditions' paths are relative to. ``book`` is the ledger now.
    """

    stories: Mapping[str, tuple[Shown, Exhibit]]
    report: Mapping[str, Mapping[str, Any]]
    files: Path
    book: Book

    def found(self, story_id: str) -> tuple[Shown, Exhibit]:
        """A story by its id. Raises :class:`UsageError` if it is not shown."""
        try:
            return self.stories[story_id]
        except KeyError as error:
            gone = "it was withdrawn already." if self.withdrew(story_id) else ""
            raise UsageError(gone or "it is not shown any more.", "this story") from error

    def withdrew(self, story_id: str) -> bool:
        """Whether the story of that id was withdrawn."""
        return any(entry.id == story_id for entry in self.book.withdrawn)

    def standing(self, row: Shown) -> str:
        """A story's state now: one of the gate's, or :data:`APPROVED`."""
        return standing(row, self.book.of(row.digest))

    def seal(self, row: Shown) -> str:
        """Everything that a person deciding on a story sees of it, in digests."""
        return seal(row, self.stories[row.id][1], self.book)


def standing(row: Shown, entry: Entry | None) -> str:
    """The present state of a story that was shown as ``row``, by what the ledger says about it
    now.
    """
    if entry is None or entry.id != row.id:
        return str(row.state)
    if entry.state is not State.PUBLISHED:
        return str(entry.state)
    if row.state is not State.PUBLISHED and covers(entry, row):
        return APPROVED
    return str(row.state if row.state is not State.HELD else State.WAITING)


def seal(row: Shown, exhibit: Exhibit, book: Book) -> str:
    """Two digests: of what a build showed of a story and of its files, and of what was decided."""
    entry = book.of(row.digest)
    decided = (str(entry.state), entry.decided, entry.shown) if entry else ()
    # The state belongs to what was decided, as the build saw it.
    told = replace(row, state=State.WAITING)
    seen = value_digest(told, [each.digest for each in exhibit.renditions])
    return f"{seen}.{value_digest(row.state, decided)}"


def approved_already(row: Shown, exhibit: Exhibit, book: Book, sealed: str) -> bool:
    """Whether exactly what was ``sealed`` is still what is shown, and was approved since."""
    entry = book.of(row.digest)
    same = seal(row, exhibit, book).partition(".")[0] == sealed.partition(".")[0]
    return same and entry is not None and entry.state is State.PUBLISHED and covers(entry, row)


def last_build(workspace: Workspace) -> str:
    """A mark of the last build that ended: the report is the last thing that a build writes."""
    return stamp(workspace.report) if workspace.report.exists() else ""


class Showing:
    """The exhibition, read again if a build has ended since or something was decided."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._read: tuple[str, Exhibition] | None = None

    def now(self) -> Exhibition:
        """What is shown now."""
        ledger = open_ledger(self._workspace).path
        decided = stamp(ledger) if ledger.exists() else ""
        marks = f"{last_build(self._workspace)} {decided}"
        with self._lock:
            if self._read is None or self._read[0] != marks:
                self._read = marks, _exhibition(self._workspace)
            return self._read[1]


def _exhibition(workspace: Workspace) -> Exhibition:
    with closing(Store(workspace.build)) as store:
        exhibits, files = store.exhibits(), store.root
    book = read_book(open_ledger(workspace).read())
    withdrawn = {entry.id for entry in book.withdrawn}
    rows = [row for row in shown(workspace) if row.path in exhibits and row.id not in withdrawn]
    return Exhibition(
        stories={row.id: (row, exhibits[row.path]) for row in rows},
        report={each["path"]: each for each in last_told(workspace.report)},
        files=files,
        book=book,
    )
