"""Tables as people's programs save them: days, codes and the numbers of rows."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from media_pipeline.errors import Refusal
from media_pipeline.tools.tables import code_of, date_of, folded_cell, read_table


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        (" 23/11/2026 ", date(2026, 11, 23)),
        ("3/1/2026", date(2026, 1, 3)),
        ("11/23/2026", None),
        ("2026-02-30", None),
        ("23/11/26", None),
        ("23.11.2026", None),
        ("२३/११/२०२६", None),
        ("0000-01-01", None),
        ("", None),
    ],
)
def test_a_day_is_iso_or_day_month_year(typed: str, day: date | None) -> None:
    """Nothing else is guessed: an American's month is not a day."""
    assert date_of(typed) == day


def test_words_and_codes_are_compared_without_case_and_composition() -> None:
    """As people type them on several computers."""
    assert folded_cell("  Grande   SECTION é") == folded_cell("grande section e\u0301")
    assert code_of(" r-014e\u0301 ") == "R-014É"


def test_rows_have_the_numbers_that_a_spreadsheet_program_shows(tmp_path: Path) -> None:
    """Empty ones count, and a cell of two lines is in one row."""
    path = tmp_path / "table.csv"
    path.write_text('\nCode,Note\nA,"one\ntwo"\n,\nB,\n', encoding="utf-8")
    assert read_table(str(path), "code") == {
        "columns": ["code", "note"],
        "lines": [
            {"number": 3, "cells": {"code": "A", "note": "one\ntwo"}},
            {"number": 5, "cells": {"code": "B", "note": ""}},
        ],
    }


@pytest.mark.parametrize("text", ['code,a\nA,"one\nB,two\n', 'code,a\nA,"one\nB,two"\n'])
def test_a_quotation_mark_never_swallows_a_row_of_the_register(tmp_path: Path, text: str) -> None:
    """Whose consent stands in it would be nobody's."""
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal):
        read_table(str(path), "code", 1)


def test_rows_beyond_what_a_workbook_says_of_its_size_are_read(tmp_path: Path) -> None:
    """Programs of other makers write it wrong."""
    book = openpyxl.Workbook()
    for row in (["code"], ["A"], ["B"], ["C"]):
        book.active.append(row)
    book.save(tmp_path / "whole.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "whole.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "table.xlsx", "w") as short,
    ):
        for name in whole.namelist():
            short.writestr(name, whole.read(name).replace(b'"A1:A4"', b'"A1:A2"'))
    lines = read_table(str(tmp_path / "table.xlsx"), "code")["lines"]
    assert [line["cells"]["code"] for line in lines] == ["A", "B", "C"]


def test_a_formula_without_its_result_is_refused(tmp_path: Path) -> None:
    """An empty “until” would be consent for ever."""
    book = openpyxl.Workbook()
    for row in (["code", "until"], ["A", "=DATE(2026,1,31)"]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    with pytest.raises(Refusal, match="formula"):
        read_table(str(tmp_path / "table.xlsx"), "code")


def merged(path: Path, cells: str, rows: tuple[tuple[str | None, ...], ...]) -> str:
    """A workbook of ``rows`` whose ``cells`` were merged in Excel."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells(cells)
    book.save(path / "table.xlsx")
    return str(path / "table.xlsx")


TWO = (("code", "voice", "until"), ("A", "public", "2026-01-31"), ("B", "public", None))


@pytest.mark.parametrize("cells", ["C2:C3", "B2:C3", "B2:C2", "A1:A2", "C1:C2", "C1:D1", "A1:C9"])
def test_threat_25_merged_cells_are_refused(tmp_path: Path, cells: str) -> None:
    """Excel shows an “until” for both rows that the file has in the first alone."""
    with pytest.raises(Refusal, match="Unmerge Cells"):
        read_table(merged(tmp_path, cells, TWO), "code")


@pytest.mark.parametrize("cells", ["E2:F3", "C3:C9", "C3:F3", "A7:C9"])
def test_merged_cells_outside_of_the_table_are_passed_by(tmp_path: Path, cells: str) -> None:
    """Nothing that is read is hidden in them."""
    lines = read_table(merged(tmp_path, cells, TWO), "code")["lines"]
    assert [line["cells"].get("until") for line in lines] == ["2026-01-31", None]


def test_empty_merged_cells_above_the_table_are_passed_by(tmp_path: Path) -> None:
    """A place that was left for a title."""
    rows = ((None,), *TWO)
    lines = read_table(merged(tmp_path, "A1:C1", rows), "code")["lines"]
    assert [line["number"] for line in lines] == [3, 4]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param('<mergeCell ref="A9:A9"/>' * 30_000, "Unmerge Cells", id="too many"),
        pytest.param('<x:mergeCell xmlns:x="{}" ref="C2:C3"/>', "Unmerge Cells", id="a prefix"),
        pytest.param('<mergeCell ref="C2"/><mergeCell ref="C:D"/>', "can't be read", id="no rows"),
        pytest.param('<mergeCell ref="nonsense"/>', "can't be read", id="no cells"),
        pytest.param("<mergeCell/>", "can't be read", id="without a place"),
    ],
)
def test_merges_as_nobody_writes_them_end_in_a_sentence(
    tmp_path: Path, told: str, said: str
) -> None:
    """Whatever a sheet tells of them, it is refused."""
    path = merged(tmp_path, "A8:A9", TWO)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<mergeCell ref="A8:A9"/>', told.format(space).encode())
    assert told.format(space).encode() in parts[sheet]
    with zipfile.ZipFile(path, "w") as other:
        for name, content in parts.items():
            other.writestr(name, content)
    with pytest.raises(Refusal, match=said):
        read_table(path, "code")
