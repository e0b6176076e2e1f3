"""The ledger of a workspace, and where its copy is.

    decisions/ledger.jsonl
    <decisions_copy>/ledger.jsonl      else  <state folder>/media-pipeline/<folder>-<digest>/

Without the setting, the copy's place is derived from the workspace's own path, so that a second
checkout of one workspace has a copy of its own, and what a missing ledger held is still known. A
``workspace`` file beside the copy says whose it is, in case a workspace is moved.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from media_pipeline.errors import MediaPipelineError, WorkspaceError
from media_pipeline.gate.book import Book, read_book
from media_pipeline.gate.ledger import NAME, Ledger
from media_pipeline.gate.lines import Line, first_id
from media_pipeline.gate.second import Compared, compare
from media_pipeline.model import State
from media_pipeline.tools import files
from media_pipeline.tools.places import state_folder
from media_pipeline.workspace import SETTINGS, Workspace

OWNER = "workspace"


def open_ledger(workspace: Workspace) -> Ledger:
    """The ledger, with its copy in the place that belongs to the workspace now."""
    if said := workspace.settings.decisions_copy:
        return Ledger(workspace.decisions, workspace.root / said)
    ours = _place(workspace.root)
    ledger = Ledger(workspace.decisions, ours)
    with contextlib.suppress(OSError, MediaPipelineError):
        _claim(workspace.root, ledger, ours)
    return ledger


def lost_ledger(workspace: Workspace) -> Path | None:
    """The copy of a ledger that is not there itself; None where there is either or neither."""
    copy = open_ledger(workspace).copy
    lost = copy and copy.exists() and not (workspace.decisions / NAME).exists()
    return copy if lost else None


def set_aside(workspace: Workspace) -> None:
    """Make way for a new workspace, where the copy is of one that stood here before."""
    if copy := lost_ledger(workspace):
        _rename(copy.parent)


def examined(ledger: Ledger, tell: Callable[[str], None]) -> Compared:
    """The ledger compared with its copy, which is brought up to date if the ledger is intact."""
    compared = compare(ledger.path, ledger.copy)
    if compared.error is None:
        try:
            ledger.settle()
        except WorkspaceError as error:
            tell(f"{error} Until it can, nothing else knows what was withdrawn.")
    return compared


def trusted(ledger: Ledger) -> tuple[Line, ...]:
    """Every line. Raises :class:`LedgerError` if one is not what was written, and also if the copy
    shows that some are missing.
    """
    compared = compare(ledger.path, ledger.copy)
    if compared.error:
        raise compared.error
    return compared.lines


def all_known(compared: Compared) -> Book:
    """Everything that is known if a ledger and its copy disagree: what the longer one says, and
    every withdrawal that either of them has.
    """
    both = sorted((compared.lines, compared.copied), key=len)
    sides = [_readable(lines) for lines in both]
    longer = sides[-1]
    entries = dict(longer.entries)
    for book in sides:
        for entry in book.withdrawn:
            known = entries.get(entry.id, entry)
            entries[entry.id] = replace(
                known, state=State.WITHDRAWN, slug=known.slug or entry.slug, reason=entry.reason
            )
    return replace(longer, entries=entries)


def _readable(lines: Iterable[Line]) -> Book:
    try:
        return read_book(lines)
    except MediaPipelineError:
        return Book({}, {}, {})


def _place(root: Path) -> Path:
    where = str(root.resolve())
    digest = hashlib.sha256(where.encode(errors="surrogateescape")).hexdigest()[:12]
    return state_folder() / "media-pipeline" / f"{root.resolve().name}-{digest}"


def _claim(root: Path, ledger: Ledger, ours: Path) -> None:
    """Take over the copy of a workspace that was moved here, and set aside the copy of another one
    that was here before; then note whose it is.
    """
    namespace = first_id(ledger.path)
    if namespace and (ours / NAME).exists() and first_id(ours / NAME) not in ("", namespace):
        _rename(ours)
    if namespace and not (ours / NAME).exists():
        for owner in ours.parent.glob(f"*/{OWNER}"):
            theirs = owner.parent
            former = Path(os.fsdecode(owner.read_bytes()).strip())
            if not (former / SETTINGS).exists() and first_id(theirs / NAME) == namespace:
                theirs.rename(ours)
                break
    where = f"{root.resolve()}\n".encode(errors="surrogateescape")
    owner = ours / OWNER
    if namespace and not (owner.exists() and owner.read_bytes() == where):
        ours.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write(owner, where, private=True)


def _rename(folder: Path) -> None:
    number = 1
    while (aside := folder.with_name(f"{folder.name}-before-{number}")).exists():
        number += 1
    folder.rename(aside)
