"""Recordings that are numbered and have one title: the coordinator is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from media_pipeline.model import Row, State
from media_pipeline.stages.alike import told_apart


def row(name: str, title: str = "Peter Pan", class_id: str = "year-3", language: str = "en") -> Row:
    """The row of a recording."""
    return Row(
        f"recordings/{name}", name, State.WAITING, "",
        title=title, class_id=class_id, language=language,
    )  # fmt: skip


def noted(rows: Sequence[Row]) -> list[str]:
    """The names of those with a note."""
    return [each.id for each in told_apart(rows) if each.notes]


def test_parts_that_are_numbered_first_are_told_apart() -> None:
    """Each note names another, and a title that would make them parts of one story."""
    told = told_apart([row("01 Peter Pan.mp3"), row("02 Peter Pan.mp3"), row("3. peter pan.mp3")])
    assert [each.notes[0].split(":")[0] for each in told] == [
        "Its title is also that of “02 Peter Pan.mp3” and 1 more",
        "Its title is also that of “01 Peter Pan.mp3” and 1 more",
        "Its title is also that of “01 Peter Pan.mp3” and 1 more",
    ]
    assert "“Peter Pan 1”" in told[0].notes[0]


@pytest.mark.parametrize(
    "other",
    [
        row("02 Cinderella.mp3", title="Cinderella"),
        row("02 Peter Pan.mp3", class_id="year-4"),
        row("02 Peter Pan.mp3", language="fr"),
        row("Peter Pan.mp3"),
        row("2026-03-04 Peter Pan.mp3"),
    ],
    ids=["title", "class", "language", "no number", "date"],
)
def test_what_differs_or_has_no_number_is_left_alone(other: Row) -> None:
    """A class in which many tell one story need not be told so."""
    assert noted([row("01 Peter Pan.mp3"), other]) == []


def test_a_recording_without_a_title_is_like_none() -> None:
    """It waits for one."""
    assert noted([row("01 .mp3", title=""), row("02 .mp3", title="")]) == []
