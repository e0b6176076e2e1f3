"""A workspace that is older than what it published, out of a backup: it has forgotten what was
withdrawn since, which the site that stands there still says.
"""

from __future__ import annotations

from media_pipeline.errors import LedgerError
from media_pipeline.gate.book import read_book
from media_pipeline.model import State
from media_pipeline.publish.addresses import SCHOOL_JSON
from media_pipeline.publish.feeds.directory import withdrawn_in
from media_pipeline.release.carry import Place
from media_pipeline.release.manifest import Manifest
from media_pipeline.tools.counting import counted
from media_pipeline.tools.remembered import SITE
from media_pipeline.workspace.ledger import open_ledger


def refuse_older(place: Place, there: Manifest) -> None:
    """Raise :class:`LedgerError` where what stands ``there`` says that a story was withdrawn, and
    the ledger here doesn't: what is brought would make it public again.

    An id that this ledger never gave is another workspace's, which stood there before.
    """
    if place.tree != SITE or SCHOOL_JSON not in there.files:
        return
    entries = read_book(open_ledger(place.workspace).read()).entries
    forgotten = sorted(
        each
        for each in withdrawn_in(place.host.read(SCHOOL_JSON) or b"")
        if each in entries and entries[each].state is not State.WITHDRAWN
    )
    if forgotten:
        said = counted(len(forgotten), "story", "stories")
        raise LedgerError(
            f"the site there says that {said} of this school left it for good, which nobody "
            "withdrew here. Nothing was sent.",
            place.to,
            "This workspace may be an older copy. Bring back the newest decisions folder, or: "
            f"media-pipeline withdraw --reason … {' '.join(forgotten)}",
        )
