"""Tables as people's programs save them: CSV in any of its forms, and Excel workbooks.

Read in the parser child. The only module that imports openpyxl.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypedDict

from media_pipeline.errors import Refusal
from media_pipeline.tools.text import decoded

LARGEST = 4 << 20
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 16_000
"""Characters of a cell that are read: four times what is shown of the longest one."""

MERGED = (
    "The sheet has merged cells; in Excel, select all, choose Unmerge Cells, and fill in each row."
)

FIRST_ROWS = 10
"""Rows in which a table's columns are looked for: there may be a heading above them."""

MOST_TEXT = 3 << 20
"""Characters in all rows: a zipped sheet of 40 KB can hold many times that."""


class Line(TypedDict):
    """A row: its number as a spreadsheet program counts it, from 1, and text by column."""

    number: int
    cells: dict[str, str]


class Table(TypedDict):
    """The columns' names, case-folded, in their order, and the rows that are not empty."""

    columns: list[str]
    lines: list[Line]


def read_table(path: str, needed: str, strict: int = 0, both: Collection[str] = ()) -> Table:
    """The table in the file at ``path``. Its first row holds the columns' names, ``needed`` among
    them. An empty file has no columns.

    With ``strict``, a quotation mark that is never closed, or that takes in the next row, makes the
    file no table; so does a workbook with two sheets of the kind, since it does not say which is
    meant. If a column appears twice, the last one counts; for columns in ``both``, the texts of
    both do, so that no refusal in one of them is missed.

    Raises :class:`Refusal` with a sentence if it is no table.
    """
    file = Path(path)
    if file.stat().st_size > LARGEST:
        raise Refusal("The sheet is larger than 4 MB; keep only the rows that are needed.")
    is_csv = file.suffix.lower() == ".csv"
    try:
        if strict and not is_csv:
            _refuse_two(file, needed)
        rows = _csv(file, strict=bool(strict)) if is_csv else _xlsx(file)
        return _table(rows, needed, both)
    except Refusal:
        raise
    except Exception as error:
        raise Refusal(
            "The sheet can't be read as CSV; save it again as “CSV UTF-8”."
            if is_csv
            else "The sheet can't be read as an Excel workbook; save it again as .xlsx."
        ) from error


def folded_cell(word: str) -> str:
    """A cell or a path as it is compared: composed, case-folded, single-spaced."""
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


def code_of(word: str) -> str:
    """A person's code in the form used to compare and show it: in capitals, without anything around
    it.
    """
    return unicodedata.normalize("NFC", word).strip().upper()


def date_of(word: str) -> date | None:
    """The day of ``2026-11-23`` or ``23/11/2026``; None if it is neither."""
    typed = word.strip()
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed, re.ASCII):
        day, month, year = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", typed, re.ASCII):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _csv(file: Path, *, strict: bool) -> Iterator[list[str]]:
    text = decoded(file.read_bytes())
    first = next(iter(text.lstrip().splitlines()), "")
    delimiter = max(",;\t", key=first.count)
    # Line ends are left alone: old Macs' are a bare carriage return.
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict):
        if strict and any("\n" in cell or "\r" in cell for cell in row):
            raise Refusal("A quotation mark in it takes in the row after it; take it out.")
        yield row


def _xlsx(file: Path) -> Iterator[list[str]]:
    values, formulas = (_first_sheet(file, data_only=each) for each in (True, False))
    heading, width, last = 0, 0, 0
    for number, (row, typed) in enumerate(
        zip(values.iter_rows(), formulas.iter_rows(), strict=True), 1
    ):
        both = zip(row, typed, strict=False)
        if any(each.value is None and had.value is not None for each, had in both):
            raise Refusal("A formula in it has no result yet; open it in Excel and save it again.")
        texts = [_cell(cell.value, cell.number_format) for cell in row]
        if said := [column for column, text in enumerate(texts, 1) if text.strip()]:
            heading, width, last = heading or number, width or said[-1], number
        yield texts
    _refuse_merged(values, heading, width, last)


def _refuse_merged(sheet: Any, heading: int, width: int, last: int) -> None:
    """Excel shows what stands in merged cells for each of their rows, and a file has it in the
    first alone: of two people with one “until” the second would agree for ever.
    """
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 - only the child needs it
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415

    seen = 0
    with sheet._get_source() as source:  # noqa: SLF001 - read-only sheets don't tell their merges
        for _, element in iterparse(source):
            if element.tag.rpartition("}")[2] == "mergeCell":
                seen += 1
                left, top, right, bottom = range_boundaries(element.attrib["ref"])
                rows = min(bottom, last) - max(top, heading) + 1
                columns = min(right, width) - left + 1
                of_the_heading = top <= heading <= bottom
                reaches = rows > 0 and columns > 0 and (rows * columns > 1 or of_the_heading)
                if reaches or seen > MOST_ROWS:
                    raise Refusal(MERGED)
            element.clear()


def _first_sheet(file: Path, *, data_only: bool) -> Any:
    return _sheets(file, data_only=data_only)[0]


def _sheets(file: Path, *, data_only: bool) -> list[Any]:
    import openpyxl  # noqa: PLC0415 - a tenth of the program's start, and only the child needs it

    sheets = openpyxl.load_workbook(file, read_only=True, data_only=data_only).worksheets
    for sheet in sheets:
        sheet.reset_dimensions()  # a workbook's stated size need not be true
    return list(sheets)


def _refuse_two(file: Path, needed: str) -> None:
    """Refuse two such sheets: last year's table may come first in a workbook, and be hidden."""
    found = 0
    for sheet in _sheets(file, data_only=True):
        rows = islice(sheet.iter_rows(values_only=True), FIRST_ROWS)
        found += any(needed in {folded_cell(str(cell)) for cell in row} for row in rows)
    if found > 1:
        raise Refusal(
            f"The sheet is one of several in its file with a column called “{needed}”; keep one."
        )


def _cell(cell: object, shown_as: str) -> str:
    """What a person sees in a cell. Excel takes a typed ``0:12`` for twelve minutes past midnight,
    yet goes on showing ``0:12``.
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


def _cells(columns: Iterable[str], texts: Iterable[str], both: Collection[str]) -> dict[str, str]:
    """A row's cells, by their columns."""
    cells: dict[str, str] = {}
    for name, text in zip(columns, texts, strict=False):
        if name in both:
            said = dict.fromkeys(each for each in (cells.get(name), text) if each)
            cells[name] = "; ".join(said)
        elif name:
            cells[name] = text
    return cells


def _time(told: timedelta, shown_as: str) -> str:
    """A time as a cell of that format shows it: ``1:02`` in hours and minutes has no seconds."""
    minutes, seconds = divmod(int(told.total_seconds()), 60)
    hours, rest = divmod(minutes, 60)
    form = shown_as.casefold()
    if "h" not in form:
        return f"{minutes}:{seconds:02}"
    return f"{hours}:{rest:02}:{seconds:02}" if "s" in form else f"{hours}:{rest:02}"


def _table(rows: Iterable[list[str]], needed: str, both: Collection[str]) -> Table:
    columns: list[str] = []
    lines: list[Line] = []
    held = 0
    for number, row in enumerate(rows, 1):
        texts = [cell[:LONGEST_CELL].strip() for cell in row[:MOST_COLUMNS]]
        if not any(texts):
            continue
        if not columns:
            columns = [name.casefold() for name in texts]
            if needed not in columns:
                raise Refusal(f"The sheet's first row needs a column called “{needed}”.")
            continue
        cells = _cells(columns, texts, both)
        lines.append(Line(number=number, cells=cells))
        held += sum(len(name) + len(text) for name, text in cells.items())
        if held > MOST_TEXT:
            raise Refusal("The sheet holds more text than a school writes; split it by folder.")
        if len(lines) > MOST_ROWS:
            raise Refusal(f"The sheet has more than {MOST_ROWS} rows; split it by folder.")
    return Table(columns=columns, lines=lines)
