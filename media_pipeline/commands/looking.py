"""The state of everything, for ``status``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.consent import Lapse, lapsing
from media_pipeline.intake.find import find
from media_pipeline.model import Failed, Passed, Row, State, Translation
from media_pipeline.publish.translations import translations
from media_pipeline.release.known import known_hosts
from media_pipeline.stages import reporting
from media_pipeline.stages.report_file import last_told
from media_pipeline.stages.surveying import (
    Survey,
    guard_against_a_lost_sheet,
    guard_against_an_absent_share,
    judged,
    survey,
)
from media_pipeline.tools.counting import counted
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger, trusted


@dataclass(frozen=True, slots=True)
class Overview:
    """A row for each recording, what was passed by, and how far each interface language says it.

    ``problems`` are sentences on rows of the consent register that are not understood; ``lapses``
    say whose consent ends soon. ``absent`` is what a build would say if so many recordings are gone
    that it would leave the site as it is; ``unbuilt`` counts approved stories that are not there
    yet.
    """

    rows: tuple[Row, ...]
    passed: tuple[Passed, ...]
    interface: tuple[Translation, ...]
    problems: tuple[str, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    absent: str = ""
    unbuilt: int = 0

    @property
    def further_lines(self) -> Iterator[str]:
        """What the coordinator must know about recordings that are gone, and about the register."""
        if self.absent:
            yield self.absent
        yield from self.problems
        for lapse in self.lapses:
            yield f"The consent of {lapse.code} lapses after {lapse.last}. On it rest:"
            yield from (f"  {path}" for path in lapse.paths)
        if self.unbuilt:
            stories = counted(self.unbuilt, "approved story comes", "approved stories come")
            yield f"{stories} onto the site with the next build: media-pipeline build"


def look(workspace: Workspace, now: datetime) -> Overview:
    """Everything as it stands now, without any work on it.

    Raises :class:`LedgerError` if the ledger's copy shows that lines are missing, or if one is
    damaged.
    """
    trusted(open_ledger(workspace))
    with closing(Store(workspace.build)) as store:
        seen = survey(workspace, store, now, find(workspace.root))
        known = store.exhibits()
        seen = judged(seen.intake, seen.grounds, known)
        told = seen.intake, seen.verdicts, seen.book, seen.gone, known
        rows = reporting.rows(*told, *_last_built(workspace, seen))
        absent, unbuilt = _absent(seen, store), _unbuilt(rows, store)
    interface = translations(seen.worked_on, workspace.settings, workspace.templates)
    lapses = lapsing(seen.rested_on, seen.consents) if seen.consents else ()
    return Overview(rows, seen.intake.passed, interface, seen.problems, lapses, absent, unbuilt)


def _unbuilt(rows: Iterable[Row], store: Store) -> int:
    """How many published stories no file on the site, nor for families, is named after."""
    there = "\n".join((*store.site_stamps(SITE), *store.site_stamps(FAMILIES)))
    return sum(1 for row in rows if row.state is State.PUBLISHED and row.slug not in there)


def _absent(seen: Survey, store: Store) -> str:
    """What a build would stop for; "" where it would not."""
    try:
        guard_against_an_absent_share(seen, store)
        guard_against_a_lost_sheet(seen, store)
    except WorkspaceError as error:
        return str(error)
    return ""


def unpublished_lines(workspace: Workspace) -> Iterator[str]:
    """Sentences on where files differ from those built here, as far as is known; no host is asked.
    A former place is never brought up to date, so what was taken out of a story stays there.
    """
    publish = workspace.settings.publish
    aims = {SITE: publish.to, FAMILIES: publish.families_to}
    with closing(Store(workspace.build)) as store:
        for each in known_hosts(workspace):
            here = {path: one.digest for path, one in store.site(each.tree).items()}
            there = {path: one.digest for path, one in each.manifest.files.items()}
            other = len({path for path, _ in here.items() ^ there.items()})
            if not (here and there and other):
                continue
            said = counted(other, "file is other", "files are other")
            if each.to == aims[each.tree]:
                yield f"{said} at {each.to} than here. To bring them: media-pipeline publish"
            else:
                yield (
                    f"{said} at {each.to} than here, and nothing is published there any more: a "
                    "name or a piece that was taken out since may stand there still. Empty that "
                    f"place, then: media-pipeline publish --forget {each.to}"
                )


def _last_built(workspace: Workspace, seen: Survey) -> tuple[dict[str, Failed], set[str]]:
    """Of the recordings that are here: those that the last build could not make, or not make again,
    by path, with the reason; and the paths of films that it left to be made.
    """
    try:
        known = {
            (each["path"], each["id"]): (str(each["failure"]), each["making"])
            for each in last_told(workspace.report)
        }
    except (KeyError, TypeError):  # written by another version
        return {}, set()
    failed, making = {}, set()
    for path, verdict in seen.verdicts.items():
        failure, at_work = known.get((path, verdict.id), ("", False))
        if verdict.id and failure:
            failed[path] = Failed("", failure, refusal=True)
        elif verdict.id and at_work:
            making.add(path)
    return failed, making
