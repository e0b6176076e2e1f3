"""What stands on a host and may no longer is found, and what is put in its place there meanwhile.

    what stands there, the gate today ─► the own files of what must go
    what stands there and may stay    ─► a tree of that alone, of what earlier builds made

On the host as here: no new story travels before what must go is gone, and what took its place
names nothing that isn't there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.decide import Grounds, read_book
from media_pipeline.gate.second import compare
from media_pipeline.gate.shown import shown_digest, shown_fields
from media_pipeline.gate.tokens import addresses
from media_pipeline.model import Audience, Copy, Exhibit, Page
from media_pipeline.release.manifest import Entry
from media_pipeline.release.plan import new_media
from media_pipeline.release.standing import Today, stories_in
from media_pipeline.stages.audiences import public_permit
from media_pipeline.stages.families import families_tree
from media_pipeline.stages.publication import Clock, Publisher
from media_pipeline.stages.surveying import FEW, Survey, as_last_built, grounds_of
from media_pipeline.tools.remembered import SITE
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import all_known, open_ledger

SWIFT = 32 << 20
"""Bytes of new media of stories that stay that may travel before a withdrawal: a minute's, on a
school's line. Where it is more, those stories come back after it.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """What may be public today; ``seen`` is what the last build made, as the gate judges it now,
    None where it can't be judged, and then ``error`` says why.
    """

    today: Today
    seen: Survey | None
    exhibits: Mapping[str, Exhibit]
    error: MediaPipelineError | None = None

    @property
    def stories(self) -> dict[str, str]:
        """What is shown of each story that everyone may hear, as a digest by its slug."""
        seen = self.seen
        if seen is None:
            return {}
        return {
            permit.slug: shown_digest(shown_fields(self.exhibits[path].story))
            for path, verdict in seen.verdicts.items()
            if (permit := public_permit(verdict)) and path in self.exhibits
        }


def judged_today(workspace: Workspace, store: Store, clock: Clock) -> Judged:
    """What may be public by all that the gate goes by now. Raises nothing of the gate's: what is
    known to be stopped must go, whatever else is wrong.
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
    return Judged(Today(grounds.book, audiences, tokens), seen, exhibits)


def in_its_place(
    publisher: Publisher,
    judged: Judged,
    tree: str,
    there: Mapping[str, Entry],
    gone: Collection[str],
) -> list[Page | Copy] | None:
    """A tree of what stands ``there`` and may stay, when ``gone`` goes; None where what earlier
    builds made is not enough for it.
    """
    if judged.seen is None:
        return None
    staying = stories_in(there.keys() - gone).keys() - stories_in(gone).keys()
    made = _slugs(judged, tree)
    kept = staying & made.keys()
    lost = len(staying) - len(kept)
    if lost > len(kept) and (lost > FEW or not kept):  # build was deleted: it would go empty
        return None
    try:
        wanted = _tree(publisher, judged, tree, kept, made)
        if late := kept & _late(there, wanted):
            wanted = _tree(publisher, judged, tree, kept - late, made)
    except MediaPipelineError:  # whatever is wrong with it, what must go goes
        return None
    return wanted


def _tree(
    publisher: Publisher,
    judged: Judged,
    tree: str,
    slugs: Collection[str],
    made: Mapping[str, str],
) -> list[Page | Copy]:
    assert judged.seen is not None
    exhibits = {made[slug]: judged.exhibits[made[slug]] for slug in slugs}
    if tree == SITE:
        return publisher.tree(judged.seen, exhibits)
    return families_tree(publisher, judged.seen, exhibits)


def _slugs(judged: Judged, tree: str) -> dict[str, str]:
    """The paths of the recordings of what may be in a tree, by slug."""
    assert judged.seen is not None
    return {
        permit.slug: path
        for path, verdict in judged.seen.verdicts.items()
        if (permit := verdict.permit)
        and path in judged.exhibits
        and (permit.audience is Audience.PUBLIC) is (tree == SITE)
    }


def _late(there: Mapping[str, Entry], wanted: Collection[Page | Copy]) -> frozenset[str]:
    """The stories whose new media are too much to travel before a withdrawal; none, where all is
    little.
    """
    here = {each.path: Entry(each.digest, each.bytes) for each in wanted}
    new = new_media(there, here)
    if sum(new.values()) <= SWIFT:
        return frozenset()
    return frozenset(stories_in(new))
