"""The state of a tree that was placed, judged by the stamps of its files and folders: nothing is
read.

A folder's time changes with every name in it. So if the folders are what they were when a tree was
placed, no unknown file is there; and if each known file has its stamp, the tree is, to the byte,
what was placed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from media_pipeline.tools import files
from media_pipeline.tools.sites import Placed

LONG_AGO = 1_000_000_000
"""Seconds: a time in 2001, which no folder of ours has."""


def placed_stamp(status: os.stat_result) -> str:
    """Size, time and inode; not the time of change, which a further link to the file alters."""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"


def stamp_at(path: str) -> str:
    """The stamp of the file or folder at ``path``. Raises :class:`OSError` if it does not exist."""
    return placed_stamp(os.stat(path))  # noqa: PTH116 - a hundred thousand times


def still_there(site: Path, known: Mapping[str, Placed]) -> set[str]:
    """The paths of the files that are still there as they were written."""
    root = f"{site}{os.sep}"
    there = set()
    for path, placed in known.items():
        try:
            if stamp_at(root + path) == placed.stamp:
                there.add(path)
        except OSError:
            continue
    return there


def standing(site: Path, stamps: Mapping[str, str]) -> str:
    """A digest of the folders of ``site`` in their present state; "" if one of its files, given by
    path, does not have the stamp that it was last written with.
    """
    return folders_digest(folder_stamps(site, stamps)) if files_stand(site, stamps) else ""


def files_stand(site: Path, stamps: Mapping[str, str]) -> bool:
    """Whether each of these files of ``site``, by path, has the stamp that it was last written
    with.
    """
    root = f"{site}{os.sep}"
    try:
        return all(stamp_at(root + path) == stamp for path, stamp in stamps.items())
    except OSError:
        return False


def folder_stamps(site: Path, paths: Iterable[str]) -> dict[str, str]:
    """The stamps of the folders of ``site`` that hold these files; none if one is missing."""
    root = f"{site}{os.sep}"
    try:
        return {folder: stamp_at(root + folder) for folder in sorted(folders_above(paths))}
    except OSError:
        return {}


def folders_digest(stamps: Mapping[str, str]) -> str:
    """One digest of the state of folders; "" for none."""
    lines = "\n".join(f"{folder}:{stamp}" for folder, stamp in stamps.items())
    return sha256(lines.encode()).hexdigest() if stamps else ""


def times_tell_names(folder: Path) -> bool:
    """Whether the disk of ``folder`` changes a folder's time when the names in it change: not every
    one does (FAT under Windows). We test with a folder of our own; if that fails, we assume it does
    not.
    """
    asked = folder / f"{files.TEMPORARY}{os.getpid()}"
    try:
        asked.mkdir()
        os.utime(asked, (LONG_AGO, LONG_AGO))
        (asked / "name").touch()
        return asked.stat().st_mtime != LONG_AGO
    except OSError:
        return False
    finally:
        shutil.rmtree(asked, ignore_errors=True)


def nothing_else(
    site: Path,
    tree: Collection[str],
    changed: Iterable[str],
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> bool:
    """Whether nobody else put a file into ``site`` while the ``changed`` paths changed and it
    became ``tree``. This is judged by the stamps of its folders ``before`` and ``after``, and by
    the names in those folders that we touched ourselves.
    """
    ours = folders_above(changed)
    if any(mark != before.get(folder) for folder, mark in after.items() if folder not in ours):
        return False
    for folder in ours & after.keys():
        start = f"{folder}/" if folder else ""
        for each in os.scandir(f"{site}{os.sep}{folder}"):
            path = start + each.name
            if path not in tree and path not in after:
                return False
    return True


def folders_above(paths: Iterable[str]) -> set[str]:
    """Every folder that contains one of these files, at any depth, and the root, which is ""."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
