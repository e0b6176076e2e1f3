"""How everything stands, for ``status``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from media_pipeline.gate.consent import Lapse, lapsing
from media_pipeline.intake.find import find
from media_pipeline.model import Passed, Row, Translation
from media_pipeline.publish.translations import translations
from media_pipeline.stages import reporting
from media_pipeline.stages.surveying import judged, survey
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Look:
    """A row for each recording, what was passed by, and how far each interface language says it.

    ``problems`` are rows of the consent register that are not understood, ``lapses`` whose consent
    ends soon.
    """

    rows: tuple[Row, ...]
    passed: tuple[Passed, ...]
    interface: tuple[Translation, ...]
    problems: tuple[str, ...] = ()
    lapses: tuple[Lapse, ...] = ()

    @property
    def consent_lines(self) -> Iterator[str]:
        """What the coordinator must know of the consent register."""
        yield from self.problems
        for lapse in self.lapses:
            yield f"The consent of {lapse.code} lapses after {lapse.last}. On it rest:"
            yield from (f"  {path}" for path in lapse.paths)


def look(workspace: Workspace, now: datetime) -> Look:
    """Everything as it stands now, without any work on it."""
    with closing(Store(workspace.build)) as store:
        seen = survey(workspace, store, now, find(workspace.root))
        known = store.exhibits()
        seen = judged(seen.intake, seen.grounds, known)
        rows = reporting.rows(seen.intake, seen.verdicts, seen.book, seen.gone, known, {})
    interface = translations(seen.worked_on, workspace.settings, workspace.templates)
    lapses = lapsing(seen.rested_on, seen.consents) if seen.consents else ()
    return Look(rows, seen.intake.passed, interface, seen.problems, lapses)
