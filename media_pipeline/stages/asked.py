"""What is asked of a build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from media_pipeline.intake.find import SETTLE

if TYPE_CHECKING:
    from media_pipeline.engine.films import Films


@dataclass(frozen=True, slots=True)
class Asked:
    """With how many processes (``jobs``; 0: in this one), or on which cluster (``dask``); how many
    seconds after it last changed a recording has settled; whether even where most published
    recordings are gone (``allow_missing``). With ``films`` those that must be encoded are left
    aside, and stay as they were.
    """

    jobs: int = 0
    dask: str = ""
    settle: float = SETTLE
    allow_missing: bool = False
    films: Films | None = None

    @property
    def workers(self) -> int:
        """Processes of this machine that may share what the build itself does."""
        # A copy of a process that talks to a scheduler would talk to it, too.
        return 1 if self.dask else self.jobs or 1
