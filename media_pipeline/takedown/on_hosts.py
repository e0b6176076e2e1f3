"""Anything that may no longer be public leaves every host that has it, before anything else is
brought there.

    what is known to stand ─► pending: what must go
    the host               ─► pages and feeds without it ─► its own files deleted
                           └► where those can't be made, or not be written there: whatever names it
                              is deleted first
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from media_pipeline.errors import HostError, LedgerError, MediaPipelineError, WorkspaceError
from media_pipeline.gate.lines import first_id
from media_pipeline.model import Copy, Page
from media_pipeline.publish.naming import PACKED
from media_pipeline.release import kept
from media_pipeline.release.carry import Place
from media_pipeline.release.host import open_host
from media_pipeline.release.known import known_at, known_hosts, unreadable
from media_pipeline.release.manifest import Entry, Manifest, manifest_name
from media_pipeline.release.plan import (
    Step,
    folders_removed,
    may_name,
    new_media,
    plan,
    removal,
)
from media_pipeline.release.standing import Today, must_go, stories_in, taken_back
from media_pipeline.takedown.elsewhere import SWIFT, in_its_place
from media_pipeline.takedown.judging import Judged, judged_today
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.counting import counted
from media_pipeline.tools.locks import locked_if_free
from media_pipeline.tools.remembered import FAMILIES
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

PATIENCE = 20.0
"""Seconds to wait for a build or a publication that is running."""

AGAIN = "Nothing else is published before it is gone. Try again with: media-pipeline publish"


@dataclass(frozen=True, slots=True)
class Pending:
    """A host that still has files of stories which may no longer be public."""

    to: str
    tree: str
    files: int

    @property
    def sentence(self) -> str:
        """This in a sentence, for a person."""
        standing = counted(self.files, "file still stands", "files still stand")
        return f"takedown pending: {standing} at {self.to}"


@dataclass(frozen=True, slots=True)
class Removed:
    """What was done on hosts, in sentences, and whether anything is ``left`` there."""

    lines: tuple[str, ...]
    left: bool


def pending(workspace: Workspace, clock: Clock) -> tuple[Pending, ...]:
    """What must leave a host, by what is known here; no host is asked. Raises
    :class:`WorkspaceError` if what is known can't be read.
    """
    if errors := unreadable(workspace):
        raise errors[0]
    if not known_hosts(workspace):
        return ()
    with closing(Store(workspace.build)) as store:
        return pending_by(workspace, judged_today(workspace, store, clock).today)


def pending_by(workspace: Workspace, today: Today) -> tuple[Pending, ...]:
    """The same, given what may be public ``today``."""
    hosts = known_hosts(workspace)
    counts = ((each, len(must_go(each.manifest.paths, each.tree, today))) for each in hosts)
    return tuple(Pending(each.to, each.tree, count) for each, count in counts if count)


def take_down_there(workspace: Workspace, reporter: Reporter, clock: Clock) -> Removed:
    """Remove from every host what may no longer be there; a publication that is running sees to it
    itself.
    """
    if not (unreadable(workspace) or pending(workspace, clock)):
        return Removed((), left=False)
    with locked_if_free(workspace.publishing, PATIENCE) as free:
        if not free:
            said = "A publication is at work; it takes this off the host. See media-pipeline status"
            return Removed((said,), left=False)
        with closing(Store(workspace.build)) as store:
            judged = judged_today(workspace, store, clock)
        return clear_hosts(workspace, judged, reporter, clock)


def clear_hosts(
    workspace: Workspace,
    judged: Judged,
    reporter: Reporter,
    clock: Clock,
    *,
    adopting: bool = False,
) -> Removed:
    """Remove from every known host what must go by ``judged``. One that fails does not keep the
    others from being cleared.
    """
    lines = [str(error) for error in unreadable(workspace)]
    left = bool(lines)
    for known in known_hosts(workspace):
        if not must_go(known.manifest.paths, known.tree, judged.today):
            continue
        try:
            with open_place(workspace, known.to, known.tree, adopting=adopting) as place:
                lines += clear(place, place.standing(()), judged, reporter, clock)[1]
        except MediaPipelineError as error:
            lines.append(f"It still stands at {known.to}: {error}")
            left = True
    return Removed((*lines, AGAIN) if left else tuple(lines), left)


@contextmanager
def open_place(
    workspace: Workspace, to: str, tree: str, *, adopting: bool = False
) -> Iterator[Place]:
    """A host, to be worked on. Raises :class:`HostError` where it can't be reached."""
    namespace = first_id(open_ledger(workspace).path)
    if not namespace and (copy := open_ledger(workspace).copy):
        namespace = first_id(copy)
    if not namespace:
        raise LedgerError("the ledger is not there.", str(workspace.decisions))
    with closing(open_host(to, workspace.settings.publish)) as host:
        yield Place(workspace, to, tree, manifest_name(namespace, tree), host, adopting)


def clear(
    place: Place, there: Manifest, judged: Judged, reporter: Reporter, clock: Clock
) -> tuple[Manifest, list[str]]:
    """Remove from one host what must go; returns what is there afterwards, and the account of it.

    Raises :class:`HostError` if it can't be deleted.
    """
    workspace, tree, before = place.workspace, place.tree, there
    gone = must_go(there.files, tree, judged.today)
    if not gone:
        known = known_at(workspace, place.to, tree)
        if must_go(known.paths, tree, judged.today):  # what was to come never came, or has left
            there = place.carry(there, (), _nowhere, there.release, anyway=True)
        return there, []
    former = {path.partition("/")[0] for path in taken_back(gone, judged.today)}
    if tree == FAMILIES and former:
        steps = folders_removed(there.files, former)
        there = place.carry(there, steps, _nowhere, there.release, anyway=True)
    failed = None
    if staying := gone & there.files.keys():
        clearing = _Clearing(place, judged, reporter, clock)
        there, failed = clearing.without(there, staying)
        kept.clear_interim(workspace)
    if left := must_go(there.files, tree, judged.today):
        raise HostError(f"{len(left)} files of it still stand.", place.to)
    deleted = before.files.keys() - there.files
    changed = {path for path, each in there.files.items() if before.files.get(path) != each}
    said = f"{len(deleted)} files are deleted there, {len(changed)} were made anew without it."
    lines = [f"Off {place.to}: {said}"]
    if failed:
        missing = counted(len(deleted - gone), "file is missing", "files are missing")
        lines.append(
            f"{missing} there now that named it, as nothing new could be brought: {failed}"
        )
        lines.append("Once that is mended, bring the others back with: media-pipeline publish")
    return there, lines


@dataclass(frozen=True, slots=True)
class _Clearing:
    """How one host is cleared."""

    place: Place
    judged: Judged
    reporter: Reporter
    clock: Clock

    def without(
        self, there: Manifest, gone: Collection[str]
    ) -> tuple[Manifest, MediaPipelineError | None]:
        """What stands once ``gone`` does no more, and what kept others from being made anew.

        Where what takes its place can't be brought, as where there is no room, whatever names it
        goes with it, and then that is tried again: there may be room now.
        """
        try:
            return self._replaced(there, gone), None
        except (HostError, WorkspaceError) as error:
            failed = error
        self._removed(self.place.standing((), look=True))
        there = self.place.standing((), look=True)  # the host itself says that it is gone
        self.reporter.say(f"{failed} What must go is deleted there all the same.")
        try:
            return self._replaced(there, ()), None
        except (HostError, WorkspaceError) as error:
            return there, error

    def _replaced(self, there: Manifest, gone: Collection[str]) -> Manifest:
        """What stands once pages without ``gone`` do; or, where those can't be made, none of it."""
        with self._at_work() as (free, store):
            planned = self._planned(there.files, gone, store, free=free)
        if planned:
            return self.place.carry(there, *planned, there.release)
        return self._removed(there) if gone else there

    def _removed(self, there: Manifest) -> Manifest:
        """What stands once whatever names what must go is deleted, and all of that then."""
        tree, today = self.place.tree, self.judged.today
        gone = must_go(there.files, tree, today)
        with self._at_work() as (_, store):
            built = kept.built(self._folder, store, tree).files
        here = {} if must_go(built, tree, today) else built
        steps = removal(self._naming(there.files, here, gone), gone, tree)
        return self.place.carry(there, steps, _nowhere, there.release, anyway=True)

    @contextmanager
    def _at_work(self) -> Iterator[tuple[bool, Store]]:
        """Whether no build writes, and what builds made."""
        workspace = self.place.workspace
        with (
            locked_if_free(workspace.lock, PATIENCE) as free,
            closing(Store(workspace.build)) as store,
        ):
            yield free, store

    @property
    def _folder(self) -> Path:
        return self.place.workspace.trees[self.place.tree]

    def _planned(
        self, there: Mapping[str, Entry], gone: Collection[str], store: Store, *, free: bool
    ) -> tuple[tuple[Step, ...], Callable[[str], Path]] | None:
        """The steps to a tree without ``gone``, and where its files are; None where there is none
        to be had. ``free`` is whether no build writes.
        """
        workspace, tree = self.place.workspace, self.place.tree
        built = kept.built(self._folder, store, tree)
        if free and not built.changed and _serves(there, built.files, gone):
            release = kept.interim_of(workspace, tree, self._folder, built.files)
        elif (wanted := self._put_together(there, gone, store)) is not None:
            release = kept.interim(workspace, tree, wanted, store)
        else:
            return None
        return plan(there, release.trees[tree], tree), lambda path: release.source(tree, path)

    def _put_together(
        self, there: Mapping[str, Entry], gone: Collection[str], store: Store
    ) -> list[Page | Copy] | None:
        workspace = self.place.workspace
        publisher = publisher_aside(workspace, store, self.reporter, self.clock)
        return in_its_place(publisher, self.judged, self.place.tree, there, gone)

    def _naming(
        self, there: Mapping[str, Entry], here: Mapping[str, Entry], gone: Collection[str]
    ) -> set[str]:
        """The files on the host that name what must go, or that may name it and can't be
        searched.
        """
        words = [slug.encode() for slug in stories_in(gone)]
        naming = set()
        for path in may_name(there, here):
            packed = PurePosixPath(path).suffix in PACKED
            if packed or any(word in (self.place.host.read(path) or b"") for word in words):
                naming.add(path)
        return naming


def _serves(there: Mapping[str, Entry], here: Mapping[str, Entry], gone: Collection[str]) -> bool:
    """Whether what is built here can go there at once: it has no new story, and little must travel
    for those that it has.
    """
    told = stories_in(here).keys()
    staying = stories_in(there).keys() - stories_in(gone).keys()
    return bool(here) and told <= staying and sum(new_media(there, here).values()) <= SWIFT


def _nowhere(path: str) -> Path:
    """The source of files that are only deleted: there is none."""
    raise HostError("there is nothing to send.", path)
