"""What is to be cut or muted, as people write it: understood, or told and waited for."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from media_pipeline.intake.said import bound, said
from media_pipeline.intake.sheet import read_sheet
from media_pipeline.intake.spans import captions_of, clock, edit_of, spans_of
from media_pipeline.intake.story import Beside, tell
from media_pipeline.model import WHOLE, AudioStream, Edit, Probe, Recording, Span
from media_pipeline.settings import Settings

SCHOOL = Settings(name="Hill School")
A_MINUTE = 60.0


def asked(seconds: float | None = A_MINUTE, **fields: Any) -> tuple[Edit, dict[str, str]]:
    """The edit that fields as they are typed ask for, and what can't be meant."""
    edit, wrong = edit_of(said("fox.toml", fields, SCHOOL).values, seconds)
    return edit, dict(wrong)


@pytest.mark.parametrize(
    "typed",
    [
        [["0:12", "0:15"], ["1:02:03.5", "1:02:04"]],
        [[12, 15], [3723.5, "3724"]],
        "0:12-0:15, 1:02:03.5-1:02:04",
        "0:12 – 0:15; 1:02:03.5 to 1:02:04",
        [["00:00:12", "00:00:15"], ["01:02:03.5", "01:02:04"]],
    ],
)
def test_spans_are_understood_as_people_write_them(typed: Any) -> None:
    """In a sidecar, in a cell of a sheet, on the command line."""
    assert spans_of(typed) == (Span(12.0, 15.0), Span(3723.5, 3724.0))


def test_one_span_needs_no_second_bracket() -> None:
    """``cut = ["0:12", "0:15"]`` can mean nothing else."""
    assert spans_of(["0:12", "0:15"]) == (Span(12.0, 15.0),)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0:15-0:12", "“0:12” is not after “0:15”"),
        ([["0:12", "0:12"]], "“0:12” is not after “0:12”"),
        ("0:12", "write it as 0:12-0:15"),
        ("-0:12", "write it as 0:12-0:15"),
        ("the end", "write it as 0:12-0:15"),
        ([["0:12"]], "it is written"),
        ([], "it is written"),
        (True, "it is written"),
        ({"from": 1}, "it is written"),
        ([["soon", "0:15"]], "“soon” is not a time; write it as 1:23"),
        ([[0, float("inf")]], "“inf” is not a time"),
        ([[-1, 3]], "“-1” is not a time"),
        ([[True, 3]], "one line of text is wanted"),
        ("0:00-0:01," * 41, "more than 40"),
    ],
)
def test_a_span_that_is_not_clear_is_told_and_waited_for(typed: Any, why: str) -> None:
    """The field is unclear, so that the story waits: what was to be cut would be heard."""
    understood = said("fox.toml", {"cut": typed}, SCHOOL)
    assert set(understood.unclear) == {"cut"}
    assert why in understood.unclear["cut"]


@pytest.mark.parametrize(
    ("fields", "edit"),
    [
        ({}, WHOLE),
        ({"start": 0, "captions": "keep"}, Edit(keeps_captions=True)),
        ({"start": "0:05"}, Edit((Span(0.0, 5.0),))),
        ({"end": "0:50"}, Edit((Span(50.0),))),
        ({"start": 5, "cut": "0:03-0:08"}, Edit((Span(0.0, 8.0),))),
        ({"end": 50, "cut": "0:45-0:55"}, Edit((Span(45.0),))),
        ({"cut": "0:20-0:30, 0:10-0:22"}, Edit((Span(10.0, 30.0),))),
        ({"cut": "0:10-0:20, 0:20.03-0:30"}, Edit((Span(10.0, 30.0),))),
        ({"cut": "0:10-0:20, 0:21-0:30"}, Edit((Span(10.0, 20.0), Span(21.0, 30.0)))),
        ({"cut": "0:59-1:00.4"}, Edit((Span(59.0, 60.4),))),
        ({"mute": "0:30-0:31, 0:30.5-0:33"}, Edit((), (Span(30.0, 33.0),))),
        (
            {"mute": "0:40-0:41.5", "captions": "Keep"},
            Edit((), (Span(40.0, 41.5),), keeps_captions=True),
        ),
    ],
)
def test_spans_are_put_in_order_and_those_that_overlap_are_one(
    fields: dict[str, Any], edit: Edit
) -> None:
    """``start`` and ``end`` are cuts too; a sliver between two cuts is none."""
    assert asked(**fields) == (edit, {})


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"start": 20, "end": "0:10"}, {"end": "0:10 is not after start, 0:20"}),
        ({"end": 0}, {"end": "0:00 is not after start, 0:00"}),
        ({"start": "1:30"}, {"start": "the recording ends at 1:00, before that"}),
        ({"end": "2:00"}, {"end": "the recording ends at 1:00, before that"}),
        ({"cut": "1:12-1:15"}, {"cut": "the recording ends at 1:00, before that"}),
        ({"mute": "0:59-1:02"}, {"mute": "the recording ends at 1:00, before that"}),
        ({"cut": "0:00-1:00"}, {"cut": "nothing is left of the recording"}),
        ({"start": 10, "end": 10.2}, {"end": "nothing is left of the recording"}),
        (
            {"cut": ["0.12", "0.15"]},
            {"cut": "0:00.12 to 0:00.15 is too short for a word; 0:12 is twelve seconds"},
        ),
    ],
)
def test_what_cant_be_meant_edits_nothing_and_is_told(
    fields: dict[str, Any], wrong: dict[str, str]
) -> None:
    """Before the start, behind the end, all of it, or minutes written as a decimal."""
    assert asked(**fields) == (WHOLE, wrong)


def test_where_no_length_is_known_the_end_is_left_to_the_decoder() -> None:
    """An MP3 without a count, a browser's recording, parts of a camcorder's."""
    assert asked(None, cut="99:00-99:10") == (Edit((Span(5940.0, 5950.0),)), {})
    assert asked(None, cut="0:00-0:05", end=5)[1] == {"cut": "nothing is left of the recording"}


@pytest.mark.parametrize("name", ["cuts", "Cut ", "cutting", "mutes", "muted", "CUT"])
def test_a_slip_in_the_word_cut_is_waited_for(name: str) -> None:
    """What it says may be where a surname stands."""
    assert set(said("fox.toml", {name: "0:12-0:15"}, SCHOOL).unclear) <= {"cut", "mute"}
    assert said("fox.toml", {name: "0:12-0:15"}, SCHOOL).unclear


def test_what_is_cut_beside_a_copy_makes_the_story_wait() -> None:
    """Somebody heard a name in the same bytes; only where both say the same it is settled."""
    own, copy = said("a.toml", {}, SCHOOL), said("b.toml", {"cut": "0:12-0:15"}, SCHOOL)
    assert set(bound(own, copy, {}, "b.m4a", "the first").unclear) == {"cut"}
    assert bound(copy, copy, {}, "b.m4a", "the first").unclear == {}


def test_a_story_whose_cut_cant_be_meant_waits_and_says_why() -> None:
    """It needs a cut that can be carried out."""
    recording = Recording("recordings/en/The fox.m4a", ("recordings/en/The fox.m4a",), 1, "d")
    probe = Probe("mov", A_MINUTE, 0.0, AudioStream(0, "aac", 48000, 1), None)
    beside = Beside(said("The fox.toml", {"cut": "1:30-1:33"}, SCHOOL))
    story = tell(recording, probe, beside, SCHOOL)
    assert (story.edit, story.needs) == (WHOLE, ("cut",))
    assert story.notes == ("cut: the recording ends at 1:00, before that.",)


def test_captions_are_kept_or_safe() -> None:
    """Anything else is asked about."""
    assert [captions_of(each) for each in ("keep", " SAFE ")] == ["keep", "safe"]
    with pytest.raises(ValueError, match="neither keep nor safe"):
        captions_of("some")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(12.0, "0:12"), (61.5, "1:01.5"), (3723.25, "1:02:03.25"), (0.0, "0:00")]
)
def test_a_time_is_shown_as_people_write_it(seconds: float, shown: str) -> None:
    """Minutes and seconds; hours where there are any."""
    assert clock(seconds) == shown


def test_a_time_in_a_workbook_is_what_its_cell_shows(tmp_path: Path) -> None:
    """Excel takes a typed 0:12 for twelve minutes past midnight; twelve seconds were meant."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["file", "start", "end", "cut"])
    sheet.append(["fox", time(0, 12), time(1, 2, 3), "0:20-0:30"])
    sheet.append(["crow", timedelta(seconds=75), timedelta(hours=30, minutes=5), ""])
    for place, form in (("B2", "h:mm"), ("C2", "h:mm:ss"), ("B3", "mm:ss"), ("C3", "[h]:mm")):
        sheet[place].number_format = form
    book.save(tmp_path / "recordings.xlsx")
    fox, crow = read_sheet(str(tmp_path / "recordings.xlsx"))
    assert (fox["start"], fox["end"], fox["cut"]) == ("0:12", "1:02:03", "0:20-0:30")
    assert (crow["start"], crow["end"]) == ("1:15", "30:05")
