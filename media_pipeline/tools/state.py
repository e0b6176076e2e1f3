"""The file of what is remembered: opened, or started afresh if it is unusable; each change is
atomic.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from media_pipeline.errors import WorkspaceError
from media_pipeline.tools.remembered import LATER, SCHEMA, VERSION

FILE = "state.sqlite"
"""The file's name, in the folder of all derived data."""

DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""SQLite's result codes for an unusable file: damaged, foreign, or with other columns."""

Unsound = sqlite3.DatabaseError
"""Raised if what is remembered can't be read."""


class State:
    """``build/state.sqlite``, and the notes in it."""

    def __init__(self, build: Path, *folders: Path, prove: bool = True) -> None:
        """Open it, and make the ``folders`` that it tells of. Raises :class:`WorkspaceError` if
        that fails.

        Without ``prove``, reading may raise :data:`Unsound`, and nothing may be written before
        :meth:`prove` is called.
        """
        self._build = build
        self._proven = False
        try:
            for each in folders:
                each.mkdir(parents=True, exist_ok=True)
            self._open_or_renew(self._open)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(build, error) from error
        if prove:
            self.prove()

    def prove(self) -> None:
        """Check all of it, and start afresh if it is damaged: 0.2 s for the 190 MB of 10,000
        stories. Raises :class:`WorkspaceError` if that fails.
        """
        if self._proven:
            return
        try:
            self._open_or_renew(self._look_through)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(self._build, error) from error
        self._proven = True

    def _open_or_renew(self, attempt: Callable[[], None]) -> None:
        """A power cut may damage what is never synced; all of it can be worked out again."""
        try:
            attempt()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in DAMAGED:
                raise
            self._base.close()
            for name in (FILE, f"{FILE}-journal"):
                (self._build / name).unlink(missing_ok=True)
            self._open()

    def _look_through(self) -> None:
        (state,) = self._base.execute("pragma quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        # SQLite does not check text: bytes that are no text would surface in the middle of a build.
        self._base.execute("select name, value from note").fetchall()

    def _open(self) -> None:
        base = self._build / FILE
        self._base = sqlite3.connect(base, isolation_level=None, check_same_thread=False)
        self._base.execute("pragma synchronous = off")
        self._base.execute("pragma secure_delete = on")  # what is forgotten is overwritten
        if self._base.execute("pragma user_version").fetchone() != (VERSION,):
            self._base.executescript(f"begin; {SCHEMA} pragma user_version = {VERSION}; commit;")
        self._base.executescript(LATER)
        for columns in ("path, stamp, digest from seen", "fingerprint, made from made"):
            self._base.execute(f"select {columns} limit 0")

    def note(self, name: str) -> Mapping[str, Any]:
        """A note left by an earlier build; empty if there is none."""
        value: Mapping[str, Any] = json.loads(self._note(name) or "{}")
        return value

    def notes(self) -> dict[str, Mapping[str, Any]]:
        """All notes, by name."""
        rows = self._base.execute("select name, value from note")
        return {name: json.loads(text) for name, text in rows}

    def leave_note(self, name: str, value: Mapping[str, Any]) -> None:
        """Leave a note for a later build or command; writes nothing if it says the same."""
        text = json.dumps(value, sort_keys=True)
        if text != self._note(name):
            with self._writing():
                self._base.execute("insert or replace into note values (?, ?)", (name, text))

    def _note(self, name: str) -> str:
        found = self._base.execute("select value from note where name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def rewrite(self) -> bool:
        """Rewrite the whole file, and return whether that was done: it is not if somebody is
        reading it, or the disk is full. SQLite overwrites what it deletes, but not earlier places
        of what it has moved: of 900 deleted names, 14 could still be read in the file. Takes one to
        four seconds for the 190 MB of 10,000 stories, and as much memory meanwhile: what is the
        school's alone is never written to a folder shared with others.
        """
        try:
            self._base.execute("pragma temp_store = memory")
            self._base.execute("vacuum")
        except sqlite3.Error:  # whatever it is, the next build reports it, or starts afresh
            return False
        return True

    def _forget(self, table: str, column: str, values: Iterable[str]) -> None:
        rows = [(value,) for value in values]
        self._base.executemany(f"delete from {table} where {column} = ?", rows)  # noqa: S608 - ours

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write many records as one, or none of them."""
        with self._writing():
            self._base.execute("begin")
            try:
                yield
                self._base.execute("commit")
            finally:
                if self._base.in_transaction:
                    self._base.rollback()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Raises :class:`WorkspaceError` if there is no room, or no right to write."""
        try:
            yield
        except sqlite3.Error as error:
            raise _unusable(self._build, error) from error

    def close(self) -> None:
        """Close the database."""
        self._base.close()


def _unusable(build: Path, error: Exception) -> WorkspaceError:
    return WorkspaceError(
        f"it can't be used ({error}).", str(build), "Check its disk and who may write there."
    )
