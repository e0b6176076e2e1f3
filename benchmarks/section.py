"""What a benchmark found, as a section of docs/performance.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A table under a title. ``head`` names its columns; ``prose`` says what it is of."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    prose: str
