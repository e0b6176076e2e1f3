"""Recordings that somebody numbered and that have one title: who sees only that can't tell them
apart. Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from media_pipeline.model import Row

_NUMBER_FIRST = re.compile(r"\d{1,3}[\s_.)–-]+[^\W\d_]")
"""“01 Peter Pan”, “2. Peter Pan”: a number that is left out of a title; a date is none."""


def told_apart(table: Sequence[Row]) -> list[Row]:
    """The rows, each of those with a note of how their titles can differ."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in table:
        if row.title and _NUMBER_FIRST.match(PurePosixPath(row.path).name):
            alike[_whole(row)].append(row.path)
    return [_with_note(row, alike.get(_whole(row), ())) for row in table]


def _whole(row: Row) -> tuple[str, ...]:
    return (row.title.casefold(), row.language, row.class_id)


def _with_note(row: Row, paths: Sequence[str]) -> Row:
    others = [PurePosixPath(each).name for each in paths if each != row.path]
    if row.path not in paths or not others:
        return row
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    note = (
        f"Its title is also that of “{others[0]}”{more}: a number that stands first in a name is "
        f"left out. With titles such as “{row.title} 1” they are parts of one story."
    )
    return replace(row, notes=(*row.notes, note))
