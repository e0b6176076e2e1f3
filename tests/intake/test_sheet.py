"""``recordings.csv`` and ``recordings.xlsx``: read in the child, and given to their recordings."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.intake.sheet import Rows, assign, read_sheet
from media_pipeline.tools.launcher import GIGABYTE, Limits
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.tables import LARGEST, MOST_ROWS

ROWS = [
    {"file": "fox.m4a", "title": "ਲੂੰਬੜੀ, ਅਤੇ ਅੰਗੂਰ", "date": "2026-03-04"},
    {"file": "crow", "title": "The “crow”"},
]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One parser child for all."""
    with Reader() as reader:
        yield reader


def read(reader: Reader, path: Path) -> Rows:
    """The rows as the coordinator gets them."""
    rows: Rows = reader.call(read_sheet, str(path))
    return rows


def refusal(reader: Reader, path: Path) -> str:
    """The sentence with which a sheet is refused."""
    with pytest.raises(Refusal) as caught:
        read(reader, path)
    return caught.value.what


def lines(delimiter: str) -> str:
    """The rows as a spreadsheet program writes them."""
    names = ("file", "title", "date")
    rows = [["File", " Title ", "date"], *([row.get(name, "") for name in names] for row in ROWS)]
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_as_programs_write_it(
    reader: Reader, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    """Comma, semicolon or tab; with and without a mark; Excel's “Unicode text”."""
    path = tmp_path / "recordings.csv"
    path.write_bytes(lines(delimiter).encode(encoding))
    assert read(reader, path) == ROWS


def test_csv_of_an_old_windows_keeps_its_accents(reader: Reader, tmp_path: Path) -> None:
    """Excel's plain CSV in Western Europe."""
    path = tmp_path / "recordings.csv"
    path.write_bytes("file;title\nchat;Le Chat botté – “père”\n".encode("cp1252"))
    assert read(reader, path) == [{"file": "chat", "title": "Le Chat botté – “père”"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_computer(reader: Reader, tmp_path: Path, end: str) -> None:
    """Unix, Windows and the old Mac."""
    path = tmp_path / "recordings.csv"
    path.write_bytes(f"{end}file,title{end}fox,The fox{end}{end},nobody's{end}".encode())
    assert read(reader, path) == [{"file": "fox", "title": "The fox"}]


def test_a_cell_may_hold_a_line_break(reader: Reader, tmp_path: Path) -> None:
    """As a quoted cell of a spreadsheet does."""
    path = tmp_path / "recordings.csv"
    path.write_text('file,description\nfox,"One\nTwo"\n', encoding="utf-8")
    assert read(reader, path) == [{"file": "fox", "description": "One\nTwo"}]


def test_xlsx_is_read(reader: Reader, tmp_path: Path) -> None:
    """Texts, dates as the calendar has them, whole numbers without a point."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["File", "Title", "Date", "Season", "Teller"])
    sheet.append(["fox.m4a", "ਲੂੰਬੜੀ", datetime(2026, 3, 4), 2.0, None])  # noqa: DTZ001
    sheet.append([None, "nobody's"])
    book.save(tmp_path / "recordings.xlsx")
    assert read(reader, tmp_path / "recordings.xlsx") == [
        {"file": "fox.m4a", "title": "ਲੂੰਬੜੀ", "date": "2026-03-04", "season": "2"}
    ]


def zipped(path: Path, **members: bytes) -> None:
    """A zip file with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("recordings.csv", b"title\nThe fox\n", "first row needs a column called “file”"),
        ("recordings.csv", b"file\n" + b'"' + b"x" * 200_000, "can't be read as CSV"),
        ("recordings.csv", b"file\n" + b"x\n" * (MOST_ROWS + 1), "more than 20000 rows"),
        ("recordings.csv", bytes(LARGEST + 1), "larger than 4 MB"),
        ("recordings.xlsx", b"file,title\n", "can't be read as an Excel workbook"),
        ("recordings.xlsx", b"PK\x03\x04 broken", "can't be read as an Excel workbook"),
        ("recordings.xlsx", b"", "can't be read as an Excel workbook"),
    ],
)
def test_a_broken_sheet_is_told_in_a_sentence(
    reader: Reader, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """And the next one is read."""
    (tmp_path / name).write_bytes(content)
    assert said in refusal(reader, tmp_path / name)


def test_a_zip_that_is_no_workbook_is_told(reader: Reader, tmp_path: Path) -> None:
    """A document of another program."""
    zipped(tmp_path / "recordings.xlsx", content=b"<xml/>")
    assert "can't be read as an Excel workbook" in refusal(reader, tmp_path / "recordings.xlsx")


def test_an_empty_sheet_has_no_rows(reader: Reader, tmp_path: Path) -> None:
    """Somebody began one."""
    (tmp_path / "recordings.csv").write_bytes(b"")
    assert read(reader, tmp_path / "recordings.csv") == []


def test_a_workbook_that_unpacks_to_more_than_the_child_may_have_is_told(tmp_path: Path) -> None:
    """One endless cell in a small file; the next sheet is read."""
    openpyxl.Workbook().save(tmp_path / "small.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "small.xlsx") as small,
        zipfile.ZipFile(tmp_path / "recordings.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for member in small.namelist():
            if member != "xl/worksheets/sheet1.xml":
                bomb.writestr(member, small.read(member))
        with bomb.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/")
            sheet.write(b"main'><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>")
            for _ in range(200):
                sheet.write(b"x" * (1 << 20))
    (tmp_path / "recordings.csv").write_bytes(b"file\nfox\n")
    with Reader(Limits(memory=GIGABYTE // 4, wall=20)) as reader:
        with pytest.raises((Refusal, ToolError)):
            read(reader, tmp_path / "recordings.xlsx")
        assert read(reader, tmp_path / "recordings.csv") == [{"file": "fox"}]


RECORDINGS = ["r/a/fox.m4a", "r/a/Crow.MP3", "r/fox.m4a", "r/b/Amélie.wav", "r/b/x/hen.m4a"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fox.m4a", "r/fox.m4a"),
        ("fox", "r/fox.m4a"),
        ("a/fox.m4a", "r/a/fox.m4a"),
        ("a/fox", "r/a/fox.m4a"),
        ("a\\fox.m4a", "r/a/fox.m4a"),
        ("Crow.MP3", "r/a/Crow.MP3"),
        ("crow.mp3", "r/a/Crow.MP3"),
        ("CROW", "r/a/Crow.MP3"),
        ("hen", "r/b/x/hen.m4a"),
        ("Ame\u0301lie", "r/b/Amélie.wav"),
    ],
)
def test_a_row_speaks_of_the_recording_that_it_names(typed: str, meant: str) -> None:
    """With or without ending and folders, in any case and composition."""
    assigned = assign([{"file": typed, "title": "x"}], "r", RECORDINGS)
    assert (assigned.problems, list(assigned.rows)) == ((), [meant])


def test_a_name_to_the_letter_goes_before_one_in_another_case() -> None:
    """Names that differ in case only are two recordings."""
    rows = [{"file": "Fox.m4a", "title": "Fox"}, {"file": "fox.m4a", "title": "fox"}]
    assigned = assign(rows, "r", ["r/fox.m4a", "r/Fox.m4a"])
    assert {path: row["title"] for path, row in assigned.rows.items()} == {
        "r/fox.m4a": "fox",
        "r/Fox.m4a": "Fox",
    }


def test_a_row_that_names_nothing_here_is_told() -> None:
    """A typing mistake is not lost in silence; many are counted."""
    rows = [{"file": f"wolf {number}"} for number in range(1, 9)]
    assert assign(rows, "r", RECORDINGS).problems == (
        "No recording here is called “wolf 1”, “wolf 2”, “wolf 3”, “wolf 4”, “wolf 5” and 3 more.",
    )


def test_a_row_that_could_name_two_is_told_and_names_neither() -> None:
    """It is not guessed which of them is meant."""
    assigned = assign([{"file": "fox"}], "r", ["r/a/fox.m4a", "r/b/fox.m4a"])
    assert assigned.rows == {}
    assert assigned.problems == (
        "More than one recording is called “fox”; write its folder and ending.",
    )


def test_of_a_column_that_is_there_twice_the_last_holds_unless_it_keeps_something_private(
    reader: Reader, tmp_path: Path
) -> None:
    """A refusal in either is read; a title is as it always was."""
    sheet = tmp_path / "recordings.csv"
    sheet.write_text("file,title,title,rights,rights\nfox,One,Two,families-only,own\n")
    assert reader.call(read_sheet, str(sheet)) == [
        {"file": "fox", "title": "Two", "rights": "families-only; own"}
    ]


def test_the_first_of_two_rows_for_a_recording_holds_and_it_is_told() -> None:
    """Two rows that speak of one recording can't both be right."""
    rows = [{"file": "fox.m4a", "title": "One"}, {"file": "fox", "title": "Two"}]
    assigned = assign(rows, "r", ["r/fox.m4a"])
    assert assigned.rows["r/fox.m4a"]["title"] == "One"
    assert assigned.problems == ("More than one row speaks of “fox”; the first holds.",)


def test_ten_thousand_rows_find_their_recordings_at_once() -> None:
    """A whole school's sheet costs less than a second."""
    paths = [f"r/{number % 40}/{number}.m4a" for number in range(10_000)]
    rows = [{"file": f"{number}"} for number in range(10_000)]
    assert len(assign(rows, "r", paths).rows) == 10_000


def test_threat_03_a_sheet_that_unpacks_to_much_is_refused(reader: Reader, tmp_path: Path) -> None:
    """The same long text in every cell packs into nothing, and would fill the coordinator."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["file", "description"])
    for number in range(300):
        sheet.append([f"fox {number}", "x" * 30_000])
    book.save(tmp_path / "recordings.xlsx")
    assert (tmp_path / "recordings.xlsx").stat().st_size < 100_000
    assert refusal(reader, tmp_path / "recordings.xlsx") == (
        "The sheet holds more text than a school writes; split it by folder."
    )


def test_threat_15_a_cell_is_capped(reader: Reader, tmp_path: Path) -> None:
    """Nothing that is shown is as long."""
    (tmp_path / "recordings.csv").write_text(f"file,title\nfox,{'x' * 100_000}\n", encoding="utf-8")
    assert len(read(reader, tmp_path / "recordings.csv")[0]["title"]) == 16_000
