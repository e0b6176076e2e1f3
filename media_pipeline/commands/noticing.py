"""The present state of everything that a build goes by, to know whether there is anything to build.

What is dropped counts once it has settled, as intake defines it. What builds write themselves
(ANSWERS.html, the ledger's lines on what was received) does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from media_pipeline.errors import MediaPipelineError, WorkspaceError
from media_pipeline.gate.events import BY_BUILDS
from media_pipeline.intake.find import find
from media_pipeline.tools.counting import counted
from media_pipeline.tools.files import stamp
from media_pipeline.workspace import SETTINGS, Workspace, open_workspace
from media_pipeline.workspace.consents import gate_goes_by
from media_pipeline.workspace.ledger import open_ledger

Stamp = str | None
"""A file's size, times and inode; None for what is passed over, which is never read."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """The state of everything. ``dropped`` are the stamps of the settled files of the drop folder,
    or None if it can't be read; ``growing`` are paths. ``decided`` is how far people's decisions
    go, ``kept`` the stamps of settings and of what is kept beside the ledger.
    """

    dropped: Mapping[str, Stamp] | None
    growing: frozenset[str]
    decided: object
    kept: frozenset[tuple[str, Stamp]]
    day: date
    away: str = ""


def notice(root: Path, now: datetime, settle: float, wait: Callable[[float], None]) -> Noticed:
    """Look at the workspace in ``root``; if something is changing, ``wait`` and look again."""
    try:
        workspace = open_workspace(root)
    except MediaPipelineError:  # a build reports what is wrong
        workspace = None
    kept = frozenset(_kept(root, workspace))
    decided = _decided(workspace) if workspace else None
    day = now.astimezone().date()
    try:
        inventory = find(root, settle=settle, wait=wait)
    except WorkspaceError as error:
        return Noticed(None, frozenset(), decided, kept, day, str(error))
    dropped: dict[str, Stamp] = {each.path: None for each in inventory.passed if not each.quiet}
    dropped |= {each.path: each.stamp for each in (*inventory.recordings, *inventory.beside)}
    return Noticed(dropped, frozenset(each.path for each in inventory.growing), decided, kept, day)


def news(before: Noticed | None, now: Noticed) -> str:
    """Why there is something to build, in a few words; "" if there is nothing."""
    if before is None:
        return "what came meanwhile"
    why = []
    if now.day != before.day:
        why.append("a new day")
    if now.decided != before.decided:
        why.append("new decisions")
    if now.kept != before.kept:
        why.append("settings, consents or surnames changed")
    if now.dropped is not None:
        why += _dropped(before, now.dropped, now.growing)
    return ", ".join(why)


def _dropped(
    before: Noticed, dropped: Mapping[str, Stamp], growing: frozenset[str]
) -> Iterator[str]:
    known = before.dropped or {}
    changed = sum(1 for path, mark in dropped.items() if path not in known or known[path] != mark)
    gone = sum(1 for path in known if path not in dropped and path not in growing)
    if changed:
        yield f"{counted(changed, 'file', 'files')} new or changed"
    if gone:
        yield f"{counted(gone, 'file', 'files')} gone"


def _decided(workspace: Workspace) -> object:
    """The number of the last line that people wrote, or what is wrong with the ledger."""
    try:
        lines = open_ledger(workspace).read()
    except MediaPipelineError as error:
        return str(error)
    return max((line.number for line in lines if line.event.event not in BY_BUILDS), default=0)


def _kept(root: Path, workspace: Workspace | None) -> Iterator[tuple[str, Stamp]]:
    """Settings, feeds' files, the school's own templates, jingle and logo, and what is kept beside
    the ledger.
    """
    paths = [root / SETTINGS]
    for folder in ("feeds", "site_templates"):
        paths += [each for each in (root / folder).rglob("*") if not each.name.startswith(".")]
    if workspace:
        settings = workspace.settings
        paths += [root / name for name in (settings.jingle, settings.look.logo) if name]
        paths += [each for each in workspace.decisions.glob("*") if gate_goes_by(each.name)]
    for path in paths:
        with suppress(OSError):
            yield str(path), stamp(path)
