"""The ledger: nothing in it changes, nothing is lost, and damage is found and named."""

from __future__ import annotations

import json
import random
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from media_pipeline.errors import LedgerError
from media_pipeline.gate.events import Event
from media_pipeline.gate.ledger import Ledger
from media_pipeline.tools.values import canonical

MORNING = datetime(2026, 11, 23, 9, 0, 0, 999_999, tzinfo=UTC)
WHOLE = MORNING.replace(microsecond=0)
EVENTS = (
    Event("workspace", "w"),
    Event("received", "a", {"digest": "1"}, {"path": "recordings/ਲੂੰਬੜੀ.m4a"}),
    Event("approved", "a", {"shown": "s"}, {"by": "Kim", "fields": {"title": "t"}}),
    Event("withdrawn", "a", {}, {"reason": "asked to", "by": "Kim"}),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger with four lines."""
    ledger = Ledger(tmp_path / "decisions")
    for event in EVENTS:
        ledger.append([event], MORNING)
    return ledger


def rows(ledger: Ledger) -> list[bytes]:
    """The lines as they stand in the file."""
    return ledger.path.read_bytes().splitlines(keepends=True)


def damage(ledger: Ledger, change: Callable[[list[bytes]], list[bytes]]) -> str:
    """What is told of a ledger whose lines were changed."""
    ledger.path.write_bytes(b"".join(change(rows(ledger))))
    with pytest.raises(LedgerError) as caught:
        ledger.read()
    assert "Put back the newest good copy" in caught.value.hint
    return caught.value.what


def test_what_was_written_is_read(ledger: Ledger) -> None:
    """Every event, numbered from 1, in whole seconds."""
    lines = ledger.read()
    assert tuple(line.event for line in lines) == EVENTS
    assert [(line.number, line.at) for line in lines] == [(n, WHOLE) for n in (1, 2, 3, 4)]


def test_append_returns_every_line(ledger: Ledger) -> None:
    """What was there and what is new, as it will be read."""
    lines = ledger.append([Event("held", "a"), Event("approved", "a")], MORNING)
    assert lines == ledger.read()
    assert len(lines) == 6


@pytest.mark.parametrize("seed", range(20))
def test_what_hashes_are_made_of_is_the_text_that_it_always_was(seed: int) -> None:
    """Python's own JSON: ledgers of years ago were sealed with it."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    letters = [*range(0x100), *range(0xA00, 0xA80), 0x2028, 0xFEFF, 0xFFFF, 0x1F98A]
    as_before = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode

    def word() -> str:
        return "".join(map(chr, chance.choices(letters, k=chance.randrange(9))))

    for _ in range(200):
        value = {
            word(): chance.choice(
                [word(), [word(), word()], {word(): word(), word(): [word()]}, chance.randrange(99)]
            )
            for _ in range(6)
        }
        assert canonical(value) == as_before(value).encode()


def test_a_mark_that_an_editor_put_before_the_first_line_changes_nothing(ledger: Ledger) -> None:
    """Notepad's, of UTF-8."""
    ledger.path.write_bytes(b"\xef\xbb\xbf" + ledger.path.read_bytes())
    assert [line.event for line in ledger.read()] == list(EVENTS)


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """And reading makes nothing."""
    assert Ledger(tmp_path / "decisions").read() == ()
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_write_writes_nothing(tmp_path: Path) -> None:
    """Not even a lock."""
    assert Ledger(tmp_path / "decisions").append([], MORNING) == ()
    assert list(tmp_path.iterdir()) == []


def test_the_ledger_is_its_owners_alone(tmp_path: Path) -> None:
    """Names of children and reasons stand in it."""
    ledger = Ledger(tmp_path / "decisions")
    ledger.append([EVENTS[0]], MORNING)
    ledger.path.write_bytes(ledger.path.read_bytes() + b'{"v":1,"n":2')
    ledger.append([EVENTS[1]], MORNING)
    assert stat.S_IMODE(ledger.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"event":"', b'"event":"x'), (b'"id":"', b'"id":"x'), (b"2026-", b"2025-")],
)
def test_an_edited_line_is_named(ledger: Ledger, number: int, old: bytes, new: bytes) -> None:
    """Also the last one, which no other line vouches for."""

    def edit(lines: list[bytes]) -> list[bytes]:
        lines[number - 1] = lines[number - 1].replace(old, new, 1)
        return lines

    assert damage(ledger, edit) == f"line {number} is not what was written there."


@pytest.mark.parametrize("number", [2, 3, 4])
def test_an_edited_private_part_is_named(ledger: Ledger, number: int) -> None:
    """It may be emptied, never changed."""

    def edit(lines: list[bytes]) -> list[bytes]:
        fields = json.loads(lines[number - 1])
        fields["private"] |= {"by": "Tim"}
        lines[number - 1] = json.dumps(fields).encode() + b"\n"
        return lines

    assert damage(ledger, edit) == f"line {number} is not what was written there."


@pytest.mark.parametrize(
    ("change", "number"),
    [
        pytest.param(lambda lines: lines[1:], 1, id="the first is gone"),
        pytest.param(lambda lines: [lines[0], *lines[2:]], 2, id="one is gone"),
        pytest.param(lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2, id="two swapped"),
        pytest.param(lambda lines: [*lines, lines[-1]], 5, id="one stands twice"),
        pytest.param(lambda lines: [lines[0], b"\n", *lines[1:]], 2, id="an empty line"),
        pytest.param(lambda lines: [lines[0], b"[]\n", *lines[2:]], 2, id="no object"),
        pytest.param(lambda lines: [lines[0], b"[" * 9000 + b"\n"], 2, id="endless brackets"),
        pytest.param(lambda lines: [lines[0], b"\xff\xfe\n"], 2, id="no text"),
        pytest.param(lambda lines: [lines[0], lines[1][:40] + b"\n"], 2, id="half a line"),
    ],
)
def test_removed_swapped_and_broken_lines_are_named(
    ledger: Ledger, change: Callable[[list[bytes]], list[bytes]], number: int
) -> None:
    """The first line that is not in its place."""
    assert damage(ledger, change) == f"line {number} is not what was written there."


def test_a_line_of_another_ledger_does_not_fit(ledger: Ledger, tmp_path: Path) -> None:
    """Its number may be right; what it follows is not."""
    other = Ledger(tmp_path / "other")
    for event in (*EVENTS[:3], Event("held", "b")):
        other.append([event], MORNING)
    assert damage(ledger, lambda lines: [*lines[:3], rows(other)[3]]).startswith("line 4 ")


def test_a_newer_programs_line_is_not_guessed_at(ledger: Ledger) -> None:
    """It says to install that."""
    ledger.path.write_bytes(rows(ledger)[0].replace(b'"v":1', b'"v":2'))
    with pytest.raises(LedgerError, match="line 1 was written by a newer version"):
        ledger.read()


def test_a_damaged_ledger_is_not_written_to(ledger: Ledger) -> None:
    """Nothing is added to what can't be trusted."""
    ledger.path.write_bytes(b"".join(rows(ledger)[1:]))
    before = ledger.path.read_bytes()
    with pytest.raises(LedgerError):
        ledger.append([Event("approved", "a")], MORNING)
    assert ledger.path.read_bytes() == before


def test_private_parts_can_be_emptied(ledger: Ledger) -> None:
    """Names and paths can be erased one day; what was decided still verifies."""
    emptied = []
    for row in rows(ledger):
        fields = json.loads(row)
        fields["private"] = None
        emptied.append(json.dumps(fields).encode() + b"\n")
    ledger.path.write_bytes(b"".join(emptied))
    ledger.append([Event("approved", "a")], MORNING)
    lines = ledger.read()
    assert [line.event.event for line in lines[:4]] == [event.event for event in EVENTS]
    assert [dict(line.event.private) for line in lines[:4]] == [{}] * 4


def test_seals_do_not_give_the_private_part_away(tmp_path: Path) -> None:
    """The same name twice has two seals, so that a list of names finds none."""
    ledger = Ledger(tmp_path)
    ledger.append([Event("held", "a", {}, {"by": "Kim"})] * 2, MORNING)
    seals = {json.loads(row)["seal"] for row in rows(ledger)}
    assert len(seals) == 2


def test_a_line_that_a_kill_left_unfinished_never_was(ledger: Ledger) -> None:
    """It is ignored, and dropped by the next one that is written."""
    whole = rows(ledger)
    ledger.path.write_bytes(b"".join(whole) + whole[-1][:50])
    assert len(ledger.read()) == 4
    ledger.append([Event("held", "a")], MORNING)
    assert [line.event.event for line in ledger.read()][3:] == ["withdrawn", "held"]


def test_a_last_line_without_its_newline_is_a_line(ledger: Ledger) -> None:
    """An editor or a copy may lose it; the withdrawal that stands there holds."""
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole.removesuffix(b"\n"))
    assert tuple(line.event for line in ledger.read()) == EVENTS
    ledger.append([Event("held", "b")], MORNING)
    assert ledger.path.read_bytes().startswith(whole)
    assert [line.event.event for line in ledger.read()][3:] == ["withdrawn", "held"]


def test_an_edited_last_line_without_its_newline_is_named(ledger: Ledger) -> None:
    """It is whole, so that no kill left it so."""

    def edit(lines: list[bytes]) -> list[bytes]:
        return [*lines[:3], lines[3].replace(b"withdrawn", b"approved").removesuffix(b"\n")]

    assert damage(ledger, edit) == "line 4 is not what was written there."


def test_a_conclusion_is_written_on_the_lines_that_it_saw(ledger: Ledger) -> None:
    """One that comes to nothing, or to an error, writes nothing."""
    before = ledger.path.read_bytes()
    seen = ledger.append_following(lambda lines: [Event("held", str(len(lines)))][:0], MORNING)
    assert (len(seen), ledger.path.read_bytes()) == (4, before)
    lines = ledger.append_following(lambda lines: [Event("held", str(len(lines)))], MORNING)
    assert lines[-1].event.id == "4"


def test_a_first_line_that_a_kill_left_unfinished_never_was(tmp_path: Path) -> None:
    """Not even the first."""
    ledger = Ledger(tmp_path)
    ledger.path.write_bytes(b'{"v":1,"n":1')
    ledger.append([EVENTS[0]], MORNING)
    assert [line.event for line in ledger.read()] == [EVENTS[0]]


@pytest.mark.parametrize("year", [1970, 2025])
def test_threat_24_time_never_goes_back(ledger: Ledger, year: int) -> None:
    """Whatever the computer's clock says, a line is no older than the one before it."""
    lines = ledger.append([Event("held", "a")], MORNING.replace(year=year))
    assert lines[-1].at == WHOLE


def test_threat_24_times_are_in_utc(tmp_path: Path) -> None:
    """Wherever the computer thinks it is, and in the hour that comes twice."""
    from datetime import timezone

    elsewhere = MORNING.astimezone(timezone(timedelta(hours=5, minutes=30)))
    (line,) = Ledger(tmp_path).append([EVENTS[0]], elsewhere)
    assert (line.at, line.at.utcoffset()) == (WHOLE, timedelta(0))


def test_the_namespace_is_given_once(tmp_path: Path) -> None:
    """All ids of a workspace are made of it."""
    ledger = Ledger(tmp_path)
    given = ledger.namespace(MORNING, begin=True)
    assert Ledger(tmp_path).namespace(MORNING, begin=False) == given
    assert len(ledger.read()) == 1
    assert Ledger(tmp_path / "other").namespace(MORNING, begin=True) != given


def test_a_ledger_that_is_not_there_is_not_begun_anew(tmp_path: Path) -> None:
    """Unless it is said: what was withdrawn would be forgotten."""
    ledger = Ledger(tmp_path / "decisions")
    with pytest.raises(LedgerError, match="the ledger is not there") as caught:
        ledger.namespace(MORNING, begin=False)
    assert "Restore the newest copy" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_without_its_namespace_is_damaged(tmp_path: Path) -> None:
    """Its first line is what every id rests on."""
    ledger = Ledger(tmp_path)
    ledger.append([Event("held", "a")], MORNING)
    with pytest.raises(LedgerError, match="first line is missing"):
        ledger.namespace(MORNING, begin=True)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from media_pipeline.gate.events import Event
from media_pipeline.gate.ledger import Ledger
for number in range(25):
    Ledger(Path(sys.argv[1])).append([Event("held", f"{sys.argv[2]} {number}")], datetime.now(UTC))
"""


def test_two_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """A build and a command, each with 25 lines of its own."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "ab"
    ]
    assert [writer.wait(timeout=30) for writer in writers] == [0, 0]
    ids = [line.event.id for line in Ledger(tmp_path).read()]
    assert sorted(ids) == sorted(f"{name} {number}" for name in "ab" for number in range(25))
