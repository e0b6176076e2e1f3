"""The ledger's copy in a second place: written with each line, and what is told from it."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_pipeline.errors import LedgerError, UsageError
from media_pipeline.gate.book import read_book
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.ledger import Ledger
from media_pipeline.gate.restoring import restore
from media_pipeline.gate.second import compare
from media_pipeline.gate.tokens import addresses, first_addresses
from media_pipeline.model import State

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVENTS = (
    Event("workspace", "w"),
    Event("received", "a", {"digest": "1"}, {"path": "recordings/ਲੂੰਬੜੀ.m4a"}),
    Event("approved", "a", {"shown": "s"}, {"by": "Kim", "fields": {"title": "t"}}),
    Event("received", "b", {"digest": "2"}, {"path": "recordings/b.m4a"}),
    Event("withdrawn", "a", {"digest": "1"}, {"reason": "asked to", "by": "Kim"}),
)
Change = Callable[[list[bytes]], list[bytes]]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger of five lines, with its copy elsewhere."""
    ledger = Ledger(tmp_path / "decisions", tmp_path / "elsewhere")
    for event in EVENTS:
        ledger.append([event], NOW)
    return ledger


def copied(ledger: Ledger) -> Path:
    assert ledger.copy is not None
    return ledger.copy


def change(path: Path, how: Change) -> None:
    path.write_bytes(b"".join(how(path.read_bytes().splitlines(keepends=True))))


def wrong(ledger: Ledger) -> str:
    """What is wrong with the ledger, beside its copy."""
    error = compare(ledger.path, ledger.copy).error
    return error.what if error else ""


def test_each_line_stands_in_both_places(ledger: Ledger) -> None:
    """The same bytes, for their owner alone."""
    assert copied(ledger).read_bytes() == ledger.path.read_bytes()
    assert stat.S_IMODE(copied(ledger).stat().st_mode) == 0o600
    assert wrong(ledger) == ""


def test_a_workspace_without_a_copy_goes_on_and_begins_one(ledger: Ledger) -> None:
    """As on a machine that it was moved to."""
    copied(ledger).unlink()
    assert wrong(ledger) == ""
    ledger.append([Event("held", "b")], NOW)
    assert copied(ledger).read_bytes() == ledger.path.read_bytes()


def test_a_copy_that_is_behind_follows(ledger: Ledger) -> None:
    """Its disk may have been away; half a line is mended, too."""
    change(copied(ledger), lambda rows: [*rows[:2], rows[2][:30]])
    assert wrong(ledger) == ""
    ledger.settle()
    assert copied(ledger).read_bytes() == ledger.path.read_bytes()


def test_a_decision_waits_for_no_second_place(ledger: Ledger) -> None:
    """Where the copy can't be written, the ledger is."""
    copied(ledger).unlink()
    copied(ledger).parent.rmdir()
    copied(ledger).parent.write_text("not a folder")
    ledger = Ledger(ledger.path.parent, copied(ledger).parent / "below")
    assert len(ledger.append([Event("held", "b")], NOW)) == 6


@pytest.mark.parametrize("left", [0, 1, 2, 4])
def test_threat_23_a_ledger_that_was_shortened_is_found_by_its_copy(
    ledger: Ledger, left: int
) -> None:
    """By whole lines, which its chain can't tell; nothing is written to it."""
    change(ledger.path, lambda rows: rows[:left])
    assert wrong(ledger) == f"it has {left} lines, and its copy 5."
    with pytest.raises(LedgerError, match="restore-ledger"):
        ledger.append([Event("approved", "b")], NOW)
    assert len(ledger.read()) == left


def test_threat_23_a_ledger_that_is_gone_is_told(ledger: Ledger) -> None:
    """And not begun anew."""
    ledger.path.unlink()
    assert wrong(ledger) == "the ledger is not there."
    with pytest.raises(LedgerError):
        ledger.namespace(NOW, begin=True)
    assert not ledger.path.exists()


def test_threat_23_a_damaged_ledger_is_read_up_to_its_damage(ledger: Ledger) -> None:
    """And its copy to its end."""
    change(ledger.path, lambda rows: [*rows[:2], rows[2].replace(b"Kim", b"Tim"), *rows[3:]])
    compared = compare(ledger.path, ledger.copy)
    assert (len(compared.lines), len(compared.copied)) == (2, 5)
    assert wrong(ledger) == "line 3 is not what was written there."


@pytest.mark.parametrize(
    ("how", "said"),
    [
        pytest.param(lambda rows: rows[:3], "2 lines are put back.", id="shortened"),
        pytest.param(lambda rows: rows[:0], "5 lines are put back.", id="emptied"),
        pytest.param(
            lambda rows: [rows[0], b"?\n", *rows[2:]], "4 lines are put back.", id="damaged"
        ),
    ],
)
def test_threat_27_what_the_ledger_lacks_is_put_back_from_its_copy(
    ledger: Ledger, how: Change, said: str
) -> None:
    """All of it, and nothing of either is lost."""
    before = ledger.path.read_bytes()
    change(ledger.path, how)
    damaged = ledger.path.read_bytes()
    done = restore(ledger, NOW)
    assert said in done
    assert ledger.path.read_bytes() == copied(ledger).read_bytes() == before
    kept = [each.read_bytes() for each in ledger.path.parent.glob("ledger-*.jsonl")]
    assert kept == ([damaged] if "damaged" in done[0] else [])


def test_threat_27_withdrawals_of_a_copy_that_differs_are_taken_over(ledger: Ledger) -> None:
    """An older ledger was put back where nobody had a copy, and was written to."""
    change(ledger.path, lambda rows: rows[:4])
    Ledger(ledger.path.parent).append([Event("approved", "b", {"shown": "s"})], NOW)
    assert wrong(ledger) == "it and its copy tell of different things."
    restore(ledger, NOW)
    events = [(line.event.event, line.event.id) for line in ledger.read()]
    assert events[3:] == [("received", "b"), ("approved", "b"), ("withdrawn", "a")]
    assert copied(ledger).read_bytes() == ledger.path.read_bytes()


def fork(ledger: Ledger, common: int, lost: Sequence[Event], own: Sequence[Event]) -> None:
    """An older ledger was put back where nobody had a copy, and both were written to."""
    ledger.append(lost, NOW)
    change(ledger.path, lambda rows: rows[:common])
    Ledger(ledger.path.parent).append(own, NOW)


def after_restore(ledger: Ledger, common: int) -> list[tuple[str, str]]:
    restore(ledger, NOW)
    return [(line.event.event, line.event.id) for line in ledger.read()[common:]]


def test_threat_27_what_was_held_on_the_lost_side_is_held_and_known(ledger: Ledger) -> None:
    """With the line that received it, without which nothing would know what is held."""
    lost = [
        Event("received", "c", {"digest": "3"}, {"path": "recordings/c.m4a"}),
        Event("held", "c", {}, {"reason": "asked to", "by": "Kim"}),
        Event("received", "d", {"digest": "4"}, {"path": "recordings/d.m4a"}),
        Event("approved", "d", {"shown": "s"}),
    ]
    fork(ledger, 5, lost, [Event("approved", "b", {"shown": "s"})])
    assert after_restore(ledger, 5) == [("approved", "b"), ("received", "c"), ("held", "c")]


@pytest.mark.parametrize("of", ["b", "c"])
def test_threat_27_a_withdrawal_of_the_lost_side_holds_for_its_newest_take(
    ledger: Ledger, of: str
) -> None:
    """Which the side that stays may have received as a story of its own; whichever id it was said
    of.
    """
    take = Event("received", "c", {"digest": "3"}, {"path": "recordings/a (2).m4a"})
    became = Event("replaced", "b", {"digest": "3", "old": "2"}, {"path": "recordings/a (2).m4a"})
    fork(ledger, 5, [take, became, Event("withdrawn", of, {"digest": "3"})], [take])
    assert after_restore(ledger, 6) == [("received", "c"), ("replaced", "b"), ("withdrawn", of)]
    book = read_book(ledger.read())
    assert [(each.id, each.state) for each in book.holding("3")] == [("b", State.WITHDRAWN)]
    assert "c" not in book.entries


def test_threat_25_of_an_address_that_either_side_gave_none_comes_back(ledger: Ledger) -> None:
    """It may have been taken back on the side that is lost: the next build gives new ones."""
    lost, own = (first_addresses(["year-3"], ()) for _ in range(2))
    fork(ledger, 5, lost, own)
    assert len(addresses(ledger.read())) == 1
    assert after_restore(ledger, 6) == [("families", "year-3")]
    assert addresses(ledger.read()) == {}


@pytest.mark.parametrize("seen", [EventType.REGISTER, EventType.SURNAMES])
def test_threat_25_a_list_that_the_lost_side_has_seen_must_be_there(
    ledger: Ledger, seen: str
) -> None:
    """Else a consent register or a list of surnames that is gone would pass for one that never
    was.
    """
    fork(ledger, 5, [Event(seen, "w")], [Event("approved", "b", {"shown": "s"})])
    assert after_restore(ledger, 6) == [(seen, "w")]


def test_a_whole_ledger_is_left_as_it_is(ledger: Ledger) -> None:
    """Also where there is nothing to restore from."""
    before = ledger.path.read_bytes()
    assert restore(ledger, NOW) == ["Nothing is missing."]
    assert ledger.path.read_bytes() == before
    with pytest.raises(UsageError, match="no copy"):
        restore(Ledger(ledger.path.parent), NOW)


def test_erased_stories_have_no_private_parts_in_either_place(ledger: Ledger) -> None:
    """Those before the line that says so; the chain holds, and other lines are the same bytes."""
    before = ledger.path.read_bytes().splitlines()
    ledger.append([Event("erased", "a", {"ids": "a"})], NOW)
    ledger.settle()
    rows = ledger.path.read_bytes().splitlines()
    assert [json.loads(row)["private"] is None for row in rows] == [
        False, True, True, False, True, False,
    ]  # fmt: skip
    assert (rows[0], rows[3]) == (before[0], before[3])
    assert [line.event.public.get("digest") for line in ledger.read()][1] == "1"
    assert copied(ledger).read_bytes() == ledger.path.read_bytes()


def test_an_erasure_holds_in_a_copy_that_was_away(ledger: Ledger) -> None:
    """And in a ledger that is put back from before it."""
    old = ledger.path.read_bytes()
    ledger.append([Event("erased", "a", {"ids": "a"})], NOW)
    copied(ledger).write_bytes(old)
    ledger.settle()
    assert b"asked to" not in copied(ledger).read_bytes()
    ledger.path.write_bytes(old)
    restore(ledger, NOW)
    assert b"asked to" not in ledger.path.read_bytes()
