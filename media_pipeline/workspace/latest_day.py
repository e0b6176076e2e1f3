"""The latest day on which a build judged consents: the coordinator's own memory, so that a clock
that went back brings no consent back.

    decisions/latest-day.txt    2026-11-27
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from media_pipeline.errors import WorkspaceError
from media_pipeline.tools import files
from media_pipeline.workspace.folders import Workspace

NAME = "latest-day.txt"


def latest_day(workspace: Workspace) -> date:
    """That day; the first of all days where none is noted."""
    try:
        return date.fromisoformat((workspace.decisions / NAME).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return date.min


def note_day(workspace: Workspace, day: date) -> None:
    """Note a day on which consents were judged; writes nothing where a later one is noted, or where
    nothing can be written: the ledger's last line holds all the same.
    """
    if day <= latest_day(workspace):
        return
    with suppress(WorkspaceError):
        files.write(workspace.decisions / NAME, f"{day}\n".encode(), private=True)
