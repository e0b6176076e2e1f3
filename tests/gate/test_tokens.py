"""Addresses that nobody can guess: given once, taken back, never given again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from media_pipeline.gate.book import read_book
from media_pipeline.gate.events import Event
from media_pipeline.gate.ledger import Ledger
from media_pipeline.gate.tokens import (
    BYTES,
    TOKEN,
    addresses,
    first_addresses,
    new_addresses,
    new_token,
)

MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


def ledger(folder: Path, *events: Event) -> Ledger:
    """A ledger with ``events``."""
    ours = Ledger(folder)
    ours.append([Event("workspace", "9c3b8f6e-2f2e-4b0e-8f3e-000000000000"), *events], MONDAY)
    return ours


def test_a_token_is_of_160_bits_in_lower_case_and_no_two_are_alike() -> None:
    """At least 128 are wanted, and nothing of an address that differs on another server."""
    tokens = {new_token() for _ in range(1000)}
    assert (len(tokens), BYTES * 8 >= 128) == (1000, True)
    assert [each for each in tokens if not TOKEN.fullmatch(each)] == []
    assert len(set("".join(tokens))) == 32


def test_a_class_is_given_an_address_once(tmp_path: Path) -> None:
    """The second time nothing is to be written down."""
    ours = ledger(tmp_path)
    lines = ours.append(first_addresses(["reception", ""], ours.read()), MONDAY)
    assert addresses(lines).keys() == {"reception", ""}
    assert first_addresses(["", "reception"], lines) == []


def test_a_new_address_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """For the term that is said; where none is, for the one that it was for."""
    ours = ledger(tmp_path, *first_addresses(["reception"], ()))
    first = addresses(ours.read())["reception"]
    second = addresses(
        ours.append(new_addresses(["reception"], "Autumn 2026", ours.read()), MONDAY)
    )["reception"]
    third = addresses(ours.append(new_addresses(["reception"], "", ours.read()), MONDAY))[
        "reception"
    ]
    assert len({first.token, second.token, third.token}) == 3
    assert (first.term, second.term, third.term) == ("", "Autumn 2026", "Autumn 2026")


def test_a_token_stands_in_the_private_part_and_emptied_it_gives_no_address(tmp_path: Path) -> None:
    """And the old address does not come back for it."""
    ours = ledger(tmp_path, *first_addresses(["reception"], ()))
    *before, last = ours.append(new_addresses(["reception"], "Spring", ours.read()), MONDAY)
    assert last.event.private.keys() == {"token"}
    assert "token" not in last.event.public
    emptied = replace(last, event=replace(last.event, private={}))
    assert addresses([*before, emptied]) == {}


def test_decisions_on_stories_know_nothing_of_addresses(tmp_path: Path) -> None:
    """The book of stories is the same with and without."""
    ours = ledger(tmp_path)
    before = read_book(ours.read())
    assert read_book(ours.append(first_addresses(["reception"], ()), MONDAY)) == before
