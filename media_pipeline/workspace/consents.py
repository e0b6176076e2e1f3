"""The consent register's file: found, read in the parser's child process, and handed to the
gate.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from media_pipeline.errors import Refusal, RegisterError, ToolError
from media_pipeline.gate.book import Book
from media_pipeline.gate.consent import Consents, consents_on
from media_pipeline.gate.register import Register, read_register
from media_pipeline.tools.files import stamp
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.tables import folded_cell, read_table
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.latest_day import NAME as LATEST_DAY
from media_pipeline.workspace.latest_day import latest_day
from media_pipeline.workspace.surnames import BEGINS

STEM, SUFFIXES = "consent", (".csv", ".xlsx")
OTHERS = (".xls", ".xlsm", ".ods", ".numbers", ".tsv")
"""Endings of tables that are not read. Others are ignored: a consent.pdf may well be the school's
form.
"""


def consents_of(workspace: Workspace, book: Book, now: datetime) -> Consents | None:
    """What everyone agrees to today; None if the school has no register, or needs none.

    The day is the school's own, and never before the ledger's last line or the latest day of a
    build: a clock that was put back brings no consent back, and this is reported. Raises
    :class:`RegisterError` if there is a register that can't be read, or if there was one and it is
    gone.
    """
    rules = workspace.settings.consent
    if not rules.required:
        return None
    path = _found(workspace.decisions)
    if path is None:
        if not book.register:
            return None
        raise RegisterError(
            "the consent register is not there any more; the site stays as it was.",
            str(workspace.decisions / "consent.csv"),
            "Put the newest copy of it back. To do without one for good, set required = false "
            "under [consent] in school.toml.",
        )
    names = workspace.settings.names_of_classes
    classes = {folded_cell(name): row[0] for row in names for name in row}
    clock, register = now.astimezone().date(), _read(path, _mark(path), frozenset(classes))
    today = max(clock, (book.at or now).astimezone().date(), latest_day(workspace))
    if today - clock > timedelta(days=1):  # a difference of one day may be a time zone's
        written = book.at is not None and book.at.astimezone().date() == today
        said = _behind(today, clock, written=written)
        register = replace(register, problems=(*register.problems, said))
    return consents_on(
        today,
        register,
        classes,
        now=clock,
        began=_year_began(today, workspace.settings.year_starts),
        name_beside_face=rules.name_beside_face,
        after_leaving=rules.after_leaving,
    )


def _behind(today: date, clock: date, *, written: bool) -> str:
    """What to do about a clock that is behind ``today``; ``written`` is whether the ledger has a
    line of that day, which nobody can take back.
    """
    wrong = (
        "a line of the ledger is of that day, so consents that end before it stay ended until then"
        if written
        else f"delete {LATEST_DAY} in the decisions folder"
    )
    return (
        f"The computer's clock says {clock}, so consents are judged as of {today}, the latest day "
        f"that the ledger and {LATEST_DAY} know. Set the clock; if it was wrong on that day, "
        f"{wrong}."
    )


def gate_goes_by(name: str) -> bool:
    """Whether a file of that name in the decisions folder is the register or the list of surnames,
    or may be meant as one: these files are watched along with the ledger.
    """
    return name.casefold().startswith((STEM, BEGINS))


def _found(folder: Path) -> Path | None:
    """The register's file, whatever the case of its name.

    Raises :class:`RegisterError` if there are two, if a table was saved in another format, or if
    there is only a table that may be meant as the register.
    """
    try:
        entries = sorted(folder.iterdir())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RegisterError(f"it can't be read ({error.strerror}).", str(folder)) from error
    known = (*SUFFIXES, *OTHERS)
    # Windows hides endings: consent.csv.csv looks like consent.csv there.
    twice = [each for each in entries if each.stem.casefold() in {STEM + end for end in known}]
    if twice:
        raise RegisterError(
            "the consent register must be called consent.csv or consent.xlsx.",
            twice[0].name,
            "It has two endings; your computer may hide one. Rename it.",
        )
    named = [each for each in entries if each.stem.casefold() == STEM and not each.is_dir()]
    found = [each for each in named if each.suffix.casefold() in known]
    if any(each.suffix.casefold() in OTHERS for each in found):
        raise RegisterError(
            "the consent register must be called consent.csv or consent.xlsx.",
            ", ".join(each.name for each in found),
            "Save it again as one of them, and take the other away.",
        )
    if len(found) > 1:
        names = ", ".join(each.name for each in found)
        raise RegisterError("there is more than one consent register.", names, "Keep one of them.")
    tables = (each for each in entries if each.suffix.casefold() in known and not each.is_dir())
    meant = [each.name for each in tables if each.stem.casefold().startswith(STEM)]
    if meant and not found:
        raise RegisterError(
            "the consent register must be called consent.csv or consent.xlsx.",
            ", ".join(meant),
            "Rename it; if it is none, take it out of the decisions folder.",
        )
    return found[0] if found else None


def _mark(path: Path) -> str:
    try:
        return stamp(path)
    except OSError as error:
        raise RegisterError(f"it can't be read ({error.strerror}).", str(path)) from error


@lru_cache(maxsize=1)
def _read(path: Path, mark: str, classes: frozenset[str]) -> Register:  # noqa: ARG001 - once each
    """The register in a file, as it is at its ``mark``: a build looks at it three times, and a
    child for that takes a third of a second. ``classes`` are all names of the school's classes.
    Raises :class:`RegisterError` where it is none.
    """
    try:
        with Reader() as reader:
            table = reader.call(read_table, str(path), "code", 1)
    except (Refusal, ToolError) as error:
        why = error.what if isinstance(error, Refusal) else "It can't be read."
        raise RegisterError(
            f"the consent register can't be used; the site stays as it was. {why}", str(path)
        ) from error
    return read_register(table, path.name, classes)


def _year_began(today: date, year_starts: str) -> date:
    month, day = map(int, year_starts.split("-"))
    began = date(today.year, month, day)
    return began if began <= today else date(today.year - 1, month, day)
