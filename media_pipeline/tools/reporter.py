"""Progress, reported to a person: bars in a terminal, plain lines elsewhere.

There are three implementations: a terminal, a log and the page of the desk
(``commands/serving/building.py``); the tests have one that remembers. The library that draws bars
takes a tenth of a command's start, so it is imported once there is something to report.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

LONG = 5.0
"""Seconds between plain lines."""

TICK = 1.0


class Bar(Protocol):
    """The progress of one round of jobs."""

    def ended(self, fingerprint: str, name: str) -> None:
        """One job has ended."""


class Reporter(Protocol):
    """The seam: what the pipeline reports while it works."""

    def say(self, line: str) -> None:
        """One line about what happens."""

    def explain(self, name: str, reasons: Sequence[str]) -> None:
        """Why a job must run."""

    def progress(
        self, label: str, costs: Mapping[str, float], work: Path
    ) -> contextlib.AbstractContextManager[Bar]:
        """A bar for jobs of known cost (seconds, by fingerprint) that work in ``work``."""


class ConsoleReporter:
    """Bars with an estimate in a terminal; without one, a plain line now and then."""

    def __init__(self, console: Callable[[], Console], *, explaining: bool = False) -> None:
        self._made_when_needed = console
        self._explaining = explaining

    @cached_property
    def _console(self) -> Console:
        return self._made_when_needed()

    def say(self, line: str) -> None:
        """See :class:`Reporter`."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def explain(self, name: str, reasons: Sequence[str]) -> None:
        """See :class:`Reporter`."""
        if self._explaining:
            self.say(f"  {name}: {', '.join(reasons)}")

    @contextlib.contextmanager
    def progress(self, label: str, costs: Mapping[str, float], work: Path) -> Iterator[Bar]:
        """See :class:`Reporter`."""
        if not self._console.is_terminal:
            yield _Lines(self, label, len(costs))
            return
        with (
            _bars(self._console) as progress,
            _LiveBar(progress, label, costs, work) as bar,
        ):
            yield bar


class LogReporter(ConsoleReporter):
    """One line per event, its time first (ISO 8601, in the school's own zone), for logs."""

    def __init__(self, console: Callable[[], Console], clock: Callable[[], datetime]) -> None:
        super().__init__(console)
        self._clock = clock

    def say(self, line: str) -> None:
        """See :class:`Reporter`."""
        at = self._clock().astimezone().isoformat(timespec="seconds")
        super().say(f"{at} {' '.join(line.split())}")


def in_log(clock: Callable[[], datetime]) -> LogReporter:
    """A reporter to whatever collects what is written on stdout."""
    return LogReporter(partial(_console, plain=True), clock)


def on_screen(*, explaining: bool = False) -> ConsoleReporter:
    """A reporter to whoever is at the terminal."""
    return ConsoleReporter(_console, explaining=explaining)


def _console(*, plain: bool = False) -> Console:
    from rich.console import Console  # noqa: PLC0415 - as said above

    return Console(force_terminal=False if plain else None)


def _bars(console: Console) -> Progress:
    from rich.progress import (  # noqa: PLC0415 - as said above
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    return Progress(*columns, TimeRemainingColumn(), console=console, transient=True)


class _Lines:
    """A plain line now and then: for logs, and for output that is not a real terminal."""

    def __init__(self, reporter: ConsoleReporter, label: str, total: int) -> None:
        self._reporter = reporter
        self._label = label
        self._total = total
        self._count = 0
        self._said = time.monotonic()

    def ended(self, fingerprint: str, name: str) -> None:
        self._count += 1
        now = time.monotonic()
        if self._count == self._total or now - self._said >= LONG:
            self._said = now
            self._reporter.say(f"  {self._label}: {self._count} of {self._total}, {name}")


class _LiveBar:
    """A bar that also moves during one long job, by what ffmpeg reports of its progress."""

    def __init__(
        self, progress: Progress, label: str, costs: Mapping[str, float], work: Path
    ) -> None:
        self._progress = progress
        self._costs = dict(costs)
        self._work = work
        self._done = 0.0
        self._task = progress.add_task(label, total=sum(costs.values()))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def ended(self, fingerprint: str, name: str) -> None:
        self._done += self._costs.pop(fingerprint, 0.0)
        self._show()

    def _tick(self) -> None:
        while not self._ended.wait(TICK):
            self._show()

    def _show(self) -> None:
        at_work = _at_work(self._work)
        running = sum(
            min(at_work[fingerprint], 0.95 * cost)
            for fingerprint, cost in tuple(self._costs.items())
            if fingerprint in at_work
        )
        self._progress.update(self._task, completed=self._done + running)


def _at_work(work: Path) -> dict[str, float]:
    """How many seconds of each recording are done, by the job's fingerprint. The folder of an
    attempt is named after the fingerprint, or begins with it and a hyphen.
    """
    done: dict[str, float] = {}
    with contextlib.suppress(OSError):  # the round has ended
        for folder in work.iterdir():
            fingerprint = folder.name.partition("-")[0]
            done[fingerprint] = max(done.get(fingerprint, 0.0), _seconds_done(folder / "progress"))
    return done


def _seconds_done(path: Path) -> float:
    """How many seconds of a recording ffmpeg has done, as the end of its progress file says."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 600))
            found = re.findall(rb"out_time_us=(\d+)", file.read())
    except OSError:
        return 0.0
    return int(found[-1]) / 1e6 if found else 0.0
