"""A Dask scheduler, as the pool of a cluster sees it: who is there, and tasks for one worker each.

The only module that imports Dask, which is an extra (``media-pipeline[cluster]``): what uses it is
imported when it is asked for.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import distributed
from distributed.client import FutureCancelledError

from media_pipeline.errors import ClusterError, UsageError

ANSWER = 8.0
"""Seconds in which a scheduler must answer."""

LOCAL = "local:"
MOST = 64
SCHEMES = ("tcp://", "tls://")

BROKEN = (OSError, TimeoutError, ValueError, RuntimeError, FutureCancelledError)
"""What Dask raises once it has lost its scheduler; its own errors are subclasses of these."""

Task: TypeAlias = distributed.Future
"""What was given to a worker, and what will come of it."""


class Scheduler:
    """The one at ``address``. Whatever can't be asked of it raises :class:`ClusterError`."""

    def __init__(self, client: distributed.Client, address: str) -> None:
        self.address = address
        self._client = client

    def workers(self) -> Mapping[str, Sequence[str]]:
        """The addresses of the workers that are there, each with what it is busy with."""
        with self._answering():
            busy: Mapping[str, Sequence[str]] = self._client.processing()
            return busy

    def threads(self) -> Mapping[str, int]:
        """How many threads each worker has."""
        with self._answering():
            threads: Mapping[str, int] = self._client.nthreads()
            return threads

    def give(self, worker: str, name: str, function: Callable[..., Any], *given: Any) -> Task:
        """Have ``function`` called by that worker and no other. The name is no other task's."""
        with self._answering():
            return self._client.submit(
                function, *given, key=name, workers=[worker], allow_other_workers=False, pure=False
            )

    def take_back(self, task: Task) -> None:
        """Nobody waits for it any more: it is not begun, and what came of it is forgotten."""
        with self._answering():
            self._client.cancel([task])

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except BROKEN as error:
            raise ClusterError(
                "the scheduler does not answer any more.",
                self.address,
                "What was recorded is kept: see to it, and build again.",
            ) from error


def is_lost(task: Task) -> bool:
    """Whether Dask has given it up, since workers that had it ended."""
    return task.status in ("error", "cancelled", "lost")


def has_ended(task: Task) -> bool:
    """Whether it was done, and its outcome can be fetched."""
    return bool(task.status == "finished")


def outcome(task: Task, patience: float) -> Any:
    """What the function returned, or raised. Raises :class:`TimeoutError` where the worker that
    has it does not answer in so many seconds.
    """
    return task.result(timeout=patience)


def wait_for_one(tasks: Sequence[Task], patience: float) -> None:
    """Until one of them has come to an end, or so many seconds have gone by; without any, all of
    those: every worker is gone, and the roster is looked at again when one may have come.
    """
    if tasks:
        with contextlib.suppress(*BROKEN):  # whoever lost it is told by the next question
            distributed.wait(tasks, timeout=patience, return_when="FIRST_COMPLETED")
    else:
        time.sleep(patience)


@contextlib.contextmanager
def reached(address: str) -> Iterator[Scheduler]:
    """The scheduler at an address like ``tcp://10.0.0.1:8786``, or one that is started here and
    ended with the block, with four workers for ``local:4``.

    Certificates for ``tls://`` are those of Dask's own configuration. Raises :class:`UsageError`
    for what is no address, :class:`ClusterError` where none answers.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters we tell ourselves
    with contextlib.ExitStack() as stack:
        local = address.startswith(LOCAL)
        where = stack.enter_context(_started(address)) if local else _spelt(address)
        try:
            client = distributed.Client(where, timeout=ANSWER, set_as_default=False)
        except BROKEN as error:
            raise ClusterError(
                "no scheduler answers there.", address, "Is it started, and the address right?"
            ) from error
        yield Scheduler(stack.enter_context(client), address)


def _spelt(address: str) -> str:
    """An address as Dask has it. Raises :class:`UsageError` for what is none."""
    if "://" not in address:
        address = f"tcp://{address}"
    host, _, port = address.partition("://")[2].rpartition(":")
    if not address.startswith(SCHEMES) or not host or not port.isdecimal():
        raise UsageError(
            f"--dask: “{address}” is no address of a scheduler.",
            hint="Write it like tcp://10.0.0.1:8786, or local:4 for four workers here.",
        )
    return address


@contextlib.contextmanager
def _started(address: str) -> Iterator[distributed.LocalCluster]:
    """A scheduler and so many worker processes on this machine: what they say to each other is
    sealed by a certificate that nobody else on the machine has.
    """
    number = address.removeprefix(LOCAL)
    if not (number.isdecimal() and 1 <= int(number) <= MOST):
        raise UsageError(f"--dask: “{address}”: write local:N, with N from 1 to {MOST}.")
    with distributed.LocalCluster(
        n_workers=int(number),
        threads_per_worker=1,
        processes=True,
        security=True,
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster
