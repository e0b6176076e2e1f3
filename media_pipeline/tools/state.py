"""The file of what is remembered: opened, or begun anew where it is no use; each change whole."""

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
"""Its name, in the folder of all that is derived."""

DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""SQLite's result codes for a file that is no use: damaged, foreign, or of other columns."""

Unsound = sqlite3.DatabaseError
"""Raised where what is remembered can't be read."""


class State:
    """``build/state.sqlite``, and the notes in it."""

    def __init__(self, build: Path, *folders: Path, prove: bool = True) -> None:
        """Open it, and make the ``folders`` that it tells of. Raises :class:`WorkspaceError`.

        Whoever has it not proven yet (``prove``) may meet :data:`Unsound` while reading, and writes
        nothing before :meth:`prove`.
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
        """Look through all of it, and begin anew where it is damaged: 0.2 s for the 190 MB of
        10,000 stories. Raises :class:`WorkspaceError`.
        """
        if self._proven:
            return
        try:
            self._open_or_renew(self._look_through)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(self._build, error) from error
        self._proven = True

    def _open_or_renew(self, attempt: Callable[[], None]) -> None:
        """A power cut may damage what is never synced; all of it can be found out again."""
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
        # SQLite looks at no text: one that is none would be met in the middle of a build.
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
        """A note left by an earlier build; empty where there is none."""
        value: Mapping[str, Any] = json.loads(self._note(name) or "{}")
        return value

    def notes(self) -> dict[str, Mapping[str, Any]]:
        """Every note that was left, by its name."""
        rows = self._base.execute("select name, value from note")
        return {name: json.loads(text) for name, text in rows}

    def leave_note(self, name: str, value: Mapping[str, Any]) -> None:
        """Leave a note for a later build or command; writes nothing where it says the same."""
        text = json.dumps(value, sort_keys=True)
        if text != self._note(name):
            with self._writing():
                self._base.execute("insert or replace into note values (?, ?)", (name, text))

    def _note(self, name: str) -> str:
        found = self._base.execute("select value from note where name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def rewrite(self) -> bool:
        """Write all of it anew, and say whether that was done: not where somebody reads it, or the
        disk is full. SQLite overwrites what it deletes, but not what it moved to another place
        before: of 900 names that were deleted 14 could still be read in the file. One to four
        seconds for the 190 MB of 10,000 stories, which take as much memory meanwhile: what is the
        school's alone is written to no folder for all.
        """
        try:
            self._base.execute("pragma temp_store = memory")
            self._base.execute("vacuum")
        except sqlite3.Error:  # whatever it is, the next build says it, or begins anew
            return False
        return True

    def _forget(self, table: str, column: str, values: Iterable[str]) -> None:
        rows = [(value,) for value in values]
        self._base.executemany(f"delete from {table} where {column} = ?", rows)  # noqa: S608 - ours

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Many records written as one, or none of them."""
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
        """Raises :class:`WorkspaceError` where there is no room, or no right to write."""
        try:
            yield
        except sqlite3.Error as error:
            raise _unusable(self._build, error) from error

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()


def _unusable(build: Path, error: Exception) -> WorkspaceError:
    return WorkspaceError(
        f"it can't be used ({error}).", str(build), "Check its disk and who may write there."
    )
