"""Working folders outside a build's own: one per process for what a takedown makes beside a build,
one per process for the films that `watch` makes between builds, and the one where a build meets the
workers of its cluster.
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
"""Seconds after which nobody can still be working in a folder, for systems where we can't ask
whether a process is alive.
"""


def aside_folder(cache: Path) -> Path:
    """The folder in which this process works beside a build."""
    return cache / f"{ASIDE}{os.getpid()}"


def films_folder(cache: Path) -> Path:
    """The folder in which this process makes films, through many builds."""
    return cache / f"{FILMS}{os.getpid()}"


@contextlib.contextmanager
def meeting(cache: Path) -> Iterator[Path]:
    """An empty folder that exists while the block runs. In it, other machines prove that they see
    the same workspace as this one. Raises :class:`OSError` if it can't be made.
    """
    folder = cache / MEETING
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_aside(cache: Path) -> bool:
    """Delete what killed processes left, and say whether any of it was their work."""
    shutil.rmtree(cache / MEETING, ignore_errors=True)
    folders = [each for kind in (ASIDE, FILMS) for each in cache.glob(f"{kind}*")]
    left = [each for each in folders if _is_left(each)]
    for each in left:
        shutil.rmtree(each, ignore_errors=True)
    return bool(left)


def _is_left(aside: Path) -> bool:
    """Whether nobody works in a folder aside any more. A folder with this process's own number is
    left over too, since it is asked at the start of a build; its films are the exception.
    """
    kind, _, number = aside.name.partition("-")
    if f"{kind}-" == FILMS and number == str(os.getpid()):
        return False
    with contextlib.suppress(OSError):
        if time.time() - aside.stat().st_mtime > LONG_AGO:
            return True
    if os.name != "posix" or not number.isdecimal():  # on other systems, asking would end it
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return int(number) == os.getpid()
