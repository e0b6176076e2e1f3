"""``init``: a new workspace, with a ``school.toml`` that explains itself; in an existing one, what
it lacks.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from media_pipeline.commands.starters import FOLDER, lay_out
from media_pipeline.gate.surnames import NAME as SURNAMES
from media_pipeline.tools import files
from media_pipeline.tools.resources import resource_root
from media_pipeline.workspace import SETTINGS, open_workspace
from media_pipeline.workspace.ledger import lost_ledger, open_ledger, set_aside

PLACEHOLDER = 'name = "Our school"'
_RESTORE = (
    "Its ledger is lost, and builds stop until media-pipeline restore-ledger -w {folder} brings "
    "back what was decided from the copy at {copy} (or, if that is of another school that stood "
    "here, you move it away)."
)

LONGEST_NAME = 120
"""The most characters that the settings accept."""


def make_workspace(folder: Path, now: datetime) -> list[str]:
    """Make ``folder`` a workspace; returns lines that say what to do next.

    Where it is one, only starters, folders for classes and languages, and the like are added that
    are missing: nothing is overwritten, and no ledger is begun in the place of one that is lost.
    Nor is it where the settings are lost with the ledger: its copy knows what was withdrawn.

    Raises :class:`WorkspaceError` if it can't be written.
    """
    try:
        return _completed(folder) if (folder / SETTINGS).exists() else _made(folder, now)
    except OSError as error:
        raise files.unwritable(folder, error) from error


def _made(folder: Path, now: datetime) -> list[str]:
    starter = (resource_root() / "starter" / SETTINGS).read_text(encoding="utf-8")
    said = folder.absolute().name.replace("-", " ")
    name = json.dumps(said[:1].upper() + said[1:LONGEST_NAME], ensure_ascii=False)
    lived_in = _lived_in(folder)
    for each in ("recordings", "feeds"):
        (folder / each).mkdir(parents=True, exist_ok=True)
    files.write(folder / SETTINGS, starter.replace(PLACEHOLDER, f"name = {name}").encode())
    workspace = open_workspace(folder)
    workspace.decisions.mkdir(mode=0o700, exist_ok=True)
    lost = lost_ledger(workspace) if lived_in else None
    if lost is None:
        set_aside(workspace)
        open_ledger(workspace).namespace(now, begin=True)
    lay_out(workspace)
    surnames = workspace.decisions / SURNAMES
    return [
        f"Made: {folder}. Its settings are in {folder / SETTINGS}.",
        "Say in them which classes and languages there are, then give this command again: it",
        f"makes their folders in {folder / 'recordings'}.",
        f"To double-click, and a page for teachers to print: {folder / FOLDER}",
        f"Surnames that may not be public, one a line, if you like: {surnames}",
        f"Drop recordings into {folder / 'recordings'}, in folders named by language or class,",
        f"then: media-pipeline build -w {folder}",
        *((_RESTORE.format(copy=lost, folder=folder),) if lost else ()),
    ]


def _lived_in(folder: Path) -> bool:
    """Whether a workspace that lost its settings may have been here: recordings, or anything that
    was built or decided.
    """
    left = (folder / "build", folder / "decisions")
    return any(each.is_dir() and any(each.iterdir()) for each in left) or any(
        each.is_file() and not each.name.startswith(".")
        for each in (folder / "recordings").rglob("*")
    )


def _completed(folder: Path) -> list[str]:
    made = lay_out(open_workspace(folder))
    lines = [f"Made: {folder / each.relative_to(folder.absolute())}" for each in made]
    return lines or [f"{folder} has all that it needs."]
