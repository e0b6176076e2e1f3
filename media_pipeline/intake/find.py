"""What lies in the drop folder: regular files, at any depth, once they have settled.

Links, devices and pipes are not followed; names that can't be read are reported, not guessed at. No
file is opened here.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from media_pipeline.errors import WorkspaceError
from media_pipeline.intake.strays import (
    ANSWERS,
    MEDIA_SUFFIXES,
    PICTURE_SUFFIXES,
    WORDS_SUFFIXES,
    stray,
    stray_folder,
)
from media_pipeline.model import Passed
from media_pipeline.tools.files import stamp, stamp_of

FRESH = 10.0
"""Seconds after its last change during which a file may still be growing."""

SETTLE = 2.0
"""Seconds between the two checks that must agree for such a file."""

DEEPEST = 40
"""Depth of nested folders that are searched: many times what a school or a camera makes."""

TEXTS = frozenset({"toml", "txt", "csv", "xlsx"})

NOTEPAD = ".toml.txt"
"""The ending of a sidecar saved by Notepad; Windows hides its last part."""

BESIDE_SUFFIXES = PICTURE_SUFFIXES | WORDS_SUFFIXES | TEXTS
"""Endings of files that may lie beside a recording and belong to it."""

OTHER_PICTURES = frozenset({"gif", "bmp", "tif", "tiff", "svg", "avif"})
"""Endings of files clearly meant as pictures, but in formats we don't take."""

DROPPED = "recordings"
"""The drop folder, relative to the workspace."""


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: its path relative to the workspace, its ``place``, its size, and its stamp as
    made by :func:`~media_pipeline.tools.files.stamp`.
    """

    path: str
    place: str
    bytes: int
    stamp: str

    @property
    def suffix(self) -> str:
        """The ending, lower-case and without its dot."""
        return ending(self.path)


def ending(path: str) -> str:
    """The ending of a file's name, lower-case and without its dot; "" for a hidden file. A sidecar
    saved by Notepad counts as one.
    """
    name = path.rpartition("/")[2]
    if name.lower().endswith(NOTEPAD):
        return "toml"
    before, dot, after = name.rpartition(".")
    return after.lower() if dot and before else ""


@dataclass(slots=True)
class Inventory:
    """Everything in the drop folder, in the order of its paths. ``changed`` is when each file last
    changed, in seconds.
    """

    recordings: list[Found] = field(default_factory=list)
    beside: list[Found] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    growing: list[Found] = field(default_factory=list)
    changed: dict[str, float] = field(default_factory=dict)

    @property
    def all_recordings(self) -> list[Found]:
        """The recordings, including those that are still being copied."""
        growing = (each for each in self.growing if each.suffix in MEDIA_SUFFIXES)
        return [*self.recordings, *growing]

    @property
    def stamps(self) -> list[tuple[str, str]]:
        """The path and the stamp of every file that has settled."""
        return [(each.path, each.stamp) for each in (*self.recordings, *self.beside)]


def find(
    workspace: Path, *, settle: float = SETTLE, wait: Callable[[float], None] = time.sleep
) -> Inventory:
    """Search ``workspace/recordings``.

    Raises :class:`WorkspaceError` if the folder is not there or can't be read (a share that is not
    mounted must never look like a school without recordings).
    """
    folder = workspace / DROPPED
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise WorkspaceError(
            f"the folder for recordings can't be read ({error.strerror}).",
            str(folder),
            "Is the share mounted?",
        ) from error
    inventory = Inventory()
    _walk(str(folder), DROPPED, inventory)
    _settle(inventory, settle, wait)
    return inventory


def _walk(folder: str, path: str, inventory: Inventory) -> None:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        inventory.passed.append(Passed(path, f"This folder can't be read ({error.strerror})."))
        return
    for entry in entries:
        _sort(entry, path, inventory)


def _sort(entry: os.DirEntry[str], parent: str, inventory: Inventory) -> None:
    """Sort one entry into the inventory."""
    try:
        path = f"{parent}/{entry.name}"
        path.encode()
    except UnicodeEncodeError:
        shown = f"{parent}/{entry.name}".encode(errors="replace").decode()
        inventory.passed.append(Passed(shown, "Its name can't be read. Give it another name."))
        return
    if entry.is_symlink():
        inventory.passed.append(Passed(path, "It is a link. Drop the recording itself."))
    elif entry.is_dir(follow_symlinks=False):
        if passed := stray_folder(entry.name):
            inventory.passed.append(Passed(path, passed.why, passed.quiet))
        elif path.count("/") > DEEPEST:
            why = f"It lies deeper than {DEEPEST} folders. Move it up."
            inventory.passed.append(Passed(path, why))
        else:
            _walk(entry.path, path, inventory)
    elif path == f"{DROPPED}/{ANSWERS}":
        return
    elif passed := stray(entry.name):
        inventory.passed.append(Passed(path, passed.why, passed.quiet))
    else:
        _sort_file(entry, path, inventory)


def _sort_file(entry: os.DirEntry[str], path: str, inventory: Inventory) -> None:
    try:
        status = os.lstat(entry.path)  # not the entry's own status, which has no inode on Windows
    except OSError as error:
        inventory.passed.append(Passed(path, f"It can't be read ({error.strerror})."))
        return
    if not stat.S_ISREG(status.st_mode):
        inventory.passed.append(Passed(path, "It is not a file. Drop the recording itself."))
        return
    found = Found(path, entry.path, status.st_size, stamp_of(status))
    inventory.changed[path] = max(status.st_mtime, status.st_ctime)
    suffix = found.suffix
    if suffix in MEDIA_SUFFIXES:
        inventory.recordings.append(found)
    elif suffix in BESIDE_SUFFIXES:
        inventory.beside.append(found)
    elif suffix in OTHER_PICTURES:
        why = "It is not a picture that can be used. Use JPEG, PNG, WebP or HEIC."
        inventory.passed.append(Passed(path, why))
    else:
        inventory.passed.append(Passed(path, "It is not a recording that this program knows."))


def _settle(inventory: Inventory, settle: float, wait: Callable[[float], None]) -> None:
    """Set aside files that changed a moment ago and are still changing."""
    now = time.time()
    files = [*inventory.recordings, *inventory.beside]
    fresh = [each for each in files if now - inventory.changed[each.path] < FRESH]
    if not fresh:
        return
    wait(settle)
    growing = {each.path for each in fresh if _look(each) != each.stamp}
    for shelf in (inventory.recordings, inventory.beside):
        inventory.growing += [each for each in shelf if each.path in growing]
        shelf[:] = [each for each in shelf if each.path not in growing]


def _look(found: Found) -> str:
    """The file's stamp now; "" if it has gone."""
    try:
        return stamp(found.place)
    except OSError:
        return ""
