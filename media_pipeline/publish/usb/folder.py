"""A memory stick (or any folder) that holds a copy of the site, and what is written there.

    media-pipeline.json         what is ours, by path, with its digest: "" while it is written
    START.html                  the page to start from: there only while all else is whole
    site/…

Only what the list names is ever changed or deleted. The list is written before the files it names,
so that an interrupted copy is recognised.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media_pipeline.errors import UsageError, WorkspaceError
from media_pipeline.model import Copy, Page
from media_pipeline.tools import files

MARK = "media-pipeline.json"

STRANGERS = frozenset(
    name.lower()
    for name in (
        "System Volume Information", "$RECYCLE.BIN", "lost+found", "desktop.ini", "Thumbs.db",
        ".DS_Store", ".Spotlight-V100", ".Trashes", ".fseventsd", ".TemporaryItems",
        ".apdisk", ".VolumeIcon.icns", "LOST.DIR", "Android",
    )
)  # fmt: skip
"""What computers and telephones leave on every stick."""

_OUT = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTCONN, errno.ESTALE)
_OUT_SAID = (
    "it was pulled out, or it is broken.",
    "Put it in again and give the same command; the copy goes on where it was.",
)
_SAID = {
    errno.ENOSPC: ("it is full.", "Make room there, or give a smaller --size."),
    errno.EROFS: ("it can only be read.", "Move the lock on its side, or take another one."),
    errno.EACCES: ("you may not write there.", "Ask who looks after this computer."),
    errno.EPERM: ("you may not write there.", "Ask who looks after this computer."),
}


@dataclass(frozen=True, slots=True)
class Brought:
    """How many files were written and removed."""

    written: int
    removed: int


@dataclass(slots=True)
class Stick:
    """A folder that is empty or ours. ``ours`` is what the list says: digests by path."""

    root: Path
    ours: dict[str, str] = field(default_factory=dict)

    @property
    def held(self) -> dict[str, int]:
        """The sizes of our files that are there, by path."""
        found = {}
        for path in self.ours:
            with contextlib.suppress(OSError):
                found[path] = (self.root / path).stat().st_size
        return found

    def free(self) -> int:
        """Free bytes on its disk."""
        with _told(self.root):
            return shutil.disk_usage(self.root).free

    def lacking(self, wanted: Mapping[str, Page | Copy]) -> list[Page | Copy]:
        """The files of ``wanted`` (by path) that are not there yet."""
        with _told(self.root):
            return [each for path, each in wanted.items() if not self._stands(path, each)]

    def bring(self, wanted: Mapping[str, Page | Copy], start: Page, store: Path) -> Brought:
        """Make our files exactly ``wanted`` (by path). If anything changes, ``start`` is removed;
        :meth:`begin_with` puts it back.

        What is no longer wanted goes first. Copies' sources are relative to ``store``.
        """
        with _told(self.root):
            self._refuse_foreign({*wanted, start.path, *self.ours})
            standing = {
                path: each.digest for path, each in wanted.items() if self._stands(path, each)
            }
            missing = {path: each for path, each in wanted.items() if path not in standing}
            begins = self._stands(start.path, start)
            gone = [path for path in self.ours if path not in standing and path != start.path]
            if not missing and not gone and begins:
                return Brought(0, 0)
            removed = self._remove([start.path, *gone])
            self._note({**standing, **dict.fromkeys([*missing, start.path], "")})
            self._write(missing, store)
            self._note({**standing, **{path: each.digest for path, each in missing.items()}})
            return Brought(len(missing), len({*removed} - missing.keys() - {start.path}))

    def begin_with(self, start: Page) -> None:
        """Put the page to start from in its place, now that everything else is whole."""
        with _told(self.root):
            if not self._stands(start.path, start):
                self._note({**self.ours, start.path: ""})
                files.write(self.root / start.path, start.content)
                self._note({**self.ours, start.path: start.digest})

    def _stands(self, path: str, each: Page | Copy) -> bool:
        """Whether a file of ours is there whole. A file whose digest the list states is not read
        again.
        """
        known, there = self.ours.get(path), self.root / path
        if known is None or not there.is_file() or there.stat().st_size != each.bytes:
            return False
        return (known or files.digest([there])) == each.digest

    def _refuse_foreign(self, paths: set[str]) -> None:
        for path in paths:
            there = self.root / path
            links = (self.root / part for part in (path, *map(str, Path(path).parents)))
            if any(each.is_symlink() for each in links if each != self.root):
                raise UsageError("a link stands where the copy must be.", str(there))
            if path not in self.ours and os.path.lexists(there):
                raise UsageError(
                    "it is not part of the copy, and stands where the copy must be.",
                    str(there),
                    "Move it away, or take another folder.",
                )

    def _remove(self, paths: Sequence[str]) -> list[str]:
        """Delete files of ours, then the folders that are left empty; returns those files that were
        there.
        """
        removed = []
        for path in paths:
            if path in self.ours and (self.root / path).is_file():
                (self.root / path).unlink()
                removed.append(path)
        for path in sorted({*map(_folder, self.ours)} - {"."}, key=len, reverse=True):
            folder = self.root / path
            while folder != self.root and folder.is_dir():
                for left in folder.glob(f"{files.TEMPORARY}*"):
                    left.unlink()
                if any(folder.iterdir()):
                    break
                folder.rmdir()
                folder = folder.parent
        files.sync_everything()
        return removed

    def _write(self, missing: Mapping[str, Page | Copy], store: Path) -> None:
        """Write what is referred to first, then pages."""
        for path, each in sorted(missing.items(), key=lambda item: isinstance(item[1], Page)):
            # If a stick was pulled out, its empty mount folder on this computer must not be filled.
            (self.root / MARK).stat()
            if isinstance(each, Copy):
                _copy(store / each.source, self.root / path, each.bytes)
            else:
                files.write(self.root / path, each.content, durable=False)
        files.sync_everything()

    def _note(self, ours: Mapping[str, str]) -> None:
        text = json.dumps({"version": 1, "files": ours}, indent=0, sort_keys=True)
        files.write(self.root / MARK, text.encode() + b"\n")
        self.ours = dict(ours)


def open_stick(root: Path, workspace: Path) -> Stick:
    """The folder ``root``, created if only it is missing.

    Raises :class:`UsageError` if it holds anything but an earlier copy, or if ``workspace`` keeps
    files of its own in it.
    """
    place = root.resolve()
    for own in ("recordings", "build", "decisions", "feeds", "site_templates"):
        if place.is_relative_to((workspace / own).resolve()) or place == workspace.resolve():
            raise UsageError("a copy can't stand in the workspace's own folders.", str(root))
    if not root.exists() and not root.parent.is_dir():
        raise UsageError("there is no such folder; is the stick in?", str(root))
    with _told(root):
        root.mkdir(exist_ok=True)
        mark = root / MARK
        if mark.is_file() and not mark.is_symlink():
            return Stick(root, _listed(mark))
        for each in root.iterdir():
            if each.name.lower() not in STRANGERS and not each.name.startswith(files.TEMPORARY):
                raise UsageError(
                    f"it holds other things ({each.name}), and is no copy of this site.",
                    str(root),
                    "Name an empty folder; one can be made on the stick.",
                )
        return Stick(root)


_WANDERS = re.compile(r"^/|(^|/)\.\.(/|$)|[\\:]")
"""A path that could lead out of the stick, here or on Windows."""


def _listed(mark: Path) -> dict[str, str]:
    """What the list says is ours, except paths that are not below the stick's own folder."""
    try:
        said = json.loads(mark.read_bytes())["files"]
        return {
            path: str(digest) for path, digest in said.items() if path and not _WANDERS.search(path)
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            "its list of what was copied can't be read.",
            str(mark),
            "Empty the folder by hand and give the command again.",
        ) from error


def _copy(source: Path, target: Path, size: int) -> None:
    """Make a copy, never a link: a stick's files are its own."""
    try:
        whole = source.stat().st_size == size
    except OSError:
        whole = False
    if not whole:
        raise WorkspaceError("a finished file is gone.", str(source), "Build, then copy again.")
    with source.open("rb") as held, files.replacing(target) as file:
        shutil.copyfileobj(held, file, 1 << 20)


def _folder(path: str) -> str:
    return Path(path).parent.as_posix()


@contextlib.contextmanager
def _told(root: Path) -> Iterator[None]:
    """Say in a sentence what is wrong with the stick."""
    try:
        yield
    except (OSError, WorkspaceError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        if not isinstance(cause, OSError):
            raise
        number = cause.errno or 0
        usual = _OUT_SAID if number in _OUT else (f"it can't be used ({cause.strerror}).", "")
        what, hint = _SAID.get(number, usual)
        raise WorkspaceError(what, str(root), hint) from error
