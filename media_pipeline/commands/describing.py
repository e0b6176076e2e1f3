"""``describe``: what somebody says about a recording becomes a sidecar, if it has none; and that is
removed again, if nobody has changed it since.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from media_pipeline.commands.deciding import shown
from media_pipeline.errors import UsageError
from media_pipeline.gate.approve import at_path
from media_pipeline.gate.slugs import ID_CHARACTERS
from media_pipeline.intake.fields import EMPTIED, LONGEST
from media_pipeline.intake.find import find
from media_pipeline.intake.namesakes import sidecars_in
from media_pipeline.intake.said import said
from media_pipeline.intake.text import clean_title
from media_pipeline.tools import files
from media_pipeline.workspace import Workspace

NUMBERS = frozenset({"season", "episode"})


def describe(workspace: Workspace, what: str, fields: Mapping[str, str]) -> str:
    """Write a sidecar for the recording ``what`` (an id or a path); returns its path.

    Raises :class:`UsageError` if there is one already (people's files are never rewritten), if
    nothing is said, or if a value is not understood.
    """
    path = _recording(workspace, what)
    if there := sidecars_beside(workspace, [str(path)]).get(str(path)):
        raise UsageError("it is there already; change it in an editor.", there)
    sidecar = path.with_name(f"{path.name}.toml")
    typed = {name: clean_title(value, LONGEST) for name, value in fields.items()}
    typed = {name: value for name, value in typed.items() if value or name in EMPTIED}
    if not typed:
        raise UsageError("say something of it, such as --title.", what)
    understood = said(sidecar.name, typed, workspace.settings)
    if understood.notes:
        # They begin with the name of the file that says it, and none does yet.
        told = (each.removeprefix(f"{sidecar.name}: ") for each in understood.notes)
        raise UsageError("; ".join(told))
    lines = "".join(f"{name} = {_toml(name, value)}\n" for name, value in typed.items())
    try:
        tomllib.loads(lines)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"it can't be written as TOML: {error}", what) from error
    files.write(workspace.root / sidecar, lines.encode())
    return str(sidecar)


def sidecars_beside(workspace: Workspace, recordings: Iterable[str]) -> dict[str, str]:
    """The sidecars of those ``recordings`` that have one, by the recordings' paths. All paths are
    relative to the workspace.
    """
    sidecars: dict[str, str] = {}
    for folder in {each.rpartition("/")[0] for each in recordings}:
        with suppress(OSError):  # it is gone
            names = [each.name for each in (workspace.root / folder).iterdir()]
            sidecars |= sidecars_in(folder, names)
    return sidecars


def take_back(workspace: Workspace, sidecar: str, written: bytes) -> None:
    """Remove the sidecar that :func:`describe` wrote, if it is still what was ``written``.

    Raises :class:`UsageError` if it is not: somebody's words are in it now.
    """
    path = workspace.root / sidecar
    try:
        same = path.read_bytes() == written
    except FileNotFoundError:
        return
    if not same:
        raise UsageError("somebody changed it since, so it stays.", sidecar)
    path.unlink()


def _recording(workspace: Workspace, what: str) -> PurePosixPath:
    """The path, relative to the workspace, of a recording that is in the drop folder."""
    name = what.removeprefix("./")
    rows = shown(workspace) if len(name) >= ID_CHARACTERS else []
    meant = at_path(name, rows) or [row for row in rows if row.id.startswith(name)]
    path = PurePosixPath(meant[0].path if len(meant) == 1 else name)
    inventory = find(workspace.root, settle=0)
    # What intake finds is in the drop folder itself: no link and no ".." leads out of it.
    if str(path) not in {each.path for each in (*inventory.recordings, *inventory.growing)}:
        if len(meant) == 1:
            raise UsageError("its recording is gone.", str(path), "Put it back, or build.")
        raise UsageError(
            "there is no such recording.", what, "See media-pipeline status for ids and paths."
        )
    return path


def _toml(name: str, value: str) -> str:
    """A value as TOML writes it: JSON's strings are TOML's basic strings."""
    return str(int(value)) if name in NUMBERS else json.dumps(value, ensure_ascii=False)
