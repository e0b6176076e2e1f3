"""What a build is told to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from media_pipeline.intake.find import SETTLE

if TYPE_CHECKING:
    from media_pipeline.engine.films import Films


@dataclass(frozen=True, slots=True)
class Asked:
    """How many processes to use (``jobs``; 0: only this one), or which cluster (``dask``); how many
    seconds after its last change a recording has settled (``settle``); whether to build even if
    most published recordings are gone (``allow_missing``). With ``films``, those that must be
    encoded are left aside, and stay as they were.
    """

    jobs: int = 0
    dask: str = ""
    settle: float = SETTLE
    allow_missing: bool = False
    films: Films | None = None

    @property
    def workers(self) -> int:
        """How many processes of this machine may share the work that the build itself does."""
        # A copy of a process that talks to a scheduler would talk to it as well.
        return 1 if self.dask else self.jobs or 1
