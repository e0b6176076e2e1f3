"""Whether anything differs from what the last build left. If nothing does, there is nothing to do.

    settings, templates, tools, drop folder ─► a digest ─┐
    decisions and their copy                ─► stamps   ─┼─ all as they were ─► as told then
    both trees, results in the store        ─► digests  ─┘

Only a completed build leaves this note, and the next one that finds anything to do removes it
first. A stamp holds a file's size, times and inode, so even a change within the same second that
keeps the size is seen. As for the ledger, nobody but the build may have written to it while it
worked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from media_pipeline import __version__
from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.events import BY_BUILDS
from media_pipeline.gate.ledger import Ledger
from media_pipeline.intake.find import DROPPED, Inventory, find
from media_pipeline.intake.strays import ANSWERS
from media_pipeline.model import Built, Passed, Row, Translation
from media_pipeline.publish.standing import files_stand, folder_stamps, folders_digest
from media_pipeline.publish.template_files import templates_digest
from media_pipeline.scrub import RULES
from media_pipeline.tools import files
from media_pipeline.tools.copies import meanwhile
from media_pipeline.tools.ffmpeg import ffmpeg_file
from media_pipeline.tools.remembered import FAMILIES, FOLDERS, SITE, UNCHANGED
from media_pipeline.tools.resources import libraries, program
from media_pipeline.tools.state import Unsound
from media_pipeline.tools.store import Store
from media_pipeline.tools.values import Unread, Unreadable, decoder, encoded, ordered_digest
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.latest_day import NAME as LATEST_DAY
from media_pipeline.workspace.once_public import NAME as ONCE_PUBLIC

MANY = 5000
"""The number of files in both trees from which two further processes, started in some 20 ms, save
time. The exact number was not measured: 114,000 are looked at in 0.7 s, so 5,000 in 30 ms."""

NO_TREE = "none"
"""Noted as the state of the tree for families if nothing was ever for them alone."""


Stamps = Mapping[str, Mapping[str, str]]
"""The stamps of the files of both trees, by tree and path."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a build reported: a row for each recording (their renditions are only in the report),
    what was passed over, how far the site is translated into each language, what in the consent
    register is not understood, and how many results it reused or made.
    """

    rows: tuple[Row, ...]
    passed: tuple[Passed, ...]
    interface: tuple[Translation, ...]
    problems: tuple[str, ...]
    results: int


_read_told = decoder(Told)


@dataclass(frozen=True, slots=True)
class Standing:
    """Digests and stamps of everything that a build goes by, and of everything that it leaves.
    ``decided`` is what the gate goes by, ``trees`` are both trees, ``results`` those in the store,
    and ``answers`` the drop folder's page.
    """

    given: str = ""
    decided: Mapping[str, str] = field(default_factory=dict)
    trees: tuple[str, str] = ("", "")
    results: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """The note of a completed build. What it ``told`` is only read if nothing has changed."""

    standing: Standing
    told: Unread


@dataclass(frozen=True, slots=True)
class Before:
    """What a build finds at its start. ``inventory`` is None if the drop folder could not be read;
    ``told`` is what the last build told, if everything is as that left it.
    """

    inventory: Inventory | None
    standing: Standing
    lines: int
    told: Told | None


def look(
    workspace: Workspace, store: Store, ledger: Ledger, now: datetime, settle: float, workers: int
) -> Before:
    """Look at everything that a build goes by, before it starts. If the last one left at least
    :data:`MANY` files, and there are several ``workers``, two copies of this process look at those
    meanwhile.
    """
    lines = _lines(ledger)
    decided = _decided(workspace, ledger)
    # Read here, as a copy of this process must leave its connection to SQLite alone.
    left, stamps = _remembered(store, decided)
    apart = sum(map(len, stamps.values())) >= MANY and workers > 1
    with (
        meanwhile(partial(_files_stand, workspace, stamps), apart=apart) as all_stand,
        meanwhile(partial(_folders_now, workspace, stamps), apart=apart) as trees,
    ):
        inventory, given = None, ""
        with suppress(MediaPipelineError):  # the build reports it, once what must go is gone
            inventory = find(workspace.root, settle=settle)
            given = _given(workspace, inventory, decided, now)
        here = Standing(given, decided)
        if left and left.standing.given == given:
            here = replace(_whole(here, workspace, store), trees=trees())
            told = _told(left)  # meanwhile, as there may be tens of thousands of rows
            if here == left.standing and all_stand():
                return Before(inventory, here, lines, told)
    return Before(inventory, here, lines, None)


def _remembered(store: Store, decided: Mapping[str, str]) -> tuple[Left | None, Stamps]:
    """The last build's note, if what the gate goes by (``decided``) is the same, and the stamps of
    its trees' files. If the ledger or its copy can't be read, there is no note, so that each build
    says so.
    """
    with suppress(Unsound):  # the build then starts with an empty one
        left = store.value(UNCHANGED, Left) if all(decided.values()) else None
        if left and left.standing.decided == decided:
            return left, {tree: store.site_stamps(tree) for tree in (SITE, FAMILIES)}
    return None, {SITE: {}, FAMILIES: {}}


def _told(left: Left) -> Told | None:
    """What that build told; None if it is damaged."""
    try:
        return _read_told(left.told)
    except Unreadable:
        return None


def leave(before: Before, built: Built, workspace: Workspace, store: Store, ledger: Ledger) -> None:
    """Leave the note for the next build, unless somebody decided something meanwhile."""
    decided = _decided(workspace, ledger)
    own = {str(workspace.decisions / name) for name in (ONCE_PUBLIC, LATEST_DAY)}
    own |= {str(ledger.path), str(ledger.copy)}
    further = {*decided.items()} ^ {*before.standing.decided.items()}
    others = {each.event.event for each in ledger.read()[before.lines :]} - BY_BUILDS
    if others or {name for name, _ in further} - own or decided != _decided(workspace, ledger):
        return
    trees = _trees(workspace, lambda _, tree: _noted(store, tree))
    here = _whole(replace(before.standing, decided=decided, trees=trees), workspace, store)
    if before.standing.given and all(here.trees):
        rows = tuple(replace(each, renditions=()) for each in built.rows)
        told = Told(rows, built.passed, built.interface, built.problems, built.results)
        store.leave_value(UNCHANGED, Left(here, Unread(encoded(told))))


def _given(
    workspace: Workspace, inventory: Inventory, decided: Mapping[str, str], now: datetime
) -> str:
    """A digest of everything that people provided, and of the program. Nothing large is read."""
    tool = ffmpeg_file(workspace.settings.ffmpeg)
    return ordered_digest(
        (__version__, program(), libraries(), RULES, str(workspace.root)),
        workspace.settings.model_dump(),
        {name: each.model_dump() for name, each in workspace.feed_files.items()},
        templates_digest(workspace.templates),
        (workspace.jingle_digest(), workspace.logo_digest(), workspace.show_pictures()),
        (str(tool), _stamp(tool)),
        inventory.stamps,
        inventory.passed,
        [each.path for each in inventory.growing],
        # Consent ends with a day.
        str(now.astimezone().date())
        if any("consent" in each.casefold() for each in decided)
        else "",
    )


def _trees(workspace: Workspace, stands: Callable[[Path, str], str]) -> tuple[str, str]:
    """The state of both trees, as ``stands`` says it by their folders and names."""
    families = stands(workspace.families, FAMILIES) if workspace.families.is_dir() else NO_TREE
    return stands(workspace.site, SITE), families


def _noted(store: Store, tree: str) -> str:
    """The state of a tree when it was placed: any change since then is for the next look to
    find.
    """
    folders: str = store.note(tree).get(FOLDERS, "")
    return folders


def _files_stand(workspace: Workspace, stamps: Stamps) -> bool:
    """Whether each file of both trees has the stamp that it was last written with."""
    trees = workspace.trees.items()
    return all(files_stand(at, stamps[tree]) for tree, at in trees if at.is_dir())


def _folders_now(workspace: Workspace, stamps: Stamps) -> tuple[str, str]:
    """The present state of the folders of both trees."""
    return _trees(workspace, lambda at, tree: folders_digest(folder_stamps(at, stamps[tree])))


def _whole(here: Standing, workspace: Workspace, store: Store) -> Standing:
    """``here``, with the present state of what a build leaves besides its trees."""
    return replace(
        here,
        results=store.standing(),
        answers=_stamp(workspace.root / DROPPED / ANSWERS),
    )


def _lines(ledger: Ledger) -> int:
    try:
        return ledger.path.read_bytes().count(b"\n")
    except OSError:
        return 0


def _decided(workspace: Workspace, ledger: Ledger) -> dict[str, str]:
    """Stamps of the decisions folder's files, and of the ledger's copy."""
    names = {str(ledger.path), str(ledger.copy)}
    with suppress(OSError), os.scandir(workspace.decisions) as listing:
        names |= {each.path for each in listing if not each.name.startswith(".")}
    return {name: _stamp(Path(name)) for name in sorted(names)}


def _stamp(path: Path) -> str:
    try:
        return files.stamp(path)
    except OSError:
        return ""
