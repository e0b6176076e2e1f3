"""The ledger: what was received and decided, by whom and when. Append-only, irreplaceable.

    {"v": 1, "n": 7, "at": "2026-11-23T09:00:00Z", "event": "approved", "id": "…",
     "shown": "…", "private": {…}, "seal": "…", "before": "…", "hash": "…"}

``hash`` is the line's own and ``before`` that of the line before, so that a changed line is
named, were it the last. A hash covers everything but ``private``, for which its ``seal`` (a
salted digest of it) stands: names and paths can one day be emptied (``"private": null``)
without breaking the chain. A line's time is never before the last one's.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from media_pipeline.errors import LedgerError
from media_pipeline.tools import files

VERSION = 1
NAME = "ledger.jsonl"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``private`` holds what a person may one day ask to be erased."""

    event: str
    id: str
    public: Mapping[str, str] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it stands in the ledger: its number from 1, and when (UTC, whole seconds)."""

    number: int
    at: datetime
    event: Event
    hash: str


class Ledger:
    """One ledger file, read whole and appended to."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lock = folder / ".lock"

    def read(self) -> tuple[Line, ...]:
        """Every line. Raises :class:`LedgerError` at the first that is not what was written."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise LedgerError(f"it can't be read ({error.strerror}).", str(self.path)) from error
        lines: list[Line] = []
        *rows, rest = text.split(b"\n")
        for number, row in enumerate([*rows, rest] if _parses(rest) else rows, 1):
            lines.append(self._line(row, number, lines[-1] if lines else _START))
        return tuple(lines)

    def append(self, events: Sequence[Event], now: datetime) -> tuple[Line, ...]:
        """Write ``events`` down, under the lock and onto the disk; returns every line."""
        return self.append_following(lambda _: events, now) if events else self.read()

    def append_following(
        self, conclude: Callable[[Sequence[Line]], Sequence[Event]], now: datetime
    ) -> tuple[Line, ...]:
        """Write down what ``conclude`` makes of the lines as they stand: nobody writes between."""
        self._lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with files.locked(self._lock, waiting=lambda: None):
            lines = list(self.read())
            rows = []
            for event in conclude(tuple(lines)):
                row, line = _written(event, now, lines[-1] if lines else _START)
                lines.append(line)
                rows.append(row)
            if rows:
                files.append(self.path, self._ended() + b"".join(rows))
        return tuple(lines)

    def namespace(self, now: datetime, *, begin: bool) -> uuid.UUID:
        """The workspace's own namespace, given in the ledger's first line.

        A new ledger is begun only where ``begin`` says so: without the old one, whatever was
        withdrawn would be forgotten.
        """
        lines = self.read()
        if not lines:
            if not begin:
                raise LedgerError("the ledger is not there.", str(self.path), _ABSENT)
            lines = self.append([Event("workspace", str(uuid.uuid4()))], now)
        if lines[0].event.event != "workspace":
            raise LedgerError("its first line is missing.", str(self.path), _RESTORE)
        return uuid.UUID(lines[0].event.id)

    def _ended(self) -> bytes:
        """What the last line lacks of its end. What a kill left of one is cut off, in place: who
        may read the file stays so.
        """
        text = self.path.read_bytes() if self.path.exists() else b""
        end = text.rfind(b"\n") + 1
        if _parses(text[end:]):
            return b"\n"
        if end < len(text):
            os.truncate(self.path, end)
        return b""

    def _line(self, row: bytes, number: int, before: Line) -> Line:
        try:
            fields = json.loads(row)
            if fields["v"] != VERSION:
                raise LedgerError(
                    f"line {number} was written by a newer version of this program.",
                    str(self.path),
                    "Install the newer version.",
                )
            line = _line(fields)
            private = fields["private"]
            follows = line.number == number and fields["before"] == before.hash
            sealed = private is None or fields["seal"] == _seal(private)
            if not (follows and sealed and fields["hash"] == line.hash):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LedgerError(
                f"line {number} is not what was written there.", str(self.path), _RESTORE
            ) from error
        return line


_ABSENT = (
    "Restore the newest copy of the decisions folder; for a new workspace: media-pipeline init."
)

_RESTORE = "Put back the newest good copy of the decisions folder; the site stays as it is."

_FRAME = frozenset({"v", "n", "at", "event", "id", "private", "seal", "before", "hash"})

_START = Line(0, datetime.min.replace(tzinfo=UTC), Event("", ""), "0" * 64)
"""What stands before the first line."""


def _parses(rest: bytes) -> bool:
    """Whether what stands after the last newline is a line that lost only its own. A kill in
    mid-append leaves the beginning of one, which never parses: it was never recorded.
    """
    try:
        json.loads(rest)
    except (ValueError, RecursionError):
        return False
    return True


def _written(event: Event, now: datetime, before: Line) -> tuple[bytes, Line]:
    at = max(now.astimezone(UTC).replace(microsecond=0), before.at)
    private = {"salt": secrets.token_hex(8), **event.private} if event.private else {}
    fields: dict[str, Any] = {
        "v": VERSION,
        "n": before.number + 1,
        "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "event": event.event,
        "id": event.id,
        **event.public,
        "private": private,
        "seal": _seal(private),
        "before": before.hash,
    }
    fields["hash"] = _hash(_chained(fields))
    row = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return row, _line(fields)


def _line(fields: Mapping[str, Any]) -> Line:
    public = {name: value for name, value in fields.items() if name not in _FRAME}
    private = {name: value for name, value in (fields["private"] or {}).items() if name != "salt"}
    at = datetime.fromisoformat(fields["at"])
    event = Event(fields["event"], fields["id"], public, private)
    return Line(fields["n"], at, event, _hash(_chained(fields)))


def _chained(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in ("private", "hash")}


def _seal(private: Mapping[str, Any]) -> str:
    return _hash(private) if private else ""


def _hash(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
