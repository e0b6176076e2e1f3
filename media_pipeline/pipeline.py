"""The whole flow on one page.

look       nothing other than the last build left it? then that is reported, and all is done
survey     drop folder ─► Intake ─► received in the ledger ─► Verdict of the gate
take down  what may be public no longer leaves the site at once
make       Story ─► Job ─► Outcome(Rendition…) ─► Exhibit            private
decide     ledger and consents, read again: a Permit for what may be public
publish    Permit + Exhibit ─► Episode ─► Show ─► Feed + Site         public, and for families
report     build/report.json, ANSWERS.html, and what the coordinator is shown

Films that take long may be left aside, for :mod:`media_pipeline.engine.films` to make meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from media_pipeline.engine.films import Films
from media_pipeline.engine.making import Making, make_exhibits
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pools import opened
from media_pipeline.engine.run import Engine
from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.shown import shown_fields
from media_pipeline.intake.find import SETTLE, Inventory, Passed, find
from media_pipeline.model import Exhibit, Failed, Job, State
from media_pipeline.publish.placing import Placing
from media_pipeline.publish.translations import Translation, translations
from media_pipeline.stages import reporting, unchanged
from media_pipeline.stages.answering import leave_answers
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
from media_pipeline.tools.garbage import seldom_collected
from media_pipeline.tools.remembered import ASKED, NO_JOBS, SHOWN, UNCHANGED
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.tools.values import indented
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: a row for each recording, what changed on the site and in the tree for
    families, how far each interface language says it, and what of the consent register is not
    understood. ``films`` are those that were left aside, by their recordings' paths; ``unsure`` is
    that the next build must try something again.
    """

    rows: tuple[reporting.Row, ...]
    passed: tuple[Passed, ...]
    placing: Placing
    families: Placing
    interface: tuple[Translation, ...]
    problems: tuple[str, ...] = ()
    films: Mapping[str, Job] = field(default_factory=dict)
    unsure: bool = False


@seldom_collected()
def build(
    workspace: Workspace,
    reporter: Reporter,
    clock: Clock,
    *,
    jobs: int = 0,
    dask: str = "",
    settle: float = SETTLE,
    allow_missing: bool = False,
    films: Films | None = None,
) -> Built:
    """Build the site of ``workspace`` with so many processes (0: in this one), or on the cluster
    at ``dask``.

    With ``films`` those that must be encoded are left aside, and stay as they were. Raises a
    :class:`MediaPipelineError` where it can't.
    """
    began = time.monotonic()
    waiting = partial(reporter.say, "Another build is running here; waiting for it to end.")
    # A copy of a process that talks to a scheduler would talk to it, too.
    workers = 1 if dask else jobs or 1
    with files.locked(workspace.lock, waiting), _store_to_prove(workspace) as store:
        store.clear_leftovers()
        ledger = open_ledger(workspace)
        before = unchanged.look(workspace, store, ledger, clock(), settle, workers)
        if (told := before.told) and unchanged.report_again(
            workspace, told, time.monotonic() - began
        ):
            nothing = Placing((), ())
            return Built(told.rows, told.passed, nothing, nothing, told.interface, told.problems)
        store.prove()
        store.leave_value(UNCHANGED, None)
        watch = begin_watch(ledger, publisher_aside(workspace, store, reporter, clock), reporter)
        look = partial(_look, films, watch)
        tool = workspace.settings.ffmpeg
        with opened(store.root.parent, tool, look, reporter, jobs=jobs, dask=dask) as pool:
            failed = films.failed if films else {}
            engine = Engine(store, pool, reporter, failed=failed, workers=workers)
            inventory = before.inventory or find(workspace.root, settle=settle)
            flow = _Flow(workspace, engine, clock, look, films, allow_missing)
            built = flow.build(inventory, began)
        if not built.unsure:
            results = engine.built + engine.reused
            told = unchanged.Told(
                built.rows, built.passed, built.interface, built.problems, results
            )
            unchanged.leave(before, told, workspace, store, ledger)
    return built


def _store_to_prove(workspace: Workspace) -> closing[Store]:
    """The store, to be proven before it is written to: that takes a fifth of a whole look."""
    return closing(Store(workspace.build, prove=False))


def _look(films: Films | None, watch: Callable[[], None]) -> None:
    if films:
        films.glance()
    watch()


@dataclass(frozen=True, slots=True)
class _Flow:
    """One build that has something to do, under the lock."""

    workspace: Workspace
    engine: Engine
    clock: Clock
    look: Callable[[], None]
    films: Films | None
    allow_missing: bool

    def build(self, inventory: Inventory, began: float) -> Built:
        """From the drop folder to the report. ``began`` is by the monotonic clock."""
        workspace, engine = self.workspace, self.engine
        planner = Planner(
            workspace.root,
            engine.store.root,
            workspace.settings,
            jingle=workspace.jingle_digest(),
            logo=workspace.logo_digest(),
            show_pictures=workspace.show_pictures(),
        )
        seen = survey(workspace, engine.store, self.clock(), inventory, self.look)
        try:
            return self._published(seen, planner, began)
        except MediaPipelineError:
            self._answer(seen)
            raise

    def _published(self, seen: Survey, planner: Planner, began: float) -> Built:
        """From what was seen to the report."""
        workspace, engine, clock = self.workspace, self.engine, self.clock
        if not self.allow_missing:
            guard_against_an_absent_share(seen)

        left = _left_aside(self.films, seen, planner, engine) if self.films else {}
        making = _make(seen, left, planner, engine)
        unmade = _unmade(making)
        spared = _spared(unmade, seen, engine.store.exhibits(unmade))
        exhibits = {**spared, **making.exhibits}

        seen = judged_anew(seen, workspace, exhibits, clock())
        if not self.allow_missing:
            guard_against_an_empty_site(seen, exhibits)
        publisher = Publisher(workspace, planner, engine, clock)
        placing = publisher.publish(seen, exhibits)
        families = bring_families(publisher, seen, exhibits)
        seen = judged_anew(seen, workspace, exhibits, clock())

        interface = translations(seen.worked_on, workspace.settings, workspace.templates)
        seconds = time.monotonic() - began
        rows, answered = _report(workspace, engine, seen, making, exhibits, interface, seconds)
        unsure = bool(left or seen.intake.unsure or engine.unsure or not answered)
        passed, problems = seen.intake.passed, seen.problems
        return Built(rows, passed, placing, families, interface, problems, left, unsure)

    def _answer(self, seen: Survey) -> None:
        """Whoever dropped something has an answer, though the build comes to no end."""
        store = self.engine.store
        exhibits = store.exhibits()
        failed = {
            story.recording.path: Failed("", "The build came to no end.", refusal=False)
            for story in seen.worked_on
            if story.recording.path not in exhibits
        }
        rows = reporting.rows(seen.intake, seen.verdicts, seen.book, seen.gone, exhibits, failed)
        leave_answers(self.workspace, store, self.engine.reporter, seen.intake, rows)


def _unmade(making: Making) -> set[str]:
    """The paths of stories that may stay as they were: films that are left aside, and those whose
    work failed by no fault of theirs (a full disk).
    """
    return {*making.left, *(path for path, each in making.failed.items() if not each.refusal)}


def _spared(
    paths: Collection[str], seen: Survey, earlier: Mapping[str, Exhibit]
) -> dict[str, Exhibit]:
    """Of the stories at these paths, as they were made before, those of which the same is shown."""
    stories = {story.recording.path: story for story in seen.intake.stories}
    return {
        path: earlier[path]
        for path in paths
        if path in earlier and shown_fields(earlier[path].story) == shown_fields(stories[path])
    }


def _left_aside(films: Films, seen: Survey, planner: Planner, engine: Engine) -> dict[str, Job]:
    """The films that are for later, by their recordings' paths: not one that would leave the site
    for want of what it was before (``build`` may have been deleted).
    """
    left = films.to_make(seen.worked_on, planner, engine.store)
    spared = _spared(left, seen, engine.store.exhibits(left))
    left = {
        path: job for path, job in left.items() if path in spared or not seen.verdicts[path].permit
    }
    engine.ask({job.name: job.fingerprint for job in left.values()})
    return left


def _make(seen: Survey, left: Mapping[str, Job], planner: Planner, engine: Engine) -> Making:
    """Make everything but what is left aside."""
    now = [story for story in seen.worked_on if story.recording.path not in left]
    return replace(make_exhibits(now, planner, engine), left=left)


def _report(
    workspace: Workspace,
    engine: Engine,
    seen: Survey,
    making: Making,
    exhibits: Mapping[str, Exhibit],
    interface: Sequence[Translation],
    seconds: float,
) -> tuple[tuple[reporting.Row, ...], bool]:
    """Leave what people and commands read, and forget what no story needs any more; returns the
    rows, and whether the drop folder has its answers.
    """
    withdrawn = {path for path, each in seen.verdicts.items() if each.state is State.WITHDRAWN}
    exhibits = {path: each for path, each in exhibits.items() if path not in withdrawn}
    rows = reporting.rows(
        seen.intake, seen.verdicts, seen.book, seen.gone, exhibits, making.failed, making.left
    )
    shown = reporting.shown_rows(seen.intake.stories, seen.verdicts, exhibits)
    # Of what was withdrawn nothing is remembered.
    worked_on = [story.recording.path for story in seen.worked_on]
    told = {path: seen.intake.as_told[path] for path in worked_on}
    engine.store.keep_stories(told, exhibits, making.origins)
    engine.store.leave_value(SHOWN, {"rows": shown})
    engine.store.leave_note(ASKED, engine.asked)
    engine.store.sweep(
        {*engine.used, *seen.intake.fingerprints, *reporting.fingerprints(exhibits)},
        engine.asked.keys() | NO_JOBS,
    )
    forget_withdrawn(workspace, engine.store, seen.book)
    answered = leave_answers(workspace, engine.store, engine.reporter, seen.intake, rows)
    report = reporting.report(rows, engine.built, engine.reused, seconds, interface)
    files.write(workspace.build / unchanged.REPORT, indented(report), durable=False)
    return rows, answered
