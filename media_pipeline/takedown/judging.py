"""What may be public today, by everything that the gate goes by now and what the last build made.

    ledger and its copy, consents, surnames ─► the gate ─┬─► Judged
    what the last build made                ─────────────┘

Hosts and releases go by this; a build has its own survey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.book import read_book
from media_pipeline.gate.consent import without_recording
from media_pipeline.gate.decide import Grounds
from media_pipeline.gate.second import compare
from media_pipeline.gate.shown import shown_digest, shown_fields
from media_pipeline.gate.tokens import addresses
from media_pipeline.model import Audience, Exhibit
from media_pipeline.release.standing import Today
from media_pipeline.stages.audiences import public_permit
from media_pipeline.stages.surveying import Survey, as_last_built, grounds_of
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import all_known, open_ledger


@dataclass(frozen=True, slots=True)
class Judged:
    """What may be public today. ``seen`` is what the last build made, as the gate judges it now; it
    is None if it can't be judged, and then ``error`` says why.
    """

    today: Today
    seen: Survey | None
    exhibits: Mapping[str, Exhibit]
    error: MediaPipelineError | None = None

    @property
    def stories(self) -> dict[str, str]:
        """A digest of what is shown of each story that everyone may hear, by its slug."""
        seen = self.seen
        if seen is None:
            return {}
        return {
            permit.slug: shown_digest(shown_fields(self.exhibits[path].story))
            for path, verdict in seen.verdicts.items()
            if (permit := public_permit(verdict)) and path in self.exhibits
        }


def judged_today(workspace: Workspace, store: Store, clock: Clock) -> Judged:
    """What may be public by everything that the gate goes by now. None of the gate's errors is
    raised: what is known to be stopped must go, whatever else is wrong.
    """
    ledger = open_ledger(workspace)
    compared = compare(ledger.path, ledger.copy)
    if compared.error:
        return Judged(Today(all_known(compared), unsure=True), None, {}, compared.error)
    book = read_book(compared.lines)
    tokens = frozenset(each.token for each in addresses(compared.lines).values())
    try:
        grounds = grounds_of(workspace, book, clock())
    except MediaPipelineError as error:
        return Judged(Today(book, tokens=tokens), None, {}, error)
    return _judged(store, grounds, tokens)


def _judged(store: Store, grounds: Grounds, tokens: frozenset[str]) -> Judged:
    seen, exhibits = as_last_built(store, grounds)
    slugs = {each.id: each.slug for each in grounds.book.entries.values() if each.slug}
    audiences = {
        slugs[each.id]: each.permit.audience if each.permit else Audience.NONE
        for each in seen.verdicts.values()
        if each.id in slugs
    }
    audiences |= {
        each.slug: without_recording(each.audience, each.people, grounds.consents)
        for each in grounds.book.entries.values()
        if each.slug and each.slug not in audiences
    }
    return Judged(Today(grounds.book, audiences, tokens), seen, exhibits)
