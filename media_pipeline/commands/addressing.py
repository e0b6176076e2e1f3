"""``families``: the addresses that a school gives to its families, and new ones each term.

ledger ─► Address of each class ─► a folder of build/site-families, and what to print
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from media_pipeline.commands.alone import store_alone
from media_pipeline.errors import UsageError
from media_pipeline.gate.book import read_book
from media_pipeline.gate.events import Event
from media_pipeline.gate.lines import Line
from media_pipeline.gate.tokens import WHOLE_SCHOOL, Address, addresses, new_addresses
from media_pipeline.model import Exhibit
from media_pipeline.publish.for_families import SHEET, class_name, site_address
from media_pipeline.settings import Settings
from media_pipeline.stages.audiences import for_families
from media_pipeline.stages.families import bring_families, drop_former
from media_pipeline.stages.surveying import Survey, as_last_built, grounds_of
from media_pipeline.takedown.on_hosts import Removed, take_down_there
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger, trusted

EVERYBODY = "whole-school"
"""What the site of stories in no class is called on the command line."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A class with something for families. ``token`` is "" and ``since`` None if its address comes
    with the next build; ``address`` is "" if nobody said where the tree will be served. ``sheet``
    is what can be printed, None if it does not exist (yet).
    """

    class_id: str
    name: str
    token: str
    address: str
    stories: int
    term: str
    since: datetime | None
    sheet: Path | None


def listed(workspace: Workspace, now: datetime) -> list[Listed]:
    """The classes that have an address, or will have one with the next build, in their order.

    Raises as :func:`grounds_of` and :func:`trusted` do.
    """
    given = addresses(trusted(open_ledger(workspace)))
    with closing(Store(workspace.build)) as store:
        told = for_families(*_made_before(workspace, store, now), workspace.settings)
    return [
        _listed(each, given.get(each), len(told.get(each, ())), workspace)
        for each in _classes(workspace.settings)
        if each in given or each in told
    ]


def give_new_addresses(
    workspace: Workspace, what: Sequence[str], term: str, reporter: Reporter, clock: Clock
) -> tuple[list[Listed], Removed]:
    """Give the classes ``what`` (none: every class) new addresses. Their old folders are deleted at
    once, here and on every host, whatever else is under way, and never come back. Returns the new
    addresses, and what was done on hosts.

    Raises :class:`UsageError` for a class that the school does not have.
    """
    chosen = _chosen(what, workspace.settings)
    ledger, now = open_ledger(workspace), clock()

    def rotated(lines: Sequence[Line]) -> list[Event]:
        # Of every class, even one that the settings don't have today but may have again.
        absent = [] if what else sorted(addresses(lines).keys() - chosen)
        return new_addresses([*chosen, *absent], term, lines)

    ledger.namespace(now, begin=not workspace.published)
    ledger.append_following(rotated, now)
    drop_former(workspace)
    removed = take_down_there(workspace, reporter, clock)
    with store_alone(workspace, reporter) as store:
        publisher = publisher_aside(workspace, store, reporter, clock)
        bring_families(publisher, *_made_before(workspace, store, clock()))
    return [each for each in listed(workspace, clock()) if each.class_id in chosen], removed


def _made_before(
    workspace: Workspace, store: Store, now: datetime
) -> tuple[Survey, Mapping[str, Exhibit]]:
    """What the last build made, and what the gate says about it now."""
    book = read_book(open_ledger(workspace).read())
    return as_last_built(store, grounds_of(workspace, book, now))


def _listed(class_id: str, given: Address | None, stories: int, workspace: Workspace) -> Listed:
    settings, token = workspace.settings, given.token if given else ""
    sheet = workspace.families / token / SHEET
    return Listed(
        class_id=class_id,
        name=class_name(class_id, settings),
        token=token,
        address=site_address(token, settings) if token else "",
        stories=stories,
        term=given.term if given else "",
        since=given.since if given else None,
        sheet=sheet if token and sheet.is_file() else None,
    )


def _classes(settings: Settings) -> list[str]:
    return [*(each.id for each in settings.classes), WHOLE_SCHOOL]


def _chosen(what: Sequence[str], settings: Settings) -> list[str]:
    """The ids of the classes that are meant, by their ids or names; of all if none is given."""
    named = {EVERYBODY: WHOLE_SCHOOL}
    for each in settings.classes:
        named |= {name.casefold(): each.id for name in each.name.values()}
    named |= {each.id: each.id for each in settings.classes}
    if unknown := [each for each in what if each.casefold() not in named]:
        known = ", ".join(each or EVERYBODY for each in _classes(settings))
        raise UsageError("the school has no such class.", unknown[0], f"These are known: {known}.")
    return list(dict.fromkeys(named[each.casefold()] for each in what)) or _classes(settings)
