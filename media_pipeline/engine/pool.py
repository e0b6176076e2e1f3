"""Where jobs run: in this process, or on all cores of this machine (``cluster``: on many).

A job is given a folder of its own; a pool returns what came of it, in any order, and never
raises for a job's fault.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from media_pipeline.errors import Refusal, ToolError, ToolTimeout
from media_pipeline.model import Done, Failed, Job
from media_pipeline.tools import files

Result = Done | Failed
Glance = Callable[[], None]
"""What is looked after while jobs run, in this process; it may raise, and then work ends."""

TICK = 1.0
"""Seconds between two glances."""


CHUNK = 64
"""Items that are handed to a process at once."""

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

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`Pool`."""
        for job in jobs:
            self._glance()
            yield carry_out(job, store, work)


class LocalPool:
    """Runs jobs in processes of this machine.

    A process that dies takes the executor with it: what had not ended then runs again, each in
    an executor of its own, so that only the poisonous one fails.
    """

    def __init__(self, workers: int, glance: Glance = lambda: None) -> None:
        self._workers = workers
        self._glance = glance

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`Pool`."""
        left = {job.fingerprint: job for job in jobs}
        for result in _together(jobs, self._workers, store, work, self._glance):
            del left[result.fingerprint]
            yield result
        for job in left.values():
            yield next(
                _together([job], 1, store, work, self._glance),
                Failed(
                    job.fingerprint,
                    f"{UNMADE} (The work on it ended without a word, twice.)",
                    refusal=False,
                ),
            )


def _together(
    jobs: Sequence[Job], workers: int, store: Path, work: Path, glance: Glance
) -> Iterator[Result]:
    """The results of ``jobs``, until all are done or a process died. Where nobody waits for them
    any more, work that has begun is broken off.
    """
    spawn = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(workers, spawn, _end_with_parent) as executor:
        waiting: set[Future[Result]] = set()
        with contextlib.suppress(BrokenProcessPool):  # one died before all were handed out
            for job in jobs:
                waiting.add(executor.submit(carry_out, job, store, work))
        try:
            while waiting:
                ended, waiting = wait(waiting, TICK, FIRST_COMPLETED)
                glance()
                for future in ended:
                    with contextlib.suppress(BrokenProcessPool):
                        yield future.result()
        finally:
            if waiting:
                for worker in set(multiprocessing.active_children()) - others:
                    worker.terminate()
            executor.shutdown(wait=not waiting, cancel_futures=True)


Item = TypeVar("Item")
Given = TypeVar("Given")

FEW = 16
"""Items that one process has done before others are ready to help."""

_spread: Callable[[int], object] | None = None
"""What the processes of :func:`spread` were given, who are this one's very copies."""


def spread(work: Callable[[Item], Given], items: Sequence[Item], workers: int) -> Iterator[Given]:
    """What ``work`` gives for each item, in their order, from so many processes.

    They are copies of this one, so that neither ``work`` nor what it knows need be handed over;
    only what it gives. Elsewhere than on Linux such copies are not safe, and this one does it all.
    It raises what ``work`` does.
    """
    if workers < 2 or len(items) < FEW or sys.platform != "linux":  # noqa: PLR2004 - one is no pool
        yield from map(work, items)
        return
    global _spread  # noqa: PLW0603 - the one thing that a copy of a process finds
    _spread = lambda at: work(items[at])  # noqa: E731 - it is never called by a name
    size = max(1, min(CHUNK, len(items) // (workers * 4)))
    try:
        with ProcessPoolExecutor(
            workers, multiprocessing.get_context("fork"), _begin_as_copy
        ) as executor:
            yield from executor.map(_carried, range(len(items)), chunksize=size)
    finally:
        _spread = None


def _begin_as_copy() -> None:
    """What a copy was born with is never garbage: to look through it would copy its memory, too."""
    gc.freeze()
    _end_with_parent()


def _carried(at: int) -> Any:
    assert _spread is not None
    return _spread(at)


def carry_out(job: Job, store: Path, work: Path) -> Result:
    """Run one job to its end: its results stand in the store, whole and on the disk, or not
    at all. Never raises.
    """
    folder = work / job.fingerprint
    try:
        shutil.rmtree(folder, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
        return settled(attempted(job, folder), folder, store)
    except OSError as error:
        return Failed(job.fingerprint, files.sentence(error), refusal=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def attempted(job: Job, folder: Path) -> Result:
    """Do one job in a new ``folder``, where what it made stays, on the disk; paths are relative to
    it. Never raises. Where the folder's parent is gone nobody waits for the result any more, and
    nothing is written.
    """
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


def settled(result: Result, folder: Path, store: Path) -> Result:
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
    """A tool's failure for a teacher; its own words come last where they are no sentence."""
    if isinstance(error, ToolTimeout):
        return f"{UNENDED} ({error})"
    return str(error) if error.hint or error.what.endswith(".") else f"{UNMADE} ({error})"


def _end_with_parent() -> None:
    """In a new worker: end when the coordinator does, so that a kill leaves no orphan. The system's
    own signal would come when the thread that started the worker ends.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait_for_end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_end, daemon=True).start()
