"""A build, under the lock: real work is done only if something differs from the last build's state.

look       nothing differs? then the last build's report is given again, and that is all
flow       otherwise, from the drop folder to the report: media_pipeline.flow
leave      the state of everything is noted for the next build
"""

from __future__ import annotations

import time
from contextlib import closing
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from media_pipeline.intake.find import SETTLE
from media_pipeline.model import Built, Placing
from media_pipeline.stages import unchanged
from media_pipeline.stages.asked import Asked
from media_pipeline.stages.report_file import report_again
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.locks import locked
from media_pipeline.tools.remembered import UNCHANGED
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

if TYPE_CHECKING:
    from media_pipeline.engine.films import Films


def build(
    workspace: Workspace,
    reporter: Reporter,
    clock: Clock,
    *,
    jobs: int = 0,
    dask: str = "",
    settle: float = SETTLE,
    allow_missing: bool = False,
    films: Films | None = None,
) -> Built:
    """Build the site of ``workspace``, as :class:`~media_pipeline.stages.asked.Asked` says.

    Raises a :class:`MediaPipelineError` if it can't be built.
    """
    began = time.monotonic()
    asked = Asked(jobs, dask, settle, allow_missing, films)
    waiting = partial(reporter.say, "Another build is running here; waiting for it to end.")
    with locked(workspace.lock, waiting), _store_to_prove(workspace) as store:
        store.clear_leftovers()
        ledger = open_ledger(workspace)
        before = unchanged.look(workspace, store, ledger, clock(), settle, asked.workers)
        told = before.told
        if told and report_again(workspace.report, told.results, time.monotonic() - began):
            nothing = Placing((), ())
            return Built(told.rows, told.passed, nothing, nothing, told.interface, told.problems)
        store.prove()
        store.leave_value(UNCHANGED, None)
        # This import takes half a second, which a build with nothing to do can save.
        from media_pipeline.flow import Flow  # noqa: PLC0415

        flow = Flow(workspace, store, ledger, reporter, clock, asked)
        built = flow.build(before.inventory, began)
        if not built.unsure:
            unchanged.leave(before, built, workspace, store, ledger)
    return built


def read_whole() -> None:
    """Import now what a build may need. This is for a process that runs for weeks, so that it never
    mixes its code with that of a program updated in the meantime.
    """
    for module in ("media_pipeline.flow", "rich.progress"):
        import_module(module)


def _store_to_prove(workspace: Workspace) -> closing[Store]:
    """The store, not yet proven: proving takes a fifth of a whole look, and is due before
    writing.
    """
    return closing(Store(workspace.build, prove=False))
