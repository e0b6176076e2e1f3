"""``usb``: a copy of the site for a memory stick, which needs no network and no server.

    last build's exhibits, the ledger as it is now ─► episodes ─► what fits ─► DIR

What must go goes first, so that a copy that is interrupted never shows what was withdrawn; the
start page comes last, so that it never leads into half a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from media_pipeline.consenting import consents_of
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import InlinePool
from media_pipeline.engine.run import Engine
from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.decide import read_book
from media_pipeline.gate.ledger import Ledger
from media_pipeline.intake.gather import Intake
from media_pipeline.model import Copy, Episode, Page
from media_pipeline.publication import Clock, Publisher, parted, permitted
from media_pipeline.publish.addresses import LOGO
from media_pipeline.publish.carried import (
    CLUSTER,
    SITE,
    at_most,
    carried_in,
    choose,
    in_site,
    room_taken,
    start_page,
    taken,
    wrong_names,
)
from media_pipeline.publish.site import carried_pages
from media_pipeline.publish.spoken import spoken_names
from media_pipeline.stick import Stick, open_stick
from media_pipeline.surveying import judged
from media_pipeline.tools import files
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

LINE = 160
"""Bytes of a line of the stick's list of files, about."""

SPARE = 0.05
"""Of what is free on a stick, the part that is left free."""


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

    ``size`` is the most bytes it may take; it is never more than what is free there. Raises
    :class:`UsageError` where ``target`` holds other things, :class:`WorkspaceError` where nothing
    fits or it can't be written; the same command then goes on from there.
    """
    spoken_in = carried_in(workspace.settings, language)
    stick = open_stick(target, workspace.root)
    waiting = partial(reporter.say, "A build is running here; waiting for it to end.")
    with (
        files.locked(workspace.build / "lock", waiting),
        closing(Store(workspace.build)) as store,
    ):
        engine = Engine(store, InlinePool(), reporter)
        planner = Planner(
            workspace.root, store.root, workspace.settings, logo=workspace.logo_digest()
        )
        icons = Publisher(workspace, planner, engine, clock).icons()
        logo = [each for each in icons if each.path == LOGO]
        free = _free(stick)
        room = free if size is None else min(size, free)
        return _Copying(workspace, store, stick, spoken_in, tuple(logo), room, clock).run()


@dataclass(frozen=True, slots=True)
class _Copying:
    workspace: Workspace
    store: Store
    stick: Stick
    language: str
    logo: tuple[Copy, ...]
    room: int
    clock: Clock

    def run(self) -> Carried:
        """Copy what may be public, until all that was copied still may."""
        settings, folders = self.workspace.settings, self.workspace.templates
        public, written, removed = _public(self.workspace, self.store, self.clock()), 0, 0
        while True:
            episodes, names = parted(public)
            chosen, tree = self._fitting(episodes, names)
            day = self.clock().date()
            start = start_page(settings, folders, self.language, day, len(chosen))
            done = self.stick.bring({each.path: each for each in tree}, start, self.store.root)
            written, removed = written + done.written, removed + done.removed
            # Copying takes its time; what was withdrawn meanwhile goes again.
            carried = {each.permit.id for each in public}
            public = _public(self.workspace, self.store, self.clock())
            if carried <= {each.permit.id for each in public}:
                break
        self.stick.begin_with(start)
        total = sum(_size(each) for each in tree)
        return Carried(len(chosen), len(episodes) - len(chosen), total, written, removed)

    def _tree(self, episodes: Sequence[Episode], names: Sequence[Episode]) -> list[Page | Copy]:
        settings, folders = self.workspace.settings, self.workspace.templates
        spoken = spoken_names(names, episodes)
        return in_site(
            [*carried_pages(episodes, settings, folders, self.language, spoken), *self.logo]
        )

    def _fitting(
        self, episodes: Sequence[Episode], names: Sequence[Episode]
    ) -> tuple[tuple[Episode, ...], list[Page | Copy]]:
        """The episodes that fit and the files of their site."""
        tree = [_unplaced(each) for each in self._tree(at_most(episodes), names)]
        left = self.room
        for _ in range(4):
            chosen = choose(episodes, tree, left).episodes
            fitting = self._tree(chosen, names)
            if wrong := wrong_names(fitting):
                raise WorkspaceError("no memory stick can hold a file of that name.", wrong[0])
            # The marker has a line for each file, and the start page takes a cluster.
            over = room_taken(fitting) + 4 * CLUSTER + LINE * len(fitting) - self.room
            if over <= 0 and (chosen or not episodes):
                return chosen, fitting
            left -= max(over, 1)
        raise WorkspaceError("not even the newest story fits there.", "", "Take a larger stick.")


def _public(workspace: Workspace, store: Store, now: datetime) -> list[Episode]:
    """What the last build made and the gate permits as ledger and consents are now, newest first.

    Raises :class:`RegisterError` where the consents can't be read.
    """
    book = read_book(Ledger(workspace.decisions).read())
    made = {
        path: each
        for path, each in store.exhibits().items()
        if book.of(each.story.recording.digest)
    }
    stories = tuple(each.story for each in made.values())
    consents = consents_of(workspace, book, now)
    return permitted(judged(Intake(stories, (), (), ()), book, consents), made)


def _unplaced(each: Page | Copy) -> Page | Copy:
    path = each.path.removeprefix(SITE)
    if isinstance(each, Page):
        return Page(path, each.content)
    return Copy(path, each.source, each.bytes, each.digest)


def _free(stick: Stick) -> int:
    """Bytes that a copy may take: what is free, with what an earlier copy gives back."""
    return int((stick.free() + sum(map(taken, stick.held.values()))) * (1 - SPARE))


def _size(each: Page | Copy) -> int:
    return each.bytes if isinstance(each, Copy) else len(each.content)
