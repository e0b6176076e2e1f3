"""What one source (a sidecar, a row of a sheet) says of a recording.

Pure: values in, :class:`Said` out. A value that is there but not understood is told, and its
field is marked ``unclear``, so that nothing weaker speaks in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from media_pipeline import languages
from media_pipeline.intake.names import teller_name
from media_pipeline.intake.text import clean_title
from media_pipeline.model import Chapter, Rights
from media_pipeline.settings import Settings

LONGEST = 4000
"""Characters of a description; feeds allow 4,000 bytes and cap it themselves."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says; absent fields it did not speak of."""

    values: Mapping[str, Any] = field(default_factory=dict)
    unclear: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def said(source: str, fields: Mapping[str, Any], settings: Settings) -> Said:
    """Understand the ``fields`` of a source called ``source``, such as ``fox.toml``."""
    values: dict[str, Any] = {}
    unclear: dict[str, str] = {}
    notes: list[str] = []
    for name, value in fields.items():
        if value is None or value == "":
            continue
        understand = FIELDS.get(name)
        if understand is None:
            notes.append(f"{source}: there is no field “{name}”. Known: {', '.join(FIELDS)}.")
            continue
        try:
            values[name] = understand(value, settings)
        except (ValueError, TypeError) as error:
            unclear[name] = f"{source}: {name}: {error}"
    return Said(values, unclear, (*notes, *unclear.values()))


def find_class(word: str, settings: Settings) -> str | None:
    """The id of the class that ``word`` names, in any language."""
    return _match(word, settings.classes)


def find_kind(word: str, settings: Settings) -> str | None:
    """The id of the kind that ``word`` names, in any language."""
    return _match(word, settings.kinds)


def fold(word: str) -> str:
    """A word as it is compared: composed, case-folded, single-spaced."""
    return " ".join(clean_title(word).casefold().replace("-", " ").replace("_", " ").split())


def _match(word: str, rows: tuple[Any, ...]) -> str | None:
    wanted = fold(word)
    for row in rows:
        if wanted in {fold(each) for each in (row.id, *row.name.values(), *row.also)}:
            return str(row.id)
    return None


def _language(value: Any, _: Settings) -> str:
    if found := languages.understand(str(value)) or languages.canonical(str(value)):
        return found
    raise ValueError(f"“{value}” is not a language this program knows; write its code, such as pa")


def _class(value: Any, settings: Settings) -> str:
    if found := find_class(str(value), settings):
        return found
    raise ValueError(f"“{value}” is not a class of school.toml")


def _kind(value: Any, settings: Settings) -> str:
    if found := find_kind(str(value), settings):
        return found
    known = ", ".join(each.id for each in settings.kinds)
    raise ValueError(f"“{value}” is not a kind; known are {known}")


def _text(value: Any, _: Settings) -> dict[str, str]:
    """A string stands under "" until the language of the telling is known."""
    rows = value if isinstance(value, Mapping) else {"": value}
    text: dict[str, str] = {}
    for tag, line in rows.items():
        known = tag and languages.canonical(tag)
        if known is None:
            raise ValueError(f"“{tag}” is not a language's code")
        if line := clean_title(str(line), LONGEST):
            text[known] = line
    return text


def _line(value: Any, _: Settings) -> str:
    if isinstance(value, Mapping | list):
        raise TypeError("one line of text is wanted")
    return clean_title(str(value))


def _teller(value: Any, _: Settings) -> str:
    return teller_name(str(value))


def _date(value: Any, _: Settings) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(f"“{value}” is not a date; write it as 2026-03-04") from None


def _rights(value: Any, _: Settings) -> Rights:
    try:
        return Rights(str(value).strip().casefold())
    except ValueError:
        raise ValueError(f"“{value}” is not one of {', '.join(Rights)}") from None


def _number(value: Any, _: Settings) -> int:
    if (number := int(str(value))) < 1:
        raise ValueError("a number of at least 1 is wanted")
    return number


def seconds_of(value: Any) -> float:
    """Seconds from ``"1:02:03.5"``, ``"2:03"`` or a number."""
    if isinstance(value, int | float):
        return float(value)
    if not re.fullmatch(r"(\d+:){0,2}\d+(\.\d+)?", str(value)):
        raise ValueError(f"“{value}” is not a time; write it as 1:23")
    total = 0.0
    for part in str(value).split(":"):
        total = total * 60 + float(part)
    return total


def _chapters(value: Any, _: Settings) -> tuple[Chapter, ...]:
    try:
        rows = [Chapter(seconds_of(start), clean_title(str(title))) for start, title in value]
    except (ValueError, TypeError):
        raise ValueError(
            'chapters are written [["0:00", "The fox"], ["0:40", "The grapes"]]'
        ) from None
    return tuple(sorted(rows, key=lambda chapter: chapter.start))


FIELDS: Mapping[str, Callable[[Any, Settings], Any]] = {
    "title": _text,
    "language": _language,
    "class": _class,
    "kind": _kind,
    "teller": _teller,
    "date": _date,
    "tale": _line,
    "description": _text,
    "rights": _rights,
    "source": _line,
    "credit": _line,
    "licence": _line,
    "chapters": _chapters,
    "season": _number,
    "episode": _number,
}
"""Every field that a sidecar or a sheet may have, and how it is understood."""
