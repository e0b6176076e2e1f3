"""How a command works on what builds write: while no build is at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

from media_pipeline.tools.locks import locked
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

BUILDING = "A build is running here; waiting for it to end."


@contextmanager
def store_alone(workspace: Workspace, reporter: Reporter) -> Iterator[Store]:
    """The store, under the build's lock; that a build must end first is told."""
    with (
        locked(workspace.lock, partial(reporter.say, BUILDING)),
        closing(Store(workspace.build)) as store,
    ):
        yield store
