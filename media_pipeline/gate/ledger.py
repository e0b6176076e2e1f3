"""The ledger: what was received and decided, by whom and when. Append-only, irreplaceable.

:mod:`media_pipeline.gate.lines` defines a line. Each line is also written to a copy in a second
place (:mod:`media_pipeline.gate.second`).
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from media_pipeline.errors import LedgerError, WorkspaceError
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.lines import (
    RESTORE,
    START,
    Line,
    emptied,
    parses,
    read_lines,
    written,
)
from media_pipeline.gate.second import bytes_of, follow, refuse_gap
from media_pipeline.tools import files
from media_pipeline.tools.locks import locked

NAME = "ledger.jsonl"

_ABSENT = (
    "Restore the newest copy of the decisions folder; for a new workspace: media-pipeline init."
)


class Ledger:
    """One ledger file, read whole and appended to; ``copy`` is the folder for its copy
    elsewhere.
    """

    def __init__(self, folder: Path, copy: Path | None = None) -> None:
        self.path = folder / NAME
        self.copy = copy / NAME if copy else None
        self._lock = folder / ".lock"

    def read(self) -> tuple[Line, ...]:
        """Every line. Raises :class:`LedgerError` at the first that is not as it was written."""
        lines, error = read_lines(self.path)
        if error:
            raise error
        return lines

    def append(self, events: Sequence[Event], now: datetime) -> tuple[Line, ...]:
        """Write ``events`` under the lock and through to the disk; returns every line."""
        return self.append_following(lambda _: events, now) if events else self.read()

    def append_following(
        self, conclude: Callable[[Sequence[Line]], Sequence[Event]], now: datetime
    ) -> tuple[Line, ...]:
        """Write the events that ``conclude`` makes of the present lines; nobody writes in between.

        Raises :class:`LedgerError` if the copy has lines that are missing here: anything written
        after a gap could never be joined to them.
        """
        with self.still() as standing:
            lines = list(standing)
            rows = []
            for event in conclude(standing):
                row, line = written(event, now, lines[-1] if lines else START)
                lines.append(line)
                rows.append(row)
            if rows:
                refuse_gap(self.path, self.copy)
                files.append(self.path, ended(self.path) + b"".join(rows))
                with contextlib.suppress(WorkspaceError):  # a decision doesn't wait for the copy
                    follow(self.path, self.copy)
        return tuple(lines)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """While the block runs, nobody else writes here."""
        self._lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self._lock, waiting=lambda: None):
            yield

    @contextlib.contextmanager
    def still(self) -> Iterator[tuple[Line, ...]]:
        """Every line, while nobody else can write one."""
        with self.held():
            yield self.read()

    def settle(self) -> None:
        """Empty what an erasure calls for, if a kill left that undone, and bring the copy up to
        date.

        Raises :class:`LedgerError` if the copy has lines that are missing here, and
        :class:`WorkspaceError` if the copy can't be written.
        """
        with self.held():
            refuse_gap(self.path, self.copy)
            text = bytes_of(self.path)
            if (whole := emptied(text)) != text:
                files.write(self.path, whole, private=True)
            follow(self.path, self.copy)

    def namespace(self, now: datetime, *, begin: bool) -> uuid.UUID:
        """The workspace's own namespace, given in the ledger's first line.

        A new ledger is started only if ``begin`` says so: without the old one, everything that was
        withdrawn would be forgotten.
        """
        lines = self.read()
        if not lines:
            if not begin:
                raise LedgerError("the ledger is not there.", str(self.path), _ABSENT)
            lines = self.append([Event(EventType.WORKSPACE, str(uuid.uuid4()))], now)
        if lines[0].event.event != EventType.WORKSPACE:
            raise LedgerError("its first line is missing.", str(self.path), RESTORE)
        return uuid.UUID(lines[0].event.id)


def ended(path: Path) -> bytes:
    """What the last line at ``path`` lacks at its end. A line that a kill left unfinished is cut
    off in place, so that who may read the file does not change.
    """
    text = bytes_of(path)
    end = text.rfind(b"\n") + 1
    if parses(text[end:]):
        return b"\n"
    if end < len(text):
        os.truncate(path, end)
    return b""
