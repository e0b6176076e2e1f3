"""``usb``: a copy of the site for a memory stick, which needs no network and no server.

    last build's exhibits, the ledger as it is now ─► episodes ─► what fits ─► DIR

Whatever must go goes first, so that an interrupted copy never shows what was withdrawn; the start
page comes last, so that it never leads into half a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from media_pipeline.commands.alone import store_alone
from media_pipeline.errors import UsageError, WorkspaceError
from media_pipeline.gate.book import read_book
from media_pipeline.gate.events import Event, EventType
from media_pipeline.model import Copy, Episode, Page, State
from media_pipeline.publish.addresses import LOGO
from media_pipeline.publish.carried import carried_pages
from media_pipeline.publish.pages.start import start_page
from media_pipeline.publish.spoken import spoken_names
from media_pipeline.publish.usb.fat import CLUSTER, clusters, room_taken, wrong_names
from media_pipeline.publish.usb.fit import choose, in_site, with_portable_files
from media_pipeline.publish.usb.folder import Stick, open_stick
from media_pipeline.scrub.proof import prove
from media_pipeline.stages.audiences import parted, permitted
from media_pipeline.stages.publication import icon_copies
from media_pipeline.stages.surveying import as_last_built, grounds_of
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger, trusted

LINE = 160
"""Roughly how many bytes a line takes in the stick's list of files."""

SPARE = 0.05
"""The share of a stick's free room that is left free."""


TRIES = 7
"""How many sites are put together for a stick that can't hold everything: the last is within a
hundredth of what fits.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """A copy that was made: the numbers of its stories and of those left out, its bytes, and how
    many files were copied and deleted for it.
    """

    stories: int
    left_out: int
    bytes: int
    written: int
    removed: int


def export(
    workspace: Workspace,
    target: Path,
    reporter: Reporter,
    clock: Clock,
    *,
    language: str = "",
    size: int | None = None,
) -> Exported:
    """Make ``target`` a copy of what is public now, or bring an earlier copy up to date.

    Its pages are in ``language``, or in the school's first if that is "". ``size`` is the most
    bytes it may take; it never takes more than what is free there. Raises :class:`UsageError` if
    ``target`` holds other things or the pages are not in that language, and :class:`WorkspaceError`
    if nothing fits or it can't be written; the same command then goes on from there.
    """
    spoken = workspace.settings.interface_languages
    if language and language not in spoken:
        known = f"One of: {', '.join(spoken)}"
        raise UsageError(f"the pages are not in “{language}”.", "--language", known)
    stick = open_stick(target, workspace.root)
    with store_alone(workspace, reporter) as store:
        publisher = publisher_aside(workspace, store, reporter, clock)
        icons = icon_copies(publisher.planner, publisher.engine)
        logo = [each for each in icons if each.path == LOGO]
        free = _free(stick)
        room = free if size is None else min(size, free)
        done = _Copying(
            workspace, store, stick, language or spoken[0], tuple(logo), room, clock
        ).run()
    made = Event(EventType.STICK, "", {"stories": str(done.stories)})
    open_ledger(workspace).append([made], clock())
    return done


@dataclass(frozen=True, slots=True)
class _Copying:
    workspace: Workspace
    store: Store
    stick: Stick
    language: str
    logo: tuple[Copy, ...]
    room: int
    clock: Clock

    def run(self) -> Exported:
        """Copy what may be public, until everything that was copied still may be."""
        settings, folders = self.workspace.settings, self.workspace.templates
        public, written, removed = _public(self.workspace, self.store, self.clock()), 0, 0
        while True:
            episodes, names = parted(public)
            day = self.clock().date()
            try:
                chosen, tree = self._fitting(episodes, names)
            except WorkspaceError:
                # Nothing of an earlier copy may stay that is no longer public: it goes as a whole.
                if self.stick.ours:
                    nothing = start_page(settings, folders, self.language, day, 0)
                    self.stick.bring({}, nothing, self.store.root)
                raise
            start = start_page(settings, folders, self.language, day, len(chosen))
            wanted = {each.path: each for each in tree}
            prove(
                tree,
                self.stick.lacking(wanted),
                self.workspace.root,
                self.store,
                self.workspace.hosts,
                forget=False,
            )
            done = self.stick.bring(wanted, start, self.store.root)
            written, removed = written + done.written, removed + done.removed
            # Copying takes time; what was withdrawn meanwhile is removed again.
            carried = {each.permit.id for each in public}
            public = _public(self.workspace, self.store, self.clock())
            if carried <= {each.permit.id for each in public}:
                break
        self.stick.begin_with(start)
        total = sum(each.bytes for each in tree)
        return Exported(len(chosen), len(episodes) - len(chosen), total, written, removed)

    def _tree(self, episodes: Sequence[Episode], names: Sequence[Episode]) -> list[Page | Copy]:
        """The files of a site of these episodes, each once."""
        settings, folders = self.workspace.settings, self.workspace.templates
        if not self.logo:  # a withdrawal does not wait for a logo
            plain = settings.look.model_copy(update={"logo": ""})
            settings = settings.model_copy(update={"look": plain})
        spoken = spoken_names(names, episodes)
        pages = carried_pages(episodes, settings, folders, self.language, spoken)
        return list({each.path: each for each in (*pages, *self.logo)}.values())

    def _fitting(
        self, episodes: Sequence[Episode], names: Sequence[Episode]
    ) -> tuple[tuple[Episode, ...], list[Page | Copy]]:
        """The episodes that fit, and the files of their site as they are on the stick.

        What pages take is only known once they are made. So the room left for stories is found by
        halving, towards the most that fits.
        """
        tree = self._tree(with_portable_files(episodes), names)
        best: tuple[tuple[Episode, ...], list[Page | Copy]] | None = None
        low, high, left = 0, self.room, self.room
        for _ in range(TRIES):
            chosen = choose(episodes, tree, left)
            fitting = in_site(self._tree(chosen, names))
            if wrong := wrong_names(fitting):
                raise WorkspaceError("no memory stick can hold a file of that name.", wrong[0])
            # The marker has a line for each file, and the start page takes a cluster.
            over = room_taken(fitting) + 4 * CLUSTER + LINE * len(fitting) - self.room
            if over <= 0 and (chosen or not episodes):
                best = chosen, fitting
            low, high = (left, high) if over <= 0 else (low, left)
            if low == high:
                break
            left = (low + high) // 2
        if best:
            return best
        raise WorkspaceError("not even the newest story fits there.", "", "Take a larger stick.")


def _public(workspace: Workspace, store: Store, now: datetime) -> list[Episode]:
    """What the last build made and the gate permits by the present ledger and consents, newest
    first.

    Raises :class:`RegisterError` if the consents can't be read, and :class:`WorkspaceError` if no
    build has been completed: a copy is not emptied for that.
    """
    grounds = grounds_of(workspace, read_book(trusted(open_ledger(workspace))), now)
    seen, made = as_last_built(store, grounds)
    approved = any(each.state is State.PUBLISHED for each in grounds.book.entries.values())
    if approved and not made and not workspace.report.exists():
        raise WorkspaceError(
            "nothing is built there.", str(workspace.build), "Build first: media-pipeline build"
        )
    return permitted(seen, made)


def _free(stick: Stick) -> int:
    """Bytes that a copy may take: what is free, and what an earlier copy gives back, less
    :data:`SPARE`.
    """
    return int((stick.free() + sum(map(clusters, stick.held.values()))) * (1 - SPARE))
