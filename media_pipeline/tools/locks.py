"""Lock files: the holder of one keeps other processes out, but a killed holder keeps out nobody."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from media_pipeline.tools.files import unwritable

LOOKS_AGAIN = 0.2
"""Seconds between checks whether a lock is free."""


@contextlib.contextmanager
def locked(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file ``path`` while the block runs; a killed holder's lock counts as free.

    If another process holds it, ``waiting`` is called once before waiting for that one to end.
    """
    with _lock_file(path) as file:
        if not _try_lock(file):
            waiting()
            _lock(file)
        yield


@contextlib.contextmanager
def locked_if_free(path: Path, patience: float = 0.0) -> Iterator[bool]:
    """Hold the lock file ``path`` while the block runs, unless another process keeps it for
    ``patience`` seconds; yields whether it is held.
    """
    with _lock_file(path) as file:
        yield _locked_within(file, patience)


@contextlib.contextmanager
def _lock_file(path: Path) -> Iterator[IO[bytes]]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise unwritable(path, error) from error
    with file:
        _lock_files.add(file)
        try:
            yield file
        finally:
            _lock_files.discard(file)


_lock_files: set[IO[bytes]] = set()
"""The lock files open in this process. A copy of this process has them open, too, and would keep
the locks after this one ended.
"""


def _close_in_copy() -> None:
    for file in _lock_files:
        file.close()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_close_in_copy)


def _try_lock(file: IO[bytes]) -> bool:
    """Lock ``file`` if it is free. The operating system releases it when its holder ends, however
    it ends.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - Windows only

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock(file: IO[bytes]) -> None:
    """Lock ``file``, however long another process keeps it."""
    if sys.platform == "win32":  # Windows' own wait gives up after ten seconds
        _locked_within(file, math.inf)
    else:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(file, fcntl.LOCK_EX)


def _locked_within(file: IO[bytes], patience: float) -> bool:
    """The one place that polls: no system can wait for a lock for a given time, and a holder that
    is killed tells nobody.
    """
    ends = time.monotonic() + patience
    while not (ours := _try_lock(file)) and time.monotonic() < ends:
        time.sleep(LOOKS_AGAIN)
    return ours
