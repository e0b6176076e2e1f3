"""``watch``: builds by itself, when what was dropped has settled or something was decided.

    look ──► news? ──► build, films left aside ──► after_build ──► films, if any ──► look …
              └── no: wait for a sign, or for the next look         └── and every second: look …

It looks every half minute in any case. A sign from the operating system (watchfiles) only makes it
look sooner: a share does not report what other computers write, a share that went away and came
back reports nothing at all, and a computer that slept missed what happened. No error ends the
watch: it is reported in a line, and the next look goes on.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from media_pipeline import pipeline
from media_pipeline.commands.noticing import Noticed, news, notice
from media_pipeline.commands.signs import signs
from media_pipeline.engine.films import Films, films_aside, made_in, make_aside
from media_pipeline.engine.pool import LocalPool, Result
from media_pipeline.errors import Stopped, UsageError
from media_pipeline.intake.find import DROPPED, SETTLE
from media_pipeline.model import Built, Job, counts
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.locks import locked, locked_if_free
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace, open_workspace

EVERY = 30.0
"""Seconds between two looks without a sign: 10,000 files take 0.13 s on a disk."""

AGAIN = 300.0
"""Seconds after which a build that failed is tried again, if nothing changed meanwhile."""

TICK = 0.5
"""Seconds within which a request to end is noticed."""


def nothing(_: Workspace) -> None:
    """What is done after each build by default: nothing."""


@dataclass(slots=True)
class Watching:
    """Watches the workspace in ``root`` and builds with as many processes as ``jobs``, until
    ``stopped``.

    ``after_build`` is called after each build, which has released the workspace by then.
    """

    root: Path
    reporter: Reporter
    clock: Clock
    stopped: Callable[[], bool]
    jobs: int = 1
    every: float = EVERY
    settle: float = SETTLE
    again: float = AGAIN
    after_build: Callable[[Workspace], None] = nothing
    _sign: threading.Event = field(default_factory=threading.Event)
    _known: Noticed | None = None
    _films: Films = field(default_factory=Films)
    _left: dict[str, Job] = field(default_factory=dict)
    _looked: float = float("-inf")
    _failed: float | None = None
    _away: bool = False
    _busy: bool = False
    _pause: float = 0.0

    def run(self) -> None:
        """Watch. Raises :class:`SettingsError` if the settings are wrong at the start, and
        :class:`UsageError` if the workspace is already being watched.
        """
        workspace = open_workspace(self.root)
        self._films.glance = self._check
        with locked_if_free(workspace.build / "watch.lock") as ours:
            if not ours:
                raise UsageError("another watch is running in this workspace.")
            self.reporter.say(f"Watching {workspace.root / DROPPED}.")
            with (
                contextlib.suppress(Stopped, KeyboardInterrupt),
                signs((workspace.root / DROPPED, workspace.decisions), self._sign),
            ):
                while True:
                    self._turn()
            self.reporter.say("Stopped; nothing is lost.")

    def _turn(self) -> None:
        """Look and build; then make the films that were left aside, or rest."""
        self._check()
        self._look()
        if self._left:
            try:
                self._make_films()
            except (Stopped, KeyboardInterrupt):
                raise
            except _Unwanted:
                self.reporter.say("A film that was being made is not wanted any more.")
            except Exception as error:  # noqa: BLE001 - no error ends the watch
                self._tell(error)
                self._failed = time.monotonic()
                self._left = {}
        else:
            self._rest()

    def _look(self) -> None:
        """Look if it is time to, and build if there is news."""
        if not self._due():
            return
        self._sign.clear()
        noticed = notice(self.root, self.clock(), self.settle, self._wait)
        self._looked = time.monotonic()
        self._pause = self.settle if noticed.growing else self.every
        self._tell_of_share(noticed)
        why = news(self._known, noticed)
        if not why and self._failed is not None and time.monotonic() - self._failed >= self.again:
            why = "another try"
        if why:
            if self._known and noticed.day != self._known.day:
                self._films.forget()
            self._build(noticed, why)

    def _build(self, noticed: Noticed, why: str) -> None:
        """Build, and report what came of it. No error ends the watch."""
        try:
            workspace = open_workspace(self.root)
            if self._other_builds(workspace):
                return
            self._known = noticed
            self.reporter.say(f"Building: {why}.")
            began = time.monotonic()
            built = pipeline.build(
                workspace,
                self.reporter,
                self.clock,
                jobs=self.jobs,
                settle=self.settle,
                films=self._films,
            )
        except (Stopped, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001 - no error ends the watch
            self._known = noticed
            self._failed = time.monotonic()
            self._tell(error)
            return
        self._failed = None
        self._left = dict(built.films)
        self.reporter.say(_summary(built, time.monotonic() - began))
        try:
            self.after_build(workspace)
        except (Stopped, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001 - no error ends the watch
            self._failed = time.monotonic()
            self._tell(error)

    def _other_builds(self, workspace: Workspace) -> bool:
        """Whether another build is running here; this is reported once, and the watch tries
        again.
        """
        with locked_if_free(workspace.lock) as free:
            pass
        if not free and not self._busy:
            self.reporter.say("Another build is running here; this one comes after it.")
        self._busy = not free
        if self._busy:
            self._failed = time.monotonic() - self.again
        return self._busy

    def _make_films(self) -> None:
        """Make the films that were left aside, and build meanwhile if there is news; a film that is
        ready is built in at once.
        """
        workspace = open_workspace(self.root)
        making = {job.fingerprint for job in self._left.values()}
        glance = partial(self._meanwhile, making)
        with films_aside(workspace.build) as folder, LocalPool(self.jobs, glance) as pool:
            for job, result in make_aside([*self._left.values()], pool, folder):
                making.discard(job.fingerprint)
                self._take_in(workspace, job, result, folder)
                self._left = {
                    path: each
                    for path, each in self._left.items()
                    if each.fingerprint != job.fingerprint
                }
                if self._known:
                    self._build(self._known, f"{job.name} is done")

    def _meanwhile(self, making: set[str]) -> None:
        """A glance while films are made. Raises :class:`_Unwanted` if one of them is no longer to
        be made.
        """
        self._check()
        self._look()
        if making - {job.fingerprint for job in self._left.values()}:
            raise _Unwanted

    def _take_in(self, workspace: Workspace, job: Job, result: Result, folder: Path) -> None:
        waiting = partial(self.reporter.say, "Another build is running here; waiting for it.")
        with (
            locked(workspace.lock, waiting),
            contextlib.closing(Store(workspace.build)) as store,
        ):
            self._films.take_in(job, result, made_in(folder), store, self.reporter)

    def _due(self) -> bool:
        return self._sign.is_set() or time.monotonic() - self._looked >= self._pause

    def _rest(self) -> None:
        while not self._due():
            self._check()
            self._sign.wait(TICK)

    def _wait(self, seconds: float) -> None:
        """Let time pass, as a file settles by the clock alone; a request to end is noticed
        meanwhile.
        """
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self._check()
            time.sleep(min(TICK, left))

    def _check(self) -> None:
        """Raise :class:`Stopped` if the end was requested."""
        if self.stopped():
            raise Stopped("it was ended.")

    def _tell(self, error: Exception) -> None:
        self.reporter.say(f"Not done ({type(error).__name__}): {error}")

    def _tell_of_share(self, noticed: Noticed) -> None:
        """Report in a line each that the drop folder went away and that it came back."""
        away = noticed.dropped is None
        if away and not self._away:
            self.reporter.say(f"Waiting: {noticed.away}")
        if self._away and not away:
            self.reporter.say("The folder for recordings is there again.")
        self._away = away


class _Unwanted(Exception):
    """A film that is being made was withdrawn, edited or deleted."""


def _summary(built: Built, seconds: float) -> str:
    changed = len(built.placing.written), len(built.placing.removed)
    films = f" Films being made: {len(built.films)}." if built.films else ""
    return (
        f"Built in {seconds:.1f} s: {counts(built.rows)};"
        f" {changed[0]} files written, {changed[1]} removed.{films}"
    )
