"""Folders of work aside: what is made beside a build, for taking down, and films that `watch` makes
between builds, each of one process; and where a build meets the workers of its cluster.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

ASIDE, FILMS = "aside-", "films-"
MEETING = "meeting"
LONG_AGO = 24 * 60 * 60
"""Seconds after which no process works aside any more, where none can be asked."""


def aside_folder(cache: Path) -> Path:
    """Where this process works aside."""
    return cache / f"{ASIDE}{os.getpid()}"


def films_folder(cache: Path) -> Path:
    """Where this process makes films, through many builds."""
    return cache / f"{FILMS}{os.getpid()}"


@contextlib.contextmanager
def meeting(cache: Path) -> Iterator[Path]:
    """An empty folder, there while the block runs, in which other machines show that what they see
    of the workspace is what this one sees. Raises :class:`OSError` where it can't be made.
    """
    folder = cache / MEETING
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_aside(cache: Path) -> bool:
    """Delete what killed processes left; whether there was anything of their work."""
    shutil.rmtree(cache / MEETING, ignore_errors=True)
    folders = [each for kind in (ASIDE, FILMS) for each in cache.glob(f"{kind}*")]
    left = [each for each in folders if _is_left(each)]
    for each in left:
        shutil.rmtree(each, ignore_errors=True)
    return bool(left)


def _is_left(aside: Path) -> bool:
    """Whether nobody works in a folder aside any more. At the beginning of a build it is none of
    its own, but for films.
    """
    kind, _, number = aside.name.partition("-")
    if f"{kind}-" == FILMS and number == str(os.getpid()):
        return False
    with contextlib.suppress(OSError):
        if time.time() - aside.stat().st_mtime > LONG_AGO:
            return True
    if os.name != "posix" or not number.isdecimal():  # elsewhere to ask is to end it
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return int(number) == os.getpid()
