"""What the coordinator decides between builds: to approve, hold or withdraw.

Approvals are for what the last build showed; they do not cover anything that came since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from media_pipeline.errors import UsageError
from media_pipeline.gate.approve import (
    Choice,
    Shown,
    approvals,
    choose,
    decisions,
    replacement,
    unholdings,
    unseen,
)
from media_pipeline.gate.book import Book, read_book
from media_pipeline.gate.consent import widest
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.lines import Line
from media_pipeline.model import Audience, State
from media_pipeline.tools.media_paths import slug_of_media
from media_pipeline.tools.remembered import FAMILIES, SHOWN, SITE
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger, trusted
from media_pipeline.workspace.once_public import once_public

AsSeen = Callable[[Shown, Book], bool]
"""Whether a story is still what the person who decides on it saw."""


def approve(
    workspace: Workspace,
    what: Sequence[str],
    by: str,
    now: datetime,
    *,
    everything: bool = False,
    story_id: str | None = None,
    names: bool = False,
    as_seen: AsSeen = lambda _row, _book: True,
) -> list[Shown]:
    """Approve what was shown; returns the rows that are approved now and were not before.

    ``names`` lets the surnames that were shown be public, in stories that are named one by one.
    ``as_seen`` is called for each story while nobody else can decide. Raises :class:`UsageError`,
    before anything is approved, if it says no.
    """
    trusted(open_ledger(workspace))  # else, without some lines, it may seem approved already
    rows = shown(workspace) if story_id is None else _all_shown(workspace)
    choice = choose(what, rows, everything=everything)
    if story_id is None:

        def conclude(book: Book) -> Sequence[Event]:
            for row in choice.rows:
                if not as_seen(row, book):
                    raise UsageError(
                        "it is not what you saw any more, so nothing was approved.",
                        row.path,
                        "Look at it again.",
                    )
            return approvals(choice, book, by, names=names, placed=_placed(workspace))

        return _decided(workspace, choice, now, conclude)
    if len(choice.rows) != 1 or choice.rows[0].id not in choice.named:
        raise UsageError("--as takes one recording, the new take, by its path or id.")
    new, older = choice.rows[0], story_id
    _decided(workspace, choice, now, lambda book: replacement(new, older, book, by, names=names))
    return [new]


def _placed(workspace: Workspace) -> Collection[str]:
    """The slugs of what ever stood on the site, or stands for families."""
    with closing(Store(workspace.build)) as store:
        paths = (*store.site_stamps(SITE), *store.site_stamps(FAMILIES))
    return {*once_public(workspace), *map(slug_of_media, paths)}


def unhold(workspace: Workspace, what: Sequence[str], by: str, now: datetime) -> list[Shown]:
    """Let held stories wait again; returns the rows of those that had been held."""
    choice = chosen(workspace, what)
    return _decided(workspace, choice, now, lambda book: unholdings(choice, book, by))


def stop(
    workspace: Workspace, what: Sequence[str], event: EventType, reason: str, by: str, now: datetime
) -> list[Shown]:
    """Hold or withdraw (``event``) stories, whether or not they are public now; returns the rows of
    those that were held or withdrawn.
    """
    choice = chosen(workspace, what)
    return _decided(workspace, choice, now, lambda book: decisions(choice, book, event, reason, by))


def chosen(workspace: Workspace, what: Sequence[str]) -> Choice:
    """The stories that ``what`` names, whether or not the last build showed them."""
    there, gone = _not_shown(workspace)
    return choose(what, [*shown(workspace), *there], gone=gone)


def ids_of(rows: Sequence[Shown], book: Book) -> list[str]:
    """The ids that stories have in the ledger now; a take may have become another story's."""
    entries = (book.entries.get(row.id) or book.of(row.digest) for row in rows)
    return list(dict.fromkeys(entry.id for entry in entries if entry))


def shown(workspace: Workspace) -> list[Shown]:
    """What the last build showed of stories, without earlier takes."""
    return [row for row in _all_shown(workspace) if row.id]


def _all_shown(workspace: Workspace) -> list[Shown]:
    """What the last build showed, including earlier takes."""
    with closing(Store(workspace.build)) as store:
        rows: list[dict[str, Any]] = store.note(SHOWN).get("rows", [])
    lists = ("needs", "people", "names", "traces", "copies")
    return [
        Shown(
            **{
                **row,
                **{each: tuple(row.get(each, ())) for each in lists},
                "state": State(row["state"]),
                # Rows left by an older program say nothing of it; its next build does.
                "audience": Audience(row.get("audience", widest(row["rights"]))),
            }
        )
        for row in rows
    ]


def _decided(
    workspace: Workspace,
    choice: Choice,
    now: datetime,
    events_for: Callable[[Book], Sequence[Event]],
) -> list[Shown]:
    """Write down the events that follow from the ledger as it is; returns the rows that they are
    about.
    """
    ids: set[str] = set()

    def conclude(lines: Sequence[Line]) -> Sequence[Event]:
        events = events_for(read_book(lines))
        ids.update(event.id for event in events)
        return events

    open_ledger(workspace).append_following(conclude, now)
    return [row for row in choice.rows if row.id in ids]


def _not_shown(workspace: Workspace) -> tuple[list[Shown], list[Shown]]:
    """Stories that the last build did not show, but that can be withdrawn all the same: those whose
    recording is where it was received, and those whose recording is gone.
    """
    here = {row.id for row in shown(workspace)}
    entries = read_book(trusted(open_ledger(workspace))).entries.values()
    rows = [unseen(each) for each in entries if each.id not in here]
    with closing(Store(workspace.build)) as store:
        # Telephones reuse names: only the bytes say that it is the same recording.
        there = [
            row
            for row in rows
            if (path := workspace.root / row.path).is_file()
            and store.digest(row.path, (path,)) == row.digest
        ]
    return there, [row for row in rows if row not in there]
