"""A pool of many machines that share the workspace's file system.

Dask carries jobs there and outcomes back, and notices which workers are gone. Each attempt at a job
is given to one worker by name, and no worker has two: so a file that kills workers can be
identified, and no other job is blamed along with it. Each attempt works in a folder of its own; one
that comes back late, after its job was given to another worker, is ignored.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.engine.pool import TICK, UNMADE, Glance, Result, moved_into_store
from media_pipeline.engine.roster import Roster
from media_pipeline.engine.scheduler import (
    Scheduler,
    Task,
    has_ended,
    is_lost,
    outcome,
    reached,
    wait_for_one,
)
from media_pipeline.engine.worker import attempt
from media_pipeline.errors import ClusterError
from media_pipeline.model import Failed, Job
from media_pipeline.tools import files
from media_pipeline.tools.aside import meeting
from media_pipeline.tools.ffmpeg import Ffmpeg
from media_pipeline.tools.reporter import Reporter

TRIES = 3
"""Attempts at a job that may end without an answer, with their workers, before the job counts as
failed.
"""


@contextlib.contextmanager
def joined(
    address: str, cache: Path, tool: Ffmpeg, glance: Glance, reporter: Reporter
) -> Iterator[DaskPool]:
    """A pool of the workers at ``address``, such as ``tcp://10.0.0.1:8786``, or ``local:4`` for
    workers that are started here and end with the pool. They must see the workspace's folder
    ``cache``, in which they will work, at the same path.

    Raises :class:`UsageError` if it is no address, and :class:`ClusterError` if it does not answer
    or has no worker that is like this machine.
    """
    with reached(address) as scheduler, meeting(cache) as folder:
        roster = Roster(scheduler, folder, tool, reporter)
        roster.assemble(glance)
        yield DaskPool(scheduler, roster, glance)


class DaskPool:
    """Runs jobs on workers, one at a time on each. See :class:`media_pipeline.engine.pool.Pool`."""

    def __init__(self, scheduler: Scheduler, roster: Roster, glance: Glance) -> None:
        self._scheduler = scheduler
        self._roster = roster
        self._glance = glance

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`Pool`. Raises :class:`ClusterError` if scheduler or workers are gone."""
        left, losses = deque(jobs), Counter[str]()
        trying: dict[str, _Attempt] = {}
        try:
            while left or trying:
                self._glance()
                here = self._roster.look()
                for each in tuple(trying.values()):
                    if each.worker not in here or is_lost(each.task):
                        self._give_up(trying.pop(each.worker))
                        losses[each.job.fingerprint] += 1
                        if losses[each.job.fingerprint] < TRIES:
                            left.appendleft(each.job)
                        else:
                            yield _lost(each.job)
                for worker in self._roster.free(trying):
                    if left:
                        trying[worker] = self._begin(left.popleft(), worker, work)
                wait_for_one([each.task for each in trying.values()], TICK)
                for each in [each for each in trying.values() if has_ended(each.task)]:
                    if result := each.result(store):
                        self._give_up(trying.pop(each.worker))
                        yield result
        finally:
            for each in trying.values():
                with contextlib.suppress(ClusterError):
                    self._give_up(each)

    def _begin(self, job: Job, worker: str, work: Path) -> _Attempt:
        name = f"{job.fingerprint}-{secrets.token_hex(4)}"
        task = self._scheduler.give(worker, name, attempt, job, str(work / name))
        return _Attempt(job, worker, work / name, task)

    def _give_up(self, each: _Attempt) -> None:
        """Nobody waits for this attempt any more. If it is still at work, losing its folder ends
        it.
        """
        shutil.rmtree(each.folder, ignore_errors=True)
        self._scheduler.take_back(each.task)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A job that was given to ``worker``, to be done in ``folder``."""

    job: Job
    worker: str
    folder: Path
    task: Task

    def result(self, store: Path) -> Result | None:
        """The result, moved into the store; None if the worker fell silent while reporting it."""
        try:
            result: Result = outcome(self.task, TICK)
        except Exception:  # noqa: BLE001 - the job ended well; what failed is the reporting
            return None
        try:
            return moved_into_store(result, self.folder, store)
        except OSError as error:
            return Failed(self.job.fingerprint, files.sentence(error), refusal=False)


def _lost(job: Job) -> Failed:
    reason = f"{UNMADE} (The work on it ended without a word, {TRIES} times.)"
    return Failed(job.fingerprint, reason, refusal=False)
