"""``recordings.csv`` and ``recordings.xlsx``: one row per recording, for a whole folder.

Sheets are parsed in the parser child.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from media_pipeline.intake.spans import GUARDING
from media_pipeline.tools.tables import read_table

NAMES = ("recordings.csv", "recordings.xlsx")
FORMS = 4
"""Names that a recording may have in a sheet: with and without its folder and its ending."""

FEW = 5
"""Names that a sentence lists; any further ones it only counts."""

Row = Mapping[str, str]
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Assigned:
    """The row of each recording, by its path, and sentences about rows that match none.
    ``doubtful`` are the recordings that such a row may be about; ``further`` are the rows after a
    recording's first that are about it, or may be.
    """

    rows: Mapping[str, Row]
    problems: tuple[str, ...]
    doubtful: frozenset[str] = frozenset()
    further: tuple[tuple[str, Row], ...] = ()


def read_sheet(path: str) -> Rows:
    """The rows of a sheet as column name → text, in the child; a row without a file's name counts
    for nothing.

    Raises :class:`Refusal` with a sentence if it is no sheet.
    """
    lines = read_table(path, "file", both=GUARDING)["lines"]
    said = ({name: text for name, text in line["cells"].items() if text} for line in lines)
    return [row for row in said if "file" in row]


def assign(rows: Iterable[Row], folder: str, paths: Iterable[str]) -> Assigned:
    """Find the recording, among ``paths``, that each row of a sheet in ``folder`` is about.

    A row's ``file`` may leave out the ending and the folders below, and differ in case, as long as
    it is clear which recording is meant.
    """
    shelves: list[dict[str, list[str]]] = [defaultdict(list) for _ in range(2 * FORMS)]
    for path in paths:
        if path.startswith(f"{folder}/"):
            for shelf, name in zip(shelves, _names(folder, path), strict=True):
                shelf[name].append(path)
    found: dict[str, Row] = {}
    unknown: list[str] = []
    unclear: list[str] = []
    twice: list[str] = []
    further: list[tuple[str, Row]] = []
    doubtful: set[str] = set()
    for row in rows:
        name = _same(row["file"])
        asked = zip(shelves, [name] * FORMS + [name.casefold()] * FORMS, strict=True)
        meant = next((shelf[key] for shelf, key in asked if key in shelf), [])
        if len(meant) != 1:
            (unclear if meant else unknown).append(row["file"])
            doubtful.update(meant)
            further += [(path, row) for path in meant]
        elif meant[0] in found:
            twice.append(row["file"])
            doubtful.add(meant[0])
            further.append((meant[0], row))
        else:
            found[meant[0]] = row
    problems = (
        _sentence("No recording here is called {}.", unknown),
        _sentence("More than one recording is called {}; write its folder and ending.", unclear),
        _sentence("More than one row speaks of {}; the first holds.", twice),
    )
    return Assigned(found, tuple(filter(None, problems)), frozenset(doubtful), tuple(further))


def _names(folder: str, path: str) -> list[str]:
    """What a sheet may call a recording, the clearest first; then the same ignoring case."""
    inside = PurePosixPath(path).relative_to(folder)
    forms = (str(inside), str(inside.with_suffix("")), inside.name, inside.stem)
    exact = [_same(form) for form in forms]
    return [*exact, *map(str.casefold, exact)]


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/"))


def _sentence(words: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    listed = ", ".join(f"“{name[:60]}”" for name in names[:FEW])
    return words.format(f"{listed} and {len(names) - FEW} more" if names[FEW:] else listed)
