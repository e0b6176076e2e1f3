"""What is told: one TOML file for each recording, read into frozen types."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Voice:
    """An espeak-ng voice and variant (`en-gb-x-rp+f3`), words a minute, pitch from 0 to 99."""

    name: str
    speed: int = 140
    pitch: int = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, as it is spoken and captioned, and who says it."""

    text: str
    by: str = NARRATOR


@dataclass(frozen=True, slots=True)
class Telling:
    """One recording: where it goes under `recordings/`, its shape, its film, and what is said.

    `words` are the endings of the words files written beside it; a translation holds one text
    for each line.
    """

    path: Path
    shape: str
    lines: tuple[Line, ...]
    cast: dict[str, Voice]
    film: str | None = None
    words: tuple[str, ...] = ()
    translations: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_telling(source: Path) -> Telling:
    """Read one file of `scripts/demo/tellings/`.

    Raises :class:`ValueError` if a translation has a different number of lines, or if a line's
    speaker has no voice.
    """
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    lines = tuple(_line(entry) for entry in table["lines"])
    telling = Telling(
        path=Path(table["path"]),
        shape=table["shape"],
        lines=lines,
        cast={role: Voice(**voice) for role, voice in table["cast"].items()},
        film=table.get("film"),
        words=tuple(table.get("words", ())),
        translations={code: tuple(texts) for code, texts in table.get("translations", {}).items()},
    )
    for code, texts in telling.translations.items():
        if len(texts) != len(lines):
            raise ValueError(f"{source.name}: {len(lines)} lines, but {len(texts)} in {code}")
    for line in lines:
        if line.by not in telling.cast:
            raise ValueError(f"{source.name}: nobody is cast as {line.by!r}")
    return telling


def _line(entry: str | list[str]) -> Line:
    """A plain sentence is the narrator's; `["hen", "Who will help me?"]` is the hen's."""
    return Line(entry) if isinstance(entry, str) else Line(entry[1], entry[0])
