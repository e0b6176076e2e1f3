"""A line of the ledger, as it is written and read, and the chain that the lines form.

    {"v": 1, "n": 7, "at": "2026-11-23T09:00:00Z", "event": "approved", "id": "…",
     "shown": "…", "private": {…}, "seal": "…", "before": "…", "hash": "…"}

``hash`` is the line's own hash and ``before`` that of the line before it, so that a changed line
can be named, even if it is the last. A hash covers everything except ``private``, which is
represented in it by its ``seal`` (a salted digest): names and paths can one day be emptied
(``"private": null``) without breaking the chain. A line's time is never earlier than that of the
line before.

An ``erased`` line names in ``ids`` the stories whose private parts must be empty in all lines
before it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from media_pipeline.errors import LedgerError
from media_pipeline.gate.events import Event, EventType
from media_pipeline.tools.values import Unreadable, canonical, decoder

VERSION = 1


@dataclass(frozen=True, slots=True)
class Line:
    """An event as the ledger has it: its number, from 1, and its time (UTC, whole seconds)."""

    number: int
    at: datetime
    event: Event
    hash: str


def read_lines(path: Path) -> tuple[tuple[Line, ...], LedgerError | None]:
    """The lines of a ledger or a copy, up to the first that is not what was written, and the error
    about that line.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return (), None
    except OSError as error:
        return (), LedgerError(f"it can't be read ({error.strerror}).", str(path))
    if _read and _read[0][0] == text:
        return _read[0][1], None
    *rows, rest = text.split(b"\n")
    lines = _known(text)
    for number, row in enumerate([*rows, rest] if parses(rest) else rows, 1):
        if number <= len(lines):
            continue
        try:
            lines.append(_checked(row, number, lines[-1] if lines else START, str(path)))
        except LedgerError as error:
            return tuple(lines), error
    if text.endswith(b"\n"):
        _read[:] = [(text, tuple(lines))]
        return _read[0][1], None
    return tuple(lines), None


_read: list[tuple[bytes, tuple[Line, ...]]] = []
"""The last text of complete lines that was read in this process, and those lines. A build reads its
ledger a dozen times, and it only grows.
"""


def _known(text: bytes) -> list[Line]:
    """The lines at the beginning of ``text``, if that is byte for byte what was read last."""
    return next((list(lines) for before, lines in _read if text.startswith(before)), [])


def first_id(path: Path) -> str:
    """The id in the first line of a ledger, which is the workspace's namespace; "" if it can't be
    read.
    """
    try:
        with path.open("rb") as file:
            return _checked(file.readline(), 1, START, str(path)).event.id
    except (OSError, LedgerError):
        return ""


def emptied(text: bytes) -> bytes:
    """The lines of a whole ledger, with those private parts emptied that an ``erased`` line calls
    for; the chain still holds, and every other line keeps its bytes.
    """
    rows = text.splitlines(keepends=True)
    if not any(f'"event":"{EventType.ERASED}"'.encode() in row for row in rows):
        return text
    last: dict[str, int] = {}
    read = [json.loads(row) if parses(row) else {} for row in rows]
    for fields in read:
        if fields.get("event") == EventType.ERASED:
            last |= dict.fromkeys(fields["ids"].split(), fields["n"])
    return b"".join(
        _row({**fields, "private": None})
        if fields.get("private") and fields["n"] <= last.get(fields["id"], 0)
        else row
        for row, fields in zip(rows, read, strict=True)
    )


RESTORE = (
    "Put back the newest good copy of the decisions folder, or: media-pipeline restore-ledger. "
    "The site stays as it is."
)

_FRAME = frozenset({"v", "n", "at", "event", "id", "private", "seal", "before", "hash"})

START = Line(0, datetime.min.replace(tzinfo=UTC), Event("", ""), "0" * 64)
"""What stands in for a line before the first."""


def parses(rest: bytes) -> bool:
    """Whether what follows the last newline is a line that lost only its own newline. A kill in the
    middle of an append leaves the beginning of a line, which never parses: it was never recorded.
    """
    try:
        json.loads(rest)
    except (ValueError, RecursionError):
        return False
    return True


def _checked(row: bytes, number: int, before: Line, where: str) -> Line:
    """The line in a row. Raises :class:`LedgerError` if it is not what was written there."""
    try:
        fields = _fields(row)
        if fields["v"] != VERSION:
            raise LedgerError(
                f"line {number} was written by a newer version of this program.",
                where,
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
            f"line {number} is not what was written there.", where, RESTORE
        ) from error
    return line


def _row(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def written(event: Event, now: datetime, before: Line) -> tuple[bytes, Line]:
    """An event as the line that follows ``before``: its bytes, and the line as it will be read."""
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
    return _row(fields), _line(fields)


_read_fields = decoder(dict[str, Any])


def _fields(row: bytes) -> dict[str, Any]:
    """The fields of a row. An editor may have put a byte-order mark before the first row; ``json``
    skips that, but takes twice as long.
    """
    try:
        return _read_fields(row)
    except Unreadable:
        fields: dict[str, Any] = json.loads(row)
        return fields


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
    return hashlib.sha256(canonical(fields)).hexdigest()
