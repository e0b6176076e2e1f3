"""What ``publish`` brings, and how it gets there: from a build's own record to each host.

build/site, as it was built ─► a release that is kept ─► Journey to a host
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from media_pipeline.commands.alone import BUILDING
from media_pipeline.errors import UsageError, WorkspaceError
from media_pipeline.release import kept
from media_pipeline.release.carry import Place
from media_pipeline.release.folder import folder_of
from media_pipeline.release.known import known_at, known_hosts
from media_pipeline.release.manifest import Entry, Manifest
from media_pipeline.release.plan import Step, plan
from media_pipeline.release.standing import must_go
from media_pipeline.takedown.judging import judged_today
from media_pipeline.takedown.on_hosts import pending_by
from media_pipeline.takedown.watch import stamps
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.locks import locked
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger
from media_pipeline.workspace.once_public import remember

NAMED = 5
"""How many of many files a sentence names."""


class OvertakenError(Exception):
    """Something that travels may no longer be public."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a tree goes, and the address at which it can then be asked for, or "" for none."""

    tree: str
    to: str
    address: str


def targets(workspace: Workspace) -> list[Target]:
    """Where the trees go. Raises :class:`UsageError` if nobody said, or if one is a folder that
    contains, or is within, the workspace or the other tree's folder.
    """
    settings = workspace.settings
    said = (
        Target(SITE, settings.publish.to, settings.address),
        Target(FAMILIES, settings.publish.families_to, settings.families.address),
    )
    targets = [each for each in said if each.to]
    if not targets:
        raise UsageError(
            "nobody said where to publish to.", "", "Say so in school.toml: [publish] to = …"
        )
    others = _private(workspace)
    for each in (each for each in targets if each.to.startswith("file:")):
        folder = folder_of(each.to).resolve()  # links and dots may lead anywhere
        for name, other in others.items():
            if folder.is_relative_to(other) or other.is_relative_to(folder):
                raise UsageError(
                    f"it is within {name}, or that within it; name a folder elsewhere.", each.to
                )
        others["the other tree's folder"] = folder
    return targets


def _private(workspace: Workspace) -> dict[str, Path]:
    """The folders that nothing is published into or around; settings or links may lead out of the
    workspace to some.
    """
    copy = open_ledger(workspace).copy
    folders = {
        "the workspace": workspace.root,
        "the decisions folder": workspace.decisions,
        "the folder of the ledger's copy": copy.parent if copy else workspace.decisions,
        "the recordings": workspace.root / "recordings",
        "the folder build": workspace.build,
    }
    return {name: folder.resolve() for name, folder in folders.items()}


def built_trees(
    workspace: Workspace, targets: Sequence[Target]
) -> tuple[dict[str, Mapping[str, Entry]], list[str]]:
    """What the last build left of each tree, and sentences on files that no build put there, which
    are not sent. Raises :class:`WorkspaceError` if something is not as it was built, or if nothing
    is built.
    """
    told: list[str] = []
    trees: dict[str, Mapping[str, Entry]] = {}
    with closing(Store(workspace.build)) as store:
        for target in targets:
            folder = workspace.trees[target.tree]
            found = kept.built(folder, store, target.tree)
            if found.changed:
                raise WorkspaceError(
                    f"these are not as they were built: {_some(found.changed)}. Nothing was sent.",
                    str(folder),
                    "Build again, and publish.",
                )
            stood = known_at(workspace, target.to, target.tree).files
            if not found.files and (target.tree == SITE or stood):
                raise WorkspaceError("nothing is built there.", str(folder), "Build first.")
            if found.strange:
                told.append(f"Not sent, as no build made it: {folder.name}/{_some(found.strange)}.")
            trees[target.tree] = found.files
    return trees, told


def keep_release(
    workspace: Workspace, targets: Sequence[Target], reporter: Reporter, clock: Clock
) -> tuple[kept.Release, list[str]]:
    """A release of what is built, made while no build writes; and sentences on what it leaves
    out.
    """
    waiting = partial(reporter.say, BUILDING)
    with locked(workspace.lock, waiting):
        with closing(Store(workspace.build)) as store:
            now = judged_today(workspace, store, clock)
        trees, told = built_trees(workspace, targets)
        if any(must_go(each, tree, now.today) for tree, each in trees.items()):
            raise OvertakenError
        remember(workspace, trees.get(SITE, ()))
        number = max((each.manifest.release for each in known_hosts(workspace)), default=0)
        return kept.keep(workspace, trees, now.stories, number, clock()), told


@dataclass(slots=True)
class Journey:
    """A journey to one host, during which new decisions are noticed."""

    workspace: Workspace
    place: Place
    clock: Clock
    _seen: frozenset[tuple[str, int, int]] = frozenset()
    _paths: frozenset[str] = frozenset()

    def bring(
        self,
        there: Manifest,
        here: Mapping[str, Entry],
        source: Callable[[str], Path],
        number: int,
    ) -> tuple[Step, ...]:
        """Make the host hold what is ``here``; returns the steps that this took."""
        self._paths = frozenset((*there.files, *here))
        steps = plan(there.files, here, self.place.tree)
        self._glance()
        self.place.carry(there, steps, source, number, self._glance)
        return steps

    def _glance(self) -> None:
        """Raise :class:`OvertakenError` if something of it, or on any other host, may no longer be
        public, or if nobody knows.
        """
        mark = stamps(open_ledger(self.workspace).path)
        if mark == self._seen:
            return
        with closing(Store(self.workspace.build)) as store:
            judged = judged_today(self.workspace, store, self.clock)
        if (
            judged.error
            or must_go(self._paths, self.place.tree, judged.today)
            or pending_by(self.workspace, judged.today)  # what is on any other host
        ):
            raise OvertakenError
        self._seen = mark


def _some(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return ", ".join(paths[:NAMED]) + more
