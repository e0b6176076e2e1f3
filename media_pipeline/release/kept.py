"""What was published, kept in ``build`` to be sent out from there and to go back to: derived, and
private.

    build/releases/<number>/site/…  families/…   the files, as they were (links, if possible)
                            release.json         what it is; written last

A takedown looks through these folders as through every other one in ``build``: a release that lacks
a file afterwards is no release any longer, and nobody can go back to it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from media_pipeline.model import Copy, Page
from media_pipeline.publish.standing import placed_stamp
from media_pipeline.release.manifest import Entry
from media_pipeline.tools import files
from media_pipeline.tools.remembered import SITE
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

KEPT = 5
"""How many releases are kept, the newest; links to the same file cost next to nothing."""

RECORD = "release.json"
INTERIM = "interim"
"""The folder of what replaces a withdrawn story until everything else is published."""


@dataclass(frozen=True, slots=True)
class Release:
    """What was published: its number, when it was put together, the files of its trees, and, by
    slug, a digest of what was shown of each story that everyone could hear.
    """

    number: int
    at: datetime
    folder: Path
    trees: Mapping[str, Mapping[str, Entry]]
    stories: Mapping[str, str]

    def source(self, tree: str, path: str) -> Path:
        """The path of one of its files."""
        return self.folder / tree / path

    @property
    def whole(self) -> bool:
        """Whether every file of the site is still there, with the length it had."""
        try:
            return all(
                self.source(SITE, path).stat().st_size == each.bytes
                for path, each in self.trees[SITE].items()
            )
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class TreeFound:
    """A tree as a build left it: its files, those that are not as they were written (changed by
    hand, or gone), and those that no build put there.
    """

    files: Mapping[str, Entry]
    changed: tuple[str, ...]
    strange: tuple[str, ...]


def built(folder: Path, store: Store, tree: str) -> TreeFound:
    """What of a tree is as it was built, by the build's own record. A file whose time is another is
    read.
    """
    entries, changed, known = {}, [], store.site(tree)
    for path, placed in known.items():
        try:
            status = (folder / path).stat()
            same = placed.stamp == placed_stamp(status)
            if same or files.digest([folder / path]) == placed.digest:
                entries[path] = Entry(placed.digest, status.st_size)
                continue
        except OSError:
            pass
        changed.append(path)
    there = (each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
    strange = sorted(path for path in there if path not in known)
    return TreeFound(entries, tuple(sorted(changed)), tuple(strange))


def eligible(release: Release, today: Mapping[str, str]) -> bool:
    """Whether a release may be gone back to: every story of it is public today, exactly as it was
    shown then, and it has one, if any is public. Pure.

    So nothing comes back that was withdrawn, held, erased, cut, replaced, or has lost somebody's
    consent, nor a name that was taken out since.
    """
    emptied = bool(today and not release.stories)
    return not emptied and release.stories.items() <= today.items()


def keep(
    workspace: Workspace,
    trees: Mapping[str, Mapping[str, Entry]],
    stories: Mapping[str, str],
    number: int,
    now: datetime,
) -> Release:
    """Make a release of what is in ``build``; if the newest is the same, that is returned. A new
    release has a number above that of every other, and above ``number``, which a host may have had.
    """
    there = releases(workspace)
    if there and (there[0].trees, there[0].stories) == (trees, stories) and there[0].whole:
        return there[0]
    number = max(number, *(each.number for each in there), 0) + 1
    folder = _folder(workspace) / str(number)
    shutil.rmtree(folder, ignore_errors=True)
    release = Release(number, now, folder, trees, stories)
    for tree, where in workspace.trees.items():
        for path in trees.get(tree, ()):
            files.place(where / path, release.source(tree, path), durable=False)
    files.write(folder / RECORD, _written(release), private=True)
    staying = {each.folder for each in releases(workspace)[:KEPT]}
    for each in set(_folder(workspace).iterdir()) - staying:
        shutil.rmtree(each, ignore_errors=True)
    return release


def releases(workspace: Workspace) -> list[Release]:
    """The releases that are kept, the newest first."""
    found = [_read(path) for path in _folder(workspace).glob(f"*/{RECORD}")]
    return sorted((each for each in found if each), key=lambda each: each.number, reverse=True)


def interim(
    workspace: Workspace, tree: str, wanted: Iterable[Page | Copy], store: Store
) -> Release:
    """What is put together for the meantime, on the disk; it has no number."""
    folder = _folder(workspace) / INTERIM
    shutil.rmtree(folder, ignore_errors=True)
    entries = {}
    for each in wanted:
        target = folder / tree / each.path
        if isinstance(each, Page):
            files.write(target, each.content, durable=False)
        else:
            files.place(store.root / each.source, target, durable=False)
        entries[each.path] = Entry(each.digest, each.bytes)
    return Release(0, datetime.min, folder, {tree: entries}, {})  # noqa: DTZ901 - of no time


def interim_of(
    workspace: Workspace, tree: str, folder: Path, entries: Mapping[str, Entry]
) -> Release:
    """The same, from what a build left in ``folder``."""
    target = _folder(workspace) / INTERIM
    shutil.rmtree(target, ignore_errors=True)
    for path in entries:
        files.place(folder / path, target / tree / path, durable=False)
    return Release(0, datetime.min, target, {tree: dict(entries)}, {})  # noqa: DTZ901 - of no time


def clear_interim(workspace: Workspace) -> None:
    """Delete what was there for the meantime."""
    shutil.rmtree(_folder(workspace) / INTERIM, ignore_errors=True)


def _folder(workspace: Workspace) -> Path:
    return workspace.build / "releases"


def _written(release: Release) -> bytes:
    said = {
        "number": release.number,
        "at": release.at.isoformat(),
        "stories": dict(release.stories),
        "trees": {
            tree: {path: [each.digest, each.bytes] for path, each in entries.items()}
            for tree, entries in release.trees.items()
        },
    }
    return json.dumps(said, sort_keys=True).encode() + b"\n"


def _read(path: Path) -> Release | None:
    """The release of a record; None if it can't be read."""
    try:
        said = json.loads(path.read_bytes())
        return Release(
            int(said["number"]),
            datetime.fromisoformat(said["at"]),
            path.parent,
            {
                tree: {name: Entry(*each) for name, each in entries.items()}
                for tree, entries in said["trees"].items()
            },
            said["stories"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
