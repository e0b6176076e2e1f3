"""A workspace that comes from a backup and is older than what it published: it has forgotten what
was withdrawn, held, narrowed or rotated since, and would bring it back.
"""

from __future__ import annotations

from collections.abc import Sequence

from media_pipeline.errors import LedgerError
from media_pipeline.gate.book import read_book
from media_pipeline.gate.lines import Line
from media_pipeline.model import State
from media_pipeline.publish.addresses import SCHOOL_JSON
from media_pipeline.publish.feeds.directory import withdrawn_in
from media_pipeline.release.carry import Place
from media_pipeline.release.manifest import Manifest, decided_here
from media_pipeline.tools.counting import counted
from media_pipeline.workspace.ledger import open_ledger


def refuse_older(place: Place, there: Manifest) -> None:
    """Raise :class:`LedgerError` if what is ``there`` was decided by a line that the ledger here
    doesn't have, unless what is there is adopted; also if the site there says that a story was
    withdrawn and this ledger doesn't.
    """
    lines = open_ledger(place.workspace).read()
    if not (place.adopting or decided_here(there, lines)):
        raise LedgerError(
            "what stands there was decided by lines that the ledger here doesn't have. Nothing "
            "new was sent.",
            place.to,
            "This workspace is an older copy: bring back the newest decisions folder. If that is "
            "lost for good, withdraw, hold and rotate again what was since, and publish with "
            "--adopt.",
        )
    if SCHOOL_JSON in there.files and (forgotten := _forgotten(place, lines)):
        said = counted(len(forgotten), "story", "stories")
        raise LedgerError(
            f"the site there says that {said} of this school left it for good, which nobody "
            "withdrew here. Nothing new was sent.",
            place.to,
            f"Withdraw again: media-pipeline withdraw --reason … {' '.join(forgotten)}",
        )


def _forgotten(place: Place, lines: Sequence[Line]) -> list[str]:
    """The ids of stories that were withdrawn according to the site there, but not to this ledger.
    An id that this ledger never gave is another workspace's, whose site was there before.
    """
    entries = read_book(lines).entries
    return sorted(
        each
        for each in withdrawn_in(place.host.read(SCHOOL_JSON) or b"")
        if each in entries and entries[each].state is not State.WITHDRAWN
    )
