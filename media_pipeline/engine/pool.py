"""Where jobs run: in this process, or on all cores of this machine (``cluster``: on many).

Each job is given a folder of its own. A pool returns the results in any order, and never raises for
a job's fault.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol, Self

from media_pipeline.errors import Refusal, ToolError, ToolTimeout
from media_pipeline.model import Done, Failed, Job
from media_pipeline.tools import files
from media_pipeline.tools.copies import begin_working, context_for_jobs, note_work_here

Result = Done | Failed
Glance = Callable[[], None]
"""Called now and then in this process while jobs run; if it raises, the work ends."""

TICK = 1.0
"""Seconds between two glances."""

UNMADE = "It could not be made ready. Build again; if that changes nothing, record it again."
UNENDED = (
    "The work on it took longer than it ever should, and was stopped. The file is probably "
    "damaged: copy it again, or record again."
)


class Pool(Protocol):
    """The seam behind which jobs run: inline, local, or on a cluster."""

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """Run each job once and give each result as it comes."""


class InlinePool:
    """Runs jobs here, one after another, with a glance before each."""

    def __init__(self, glance: Glance = lambda: None) -> None:
        self._glance = glance

    def __enter__(self) -> Self:
        """There is nothing to get ready."""
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to end."""

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`Pool`."""
        for job in jobs:
            self._glance()
            yield carry_out(job, store, work)


class LocalPool:
    """Runs jobs in processes of this machine, which last until the pool is left. If they are copies
    of this one, all start when the pool is entered; started from scratch, one does, and others as
    there are jobs. If the system has no further process, jobs are done in this one.

    A process that dies takes the others with it: whatever had not ended then runs again, each job
    in a pool of its own, so that only the poisonous one fails.
    """

    def __init__(self, workers: int, glance: Glance = lambda: None) -> None:
        self._workers = workers
        self._glance = glance
        self._executor: ProcessPoolExecutor | None = None
        self._others: set[BaseProcess] = set()

    def __enter__(self) -> Self:
        """Start processes while this one finds out what there is to do."""
        with contextlib.suppress(OSError):  # if there can be none, perhaps none is needed
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self._end()

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`Pool`."""
        if not jobs:
            return
        try:
            self._start()
        except OSError:
            yield from InlinePool(self._glance).run(jobs, store, work)
            return
        left = {job.fingerprint: job for job in jobs}
        for result in self._results(jobs, store, work):
            del left[result.fingerprint]
            yield result
        for job in left.values():
            with LocalPool(1, self._glance) as alone:
                yield next(
                    alone._results([job], store, work),
                    Failed(
                        job.fingerprint,
                        f"{UNMADE} (The work on it ended without a word, twice.)",
                        refusal=False,
                    ),
                )

    def _results(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """The results of ``jobs``, until all are done or a process died. If nobody waits for them
        any more, work in progress is broken off.
        """
        waiting: set[Future[Result]] = set()
        with contextlib.suppress(BrokenProcessPool):  # one died before all were handed out
            executor = self._start()
            for job in jobs:
                waiting.add(executor.submit(carry_out, job, store, work))
        try:
            while waiting:
                ended, waiting = wait(waiting, TICK, FIRST_COMPLETED)
                self._glance()
                for future in ended:
                    with contextlib.suppress(BrokenProcessPool):
                        yield future.result()
        finally:
            if waiting:
                self._end(at_once=True)

    def _start(self) -> ProcessPoolExecutor:
        """The processes, replaced by new ones if one died."""
        if self._executor:
            try:
                self._executor.submit(os.getpid)
            except BrokenProcessPool:
                self._end()
        if self._executor is None:
            self._others = set(multiprocessing.active_children())
            executor = ProcessPoolExecutor(self._workers, context_for_jobs(), begin_working)
            try:
                executor.submit(os.getpid)  # a process starts once it has a task
            except OSError:  # those that did start would wait for theirs forever
                self._terminate()
                raise
            self._executor = executor
        return self._executor

    def _end(self, *, at_once: bool = False) -> None:
        """End the processes; with ``at_once``, also break off what they are doing."""
        if at_once:
            self._terminate()
        if self._executor:
            self._executor.shutdown(wait=not at_once, cancel_futures=True)
        self._executor = None

    def _terminate(self) -> None:
        for process in set(multiprocessing.active_children()) - self._others:
            process.terminate()


def carry_out(job: Job, store: Path, work: Path) -> Result:
    """Run one job to its end: its results are in the store, whole and on the disk, or not at all.
    Never raises.
    """
    folder = work / job.fingerprint
    try:
        shutil.rmtree(folder, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
        return moved_into_store(attempted(job, folder), folder, store)
    except OSError as error:
        return Failed(job.fingerprint, files.sentence(error), refusal=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def attempted(job: Job, folder: Path) -> Result:
    """Do one job in a new ``folder``. What it made stays there, on the disk, with paths relative to
    the folder. Never raises. If the folder's parent is gone, nobody waits for the result any more,
    and nothing is written.
    """
    note_work_here()
    began = time.monotonic()
    try:
        folder.mkdir()
        made = job.work(folder)
        for rendition in made.renditions:
            files.sync_file(folder / rendition.path)
    except Refusal as refusal:
        return Failed(job.fingerprint, str(refusal), refusal=True)
    except ToolError as error:
        return Failed(job.fingerprint, _sentence(error), refusal=False)
    except OSError as error:
        return Failed(job.fingerprint, files.sentence(error), refusal=False)
    except Exception as error:  # noqa: BLE001 - a job never raises
        return Failed(job.fingerprint, f"{UNMADE} ({type(error).__name__}: {error})", refusal=False)
    return Done(job.fingerprint, made, time.monotonic() - began)


def moved_into_store(result: Result, folder: Path, store: Path) -> Result:
    """Move what was made in ``folder`` to its place in the store, to which paths become relative;
    what failed stays as it is. Raises :class:`OSError` where it can't be moved.
    """
    if isinstance(result, Failed):
        return result
    place = f"{result.fingerprint[:2]}/{result.fingerprint}"
    (store / place).mkdir(parents=True, exist_ok=True)
    for rendition in result.made.renditions:
        target = store / place / rendition.path
        target.parent.mkdir(parents=True, exist_ok=True)
        (folder / rendition.path).replace(target)
    files.sync_folder(store / place)
    moved = tuple(replace(each, path=f"{place}/{each.path}") for each in result.made.renditions)
    return replace(result, made=replace(result.made, renditions=moved))


def _sentence(error: ToolError) -> str:
    """A tool's failure for a teacher; the tool's own words come last if they are not a sentence."""
    if isinstance(error, ToolTimeout):
        return f"{UNENDED} ({error})"
    return str(error) if error.hint or error.what.endswith(".") else f"{UNMADE} ({error})"
