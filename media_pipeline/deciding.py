"""What the coordinator does between builds: looks, approves, holds, withdraws, checks.

Approvals speak of what the last build showed; nothing that came since is approved by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from media_pipeline import reporting
from media_pipeline.errors import UsageError
from media_pipeline.gate.approve import Shown, approvals, choose, decisions, replacement
from media_pipeline.gate.decide import read_book
from media_pipeline.gate.ledger import Ledger
from media_pipeline.intake.find import Passed
from media_pipeline.media.tags import foreign_tags
from media_pipeline.model import State
from media_pipeline.publish.check import Finding, check_site
from media_pipeline.surveying import survey
from media_pipeline.tools.store import SHOWN, Store
from media_pipeline.workspace import Workspace


def look(
    workspace: Workspace, now: datetime
) -> tuple[tuple[reporting.Row, ...], tuple[Passed, ...]]:
    """Every recording's row as it stands now, without any work on it."""
    with closing(Store(workspace.build)) as store:
        seen = survey(workspace, store, now)
        known = store.exhibits()
        rows = reporting.rows(seen.intake, seen.verdicts, seen.book, seen.gone, known, {})
    return rows, seen.intake.passed


def approve(
    workspace: Workspace,
    what: Sequence[str],
    by: str,
    now: datetime,
    *,
    everything: bool = False,
    story_id: str | None = None,
) -> list[Shown]:
    """Approve what was shown; returns the rows that are approved now and were not before."""
    choice = choose(what, shown(workspace), everything=everything)
    ledger = Ledger(workspace.decisions)
    book = read_book(ledger.read())
    if story_id:
        if len(choice.rows) != 1:
            raise UsageError("--as takes one recording, the new take.")
        ledger.append(replacement(choice.rows[0], _whole_id(story_id, book.entries), book, by), now)
        return list(choice.rows)
    events = approvals(choice, book, by)
    ledger.append(events, now)
    approved = {event.id for event in events}
    return [row for row in choice.rows if row.id in approved]


def stop(
    workspace: Workspace, what: Sequence[str], event: str, reason: str, by: str, now: datetime
) -> list[Shown]:
    """Hold or withdraw (``event``) stories, whether or not they are public now."""
    choice = choose(what, [*shown(workspace), *_gone(workspace)])
    Ledger(workspace.decisions).append(decisions(choice.rows, event, reason, by), now)
    return list(choice.rows)


def check(workspace: Workspace) -> list[Finding]:
    """What a stranger would find wrong with the site."""
    return check_site(workspace.site, workspace.settings.address, foreign_tags)


def shown(workspace: Workspace) -> list[Shown]:
    """What the last build showed."""
    with closing(Store(workspace.build)) as store:
        rows: list[dict[str, Any]] = store.note(SHOWN).get("rows", [])
    return [
        Shown(**{**row, "state": State(row["state"]), "needs": tuple(row["needs"])}) for row in rows
    ]


def _gone(workspace: Workspace) -> list[Shown]:
    """Stories whose original is gone: they too can be withdrawn."""
    here = {row.id for row in shown(workspace)}
    book = read_book(Ledger(workspace.decisions).read())
    return [
        Shown(each.id, each.path, "", each.digest, each.shown, each.fields, each.state, (), "")
        for each in book.entries.values()
        if each.id not in here
    ]


def _whole_id(beginning: str, ids: Iterable[str]) -> str:
    found = [each for each in ids if each.startswith(beginning)]
    if len(found) != 1:
        raise UsageError("there is not exactly one story whose id begins so.", beginning)
    return found[0]
