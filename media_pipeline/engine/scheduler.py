"""A Dask scheduler, as the pool of a cluster sees it: which workers there are, and tasks for one
worker each.

The only module that imports Dask, which is an extra (``media-pipeline[cluster]``); so whatever uses
this module imports it only if asked for a cluster.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import distributed
from distributed.client import FutureCancelledError
from distributed.versions import VersionMismatchWarning

from media_pipeline.errors import ClusterError, UsageError

ANSWER = 8.0
"""Seconds in which a scheduler must first answer."""

HANGS = 30.0
"""Seconds without an answer after which a scheduler that was there is given up: it may be very
busy.
"""

LOCAL = "local:"
MOST = 64
SCHEMES = ("tcp://", "tls://")

BROKEN = (OSError, TimeoutError, ValueError, RuntimeError, FutureCancelledError)
"""What Dask raises once it has lost its scheduler; its own errors are subclasses of these."""

CERTIFICATES = "distributed.comm.tls"
"""Where Dask looks for certificates; docs/scaling.md shows it."""

CONFIGURED = f"Put their paths into Dask's configuration, as {CERTIFICATES} in ~/.config/dask."

Task: TypeAlias = distributed.Future
"""A call given to a worker, and its outcome to come."""


class Scheduler:
    """The scheduler at ``address``. Any question that it can't answer raises
    :class:`ClusterError`.
    """

    def __init__(self, client: distributed.Client, address: str) -> None:
        self.address = address
        self._client = client

    def workers(self) -> Mapping[str, Sequence[str]]:
        """The addresses of the workers that are there, each with the tasks it is busy with."""
        busy: Mapping[str, Sequence[str]] = self._asked("processing")
        return busy

    def threads(self) -> Mapping[str, int]:
        """How many threads each worker has."""
        threads: Mapping[str, int] = self._asked("ncores")
        return threads

    def give(self, worker: str, name: str, function: Callable[..., Any], *given: Any) -> Task:
        """Have ``function`` called by that worker and no other. The name must not be another
        task's.
        """
        with self._answering():
            return self._client.submit(
                function, *given, key=name, workers=[worker], allow_other_workers=False, pure=False
            )

    def take_back(self, task: Task) -> None:
        """Nobody waits for the task any more: it is not started, and its outcome is forgotten."""
        with self._answering():
            self._client.cancel([task])

    def _asked(self, question: str) -> Any:
        """The scheduler's answer. The client's own questions have no time limit."""
        ask = getattr(self._client.scheduler, question)
        with self._answering():
            return self._client.sync(ask, workers=None, callback_timeout=HANGS)

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
    """Whether Dask has given the task up because the workers that had it ended."""
    return task.status in ("error", "cancelled", "lost")


def has_ended(task: Task) -> bool:
    """Whether the task is done, and its outcome can be fetched."""
    return bool(task.status == "finished")


def outcome(task: Task, patience: float) -> Any:
    """What the function returned, or raised. Raises :class:`TimeoutError` if the worker that has it
    does not answer within ``patience`` seconds.
    """
    return task.result(timeout=patience)


def wait_for_one(tasks: Sequence[Task], patience: float) -> None:
    """Wait until one of the tasks has ended, or ``patience`` seconds have passed. Without tasks it
    waits the full time, after which the roster is looked at again: no task would tell that a worker
    has joined.
    """
    if tasks:
        with contextlib.suppress(*BROKEN):  # whoever lost it learns so from the next question
            distributed.wait(tasks, timeout=patience, return_when="FIRST_COMPLETED")
    else:
        time.sleep(patience)


@contextlib.contextmanager
def reached(address: str) -> Iterator[Scheduler]:
    """The scheduler at an address like ``tcp://10.0.0.1:8786``; or, for ``local:4``, one with four
    workers that is started here and ends with the block.

    Certificates for ``tls://`` are those of Dask's own configuration. Raises :class:`UsageError` if
    it is no address, and :class:`ClusterError` if none answers, or if the certificates are missing.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(_quiet())
        local = address.startswith(LOCAL)
        where = stack.enter_context(_started(address)) if local else _spelt(address)
        if not local:
            _refuse_unsealed(where)
        try:
            client = distributed.Client(where, timeout=ANSWER, set_as_default=False)
        except BROKEN as error:
            hint = "Is it started, and the address right?"
            if address.startswith("tls://"):
                hint = f"{hint} Does it take the certificates that are here ({CERTIFICATES})?"
            raise ClusterError("no scheduler answers there.", address, hint) from error
        stack.callback(_close, client)
        yield Scheduler(client, address)


def _close(client: distributed.Client) -> None:
    with contextlib.suppress(*BROKEN):  # a scheduler that is gone needs no goodbye
        client.close(timeout=ANSWER)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence Dask meanwhile: what matters we report ourselves."""
    names = [each for each in logging.root.manager.loggerDict if each.startswith("distributed")]
    before = {each: logging.getLogger(each).level for each in names}  # some have one of their own
    try:
        for each in before:
            logging.getLogger(each).setLevel(logging.CRITICAL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)
            yield
    finally:
        for each, level in before.items():
            logging.getLogger(each).setLevel(level)


def _refuse_unsealed(address: str) -> None:
    """Raise :class:`ClusterError` if Dask's configuration has no certificates for ``address``, or
    demands encryption where the address has none: Dask itself reports neither in a sentence.
    """
    try:
        security = distributed.Security()
        sealed = security.get_connection_args("client")["ssl_context"] is not None
    except (OSError, TypeError, ValueError) as error:
        raise ClusterError(
            f"certificates for it can't be read ({error}).", CERTIFICATES, CONFIGURED
        ) from error
    if address.startswith("tls://") and not sealed:
        raise ClusterError("there are no certificates for it here.", address, CONFIGURED)
    if address.startswith("tcp://") and security.require_encryption:
        raise ClusterError(
            "Dask's configuration wants what is said to be sealed, and here it would not be.",
            address,
            "Write tls:// in place of tcp://.",
        )


def _spelt(address: str) -> str:
    """An address in Dask's form. Raises :class:`UsageError` if it is none."""
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
    """A scheduler and ``local:N``'s N worker processes on this machine: their traffic is encrypted
    with a certificate that nobody else on the machine has.
    """
    number = address.removeprefix(LOCAL)
    if not (number.isdecimal() and 1 <= int(number) <= MOST):
        raise UsageError(f"--dask: “{address}”: write local:N, with N from 1 to {MOST}.")
    with _deaf():
        cluster = distributed.LocalCluster(
            n_workers=int(number),
            threads_per_worker=1,
            processes=True,
            security=True,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        )
    with cluster:
        yield cluster


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile ignore the terminal's Ctrl-C, which is for the program that ends
    them: otherwise each would print where it was interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set signal handlers
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
