"""The whole flow on one page.

survey     drop folder ─► Intake ─► received in the ledger ─► Verdict of the gate
take down  what may be public no longer leaves the site at once
make       Story ─► Job ─► Outcome(Rendition…) ─► Exhibit            private
decide     ledger and consents, read again: a Permit for what may be public
publish    Permit + Exhibit ─► Episode ─► Show ─► Feed + Site         public, and for families
report     build/report.json, and what the coordinator is shown
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec

from media_pipeline.engine.making import Making, make_exhibits
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import Glance, InlinePool, LocalPool, Pool
from media_pipeline.engine.run import Engine
from media_pipeline.errors import UsageError
from media_pipeline.gate.shown import shown_fields
from media_pipeline.intake.find import SETTLE, Passed
from media_pipeline.model import Exhibit, State
from media_pipeline.publish.placing import Placing
from media_pipeline.publish.translations import Translation, translations
from media_pipeline.stages import reporting
from media_pipeline.stages.families import bring_families
from media_pipeline.stages.publication import Clock, Publisher
from media_pipeline.stages.surveying import (
    Survey,
    guard_against_an_absent_share,
    guard_against_an_empty_site,
    judged_anew,
    survey,
)
from media_pipeline.takedown.forgetting import forget_withdrawn
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.takedown.watch import begin_watch
from media_pipeline.tools import files
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.remembered import ASKED, NO_JOBS, SHOWN
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: a row for each recording, what changed on the site and in the tree for
    families, how far each interface language says it, and what of the consent register is not
    understood.
    """

    rows: tuple[reporting.Row, ...]
    passed: tuple[Passed, ...]
    placing: Placing
    families: Placing
    interface: tuple[Translation, ...]
    problems: tuple[str, ...] = ()


def build(
    workspace: Workspace,
    reporter: Reporter,
    clock: Clock,
    *,
    jobs: int = 0,
    dask: str = "",
    settle: float = SETTLE,
    allow_missing: bool = False,
) -> Built:
    """Build the site of ``workspace`` with so many processes (0: in this one), or on the cluster
    at ``dask``.

    Raises a :class:`MediaPipelineError` where it can't.
    """
    began = time.monotonic()
    waiting = partial(reporter.say, "Another build is running here; waiting for it to end.")
    with (
        files.locked(workspace.lock, waiting),
        closing(Store(workspace.build)) as store,
        ExitStack() as stack,
    ):
        store.clear_leftovers()
        ledger = open_ledger(workspace)
        watch = begin_watch(ledger, publisher_aside(workspace, store, reporter, clock), reporter)
        pool = _pool(workspace, store, watch, reporter, jobs, dask)
        engine = Engine(store, stack.enter_context(pool), reporter)
        planner = _planner(workspace, store)
        seen = survey(workspace, store, clock(), settle, watch)
        if not allow_missing:
            guard_against_an_absent_share(seen)

        making = make_exhibits(seen.worked_on, planner, engine)
        exhibits = {**_spared(making, seen, store.exhibits()), **making.exhibits}

        seen = judged_anew(seen, workspace, exhibits, clock())
        if not allow_missing:
            guard_against_an_empty_site(seen, exhibits)
        publisher = Publisher(workspace, planner, engine, clock)
        placing = publisher.publish(seen, exhibits)
        families = bring_families(publisher, seen, exhibits)
        seen = judged_anew(seen, workspace, exhibits, clock())

        interface = translations(seen.worked_on, workspace.settings, workspace.templates)
        seconds = time.monotonic() - began
        rows = _report(workspace, engine, seen, making, exhibits, interface, seconds)
    return Built(rows, seen.intake.passed, placing, families, interface, seen.problems)


def _planner(workspace: Workspace, store: Store) -> Planner:
    return Planner(
        workspace.root,
        store.root,
        workspace.settings,
        jingle=workspace.jingle_digest(),
        logo=workspace.logo_digest(),
        show_pictures=workspace.show_pictures(),
    )


@contextmanager
def _pool(
    workspace: Workspace, store: Store, glance: Glance, reporter: Reporter, jobs: int, dask: str
) -> Iterator[Pool]:
    """Where jobs run. Dask is an extra, and slow to import: only where it is asked for."""
    if not dask:
        yield LocalPool(jobs, glance) if jobs else InlinePool(glance)
        return
    if find_spec("distributed") is None:
        raise UsageError(
            "--dask: the library for it is not installed.",
            hint="Install it, and again on each worker: pip install 'media-pipeline[cluster]'",
        )
    from media_pipeline.engine.cluster import joined  # noqa: PLC0415 - as said

    tool = find_ffmpeg(workspace.settings.ffmpeg)
    with joined(dask, store.root.parent, tool, glance, reporter) as pool:
        yield pool


def _spared(making: Making, seen: Survey, earlier: Mapping[str, Exhibit]) -> dict[str, Exhibit]:
    """Stories whose work failed by no fault of theirs (a full disk), as they were made before, if
    what is shown of them is the same.
    """
    stories = {story.recording.path: story for story in seen.intake.stories}
    return {
        path: earlier[path]
        for path, failure in making.failed.items()
        if not failure.refusal
        and path in earlier
        and shown_fields(earlier[path].story) == shown_fields(stories[path])
    }


def _report(
    workspace: Workspace,
    engine: Engine,
    seen: Survey,
    making: Making,
    exhibits: Mapping[str, Exhibit],
    interface: Sequence[Translation],
    seconds: float,
) -> tuple[reporting.Row, ...]:
    """Leave what people and commands read, and forget what no story needs any more."""
    withdrawn = {path for path, each in seen.verdicts.items() if each.state is State.WITHDRAWN}
    exhibits = {path: each for path, each in exhibits.items() if path not in withdrawn}
    rows = reporting.rows(seen.intake, seen.verdicts, seen.book, seen.gone, exhibits, making.failed)
    shown = reporting.shown_rows(seen.intake.stories, seen.verdicts, exhibits)
    engine.store.keep_exhibits(exhibits)
    engine.store.leave_note(SHOWN, {"rows": [asdict(each) for each in shown]})
    engine.store.leave_note(ASKED, engine.asked)
    engine.store.sweep(
        {*engine.used, *seen.intake.fingerprints, *reporting.fingerprints(exhibits)},
        engine.names | NO_JOBS,
    )
    forget_withdrawn(workspace, engine.store, seen.book)
    report = reporting.report(rows, engine.built, engine.reused, seconds, interface)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    files.write(workspace.build / "report.json", text.encode() + b"\n", durable=False)
    return rows
