"""The command ``watch``: builds by itself until it is ended."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path
from types import FrameType

import click

from media_pipeline.cli.common import answering, in_processes, in_workspace, now
from media_pipeline.commands import releasing
from media_pipeline.commands.bringing import targets
from media_pipeline.commands.watching import EVERY, Watching, nothing
from media_pipeline.pipeline import read_whole
from media_pipeline.tools.reporter import Reporter, in_log
from media_pipeline.workspace import Workspace, open_workspace


@click.command()
@in_workspace
@in_processes
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="Between two looks at the folder, where nothing tells of a change; 30.",
)
@click.option("--publish", "publishing", is_flag=True, help="Publish after each build.")
@answering
def watch(folder: Path, jobs: int | None, every: float | None, *, publishing: bool) -> None:
    """Build by itself whenever recordings are dropped or something is decided, until it is ended.

    Sound is made before film. Each event is one line, which begins with the time.
    """
    read_whole()
    if hasattr(sys.stdout, "reconfigure"):  # no file name may end it
        sys.stdout.reconfigure(errors="backslashreplace")
    if publishing:
        targets(open_workspace(folder))  # before anything is built in vain
    log, end = in_log(now), _Ending()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
    Watching(
        folder,
        log,
        now,
        end.asked,
        jobs=jobs or os.cpu_count() or 1,
        every=every or EVERY,
        after_build=partial(_publish, log) if publishing else nothing,
    ).run()


def _publish(log: Reporter, workspace: Workspace) -> None:
    for line in releasing.publish(workspace, log, now).lines:
        log.say(line)


class _Ending:
    """Remembers that the end was requested; whoever asks twice is not made to wait."""

    def __init__(self) -> None:
        self._asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True

    def asked(self) -> bool:
        """Whether the end was requested."""
        return self._asked
