"""The latest day on which a build judged consents: kept in the coordinator's folder, so that a
clock that was put back brings no consent back.

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
    """That day; the earliest possible date if none is noted."""
    try:
        return date.fromisoformat((workspace.decisions / NAME).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return date.min


def note_day(workspace: Workspace, day: date) -> None:
    """Note a day on which consents were judged. Writes nothing if that day or a later one is
    already noted, or if nothing can be written: the day of the ledger's last line holds in any
    case.
    """
    if day <= latest_day(workspace):
        return
    with suppress(WorkspaceError):
        files.write(workspace.decisions / NAME, f"{day}\n".encode(), private=True)
