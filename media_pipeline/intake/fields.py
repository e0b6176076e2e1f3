"""The fields that a sidecar or a sheet may have, and how people's entries are understood.

Pure. A value that is not understood raises :class:`ValueError` or :class:`TypeError`, whose text
says what is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from media_pipeline import languages
from media_pipeline.intake import spans
from media_pipeline.intake.names import teller_name
from media_pipeline.intake.spans import seconds_of
from media_pipeline.intake.text import clean_title
from media_pipeline.intake.text import quoted as _quoted
from media_pipeline.model import Chapter, Rights
from media_pipeline.settings import Settings
from media_pipeline.tools.tables import code_of, date_of, folded_cell

LONGEST = 4000
"""Characters of a description; feeds allow 4,000 bytes and cap it themselves."""

_CLASS = re.compile(r"\s*class\s*:", re.IGNORECASE)

_YEAR = re.compile(r"\b(?:yr|y)\.?(?=\d)")

_TICKED = frozenset({"true", "yes", "1", "x", "✓", "✔"})
_TICKS = _TICKED | {"false", "no", "0"}


def find_class(word: str, settings: Settings) -> str | None:
    """The id of the class that ``word`` names, in any language; spaces don't count if no other
    class is called so without them, and ``Yr 4`` is ``Year 4``.
    """
    return _found(word, settings.names_of_classes)


def find_kind(word: str, settings: Settings) -> str | None:
    """The id of the kind that ``word`` names, likewise."""
    return _found(word, settings.names_of_kinds)


def _found(word: str, rows: tuple[tuple[str, ...], ...]) -> str | None:
    return _by_name(rows).get(folded_name(word)) or _by_closed_name(rows).get(_closed(word))


@lru_cache(maxsize=4096)
def folded_name(word: str) -> str:
    """What names a class or a kind as it is compared: cleaned, case-folded, and with one space
    where a file's name may have hyphens or underscores.
    """
    return " ".join(clean_title(word).casefold().replace("-", " ").replace("_", " ").split())


@lru_cache(maxsize=8)
def _by_name(rows: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    """The id, which comes first in its row, by each name as it is compared; the first row wins."""
    return {folded_name(name): row[0] for row in reversed(rows) for name in row}


@lru_cache(maxsize=8)
def _by_closed_name(rows: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    """The id by each name without its spaces; none for a name that could mean two."""
    ids: dict[str, set[str]] = {}
    for row in rows:
        for name in row:
            ids.setdefault(_closed(name), set()).add(row[0])
    return {name: found.pop() for name, found in ids.items() if name and len(found) == 1}


def _closed(word: str) -> str:
    return _YEAR.sub("year", folded_name(word).replace(" ", ""))


def _words(value: Any) -> str:
    """One line that somebody typed; a number counts as one."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise TypeError("one line of text is wanted")
    return str(value)


def _language(value: Any, _: Settings) -> str:
    if found := languages.understand(_words(value)) or languages.canonical(_words(value)):
        return found
    raise ValueError(
        f"{_quoted(value)} is not a language this program knows; write its code, such as pa"
    )


def _class(value: Any, settings: Settings) -> str:
    if found := find_class(_words(value), settings):
        return found
    raise ValueError(f"{_quoted(value)} is not a class of school.toml")


def _kind(value: Any, settings: Settings) -> str:
    if found := find_kind(_words(value), settings):
        return found
    known = ", ".join(each.id for each in settings.kinds)
    raise ValueError(f"{_quoted(value)} is not a kind; known are {known}")


def _text(value: Any, _: Settings) -> dict[str, str]:
    """Text by language; a plain string is stored under "" until the language of the telling is
    known.
    """
    rows = value if isinstance(value, Mapping) else {"": value}
    text: dict[str, str] = {}
    for tag, line in rows.items():
        if tag.strip().casefold() in FIELDS:  # cut and end are languages' codes, too
            raise ValueError(
                f"{_quoted(tag)} stands below its heading in brackets, so it would be a language; "
                "write it above that heading"
            )
        known = tag and languages.canonical(tag)
        if known is None:
            raise ValueError(f"{_quoted(tag)} is not a language's code")
        if line := clean_title(_words(line), LONGEST):
            text[known] = line
    return text


def _line(value: Any, _: Settings) -> str:
    return clean_title(_words(value))


def _teller(value: Any, _: Settings) -> str:
    return teller_name(_words(value))


def _date(value: Any, _: Settings) -> date:
    try:
        return date.fromisoformat(_words(value).strip())
    except ValueError:
        raise ValueError(
            f"{_quoted(value)} is not a date: write year-month-day, such as 2026-12-31"
        ) from None


def _rights(value: Any, _: Settings) -> Rights:
    try:
        return Rights(_words(value).strip().casefold())
    except ValueError:
        raise ValueError(f"{_quoted(value)} is not one of {', '.join(Rights)}") from None


def _number(value: Any, _: Settings) -> int:
    if not re.fullmatch(r"0*[1-9]\d{0,3}", _words(value).strip(), re.ASCII):
        raise ValueError(f"{_quoted(value)} is not a number from 1 to 9999")
    return int(value)


def _mark(value: Any, _: Settings) -> bool:
    """A tick, as people enter one in a sheet."""
    if isinstance(value, bool):
        return value
    word = _words(value).strip().casefold()
    if word in _TICKS:
        return word in _TICKED
    raise ValueError(f"{_quoted(value)} is neither yes nor no")


def _people(value: Any, _: Settings) -> tuple[str, ...]:
    """Codes and ``class:Reception@2026-11-23``, as a list or as a line with commas between."""
    if isinstance(value, list | tuple):
        items = [_words(each) for each in value]
    else:
        items = re.split(r"[,;\n]", _words(value))
    people: list[str] = []
    for item in items:
        people += [_class_on_a_day(item)] if _CLASS.match(item) else map(_code, item.split())
    return in_order(people)


def _absent(value: Any, settings: Settings) -> tuple[str, ...]:
    if found := [each for each in _people(value, settings) if _CLASS.match(each)]:
        raise ValueError(f"{_quoted(found[0])} is not one person's code")
    return _people(value, settings)


def _class_on_a_day(item: str) -> str:
    name, mark, day = _CLASS.sub("", item).rpartition("@")
    told = date_of(day)
    if not (mark and folded_name(name) and told):
        raise ValueError(f"{_quoted(item)} is not written as class:Reception@2026-11-23")
    return f"class:{folded_cell(name)}@{told.isoformat()}"


def _code(word: str) -> str:
    if "@" in word or ":" in word or not (found := code_of(clean_title(word))):
        raise ValueError(f"{_quoted(word)} is not a person's code, such as R-014")
    return found


def in_order(people: Iterable[str]) -> tuple[str, ...]:
    """Each of them once, sorted."""
    return tuple(sorted(set(people)))


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
    "start": lambda value, _: spans.seconds_of(value),
    "end": lambda value, _: spans.seconds_of(value),
    "cut": lambda value, _: spans.spans_of(value),
    "mute": lambda value, _: spans.spans_of(value),
    "captions": lambda value, _: spans.captions_of(value),
    "featured": _mark,
    "award": _line,
    "season": _number,
    "episode": _number,
    "people": _people,
    "absent": _absent,
    "pictured": _mark,
}
"""Every field that a sidecar or a sheet may have, and the function that understands it."""

EMPTIED = frozenset({"teller"})
"""Fields that mean something when empty in a sidecar: that nobody is to be named, whatever the file
is called. An empty cell of a sheet merely was not filled in.
"""
