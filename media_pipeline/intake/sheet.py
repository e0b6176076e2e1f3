"""``recordings.csv`` and ``recordings.xlsx``: one row a recording, for a whole folder.

Sheets are parsed in the parser child. The only module that imports openpyxl.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

import openpyxl

from media_pipeline.errors import Refusal

NAMES = ("recordings.csv", "recordings.xlsx")
LARGEST = 4 << 20
MOST_ROWS = 20_000

Rows = list[dict[str, str]]


def read_sheet(path: str) -> Rows:
    """The rows of a sheet as column name → text, in the child.

    Raises :class:`Refusal` with a sentence where it is no sheet.
    """
    file = Path(path)
    if file.stat().st_size > LARGEST:
        raise Refusal("The sheet is larger than 4 MB; keep only the rows of recordings in it.")
    if file.suffix.lower() == ".csv":
        return _rows(_csv(file))
    return _rows(_xlsx(file))


def row_for(rows: Iterable[Mapping[str, str]], folder: str, path: str) -> Mapping[str, str] | None:
    """The row of a sheet in ``folder`` that speaks of the recording at ``path``.

    Its ``file`` may leave out the ending and the folders below.
    """
    inside = PurePosixPath(path).relative_to(folder)
    names = {
        _same(str(name)) for name in (inside, inside.with_suffix(""), inside.name, inside.stem)
    }
    return next((row for row in rows if _same(row.get("file", "")) in names), None)


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/"))


def _csv(file: Path) -> Iterable[list[str]]:
    raw = file.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _xlsx(file: Path) -> Iterable[list[str]]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception as error:
        raise Refusal(
            "The sheet can't be read as an Excel workbook; save it again as .xlsx."
        ) from error
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        yield [_cell(cell) for cell in row]


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _rows(lines: Iterable[list[str]]) -> Rows:
    """Rows under the first line's names; lines without a file's name say nothing."""
    rows: Rows = []
    names: list[str] = []
    for line in lines:
        if not names:
            names = [name.strip().casefold() for name in line]
            if any(names) and "file" not in names:
                raise Refusal("The sheet's first row needs a column called “file”.")
            names = names if any(names) else []
            continue
        row = {name: cell.strip() for name, cell in zip(names, line, strict=False) if name}
        if row.get("file"):
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise Refusal(f"The sheet has more than {MOST_ROWS} rows; split it by folder.")
    return rows
