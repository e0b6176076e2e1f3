"""Tables as people's programs save them: days, codes and the numbers of rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from media_pipeline.tools.tables import code_of, date_of, folded, read_table


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
    assert folded("  Grande   SECTION é") == folded("grande section e\u0301")
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
