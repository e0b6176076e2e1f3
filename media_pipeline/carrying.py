"""``usb``: a copy of the site for a memory stick, which needs no network and no server.

    last build's exhibits, the ledger as it is now ─► episodes ─► what fits ─► DIR

What must go goes first, so that a copy that is interrupted never shows what was withdrawn; the
start page comes last, so that it never leads into half a copy.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import InlinePool
from media_pipeline.engine.run import Engine
from media_pipeline.errors import UsageError, WorkspaceError
from media_pipeline.gate.decide import read_book
from media_pipeline.gate.ledger import Ledger
from media_pipeline.intake.gather import Intake
from media_pipeline.model import Copy, Episode, Page
from media_pipeline.publication import Clock, Publisher, parted, permitted
from media_pipeline.publish.carried import (
    SITE,
    START,
    at_most,
    carried_settings,
    choose,
    in_site,
    room_taken,
    start_page,
    wrong_names,
)
from media_pipeline.publish.spoken import spoken_names
from media_pipeline.publish.whole import whole_site
from media_pipeline.settings import Settings
from media_pipeline.surveying import judged
from media_pipeline.tools import files
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

MARKER = "media-pipeline.json"
"""Lies at the top of a copy: by it we know the next time what is ours, and what is there."""

SPARE = 0.05
"""Of what is free on a stick, the part that is left free."""

OF_SYSTEMS = frozenset(
    {"System Volume Information", "$RECYCLE.BIN", "lost+found", "Thumbs.db", "desktop.ini"}
)
"""What systems leave on an empty stick, beside names that begin with a dot."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A copy that was made: its stories and those left out, its bytes, what was copied and what
    was deleted for it.
    """

    stories: int
    left_out: int
    bytes: int
    written: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Copier:
    """Makes the tree of a copy out of episodes; ``names`` are how languages' names sound."""

    workspace: Workspace
    settings: Settings
    publisher: Publisher
    names: Sequence[Episode]

    def tree(self, episodes: Sequence[Episode]) -> list[Page | Copy]:
        folders = self.workspace.templates
        _, ordered = self.publisher.ordered(episodes, ())
        ordered += self.publisher.icons()
        spoken = spoken_names(self.names, episodes)
        return in_site(whole_site(episodes, (), self.settings, folders, (), ordered, spoken))


def carry(
    workspace: Workspace,
    target: Path,
    reporter: Reporter,
    clock: Clock,
    *,
    language: str = "",
    size: int | None = None,
) -> Carried:
    """Make ``target`` a copy of what is public now, or bring an earlier copy up to date.

    ``size`` is the bytes it may take, what is free where it is None. Raises
    :class:`UsageError` where ``target`` holds other things, :class:`WorkspaceError` where nothing
    fits or it can't be written.
    """
    settings = carried_settings(workspace.settings, language)
    known = _earlier(workspace, target)
    room = size if size is not None else _free(target, known)
    waiting = partial(reporter.say, "A build is running here; waiting for it to end.")
    with (
        files.locked(workspace.build / "lock", waiting),
        closing(Store(workspace.build)) as store,
    ):
        engine = Engine(store, InlinePool(), reporter)
        carried = Workspace(workspace.root, settings, {})
        planner = Planner(workspace.root, store.root, settings, logo=workspace.logo_digest())
        episodes, names = parted(_public(workspace, store))
        copier = _Copier(workspace, settings, Publisher(carried, planner, engine, clock), names)
        chosen, tree = _fitting(copier, episodes, room)
        start = start_page(settings, workspace.templates, clock().date(), len(chosen))
        written, removed = _bring(target, tree, start, known, store.root)
    size_of_all = sum(_size(each) for each in tree)
    return Carried(len(chosen), len(episodes) - len(chosen), size_of_all, written, removed)


def _public(workspace: Workspace, store: Store) -> list[Episode]:
    """What the last build made and the gate permits as the ledger is now, newest first."""
    book = read_book(Ledger(workspace.decisions).read())
    made = {
        path: each
        for path, each in store.exhibits().items()
        if book.of(each.story.recording.digest)
    }
    stories = tuple(each.story for each in made.values())
    return permitted(judged(Intake(stories, (), (), ()), book), made)


def _fitting(
    copier: _Copier, episodes: Sequence[Episode], room: int
) -> tuple[tuple[Episode, ...], list[Page | Copy]]:
    """The episodes that fit and the files of their site."""
    whole = at_most(episodes)
    tree = copier.tree(whole)
    left = room
    for _ in range(4):
        chosen = choose(episodes, [_unplaced(each) for each in tree], left).episodes
        fitting = copier.tree(chosen)
        if wrong := wrong_names(fitting):
            raise WorkspaceError("no memory stick can hold a file of that name or size.", wrong[0])
        # A few files more than were reckoned with, such as the marker, never count for much.
        over = room_taken(fitting) + 4 * (1 << 15) - room
        if over <= 0 and (chosen or not episodes):
            return chosen, fitting
        left -= max(over, 1)
    raise WorkspaceError("not even the newest story fits there.", "", "Take a larger stick.")


def _unplaced(each: Page | Copy) -> Page | Copy:
    path = each.path.removeprefix(SITE)
    if isinstance(each, Page):
        return Page(path, each.content)
    return Copy(path, each.source, each.bytes, each.digest)


def _earlier(workspace: Workspace, target: Path) -> Mapping[str, str]:
    """The files of an earlier copy of ours with their digests; none where ``target`` is empty.

    Raises :class:`UsageError` where it is neither.
    """
    whole, root = target.resolve(), workspace.root.resolve()
    if whole.is_relative_to(root) or root.is_relative_to(whole):
        raise UsageError("a copy can't stand in the workspace or around it.", str(target))
    if not target.is_dir():
        if target.exists() or not whole.parent.is_dir():
            raise UsageError("there is no such folder.", str(target), "Is the stick in?")
        return {}
    try:
        said = json.loads((target / MARKER).read_text(encoding="utf-8"))
        return {str(path): str(digest) for path, digest in said["files"].items()}
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}  # ours, and damaged: all of it is copied again
    others = [
        each.name
        for each in target.iterdir()
        if each.name not in OF_SYSTEMS and not each.name.startswith(".")
    ]
    if others:
        raise UsageError(
            f"it holds other things ({min(others)}).",
            str(target),
            "Name an empty folder, or one with an earlier copy.",
        )
    return {}


def _free(target: Path, known: Mapping[str, str]) -> int:
    """Bytes that a copy may take: what is free, with what an earlier copy gives back."""
    there = target if target.is_dir() else target.resolve().parent
    ours = sum(path.stat().st_size for each in known if (path := target / each).is_file())
    return int((shutil.disk_usage(there).free + ours) * (1 - SPARE))


def _bring(
    target: Path,
    tree: Sequence[Page | Copy],
    start: Page,
    known: Mapping[str, str],
    store: Path,
) -> tuple[int, int]:
    """Delete, copy, and say at last where to begin; how many files were copied and deleted."""
    wanted = {each.path: each for each in tree}
    standing = {
        path: _digest(each)
        for path, each in wanted.items()
        if known.get(path) == _digest(each) and _is_whole(target / path, each)
    }
    try:
        target.mkdir(exist_ok=True)
        _mark(target, standing)
        removed = _clear(target, standing)
        for path, each in wanted.items():
            if path not in standing:
                _put(target / path, each, store)
        files.sync_everything()
    except OSError as error:
        raise WorkspaceError(
            f"the copy could not be finished ({error.strerror}).",
            str(target),
            "Is the stick still in? Give the command again: it goes on from here.",
        ) from error
    _mark(target, {path: _digest(each) for path, each in wanted.items()})
    files.write(target / START, start.content)
    return len(wanted) - len(standing), len([each for each in removed if each not in wanted])


def _clear(target: Path, standing: Iterable[str]) -> list[str]:
    """Delete all of an earlier copy that is not to stay as it is, and folders left empty."""
    kept, removed = set(standing), []
    (target / START).unlink(missing_ok=True)
    for folder, _, names in os.walk(target / SITE, topdown=False):
        for name in names:
            path = Path(folder) / name
            if (own := path.relative_to(target).as_posix()) not in kept:
                path.unlink()
                removed.append(own)
        if not any(Path(folder).iterdir()):
            Path(folder).rmdir()
    return removed


def _put(path: Path, each: Page | Copy, store: Path) -> None:
    if isinstance(each, Page):
        files.write(path, each.content, durable=False)
        return
    source = store / each.source
    if not _is_whole(source, each):
        raise WorkspaceError(
            "a finished file is not there any more.", each.source, "Build, then copy again."
        )
    with source.open("rb") as made, files.replacing(path, durable=False) as file:
        shutil.copyfileobj(made, file, 1 << 20)


def _mark(target: Path, standing: Mapping[str, str]) -> None:
    text = json.dumps({"copy of": "media-pipeline", "files": standing}, indent=0, sort_keys=True)
    files.write(target / MARKER, text.encode() + b"\n")


def _is_whole(path: Path, each: Page | Copy) -> bool:
    return path.is_file() and path.stat().st_size == _size(each)


def _size(each: Page | Copy) -> int:
    return each.bytes if isinstance(each, Copy) else len(each.content)


def _digest(each: Page | Copy) -> str:
    return each.digest if isinstance(each, Copy) else hashlib.sha256(each.content).hexdigest()
