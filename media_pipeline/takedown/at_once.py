"""Taking a story down the moment that somebody says so, whether or not a build is running.

    the ledger says so ─► no build: this program takes it down, under the build's lock
                       └► a build: it looks at the ledger every second and takes it down; if it is
                          too busy, or a stick is being copied, this program does so meanwhile

Pages and feeds stop naming the story first, then its files go. What the cache still has of it goes
next, or at the end of the build that is running.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import closing

from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.book import Book, read_book
from media_pipeline.release.known import known_hosts
from media_pipeline.takedown.account import Account, account_of, files_of_stories
from media_pipeline.takedown.forgetting import forget_here, write_anew
from media_pipeline.takedown.on_hosts import Removed, take_down_there
from media_pipeline.takedown.trees import both_stand, publisher_aside, take_down
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.locks import locked_if_free
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

PAUSE = 0.3
"""Seconds to wait for the lock between two checks whether the build that holds it has taken a story
down: it is another process, and only its files can be seen."""

PATIENCE = 20.0
"""Seconds that a build has for it: long enough unless it is reading an unusually long file to its
end. After that, or if the lock is held for copying to a memory stick, the story is taken down
meanwhile by this program.
"""


def take_down_everywhere(
    workspace: Workspace, ids: Collection[str], reporter: Reporter, clock: Clock
) -> tuple[Account, Removed]:
    """Take stories off everything on this machine, then off every host, as ``hold`` and
    ``withdraw`` do wherever they are given; returns what was done here and there.
    """
    try:
        account = take_down_now(workspace, ids, reporter, clock)
    except MediaPipelineError:  # a file that somebody plays can't be deleted on Windows
        for line in take_down_there(workspace, reporter, clock).lines:
            reporter.say(line)
        raise
    removed = take_down_there(workspace, reporter, clock)
    with locked_if_free(workspace.lock) as free:  # a running build does it at its end
        if free:
            with closing(Store(workspace.build)) as store:
                write_anew(store, read_book(open_ledger(workspace).read()))
    return account, removed


def take_down_now(
    workspace: Workspace, ids: Collection[str], reporter: Reporter, clock: Clock
) -> Account:
    """Take stories that are held or withdrawn in the ledger off everything on this machine, and
    forget those that are withdrawn; returns the account of it.
    """
    lines = open_ledger(workspace).read()
    book = read_book(lines)
    before = files_of_stories(workspace, _slugs(ids, book))
    made: tuple[int, int] | None = None
    whole = True
    waiting, ends = False, time.monotonic() + PATIENCE
    while True:
        with locked_if_free(workspace.lock, PAUSE) as free:
            if free:
                made, whole = _taken_down(workspace, ids, book, reporter, clock)
                break
        if not waiting:
            reporter.say("A build is at work here; this is taken down beside it.")
            waiting = True
        if not files_of_stories(workspace, _slugs(ids, book)).files:
            break
        if time.monotonic() >= ends:
            with closing(Store(workspace.build)) as store:
                take_down(publisher_aside(workspace, store, reporter, clock), book)
            break
    after = files_of_stories(workspace, _slugs(ids, book))
    hosts = {each.tree for each in known_hosts(workspace)}
    entries = [book.entries[each] for each in ids]
    return account_of(before, after, made, entries, lines, clock(), whole=whole, hosts=hosts)


def _taken_down(
    workspace: Workspace,
    ids: Collection[str],
    book: Book,
    reporter: Reporter,
    clock: Clock,
) -> tuple[tuple[int, int], bool]:
    """Take down here, and forget; returns how many files of the cache went and their bytes, and
    whether both trees could be made again.
    """
    with closing(Store(workspace.build)) as store:
        take_down(publisher_aside(workspace, store, reporter, clock), book)
        whole = both_stand(workspace, store)
    return forget_here(workspace, ids, book), whole


def _slugs(ids: Collection[str], book: Book) -> set[str]:
    return {book.entries[each].slug for each in ids if book.entries[each].slug}
