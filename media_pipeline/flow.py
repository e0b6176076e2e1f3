"""The whole flow of a build that has something to do, on one page.

    survey     drop folder ─► Intake ─► received in the ledger ─► Verdict of the gate
    take down  anything that may no longer be public leaves the site at once
    make       Story ─► Job ─► Outcome(Rendition…) ─► Exhibit            private
    decide     ledger and consents are read again: a Permit for what may be public
    publish    Permit + Exhibit ─► Episode ─► Show ─► Feed + Site         public, and for families
    report     build/report.json, ANSWERS.html, and what the coordinator is shown

Films that take long may be left aside, for :mod:`media_pipeline.engine.films` to make meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from media_pipeline.engine.films import Films
from media_pipeline.engine.making import Making, make_exhibits
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pools import open_pool
from media_pipeline.engine.run import Engine
from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.ledger import Ledger
from media_pipeline.gate.shown import shown_fields
from media_pipeline.intake.find import Inventory, find
from media_pipeline.model import Built, Exhibit, Failed, Job, Row, State, Translation
from media_pipeline.publish.translations import translations
from media_pipeline.stages import reporting
from media_pipeline.stages.answering import leave_answers
from media_pipeline.stages.asked import Asked
from media_pipeline.stages.families import bring_families
from media_pipeline.stages.publication import Publisher
from media_pipeline.stages.report_file import leave_report
from media_pipeline.stages.surveying import (
    Survey,
    guard_against_a_lost_sheet,
    guard_against_an_absent_share,
    guard_against_an_empty_site,
    judged_anew,
    survey,
)
from media_pipeline.takedown.forgetting import forget_withdrawn
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.takedown.watch import begin_watch
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.remembered import ASKED, NO_JOBS, SHOWN
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Flow:
    """One build that has something to do, under the lock."""

    workspace: Workspace
    store: Store
    ledger: Ledger
    reporter: Reporter
    clock: Clock
    asked: Asked

    def build(self, inventory: Inventory | None, began: float) -> Built:
        """The build from the drop folder to the report; ``began`` is when it started, on the
        monotonic clock.

        ``inventory`` is None if the drop folder could not be read: that is reported only once
        everything that must go is gone. Raises a :class:`MediaPipelineError` if the site can't be
        built.
        """
        workspace, store, reporter, asked = self.workspace, self.store, self.reporter, self.asked
        aside = publisher_aside(workspace, store, reporter, self.clock)
        look = partial(_look, asked.films, begin_watch(self.ledger, aside, reporter))
        where = (store.root.parent, workspace.settings.ffmpeg, look, reporter)
        with open_pool(*where, jobs=asked.jobs, dask=asked.dask) as pool:
            failed = asked.films.failed if asked.films else {}
            engine = Engine(store, pool, reporter, failed=failed, workers=asked.workers)
            inventory = inventory or find(workspace.root, settle=asked.settle)
            planner = Planner(
                workspace.root,
                store.root,
                workspace.settings,
                jingle=workspace.jingle_digest(),
                logo=workspace.logo_digest(),
                show_pictures=workspace.show_pictures(),
            )
            seen = survey(workspace, store, self.clock(), inventory, look)
            try:
                return self._published(engine, planner, seen, began)
            except MediaPipelineError:
                self._answer(seen)
                raise

    def _published(self, engine: Engine, planner: Planner, seen: Survey, began: float) -> Built:
        """The build from the survey to the report."""
        workspace, clock, films = self.workspace, self.clock, self.asked.films
        if not self.asked.allow_missing:
            guard_against_an_absent_share(seen, self.store)
            guard_against_a_lost_sheet(seen, self.store)

        left = _left_aside(films, seen, planner, engine) if films else {}
        making = _make(seen, left, planner, engine)
        unmade = _unmade(making)
        spared = _spared(unmade, seen, engine.store.exhibits(unmade))
        exhibits = {**spared, **making.exhibits}

        seen = judged_anew(seen, workspace, exhibits, clock())
        if not self.asked.allow_missing:
            guard_against_an_empty_site(seen, exhibits, self.store)
        publisher = Publisher(workspace, planner, engine, clock)
        placing = publisher.publish(seen, exhibits)
        families = bring_families(publisher, seen, exhibits)
        seen = judged_anew(seen, workspace, exhibits, clock())

        interface = translations(seen.worked_on, workspace.settings, workspace.templates)
        seconds = time.monotonic() - began
        rows, done = _report(workspace, engine, seen, making, exhibits, interface, seconds)
        unsure = bool(left or seen.intake.unsure or engine.unsure or not done)
        return Built(
            rows,
            seen.intake.passed,
            placing,
            families,
            interface,
            seen.problems,
            results=engine.built + engine.reused,
            films=left,
            unsure=unsure,
        )

    def _answer(self, seen: Survey) -> None:
        """Leave an answer for whoever dropped something, although the build was not completed."""
        exhibits = self.store.exhibits()
        failed = {
            story.recording.path: Failed("", "The build came to no end.", refusal=False)
            for story in seen.worked_on
            if story.recording.path not in exhibits
        }
        rows = reporting.rows(seen.intake, seen.verdicts, seen.book, seen.gone, exhibits, failed)
        leave_answers(self.workspace, self.store, self.reporter, seen.intake, rows)


def _look(films: Films | None, watch: Callable[[], None]) -> None:
    if films:
        films.glance()
    watch()


def _unmade(making: Making) -> set[str]:
    """The paths of stories that may stay as they were: films that are left aside, and stories whose
    work failed through no fault of their own (a full disk).
    """
    return {*making.left, *(path for path, each in making.failed.items() if not each.refusal)}


def _spared(
    paths: Collection[str], seen: Survey, earlier: Mapping[str, Exhibit]
) -> dict[str, Exhibit]:
    """The earlier exhibits of the stories at these paths, if what is shown of them is still the
    same.
    """
    stories = {story.recording.path: story for story in seen.intake.stories}
    return {
        path: earlier[path]
        for path in paths
        if path in earlier and shown_fields(earlier[path].story) == shown_fields(stories[path])
    }


def _left_aside(films: Films, seen: Survey, planner: Planner, engine: Engine) -> dict[str, Job]:
    """The films to be made later, by their recordings' paths. None is among them that would leave
    the site because its earlier version is missing (``build`` may have been deleted).
    """
    left = films.to_make(seen.worked_on, planner, engine.store)
    spared = _spared(left, seen, engine.store.exhibits(left))
    left = {
        path: job for path, job in left.items() if path in spared or not seen.verdicts[path].permit
    }
    engine.ask({job.name: job.fingerprint for job in left.values()})
    return left


def _make(seen: Survey, left: Mapping[str, Job], planner: Planner, engine: Engine) -> Making:
    """Make everything except what is left aside."""
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
) -> tuple[tuple[Row, ...], bool]:
    """Leave what people and commands read, and delete what no story needs any longer; returns the
    rows, and whether all of that was done.
    """
    withdrawn = {path for path, each in seen.verdicts.items() if each.state is State.WITHDRAWN}
    exhibits = {path: each for path, each in exhibits.items() if path not in withdrawn}
    rows = reporting.rows(
        seen.intake, seen.verdicts, seen.book, seen.gone, exhibits, making.failed, making.left
    )
    shown = reporting.shown_rows(seen.intake.stories, seen.verdicts, exhibits)
    # Nothing is remembered of what was withdrawn.
    worked_on = [story.recording.path for story in seen.worked_on]
    told = {path: seen.intake.as_told[path] for path in worked_on}
    engine.store.keep_stories(told, exhibits, making.origins)
    engine.store.leave_value(SHOWN, {"rows": shown})
    engine.store.leave_note(ASKED, engine.asked)
    engine.store.sweep(
        {*engine.used, *seen.intake.fingerprints, *reporting.fingerprints(exhibits)},
        engine.asked.keys() | NO_JOBS,
    )
    forgotten = forget_withdrawn(workspace, engine.store, seen.book)
    answered = leave_answers(workspace, engine.store, engine.reporter, seen.intake, rows)
    report = reporting.report(rows, engine.built, engine.reused, seconds, interface)
    leave_report(workspace.report, report)
    return rows, answered and forgotten
