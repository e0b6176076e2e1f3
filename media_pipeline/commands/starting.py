"""``init``: a new workspace, with a ``school.toml`` that explains itself."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from media_pipeline.errors import UsageError
from media_pipeline.gate.surnames import NAME as SURNAMES
from media_pipeline.tools import files
from media_pipeline.tools.resources import resource_root
from media_pipeline.workspace import SETTINGS, open_workspace
from media_pipeline.workspace.ledger import open_ledger, set_aside

PLACEHOLDER = 'name = "Our school"'
LONGEST_NAME = 120
"""Characters that the settings take."""


def make_workspace(folder: Path, now: datetime) -> list[str]:
    """Make ``folder`` a workspace; returns lines that say what to do next.

    Raises :class:`UsageError` where there is one already: nothing of people's is overwritten.
    """
    if (folder / SETTINGS).exists():
        raise UsageError("there is a workspace already.", str(folder))
    starter = (resource_root() / "starter" / SETTINGS).read_text(encoding="utf-8")
    said = folder.absolute().name.replace("-", " ")
    name = json.dumps(said[:1].upper() + said[1:LONGEST_NAME], ensure_ascii=False)
    for each in ("recordings", "feeds"):
        (folder / each).mkdir(parents=True, exist_ok=True)
    files.write(folder / SETTINGS, starter.replace(PLACEHOLDER, f"name = {name}").encode())
    workspace = open_workspace(folder)
    workspace.decisions.mkdir(mode=0o700, exist_ok=True)
    set_aside(workspace)
    open_ledger(workspace).namespace(now, begin=True)
    surnames = workspace.decisions / SURNAMES
    return [
        f"Made: {folder}. Its settings are in {folder / SETTINGS}.",
        f"Surnames that may not be public, one a line, if you like: {surnames}",
        f"Drop recordings into {folder / 'recordings'}, in folders named by language or class,",
        f"then: media-pipeline build -w {folder}",
    ]
