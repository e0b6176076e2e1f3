"""``recordings.csv`` and ``recordings.xlsx``: one row a recording, for a whole folder.

Sheets are parsed in the parser child. The only module that imports openpyxl.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path, PurePosixPath

import openpyxl

from media_pipeline.errors import Refusal
from media_pipeline.intake.said import LONGEST
from media_pipeline.intake.text import decoded

NAMES = ("recordings.csv", "recordings.xlsx")
LARGEST = 4 << 20
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 4 * LONGEST
"""Characters of a cell that are looked at; no more than :data:`LONGEST` are shown of one."""

MOST_TEXT = 3 << 20
"""Characters in all rows: a zipped sheet of 40 KB can hold many times that."""

FORMS = 4
"""Names that a recording may have in a sheet: with and without its folder and ending."""

FEW = 5
"""Names that a sentence lists before it only counts them."""

Row = Mapping[str, str]
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Assigned:
    """The row of each recording, by its path, and sentences about rows that are nobody's."""

    rows: Mapping[str, Row]
    problems: tuple[str, ...]


def read_sheet(path: str) -> Rows:
    """The rows of a sheet as column name → text, in the child.

    Raises :class:`Refusal` with a sentence where it is no sheet.
    """
    file = Path(path)
    if file.stat().st_size > LARGEST:
        raise Refusal("The sheet is larger than 4 MB; keep only the rows of recordings in it.")
    is_csv = file.suffix.lower() == ".csv"
    try:
        return _rows(_csv(file) if is_csv else _xlsx(file))
    except Refusal:
        raise
    except Exception as error:
        raise Refusal(
            "The sheet can't be read as CSV; save it again as “CSV UTF-8”."
            if is_csv
            else "The sheet can't be read as an Excel workbook; save it again as .xlsx."
        ) from error


def assign(rows: Iterable[Row], folder: str, paths: Iterable[str]) -> Assigned:
    """Find the recording that each row of a sheet in ``folder`` speaks of, among ``paths``.

    Its ``file`` may leave out the ending and the folders below, and be in another case, as long
    as it is clear which one is meant.
    """
    shelves: list[dict[str, list[str]]] = [defaultdict(list) for _ in range(2 * FORMS)]
    for path in paths:
        if path.startswith(f"{folder}/"):
            for shelf, name in zip(shelves, _names(folder, path), strict=True):
                shelf[name].append(path)
    found: dict[str, Row] = {}
    unknown: list[str] = []
    unclear: list[str] = []
    twice: list[str] = []
    for row in rows:
        name = _same(row["file"])
        asked = zip(shelves, [name] * FORMS + [name.casefold()] * FORMS, strict=True)
        meant = next((shelf[key] for shelf, key in asked if key in shelf), [])
        if len(meant) != 1:
            (unclear if meant else unknown).append(row["file"])
        elif meant[0] in found:
            twice.append(row["file"])
        else:
            found[meant[0]] = row
    problems = (
        _sentence("No recording here is called {}.", unknown),
        _sentence("More than one recording is called {}; write its folder and ending.", unclear),
        _sentence("More than one row speaks of {}; the first holds.", twice),
    )
    return Assigned(found, tuple(filter(None, problems)))


def _names(folder: str, path: str) -> list[str]:
    """What a sheet may call a recording, the clearest first; then the same without case."""
    inside = PurePosixPath(path).relative_to(folder)
    forms = (str(inside), str(inside.with_suffix("")), inside.name, inside.stem)
    exact = [_same(form) for form in forms]
    return [*exact, *map(str.casefold, exact)]


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/"))


def _sentence(words: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    listed = ", ".join(f"“{name[:60]}”" for name in names[:FEW])
    return words.format(f"{listed} and {len(names) - FEW} more" if names[FEW:] else listed)


def _csv(file: Path) -> Iterable[list[str]]:
    text = decoded(file.read_bytes()).lstrip()
    first = next(iter(text.splitlines()), "")
    delimiter = max(",;\t", key=first.count)
    # Line ends as they are: old Macs' are a bare carriage return.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _xlsx(file: Path) -> Iterable[list[str]]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows():
        yield [_cell(cell.value, cell.number_format) for cell in row]


def _cell(cell: object, shown_as: str) -> str:
    """What a person sees in a cell. Excel takes a typed ``0:12`` for twelve minutes past midnight
    and goes on showing ``0:12``.
    """
    if isinstance(cell, time):
        return _time(timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second), shown_as)
    if isinstance(cell, timedelta):
        return _time(cell, shown_as)
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _time(told: timedelta, shown_as: str) -> str:
    """A time as a cell of that form shows it: ``1:02`` in hours and minutes has no seconds."""
    minutes, seconds = divmod(int(told.total_seconds()), 60)
    hours, rest = divmod(minutes, 60)
    form = shown_as.casefold()
    if "h" not in form:
        return f"{minutes}:{seconds:02}"
    return f"{hours}:{rest:02}:{seconds:02}" if "s" in form else f"{hours}:{rest:02}"


def _rows(lines: Iterable[list[str]]) -> Rows:
    """Rows under the first line's names; lines without a file's name say nothing."""
    rows: Rows = []
    names: list[str] = []
    held = 0
    for line in lines:
        if not names:
            names = [name[:LONGEST_CELL].strip().casefold() for name in line[:MOST_COLUMNS]]
            if any(names) and "file" not in names:
                raise Refusal("The sheet's first row needs a column called “file”.")
            names = names if any(names) else []
            continue
        cells = (cell[:LONGEST_CELL].strip() for cell in line[:MOST_COLUMNS])
        row = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
        if "file" in row:
            rows.append(row)
            held += sum(len(name) + len(cell) for name, cell in row.items())
        if held > MOST_TEXT:
            raise Refusal("The sheet holds more text than a school writes; split it by folder.")
        if len(rows) > MOST_ROWS:
            raise Refusal(f"The sheet has more than {MOST_ROWS} rows; split it by folder.")
    return rows
