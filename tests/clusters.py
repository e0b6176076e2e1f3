"""A real Dask scheduler, and workers in processes of their own, each with its nanny."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from waiting import comes_true

TESTS = Path(__file__).parent
PATIENCE = 60.0
"""Seconds for a process to be there, or back, on a busy machine."""

ASLEEP = "5s"
"""After which the scheduler takes a worker for gone that says nothing. Dask has five minutes, and
never less than ten of its heartbeats, which are these five seconds."""


@dataclass
class Cluster:
    """A scheduler in the folder ``place``, on this machine alone, and its workers."""

    place: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return (self.place / "address").read_text()

    def start(self) -> None:
        """A scheduler at any free port."""
        self._run(
            "from distributed import Scheduler\n"
            "async def main():\n"
            "    async with Scheduler(host='127.0.0.1', port=0, dashboard=False) as it:\n"
            f"        Path({str(self.place / 'new')!r}).write_text(it.address)\n"
            f"        Path({str(self.place / 'new')!r}).rename({str(self.place / 'address')!r})\n"
            "        await it.finished()\n",
            TESTS.parent,
        )
        assert comes_true((self.place / "address").exists, PATIENCE)

    def add(self, *, package: Path = TESTS.parent, nanny: bool = True) -> None:
        """A worker, with the program that lies in the folder ``package``; with a nanny, which puts
        another in its place when it dies.
        """
        self._run(
            f"from distributed import {'Nanny' if nanny else 'Worker'} as Kind\n"
            "async def main():\n"
            f"    async with Kind({self.address!r}, nthreads=1, dashboard=False,\n"
            f"                    local_directory={str(self.place)!r}) as it:\n"
            "        await it.finished()\n",
            package,
        )

    def _run(self, code: str, package: Path) -> None:
        environment = {
            "PYTHONPATH": os.pathsep.join([str(package), str(TESTS)]),
            "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": ASLEEP,
        }
        program = f"import asyncio\nfrom pathlib import Path\n{code}\n"
        program += "if __name__ == '__main__':\n    asyncio.run(main())\n"
        script = self.place / f"run-{len(self.processes)}.py"
        script.write_text(program)
        with (self.place / f"said-{len(self.processes)}").open("wb") as said:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, script],
                    cwd=self.place,
                    env=os.environ | environment,
                    stdout=said,
                    stderr=said,
                    start_new_session=True,
                )
            )

    def end(self) -> None:
        while self.processes:
            each = self.processes.pop()
            if each.poll() is None:
                os.killpg(each.pid, signal.SIGKILL)
                each.wait()


@contextlib.contextmanager
def cluster(place: Path, workers: int = 2) -> Iterator[Cluster]:
    """One with so many workers, which are there."""
    from distributed import Client

    it = Cluster(place)
    try:
        it.start()
        for _ in range(workers):
            it.add()
        if workers:
            with Client(it.address, set_as_default=False, timeout=PATIENCE) as client:
                client.wait_for_workers(workers, timeout=PATIENCE)
        yield it
    finally:
        it.end()
