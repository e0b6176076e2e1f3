"""A Dask scheduler, as the pool of a cluster sees it: who is there, and tasks for one worker each.

The only module that imports Dask, which is an extra (``media-pipeline[cluster]``): what uses it is
imported when it is asked for.
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
"""Seconds in which a scheduler must answer at first."""

HANGS = 30.0
"""Seconds after which one that was there and doesn't answer is given up: it may be very busy."""

LOCAL = "local:"
MOST = 64
SCHEMES = ("tcp://", "tls://")

BROKEN = (OSError, TimeoutError, ValueError, RuntimeError, FutureCancelledError)
"""What Dask raises once it has lost its scheduler; its own errors are subclasses of these."""

CERTIFICATES = "distributed.comm.tls"
"""Where Dask looks for certificates; docs/scaling.md shows it."""

CONFIGURED = f"Put their paths into Dask's configuration, as {CERTIFICATES} in ~/.config/dask."

Task: TypeAlias = distributed.Future
"""What was given to a worker, and what will come of it."""


class Scheduler:
    """The one at ``address``. Whatever can't be asked of it raises :class:`ClusterError`."""

    def __init__(self, client: distributed.Client, address: str) -> None:
        self.address = address
        self._client = client

    def workers(self) -> Mapping[str, Sequence[str]]:
        """The addresses of the workers that are there, each with what it is busy with."""
        busy: Mapping[str, Sequence[str]] = self._asked("processing")
        return busy

    def threads(self) -> Mapping[str, int]:
        """How many threads each worker has."""
        threads: Mapping[str, int] = self._asked("ncores")
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

    def _asked(self, question: str) -> Any:
        """What the scheduler says. The client's own questions have no limit of time."""
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
    """Until one of them has come to an end, or so many seconds have gone by. Without any it waits
    for all of those seconds, and the roster is looked at again: no task tells that a worker came.
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
    for what is no address, :class:`ClusterError` where none answers, or the certificates are not
    there.
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
    with contextlib.suppress(*BROKEN):  # of a scheduler that is gone nobody takes leave
        client.close(timeout=ANSWER)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Dask says nothing meanwhile: what matters we tell ourselves."""
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
    """Raise :class:`ClusterError` where Dask's configuration has no certificates for ``address``,
    or wants some where it has none: Dask itself says neither in a sentence.
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
    """Processes that begin meanwhile don't hear the Ctrl-C of a terminal, which is for the program
    that ends them: each would say where it was interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only that one may say what signals do
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
