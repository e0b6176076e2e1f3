"""``ANSWERS.html`` in the drop folder, with a line for every file there, whoever dropped it.

    Row…, Intake ─► Answer… ─► the page, in all languages of the pages ─► recordings/ANSWERS.html

It is written whole, only if it says something different from before, and never over a file that
people made. A read-only drop folder goes without it.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from media_pipeline.errors import WorkspaceError
from media_pipeline.intake.find import DROPPED, ending
from media_pipeline.intake.gather import GROWING, Belonging, Intake
from media_pipeline.intake.said import field_not_known
from media_pipeline.intake.slips import slip_of
from media_pipeline.intake.sources import unknown_folders
from media_pipeline.intake.strays import ANSWERS
from media_pipeline.model import Audience, Row, Slip, State
from media_pipeline.publish.pages.answers import MARK, answers_page
from media_pipeline.publish.views.answers import Answer, Fate
from media_pipeline.settings import SPOKEN_NAME, Settings
from media_pipeline.tools import files
from media_pipeline.tools.remembered import UNANSWERED
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

NO_SOUND = "There is no sound in this film."
"""As media work warns of it."""

_BELONGING = {"part": Fate.PART, "copy": Fate.COPY, "beside": Fate.BESIDE}


@dataclass(frozen=True, slots=True)
class Seen:
    """When a file came into the drop folder (seconds), and whether it is a folder."""

    at: float
    folder: bool = False


def leave_answers(
    workspace: Workspace, store: Store, reporter: Reporter, intake: Intake, table: Sequence[Row]
) -> bool:
    """Bring the page in the drop folder up to date; if that fails, it is reported once. Returns
    whether there is nothing to try again.
    """
    told = answers(table, intake, workspace.settings)
    root = f"{workspace.root}{os.sep}"  # not a Path for each of tens of thousands
    ordered = newest_first(told, {each.path: _seen(f"{root}{each.path}") for each in told})
    page = answers_page(ordered, workspace.settings, workspace.templates)
    trouble = ""
    try:
        _leave(workspace.root / DROPPED / ANSWERS, page)
    except (OSError, WorkspaceError) as error:
        trouble = str(error)
    if trouble != store.note(UNANSWERED).get("why", ""):
        store.leave_note(UNANSWERED, {"why": trouble})
        if trouble:
            reporter.say(f"{ANSWERS} in the drop folder could not be written: {trouble}")
    return not trouble or not os.access(workspace.root / DROPPED, os.W_OK)


def answers(table: Sequence[Row], intake: Intake, settings: Settings) -> tuple[Answer, ...]:
    """One answer for each path in the drop folder, by path. Hidden files need none."""
    found: dict[str, Answer] = {}
    notes = {row.path: row.notes for row in table if row.notes}
    sidecars = _sidecars(intake.belongings)
    for belonging in intake.belongings:
        found.setdefault(belonging.path, _of_belonging(belonging, notes))
    for path, reasons in _passed(intake).items():
        found[path] = Answer(path, Fate.PASSED, told=" ".join(reasons))
    for each in intake.passed:
        if each.quiet and not _hidden(each.path):
            found[each.path] = Answer(each.path, Fate.QUIET, told=each.why)
        elif each.why == GROWING:
            found[each.path] = Answer(each.path, Fate.GROWING)
    for row in table:
        if row.state is not State.MISSING:
            found[row.path] = _of_row(row, sidecars.get(row.path, ""), settings)
    return tuple(found[path] for path in sorted(found))


def newest_first(told: Iterable[Answer], seen: Mapping[str, Seen | None]) -> tuple[Answer, ...]:
    """The answers by when their files came, newest first, with the day; paths become relative to
    the drop folder.
    """
    placed = [(seen.get(each.path) or Seen(0.0), each) for each in told]
    placed.sort(key=lambda pair: (-pair[0].at, pair[1].path))
    return tuple(
        replace(
            each,
            path=_within(each.path) + ("/" if found.folder else ""),
            others=tuple(map(_within, each.others)),
            day=_day(found.at) if found.at else None,
        )
        for found, each in placed
    )


def _of_row(row: Row, sidecar: str, settings: Settings) -> Answer:
    """The answer for a recording; it says nothing about why the school keeps it back, or why it
    waits.
    """
    if row.state in (State.HELD, State.WITHDRAWN):
        return Answer(row.path, Fate.KEPT if row.id else Fate.EARLIER)
    if row.state is State.REFUSED:
        fate = Fate.FAILED if row.again else Fate.REFUSED
        return Answer(row.path, fate, told="" if row.again else row.reason)
    if row.state is State.PUBLISHED:
        if row.audience is Audience.PUBLIC:
            return Answer(row.path, Fate.SITE, slug=row.slug if row.kind != SPOKEN_NAME.id else "")
        return Answer(row.path, Fate.FAMILIES)
    astray = not row.language or (settings.classes and not row.class_id)
    folders = unknown_folders(PurePosixPath(row.path), settings) if astray else []
    waiting = Fate.MAKING if row.making else Fate.WAITING
    return Answer(
        row.path,
        Fate.NEEDS if row.needs else waiting,
        needs=row.needs,
        unclear=row.unclear,
        folders=tuple(folders),
        sidecar=sidecar,
        slip=_slip(row.notes, sidecar),
        fields=_fields(row.notes, sidecar),
        silent=NO_SOUND in row.notes,
    )


def _slip(notes: Sequence[str], sidecar: str) -> Slip | None:
    """Why the sidecar can't be read, as notes on its recording say."""
    for note in notes:
        if sidecar and (found := slip_of(note.removeprefix(f"{sidecar}: "))):
            return found
    return None


def _fields(notes: Sequence[str], sidecar: str) -> tuple[tuple[str, str], ...]:
    """Names in a sidecar that no field has, each with the one that may be meant."""
    found = (field_not_known(note, sidecar) for note in notes if sidecar)
    return tuple(each for each in dict.fromkeys(found) if each and each[0])


def _sidecars(belongings: Iterable[Belonging]) -> Mapping[str, str]:
    """The name of the sidecar beside each recording; ``Fox.m4a.toml`` takes precedence over
    ``Fox.toml``.
    """
    found: dict[str, str] = {}
    for each in sorted(belongings, key=lambda each: len(each.path)):
        if each.role == "beside" and ending(each.path) == "toml":
            found |= dict.fromkeys(each.of, each.path.rpartition("/")[2])
    return found


def _of_belonging(each: Belonging, notes: Mapping[str, Sequence[str]]) -> Answer:
    fate = _BELONGING[each.role] if each.of else Fate.SHEET
    name = each.path.rpartition("/")[2]
    begins = (f"{name}: ", f"{each.path}: ", f"{name} is not used")
    said = [note for path in each.of for note in notes.get(path, ()) if note.startswith(begins)]
    slip, fields = _slip(said, name), _fields(said, name)
    unsaid = [note for note in said if not ((found := field_not_known(note, name)) and found[0])]
    flawed = bool(unsaid) and slip is None
    return Answer(
        each.path, fate, others=each.of, flawed=flawed, sidecar=name, slip=slip, fields=fields
    )


def _passed(intake: Intake) -> Mapping[str, list[str]]:
    """Why each path was passed over; for a sheet there may be several reasons."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for each in intake.passed:
        if not (each.quiet or each.why == GROWING):
            reasons[each.path].append(each.why)
    return reasons


def _hidden(path: str) -> bool:
    return path.rpartition("/")[2].startswith(".")


def _within(path: str) -> str:
    return path.removeprefix(f"{DROPPED}/")


def _day(at: float) -> date | None:
    """The local day; None for a time that no calendar has, as some disks record it."""
    try:
        return datetime.fromtimestamp(at).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return None


def forget_answers(workspace: Workspace) -> None:
    """Delete the page, as it names files that are erased; the next build writes it again."""
    path = workspace.root / DROPPED / ANSWERS
    for left in _leftovers(path):
        left.unlink(missing_ok=True)
    if (_standing(path, len(MARK)) or b"").startswith(MARK):
        path.unlink(missing_ok=True)


# ── the disk ──


def _seen(path: str) -> Seen | None:
    """When a file was last put or changed here; None if that can't be known."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return Seen(max(status.st_mtime, status.st_ctime), stat.S_ISDIR(status.st_mode))


def _leave(path: Path, page: bytes) -> None:
    """Write the page if it differs. Raises :class:`WorkspaceError` if something that is not ours is
    in its place.
    """
    for left in _leftovers(path):
        left.unlink(missing_ok=True)
    standing = _standing(path, len(page) + 1)
    if standing is None or (standing.startswith(MARK) and standing != page):
        files.write(path, page, durable=False)
    elif not standing.startswith(MARK):
        raise WorkspaceError("somebody's own file has that name.", path.name, "Rename it.")


def _standing(path: Path, most: int) -> bytes | None:
    """The first bytes of what is there; None if nothing is."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return b"no page"
    with path.open("rb") as file:
        return file.read(most)


def _leftovers(path: Path) -> Iterator[Path]:
    """What a killed build left beside the page when writing it."""
    with os.scandir(path.parent) as listing:
        for each in listing:
            if each.name.startswith(files.TEMPORARY) and each.name.endswith(f"-{ANSWERS}"):
                yield Path(each.path)
