"""Anything that may no longer be public leaves both trees first, so that an unmounted share, a bad
setting or a broken tool cannot keep it online.

    ledger, consents, surnames ─► what must go ─► the tree without it, from what earlier builds made
                                               └► if that fails: its files are deleted
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import InlinePool
from media_pipeline.engine.run import Engine
from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.book import Book
from media_pipeline.gate.decide import Grounds
from media_pipeline.gate.surnames import NO_SURNAMES
from media_pipeline.model import Exhibit, Permit, Placing, State, Verdict
from media_pipeline.publish.placing import remove_naming
from media_pipeline.stages.audiences import public_permit
from media_pipeline.stages.families import bring_families, drop_former
from media_pipeline.stages.publication import Publisher
from media_pipeline.stages.surveying import Survey, as_last_built, grounds_of
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class _Tree:
    """A tree as the store knows it: its folder, and where in it each site begins.

    ``permit`` gives the permit by which a story may be there. ``publish`` brings the tree up to
    date; it is None if that would rely on the ledger when it must not.
    """

    name: str
    folder: Path
    sites: str
    permit: Callable[[Verdict], Permit | None]
    publish: Callable[[Publisher, Survey, Mapping[str, Exhibit]], Placing] | None

    def standing(self, book: Book) -> set[str]:
        """The slugs of everything that is there."""
        # What is not a story has no page, and its slug is only in its files' names.
        files = {each.partition(".")[0].rpartition("-")[0] for each in self._names("media")}
        return self._names("stories") | (files & {each.slug for each in book.entries.values()})

    def _names(self, folder: str) -> set[str]:
        """What is in the folder of that name in each site."""
        names: set[str] = set()
        for each in self.folder.glob(f"{self.sites}{folder}"):
            with contextlib.suppress(OSError):  # one that can't be read doesn't keep the rest
                names.update(os.listdir(each))  # noqa: PTH208 - ten thousands of names
        return names


def take_down(publisher: Publisher, book: Book, *, unsure: bool = False) -> bool:
    """Remove from the site and the tree for families whatever was held or withdrawn, or has lost
    somebody's consent; also families' addresses that were taken back.

    ``unsure`` means that the ledger can't be trusted, and that ``book`` is what is known of it.
    Returns whether a story had to go. Raises :class:`WorkspaceError` if something can't be deleted.
    """
    workspace = publisher.workspace
    try:
        if not unsure:
            drop_former(workspace)
    finally:  # an old folder that can't be deleted doesn't keep a story
        grounds, further = _known_grounds(workspace, book, publisher.clock())
        trees = _trees(publisher, unsure=unsure or grounds is None)
        grounds = grounds or Grounds(book)
        gone = [_leave(each, publisher, grounds, further=further) for each in trees]
    return any(gone)


def _trees(publisher: Publisher, *, unsure: bool) -> tuple[_Tree, _Tree]:
    """Both trees. A story is on the site while everyone may see it, and in that for families while
    anybody may.
    """
    workspace = publisher.workspace
    everyone = partial(Publisher.publish, unsure=unsure)
    families = None if unsure else bring_families
    return (
        _Tree(SITE, workspace.site, "", public_permit, everyone),
        _Tree(FAMILIES, workspace.families, "*/", lambda verdict: verdict.permit, families),
    )


def _leave(tree: _Tree, publisher: Publisher, grounds: Grounds, *, further: bool) -> bool:
    """Remove from one tree what may not be there; returns whether there was anything.

    ``further`` says whether more decides than a story's own entry in the ledger. If nothing more
    does, or it can't be read, nothing may be added to what is there.
    """
    store, book = publisher.engine.store, grounds.book
    stopped = (State.HELD, State.WITHDRAWN)
    standing = tree.standing(book)
    leaving = standing & {each.slug for each in book.entries.values() if each.state in stopped}
    if not (leaving or (standing and further)):
        return False
    published = False
    with contextlib.suppress(Exception):  # whatever is wrong, what must go goes
        seen, earlier = as_last_built(store, grounds, None if further else standing)
        kept = {permit.slug for each in seen.verdicts.values() if (permit := tree.permit(each))}
        known = {book.entries[each.id].slug for each in seen.verdicts.values() if each.id}
        leaving |= standing & (known - kept)
        if not leaving:
            return False
        if (publish := tree.publish) and standing - leaving <= kept:
            with_working_templates(publisher, lambda each: publish(each, seen, earlier))
            published = True
    remove_naming(tree.folder, leaving, store, tree.name, unreadable=not published)
    if not published:
        store.leave_note(tree.name, {})
    return True


def with_working_templates(publisher: Publisher, make: Callable[[Publisher], Given]) -> Given:
    """What is made of a tree, here or for a host. If that fails with the school's changes to the
    templates, the program's own are used, and this is reported: a site that lacks pages is no site.
    """
    try:
        return make(publisher)
    except MediaPipelineError as error:
        if (shipped := publisher.with_shipped_templates()) is None:
            raise
        made = make(shipped)
        publisher.engine.reporter.say(str(error))
        publisher.engine.reporter.say(
            "Until that is mended, pages are made without what the school has changed in "
            "site_templates."
        )
        return made


def both_stand(workspace: Workspace, store: Store) -> bool:
    """Whether each tree that exists is as it was brought up to date: no file was merely deleted
    because it named a story.
    """
    return all(store.note(name) for name, folder in workspace.trees.items() if folder.is_dir())


def _known_grounds(workspace: Workspace, book: Book, now: datetime) -> tuple[Grounds | None, bool]:
    """Everything that the gate goes by, and whether that is more than the ledger; None if some of
    it can't be read.
    """
    try:
        grounds = grounds_of(workspace, book, now)
    except MediaPipelineError:
        # The survey reports what is wrong. Nothing that it kept away may come back meanwhile.
        return None, False
    others = grounds.consents is not None or grounds.surnames != NO_SURNAMES
    return grounds, others or book.parted


def publisher_aside(
    workspace: Workspace, store: Store, reporter: Reporter, clock: Clock
) -> Publisher:
    """The publisher that takes stories down apart from a build's own work, from what earlier builds
    made.
    """
    planner = Planner(
        workspace.root, store.root, workspace.settings, logo=workspace.standing_logo_digest()
    )
    return Publisher(workspace, planner, Engine(store, InlinePool(), reporter, aside=True), clock)
