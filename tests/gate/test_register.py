"""The consent register's table → what each person agreed to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pytest

from media_pipeline.errors import RegisterError
from media_pipeline.gate.register import COLUMNS, Consent, Register, read_register
from media_pipeline.model import Audience
from media_pipeline.tools.tables import Line, Table

NAME = "consent.csv"
GOOD = ("R-014", "Reception", "public", "families", "", "2026-09-01", "31/08/2027", "")


def register(
    *rows: Sequence[str], columns: Sequence[str] = COLUMNS, classes: Collection[str] = ()
) -> Register:
    """The register of these rows; the first is row 2 of its file."""
    lines = [
        Line(number=number, cells=dict(zip(columns, row, strict=False)))
        for number, row in enumerate(rows, 2)
    ]
    return read_register(Table(columns=list(columns), lines=lines), NAME, classes)


def changed(column: str, text: str) -> tuple[str, ...]:
    """The good row with one other cell."""
    return tuple(text if name == column else cell for name, cell in zip(COLUMNS, GOOD, strict=True))


def test_a_row_says_what_who_and_from_when_until_when() -> None:
    """An empty wish is none, an empty day none."""
    assert register(GOOD) == Register(
        {
            "R-014": Consent(
                "R-014",
                ("reception",),
                {"voice": Audience.PUBLIC, "image": Audience.FAMILIES, "name": Audience.NONE},
                date(2026, 9, 1),
                date(2027, 8, 31),
                None,
            )
        }
    )


def test_case_order_and_further_columns_do_not_matter() -> None:
    """A school's own table may have more in it."""
    columns = (*reversed(COLUMNS), "role", "phone")
    row = (*reversed(changed("voice", " Public ")), "pupil", "01632 960000")
    assert register(row, columns=columns) == register(GOOD)


@pytest.mark.parametrize("code", ["r-014", " R-014 ", "ਰ-੧੪"])
def test_a_code_is_compared_in_capitals(code: str) -> None:
    """In any script."""
    assert list(register(changed("code", code)).people) == [code.strip().upper()]


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("voice", "yes", "voice: “yes” is not one of public, families, none"),
        ("image", "everyone", "image: “everyone” is not one of public, families, none"),
        ("name", "publick", "name: “publick” is not one of"),
        ("from", "soon", "from: “soon” is not a day, such as 2027-08-31 or 31/08/2027"),
        ("until", "2027-02-30", "until: “2027-02-30” is not a day"),
        ("until", "08/31/2027", "until: “08/31/2027” is not a day"),
        ("leaves", "31.8.27", "leaves: “31.8.27” is not a day"),
        ("code", "", "it has no code without spaces"),
        ("code", "R 014", "it has no code without spaces"),
    ],
)
def test_threat_25_a_wrong_row_gives_nothing_and_is_told(column: str, text: str, said: str) -> None:
    """With the number of its row; its class is still known, so that nobody falls out of it."""
    read = register(("P-001", "", "public", "", "", "", "", ""), changed(column, text))
    (problem,) = read.problems
    assert problem.startswith(f"consent.csv, row 3: {said}")
    assert problem.endswith("It gives no consent at all.")
    _, wrong = read.people.values()
    assert (wrong.wrong, wrong.given, wrong.class_names) == (True, {}, ("reception",))


def test_threat_25_a_code_that_is_there_twice_gives_nothing() -> None:
    """Nobody knows which of the two rows holds; both are told, and both classes known."""
    read = register(GOOD, changed("class", "Year 1"), ("r-014", "", "public"))
    assert [problem.split(":")[0] for problem in read.problems] == [
        "consent.csv, row 2",
        "consent.csv, row 3",
        "consent.csv, row 4",
    ]
    assert read.people["R-014"] == Consent("R-014", ("reception", "year 1"), wrong=True)


@pytest.mark.parametrize(
    "code", ["R–014", "R-014\u200b", "R‑014", "Ｒ-014", "R\u2212014", "R-014\ufe0f"]
)
def test_threat_25_a_code_that_looks_like_another_is_there_twice(code: str) -> None:
    """Who refused under one of them would be public under the other."""
    read = register(GOOD, (code, "", "none"))
    assert len(read.problems) == 2
    assert read.people["R-014"].wrong


@pytest.mark.parametrize("column", COLUMNS)
def test_threat_25_a_column_that_is_not_there_is_no_register(column: str) -> None:
    """One that is misspelt would be passed over for ever."""
    columns = [f"{name}s" if name == column else name for name in COLUMNS]
    with pytest.raises(RegisterError, match=f"has no column “{column}”"):
        register(columns=columns)
    with pytest.raises(RegisterError, match=f"more than one column “{column}”"):
        register(columns=[*COLUMNS, column])


def test_threat_25_an_empty_file_is_no_register() -> None:
    """Nothing in it says that it is whole."""
    with pytest.raises(RegisterError, match="has no column"):
        register(columns=())


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Nursery/Reception", ("nursery/reception",)),
        ("Lions, Tigers and Bears", ("lions, tigers and bears",)),
        ("Year 1; Nursery/Reception", ("year 1", "nursery/reception")),
        ("Nursery/Year 1", ("nursery", "year 1")),
    ],
)
def test_threat_25_a_class_is_called_what_the_school_calls_it(
    cell: str, names: tuple[str, ...]
) -> None:
    """With a stroke or a comma in its name: else its pupils would be in other classes, unasked."""
    classes = {"nursery", "reception", "nursery/reception", "lions, tigers and bears", "year 1"}
    (consent,) = register(changed("class", cell), classes=classes).people.values()
    assert consent.class_names == names
