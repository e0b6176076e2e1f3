"""Films are made beside builds, so that one long film delays no story.

    build, with what is made of films already ──► films that are yet to be made ──► made aside
      ▲                                                                                │
      └────────────────────── taken into the store, or known to have failed ◄──────────┘

A build that is given :class:`Films` leaves out those that must be encoded, and says which. They are
then made in a folder of their own while builds go on, and each result is taken in under the build's
lock.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import Pool, Result
from media_pipeline.engine.run import Engine
from media_pipeline.model import Done, Failed, Job, Story
from media_pipeline.tools import files
from media_pipeline.tools.aside import films_folder
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import CACHE, Store


@dataclass(slots=True)
class Films:
    """What is known of films made beside builds: those that failed through no fault of their own,
    by their fingerprints. They are not tried again until :meth:`forget`. ``glance`` is called every
    second during a build that is given this; if it raises, the build ends.
    """

    glance: Callable[[], None] = lambda: None
    failed: dict[str, Failed] = field(default_factory=dict)

    def to_make(self, stories: Sequence[Story], planner: Planner, store: Store) -> dict[str, Job]:
        """The films that must be encoded, by their recordings' paths."""
        jobs = {
            story.recording.path: planner.media(story)
            for story in stories
            if story.probe.video is not None
        }
        return {
            path: job
            for path, job in jobs.items()
            if job.fingerprint not in self.failed and store.made(job.fingerprint) is None
        }

    def take_in(self, job: Job, result: Result, made_in: Path, store: Store, to: Reporter) -> None:
        """Put the result for a film into the store, under the build's lock."""
        if isinstance(result, Failed) and not result.refusal:
            self.failed[job.fingerprint] = result
            return
        Engine(store, _Handed(result, made_in), to, aside=True).run([job], "films")

    def forget(self) -> None:
        """Let what failed be tried again."""
        self.failed.clear()


@contextlib.contextmanager
def films_aside(build: Path) -> Iterator[Path]:
    """A folder to make films in, gone when the block ends."""
    folder = films_folder(build / CACHE)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_aside(jobs: Sequence[Job], pool: Pool, folder: Path) -> Iterator[tuple[Job, Result]]:
    """Make films in ``folder``, the shortest first; yields each job with its result."""
    by_fingerprint: Mapping[str, Job] = {job.fingerprint: job for job in jobs}
    ordered = sorted(by_fingerprint.values(), key=lambda job: (job.cost, job.name))
    for result in pool.run(ordered, made_in(folder), folder / "work"):
        os.utime(folder)  # a sign that somebody is still working here
        yield by_fingerprint[result.fingerprint], result


def made_in(folder: Path) -> Path:
    """Where the films made in ``folder`` are, laid out as in the store."""
    return folder / "objects"


class _Handed:
    """A pool that has one result already, whose files are elsewhere."""

    def __init__(self, result: Result, made_in: Path) -> None:
        self._result = result
        self._made_in = made_in

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`Pool`."""
        work.mkdir(parents=True, exist_ok=True)
        if isinstance(self._result, Done):
            for each in self._result.made.renditions:
                target = store / each.path
                target.parent.mkdir(parents=True, exist_ok=True)
                (self._made_in / each.path).replace(target)
            place = store / self._result.fingerprint[:2] / self._result.fingerprint
            place.mkdir(parents=True, exist_ok=True)
            files.sync_folder(place)
        yield self._result
