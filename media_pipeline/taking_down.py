"""Taking a story down the moment that somebody says so, whether or not a build is at work.

    the ledger says so ─► no build: this program takes it down, under the build's lock
                       └► a build: it looks at the ledger every second and takes it down; one
                          that is too busy, or a copy for a stick, has it done beside it

Pages and feeds stop naming the story first, then its files go. What is remembered of it in the
cache goes next, or with the end of the build that is at work.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from media_pipeline.accounts import Account, standing, told
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import InlinePool
from media_pipeline.engine.run import Engine
from media_pipeline.gate.decide import Book, read_book
from media_pipeline.gate.ledger import Ledger, Line
from media_pipeline.keeping import all_known, examined, open_ledger
from media_pipeline.leaving import take_down
from media_pipeline.model import State
from media_pipeline.publication import Clock, Publisher
from media_pipeline.publish.naming import PACKED, named_in
from media_pipeline.purging import Trace, purge, trace
from media_pipeline.tools import files
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

BESIDE = ("consent", "surnames")
"""What the gate goes by beside the ledger, by its name without its ending."""

PAUSE = 0.3
"""Seconds between two looks whether a build that is at work has taken a story down."""

PATIENCE = 20.0
"""Seconds that a build has for it, in which it reads no file to its end that is longer than most;
then, or where it is a memory stick that is copied, the story is taken down beside it.
"""

KNOWN = frozenset({"site", "site-families", "cache"})
"""Folders of ``build`` that are brought up to date by name; whatever else holds copies of pages
(earlier releases, what is being brought to a server) is searched.
"""


def publisher_aside(
    workspace: Workspace, store: Store, reporter: Reporter, clock: Clock
) -> Publisher:
    """What takes down beside a build's own work, with what earlier builds made."""
    planner = Planner(
        workspace.root, store.root, workspace.settings, logo=workspace.standing_logo_digest()
    )
    return Publisher(workspace, planner, Engine(store, InlinePool(), reporter, aside=True), clock)


@dataclass(slots=True)
class Watch:
    """A build's glance at what the gate goes by, ledger, consents and surnames: what is decided
    while it works is obeyed at once.
    """

    ledger: Ledger
    publisher: Publisher
    reporter: Reporter
    _seen: frozenset[tuple[str, int, int]] = frozenset()
    _busy: bool = field(default=False)

    def __call__(self) -> None:
        """Take down what was held or withdrawn since the last glance.

        Raises :class:`LedgerError` where the ledger is damaged, which ends the build.
        """
        mark = _stamps(self.ledger.path)
        if self._busy or mark == self._seen:
            return
        self._busy = True
        try:
            if take_down(self.publisher, read_book(self.ledger.read())):
                self.reporter.say("What was held or withdrawn meanwhile is off the site.")
            self._seen = mark
        finally:
            self._busy = False


def _stamps(ledger: Path) -> frozenset[tuple[str, int, int]]:
    """Names, sizes and times of the ledger and of what people keep beside it."""
    kept = (each for each in ledger.parent.glob("*") if each.stem in (ledger.stem, *BESIDE))
    found = set()
    for each in kept:
        with contextlib.suppress(FileNotFoundError):  # it is being saved
            status = each.stat()
            found.add((each.name, status.st_size, status.st_mtime_ns))
    return frozenset(found)


def begin_watch(ledger: Ledger, publisher: Publisher, reporter: Reporter) -> Watch:
    """Take down what was stopped since the last build, and watch from then on.

    Raises :class:`LedgerError` where the ledger can't be trusted, after whatever it or its copy
    knows to be withdrawn was taken down.
    """
    compared = examined(ledger, reporter.say)
    if compared.error:
        take_down(publisher, all_known(compared), unsure=True)
        raise compared.error
    watch = Watch(ledger, publisher, reporter)
    watch()
    return watch


def take_down_now(
    workspace: Workspace, ids: Collection[str], reporter: Reporter, clock: Clock
) -> Account:
    """Take stories off everything on this machine that are held or withdrawn in the ledger, and
    forget those that are withdrawn; returns the account of it.
    """
    lines = open_ledger(workspace).read()
    book = read_book(lines)
    before = standing(workspace, _slugs(ids, book))
    made: tuple[int, int] | None = None
    waiting, ends = False, time.monotonic() + PATIENCE
    while True:
        with files.locked_if_free(workspace.lock) as free:
            if free:
                made = _taken_down(workspace, ids, lines, reporter, clock)
                break
        if not waiting:
            reporter.say("A build is at work here; this is taken down beside it.")
            waiting = True
        if not standing(workspace, _slugs(ids, book)).files:
            break
        if time.monotonic() >= ends:
            with closing(Store(workspace.build)) as store:
                take_down(publisher_aside(workspace, store, reporter, clock), book)
            break
        time.sleep(PAUSE)  # a build in another process has no way to call; its files are seen
    after = standing(workspace, _slugs(ids, book))
    return told(before, after, made, [book.entries[each] for each in ids], lines, clock())


def forget_withdrawn(workspace: Workspace, store: Store, book: Book) -> tuple[int, int]:
    """Delete all that was made of withdrawn stories, in ``build`` beside the sites; returns how
    many files of the cache that was, and their bytes.

    A recording that still lies in the drop folder is known by its digest, so that it stays away.
    """
    withdrawn = [entry.id for entry in book.withdrawn]
    story = trace(withdrawn, book, store)
    _search_others(workspace.build, story)
    return purge(story, store, seen=False)


def _taken_down(
    workspace: Workspace,
    ids: Collection[str],
    lines: tuple[Line, ...],
    reporter: Reporter,
    clock: Clock,
) -> tuple[int, int]:
    """Take down here, and forget; returns the files of the cache that went, and their bytes."""
    book = read_book(lines)
    with closing(Store(workspace.build)) as store:
        take_down(publisher_aside(workspace, store, reporter, clock), book)
    return forget_here(workspace, ids, book)


def forget_here(workspace: Workspace, ids: Collection[str], book: Book) -> tuple[int, int]:
    """Delete and forget what was made of those that are withdrawn, under the build's lock;
    returns how many files of the cache that was, and their bytes.
    """
    gone = [each for each in ids if book.entries[each].state is State.WITHDRAWN]
    if not gone:
        return 0, 0
    with closing(Store(workspace.build)) as store:
        story = trace(gone, book, store)
        store.work_folder()
        _forget_rows(workspace.build / "report.json", story)
        _search_others(workspace.build, story)
        return purge(story, store)


def _slugs(ids: Collection[str], book: Book) -> set[str]:
    return {book.entries[each].slug for each in ids if book.entries[each].slug}


def _forget_rows(report: Path, story: Trace) -> None:
    """The last build's report says nothing of it any more; the next one's says that it is
    withdrawn, as long as its recording lies there.
    """
    try:
        said = json.loads(report.read_bytes())
        said["stories"] = [row for row in said["stories"] if row["id"] not in story.ids]
        for each in said["interface"]:
            each["untitled"] = [path for path in each["untitled"] if path not in story.paths]
    except (OSError, ValueError, KeyError, TypeError):
        report.unlink(missing_ok=True)
        return
    text = json.dumps(said, ensure_ascii=False, indent=1)
    files.write(report, text.encode() + b"\n", durable=False)


def _search_others(build: Path, story: Trace) -> None:
    """Delete what names the story in any other folder of ``build``, and there what can't be
    searched, if anything names it.
    """
    words = [each.encode() for each in (*story.slugs, *story.ids)]
    for folder in (each for each in build.iterdir() if each.is_dir() and each.name not in KNOWN):
        held = [each for each in folder.rglob("*") if each.is_file()]
        naming = [each for each in held if named_in(each, build, words)]
        packed = [each for each in held if naming and each.suffix in PACKED]
        for path in {*naming, *packed}:
            path.unlink(missing_ok=True)
