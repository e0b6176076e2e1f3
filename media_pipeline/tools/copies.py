"""Work done by copies of this process, which know all that it knows: spread over several, or done
by one while this process goes on. Copies are safe on Linux only; elsewhere this process does it
all. How the processes of a pool are started is decided here, too.

Beside the pool of jobs, the only module that starts Python processes with multiprocessing. (The
parser child of :mod:`reader` is a program of its own, started by the launcher, and Dask starts the
workers of a local cluster.)
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from media_pipeline.errors import ToolError

Item = TypeVar("Item")
Given = TypeVar("Given")

CHUNK = 64
"""Items handed to a process at a time."""

FEW = 16
"""Items that one process has done before others are ready to help."""

_spread: Callable[[int], object] | None = None
"""What the processes of :func:`spread` were given."""

_worked = False
"""Whether a job was done in this process."""


def spread(work: Callable[[Item], Given], items: Sequence[Item], workers: int) -> Iterator[Given]:
    """What ``work`` returns for each item, in the items' order, computed by ``workers`` processes.

    They are copies of this one, so neither ``work`` nor what it knows need be handed over, only its
    results. Raises whatever ``work`` raises, and :class:`ToolError` if one of the processes was
    killed.
    """
    if workers < 2 or len(items) < FEW or sys.platform != "linux":  # noqa: PLR2004 - one is no pool
        yield from map(work, items)
        return
    global _spread  # noqa: PLW0603 - the one thing that a copy of a process finds
    _spread = lambda at: work(items[at])  # noqa: E731 - it is never called by a name
    others = set(multiprocessing.active_children())
    size = max(1, min(CHUNK, len(items) // (workers * 4)))
    try:
        with ProcessPoolExecutor(
            workers, multiprocessing.get_context("fork"), begin_working
        ) as executor:
            try:
                given = executor.map(_carried, range(len(items)), chunksize=size)
            except OSError:  # the system has no further process; those that exist have no task
                for process in set(multiprocessing.active_children()) - others:
                    process.terminate()
                given = map(work, items)
            yield from given
    except BrokenProcessPool as error:
        raise ToolError(
            "a process of this program ended without a word.",
            "pages",
            "Is there memory left? Build again; nothing is lost.",
        ) from error
    finally:
        _spread = None


@contextmanager
def meanwhile(work: Callable[[], Given], *, apart: bool) -> Iterator[Callable[[], Given]]:
    """If ``apart``, have a copy of this process do ``work`` while the body runs.

    Calling what is yielded waits for the result of ``work``. If there is no copy, or it ended
    without an answer, the work is done here, and raises what it raises. The copy ends with the
    body.
    """
    copy = _begun(work) if apart and sys.platform == "linux" else None

    def awaited() -> Given:
        if copy:
            with suppress(EOFError, OSError):  # it failed or was killed, perhaps in mid-answer
                result: Given = copy.answer.recv()
                return result
        return work()

    try:
        yield awaited
    finally:
        if copy:
            copy.process.kill()
            copy.process.join()
            copy.answer.close()


@dataclass(frozen=True, slots=True)
class _Copy:
    process: BaseProcess
    answer: Connection


def _begun(work: Callable[[], object]) -> _Copy | None:
    """A copy that does ``work``; None if the system has no further process."""
    context = multiprocessing.get_context("fork")
    with suppress(OSError):
        here, there = context.Pipe(duplex=False)
        with there:
            process = context.Process(target=_give, args=(work, there))
            process.start()
            return _Copy(process, here)
    return None


def _give(work: Callable[[], object], there: Connection) -> None:
    begin_working()
    with suppress(Exception):  # the parent does it again, and reports what is wrong
        there.send(work())


def context_for_jobs() -> BaseContext:
    """How processes for jobs are started. As copies of this one, in 10 ms, if that is safe: on
    Linux, with a single thread, before any job was done in it. Otherwise from scratch: each imports
    the program, in 1 s.
    """
    alone = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if alone and not _worked else "spawn")


def note_work_here() -> None:
    """Note that a job is done in this process. The libraries it uses have threads of their own
    (pyvips, typst), which a copy would lack and wait for forever.
    """
    global _worked  # noqa: PLW0603 - it is of the whole process
    _worked = True


def _carried(at: int) -> Any:
    assert _spread is not None
    return _spread(at)


def begin_working() -> None:
    """Set up a new worker: it ends when the coordinator does, so that a kill leaves no orphan. (The
    system's own signal would come when the thread that started the worker ends.) Ctrl-C is for the
    coordinator to answer: a worker ends silently, and at once when it is told to. Objects it was
    born with are never treated as garbage: in a copy, scanning them would duplicate their memory.
    """
    gc.freeze()
    parent = multiprocessing.parent_process()
    assert parent is not None
    signal.signal(signal.SIGINT, lambda *_: os._exit(1))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def wait_for_end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_end, daemon=True).start()
