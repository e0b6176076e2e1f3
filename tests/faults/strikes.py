"""Named points of a build at which it can be struck: killed, or told that its disk is full.

A point is *before*, *in* or *after* one act on one kind of file: "after the rename of a page". The
acts are the few functions through which the program writes (``tools/files.py``, the moves and
deletions of the pool, the store and the placing of the site) and SQLite's statements. They are
wrapped from outside, in a process of :mod:`coordinator` alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from media_pipeline.tools import files

FEEDS = ("feeds", "sitemap", "school.json")


@dataclass
class Strike:
    """Counts what happens at each point, and strikes at the ``nth`` of the one that is meant.

    With ``error``, an errno, every write fails by it from the ``nth`` on, as on a disk that is
    full; without it the process is killed. ``log`` is a file that gets a line for each point, and
    one for each file that enters the site: its digest and path.
    """

    root: Path
    point: str = ""
    nth: int = 0
    error: int = 0
    log: str = ""
    counts: Counter[str] = field(default_factory=Counter)

    def at(self, when: str, act: str, path: str | os.PathLike[str]) -> None:
        """Come to a point of the program's way with a file."""
        place = os.fspath(path)
        if kind := self._kind(place):
            self.come(f"{when} {act} of a {kind}")
            if (when, act) == ("after", "rename") and "/build/site/" in place:
                content = Path(place).read_bytes()
                self._note(f"{hashlib.sha256(content).hexdigest()} {place.partition('/site/')[2]}")

    def come(self, name: str) -> None:
        """Come to a point by its name."""
        self._note(name)
        self.counts[name] += 1
        if self.error:
            self._fail(name)
        elif name == self.point and self.counts[name] == self.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def _fail(self, name: str) -> None:
        # Deleting needs no room.
        if not name.startswith("before") or " deletion " in name or " clearing " in name:
            return
        self.counts["writes"] += 1
        if self.counts["writes"] >= self.nth:
            raise OSError(self.error, os.strerror(self.error))

    def _note(self, line: str) -> None:
        if self.log:
            with Path(self.log).open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    def _kind(self, path: str) -> str:
        """What a file is to the program; "" for one that is none of its own."""
        if not path.startswith(str(self.root)):
            return ""
        path = path.removeprefix(str(self.root)).lstrip("/")
        name = path.rpartition("/")[2]
        if name.endswith("-journal") or "state.sqlite" in name:
            return ""
        if path.startswith("build/site"):
            return _kind_of_public(path.removeprefix("build/site").lstrip("/"), name)
        for start, kind in (
            ("build/cache/work", "work"),
            ("build/cache/objects", "result"),
            ("build/report.json", "report"),
            ("build/.tmp", "report"),
            ("decisions", "ledger"),
            ("second", "copy"),
        ):
            if path.startswith(start):
                return kind
        return ""


def _kind_of_public(path: str, name: str) -> str:
    real = name.split("-", 2)[-1] if name.startswith(files.TEMPORARY) else name
    if path.startswith("media"):
        return "medium"
    if path.startswith(FEEDS) or (path == name and real in FEEDS):
        return "feed"
    return "page" if real.endswith(".html") else "public file"


def arm(root: Path, **struck: Any) -> None:
    """Wrap what writes in this process; ``struck`` is as :class:`Strike` has it."""
    strike = Strike(root, **struck)
    _around(Path, "replace", strike, "rename", lambda arguments: arguments[1])
    _around(os, "link", strike, "link", lambda arguments: arguments[1])
    _around(os, "truncate", strike, "cut", lambda arguments: arguments[0])
    _around(os, "fsync", strike, "sync", lambda arguments: _path_of(arguments[0]))
    _around(os, "sync", strike, "sync of everything", lambda _: root / "build/site/index.html")
    _around(Path, "unlink", strike, "deletion", _unless_temporary)
    _around(shutil, "rmtree", strike, "clearing", lambda arguments: arguments[0])
    _opening(strike)
    _appending(strike)
    _recording(strike)


def _around(
    owner: Any, name: str, strike: Strike, act: str, path: Callable[[tuple[Any, ...]], Any]
) -> None:
    inner = getattr(owner, name)

    def outer(*arguments: Any, **named: Any) -> Any:
        target = path(arguments)
        strike.at("before", act, target)
        result = inner(*arguments, **named)
        strike.at("after", act, target)
        return result

    setattr(owner, name, outer)


def _unless_temporary(arguments: tuple[Any, ...]) -> str:
    """Every write ends by making sure that its temporary file is not there."""
    path: Path = arguments[0]
    return "" if path.name.startswith(files.TEMPORARY) else str(path)


def _path_of(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _opening(strike: Strike) -> None:
    """A temporary file that is open and empty, or has its first half."""
    inner = files.replacing

    class Halved:
        def __init__(self, file: IO[bytes], path: Path) -> None:
            self._file, self._path, self.name = file, path, file.name

        def write(self, content: bytes) -> int:
            strike.at("before", "writing", self._path)
            half = len(content) // 2
            self._file.write(content[:half])
            self._file.flush()
            strike.at("amid", "writing", self._path)
            return half + self._file.write(content[half:])

    @contextlib.contextmanager
    def outer(path: Path, *, durable: bool = True) -> Iterator[Any]:
        with inner(path, durable=durable) as file:
            yield Halved(file, path)

    files.replacing = outer


def _appending(strike: Strike) -> None:
    """A line of the ledger that is there by half."""
    inner = files._append_whole

    def outer(file: IO[bytes], line: bytes) -> None:
        path = _path_of(file.fileno())
        strike.at("before", "append", path)
        if strike.point.startswith("amid append"):
            file.write(line[: len(line) // 2])
        strike.at("amid", "append", path)
        inner(file, line)
        strike.at("after", "append", path)

    files._append_whole = outer


def _recording(strike: Strike) -> None:
    """SQLite's own writes."""

    class Struck(sqlite3.Connection):
        def execute(self, sql: str, *arguments: Any) -> Any:
            verb = sql.split(maxsplit=1)[0]
            if verb not in ("insert", "delete", "begin", "commit"):
                return super().execute(sql, *arguments)
            try:
                strike.come(f"before {verb} of a record")
            except OSError as error:
                raise sqlite3.OperationalError("database or disk is full") from error
            result = super().execute(sql, *arguments)
            strike.come(f"after {verb} of a record")
            return result

    inner = sqlite3.connect

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        return inner(*arguments, **named, factory=Struck)

    sqlite3.connect = connect  # type: ignore[assignment]
