"""“Build now”: the command line's build, in a thread of this program, and its progress."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from media_pipeline.errors import MediaPipelineError
from media_pipeline.tools.reporter import Bar, Reporter

Build = Callable[[Reporter], Sequence[str]]
"""Builds, and returns lines that say what came of it."""


class Builds:
    """One build at a time. As the build's own :class:`Reporter`, this knows how far it is."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._line = ""
        self._ended: tuple[str, ...] = ()
        self._failed = False

    @property
    def line(self) -> str:
        """How far the running build is; "" if none is running."""
        at_work = self._thread is not None and self._thread.is_alive()
        return self._line if at_work else ""

    @property
    def ended(self) -> tuple[str, ...]:
        """What came of the last build that ended; nothing if none has."""
        return self._ended

    @property
    def failed(self) -> bool:
        """Whether the last build that ended built nothing; ``ended`` says why."""
        return self._failed

    def start(self) -> None:
        """Start a build, if none is running."""
        with self._lock:
            if self.line:
                return
            self._line, self._ended, self._failed = "It begins.", (), False
            # A build may be killed at any moment, and so may the program that it runs in.
            self._thread = threading.Thread(target=self._run, name="build", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            self._ended = tuple(self._build(self))
        except MediaPipelineError as error:
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            self._fail(f"{type(error).__name__}: {error}")

    def _fail(self, why: str) -> None:
        self._failed, self._ended = True, tuple(why.splitlines())

    def say(self, line: str) -> None:
        """See :class:`Reporter`."""
        self._line = line.strip() or self._line

    def explain(self, name: str, reasons: Sequence[str]) -> None:
        """See :class:`Reporter`."""

    @contextlib.contextmanager
    def progress(self, label: str, costs: Mapping[str, float], work: Path) -> Iterator[Bar]:
        """See :class:`Reporter`."""
        yield _Count(self, label, len(costs))


class _Count:
    """How many jobs of a round have ended."""

    def __init__(self, builds: Builds, label: str, total: int) -> None:
        self._builds, self._label, self._total = builds, label, total
        self._count = 0

    def ended(self, fingerprint: str, name: str) -> None:
        """See :class:`Bar`."""
        self._count += 1
        self._builds.say(f"{self._label}: {self._count} of {self._total}")
