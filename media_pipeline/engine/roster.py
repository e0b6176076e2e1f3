"""Which workers of a cluster may work: those that see the same folder and are like this machine.

Every worker is asked as soon as it appears, including one that joins or returns during a build.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media_pipeline.engine.pool import TICK, Glance
from media_pipeline.engine.scheduler import Scheduler, Task, outcome, wait_for_one
from media_pipeline.engine.traits import Traits, differences
from media_pipeline.engine.worker import TOKEN, Introduction, introduced, machine_traits
from media_pipeline.errors import ClusterError
from media_pipeline.tools.ffmpeg import Ffmpeg
from media_pipeline.tools.reporter import Reporter

COMPANY = 30.0
"""Seconds without a usable worker after which a build ends; and how long, at the start, a worker
that is busy or asleep is waited for. A nanny takes three seconds to replace a worker that died.
"""


@dataclass(slots=True)
class Roster:
    """The workers of ``scheduler``. They meet this machine, whose ffmpeg is ``tool``, in the folder
    ``meeting``, which exists as long as this roster.
    """

    scheduler: Scheduler
    meeting: Path
    tool: Ffmpeg
    reporter: Reporter
    _word: str = field(default_factory=lambda: secrets.token_hex(8))
    _here: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _like: set[str] = field(default_factory=set)
    _unlike: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, tuple[str, Task]] = field(default_factory=dict)
    _traits: Traits = field(default_factory=dict)
    _alone_since: float = field(default_factory=time.monotonic)

    def assemble(self, glance: Glance) -> None:
        """Wait until every worker has said what it is. Once there is one worker to use, one that is
        busy or asleep is waited for no longer than :data:`COMPANY`.

        Raises :class:`ClusterError` if none can be used.
        """
        (self.meeting / TOKEN).write_text(self._word, encoding="ascii")
        began = time.monotonic()
        self.look()
        self._traits = machine_traits(self.tool)
        while self._asked or not self._like:
            if self._unlike and not self._like and not self._asked:
                raise self._nobody()
            if self._like and time.monotonic() - began > COMPANY:
                break
            wait_for_one([task for _, task in self._asked.values()], TICK)
            glance()
            self.look()
        self._tell()

    def look(self) -> Collection[str]:
        """The workers that are there. New ones are asked what they are, and answers are read.

        Raises :class:`ClusterError` if the scheduler is gone, or if there was no usable worker for
        :data:`COMPANY` seconds.
        """
        self._here = here = self.scheduler.workers()
        self._like &= here.keys()
        self._unlike = {where: why for where, why in self._unlike.items() if where in here}
        for worker, (own, task) in tuple(self._asked.items()):
            if worker not in here:
                del self._asked[worker]
            elif task.done():
                del self._asked[worker]
                self._hear(worker, own, task)
        for worker in here.keys() - self._like - self._unlike.keys() - self._asked.keys():
            own = secrets.token_hex(8)
            given = str(self.meeting), own, self.tool
            self._asked[worker] = own, self.scheduler.give(worker, own, introduced, *given)
        if self._like or self._asked:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > COMPANY:
            raise self._nobody()
        return here.keys()

    def free(self, busy: Collection[str]) -> list[str]:
        """Workers to give a job to; those that somebody else keeps busy come last."""
        workers = self._like.difference(busy)
        return sorted(workers, key=lambda worker: (len(self._here[worker]), worker))

    def _hear(self, worker: str, own: str, task: Task) -> None:
        try:
            fault = self._fault(outcome(task, TICK), own)
        except TimeoutError:  # it fell asleep before answering, and is asked again
            return
        except Exception as error:  # noqa: BLE001 - what another program may raise
            fault = f"it has no media-pipeline like this one ({type(error).__name__}: {error})"
        if fault:
            self._unlike[worker] = fault
            self.reporter.say(f"The worker at {worker} is left out: {fault}.")
        else:
            self._like.add(worker)

    def _fault(self, said: Introduction, own: str) -> str:
        """Why a worker can't be used, or ""."""
        if said.fault:
            return f"it does not see the workspace and ffmpeg as this machine does ({said.fault})"
        if said.read != self._word or not _found(self.meeting / own, said.wrote):
            return (
                f"{self.meeting.parent} there is not what it is here, or its user is another "
                "whose files can't be moved"
            )
        return "; ".join(differences(said.traits, self._traits))

    def _tell(self) -> None:
        count = len(self._like)
        self.reporter.say(
            f"Working on {count} worker{'s' if count > 1 else ''} at {self.scheduler.address}."
        )
        threads = self.scheduler.threads()
        if any(threads.get(worker, 1) > 1 for worker in self._like):
            self.reporter.say(
                "A worker does one job at a time: start one for each core, "
                "with --nthreads 1 --nworkers -1."
            )

    def _nobody(self) -> ClusterError:
        faults = " ".join(f"{where}: {why}." for where, why in self._unlike.items())
        return ClusterError(
            "none of its workers can be used." if faults else "it has no worker.",
            self.scheduler.address,
            faults or "Start one on each machine: dask worker ADDRESS --nthreads 1 --nworkers -1",
        )


def _found(folder: Path, wrote: str) -> bool:
    """Whether a worker's token arrived in ``folder``, and can be moved out as its results
    will be.
    """
    try:
        taken = (folder / TOKEN).replace(folder.with_name(f"{folder.name}-taken"))
        folder.rmdir()
        return taken.read_text(encoding="ascii") == wrote
    except OSError:
        return False
