"""The whole flow on one page.

    survey     drop folder ─► Intake ─► received in the ledger
    make       Story ─► Job ─► Outcome(Rendition…) ─► Exhibit           private
    decide     ledger + stories ─► Verdict, and a Permit for what may be public
    publish    Permit + Exhibit ─► Episode ─► Show ─► Feed + Site        public
    report     build/report.json, and what the coordinator is shown

A withdrawal is published before anything is made. The ledger is read again before each
publication, so that one that comes during a build is obeyed by it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from media_pipeline import reporting
from media_pipeline.engine.making import Making, make_art, make_exhibits
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import InlinePool, LocalPool
from media_pipeline.engine.run import Engine
from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.decide import Book, Entry, decide, missing, read_book, received
from media_pipeline.gate.ledger import Event, Ledger
from media_pipeline.intake.find import SETTLE, Passed, find
from media_pipeline.intake.gather import Intake, gather
from media_pipeline.model import Episode, Exhibit, Show, State, Story, Verdict
from media_pipeline.publish.place import Placing, place_site
from media_pipeline.publish.shows import Decided, with_art
from media_pipeline.publish.whole import school_shows, whole_site
from media_pipeline.tools import files
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

Clock = Callable[[], datetime]

FEW = 3
"""Originals that may be gone at once without a question, in the smallest school."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is there, and what the gate says of it. ``verdicts`` are by recordings' paths."""

    intake: Intake
    book: Book
    verdicts: Mapping[str, Verdict]

    @property
    def gone(self) -> list[Entry]:
        """Published stories whose original is not there."""
        return missing(self.intake.stories, self.book)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: a row for each recording, and what changed on the site."""

    rows: tuple[reporting.Row, ...]
    passed: tuple[Passed, ...]
    placing: Placing
    shows: tuple[Show, ...]


def survey(workspace: Workspace, store: Store, now: datetime, settle: float = SETTLE) -> Survey:
    """Look at the drop folder and ask the gate; new recordings are received in the ledger."""
    intake = gather(workspace.root, find(workspace.root, settle=settle), workspace.settings, store)
    ledger = Ledger(workspace.decisions)
    namespace = ledger.namespace(now)
    events = received(intake.stories, read_book(ledger.read()), namespace)
    return _judged(intake, read_book(ledger.append(events, now)))


def build(
    workspace: Workspace,
    reporter: Reporter,
    clock: Clock,
    *,
    jobs: int = 1,
    settle: float = SETTLE,
    allow_missing: bool = False,
) -> Built:
    """Build the site of ``workspace``. Raises a :class:`MediaPipelineError` where it can't."""
    began = time.monotonic()
    waiting = partial(reporter.say, "Another build is running here; waiting for it to end.")
    with (
        files.locked(workspace.build / "lock", waiting),
        closing(Store(workspace.build)) as store,
    ):
        engine = Engine(store, InlinePool() if jobs == 1 else LocalPool(jobs), reporter)
        tool = find_ffmpeg(workspace.settings.ffmpeg)
        jingle = workspace.jingle_digest()
        planner = Planner(workspace.root, store.root, workspace.settings, tool, jingle)

        seen = survey(workspace, store, clock(), settle)
        _guard_against_an_absent_share(seen, allow_missing=allow_missing)
        earlier = _unchanged(store.exhibits(), seen)
        _take_down(workspace, seen, earlier, planner, engine, clock)

        making = make_exhibits(_worked_on(seen), planner, engine)
        exhibits = {**_spared(making, earlier), **making.exhibits}
        seen = _judged(seen.intake, read_book(Ledger(workspace.decisions).read()))
        shows, placing = _publish(workspace, seen, exhibits, planner, engine, clock)

        table = reporting.rows(
            seen.intake, seen.verdicts, seen.book, seen.gone, exhibits, making.failed
        )
        store.keep_exhibits(exhibits)
        shown = reporting.shown_rows(seen.intake.stories, seen.verdicts, exhibits)
        store.leave_note("shown", {"rows": [asdict(each) for each in shown]})
        if not making.failed:
            store.sweep({*engine.used, *seen.intake.fingerprints})
        report = reporting.report(table, engine.built, engine.reused, time.monotonic() - began)
        _write_report(workspace, report)
    return Built(table, seen.intake.passed, placing, shows)


def _judged(intake: Intake, book: Book) -> Survey:
    verdicts = {story.recording.path: decide(story, book) for story in intake.stories}
    return Survey(intake, book, verdicts)


def _worked_on(seen: Survey) -> list[Story]:
    """Work is done before approval, so that it can be heard; never on what was withdrawn."""
    return [
        story
        for story in seen.intake.stories
        if (verdict := seen.verdicts[story.recording.path]).id
        and verdict.state is not State.WITHDRAWN
    ]


def _unchanged(earlier: Mapping[str, Exhibit], seen: Survey) -> dict[str, Exhibit]:
    """What earlier builds put together of stories that are still the same, to the letter."""
    stories = {story.recording.path: story for story in seen.intake.stories}
    return {path: each for path, each in earlier.items() if each.story == stories.get(path)}


def _spared(making: Making, earlier: Mapping[str, Exhibit]) -> dict[str, Exhibit]:
    """Stories whose work failed by no fault of theirs (a full disk), as they were made before."""
    return {
        path: earlier[path]
        for path, failure in making.failed.items()
        if not failure.refusal and path in earlier
    }


def _take_down(
    workspace: Workspace,
    seen: Survey,
    earlier: Mapping[str, Exhibit],
    planner: Planner,
    engine: Engine,
    clock: Clock,
) -> None:
    """Where something public may be so no longer, publish at once what is left of it all."""
    stories = workspace.site / "stories"
    public = {each.name for each in stories.iterdir()} if stories.is_dir() else set()
    allowed = {verdict.permit.slug for verdict in seen.verdicts.values() if verdict.permit}
    if public - allowed:
        _publish(workspace, seen, earlier, planner, engine, clock)


def _publish(
    workspace: Workspace,
    seen: Survey,
    exhibits: Mapping[str, Exhibit],
    planner: Planner,
    engine: Engine,
    clock: Clock,
) -> tuple[tuple[Show, ...], Placing]:
    """Permits and exhibits → episodes → shows → the site."""
    episodes = [
        Episode(permit, exhibits[path])
        for path, verdict in seen.verdicts.items()
        if (permit := verdict.permit) and path in exhibits
    ]
    episodes.sort(key=lambda each: (each.permit.published, each.permit.id), reverse=True)
    decided = Decided(seen.book.feeds, _no_longer_public(seen))
    shows = school_shows(episodes, workspace.settings, workspace.feed_files, decided)
    shows = with_art(shows, make_art(shows, planner, engine))
    if workspace.settings.address:
        Ledger(workspace.decisions).append(_new_feeds(shows, seen.book), clock())
    tree = whole_site(episodes, shows, workspace.settings, workspace.templates, _withdrawn(seen))
    return shows, place_site(workspace.site, tree, engine.store)


def _new_feeds(shows: Iterable[Show], book: Book) -> list[Event]:
    """Feeds are named once, at their first publication."""
    return [
        Event("feed", show.guid, {"name": show.name})
        for show in shows
        if show.name not in book.feeds
    ]


def _no_longer_public(seen: Survey) -> list[tuple[Story, datetime]]:
    """Stories that were public once and are not, and since when: feeds that had them changed."""
    entries = ((story, seen.book.of(story.recording.digest)) for story in seen.intake.stories)
    return [
        (story, entry.decided)
        for story, entry in entries
        if entry and entry.published and entry.decided and entry.state is not State.PUBLISHED
    ]


def _withdrawn(seen: Survey) -> list[str]:
    return sorted(entry.id for entry in seen.book.withdrawn if entry.published)


def _guard_against_an_absent_share(seen: Survey, *, allow_missing: bool) -> None:
    """A share that is not mounted must never take a whole site down."""
    gone = len(seen.gone)
    public = sum(1 for each in seen.verdicts.values() if each.state is State.PUBLISHED)
    if gone > max(FEW, public) and not allow_missing:
        raise WorkspaceError(
            f"{gone} published recordings are not there any more; the site stays as it was.",
            "recordings",
            "Is the share mounted? If they are gone for good: media-pipeline build --allow-missing",
        )


def _write_report(workspace: Workspace, report: Mapping[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=1)
    files.write(workspace.build / "report.json", text.encode() + b"\n", durable=False)
