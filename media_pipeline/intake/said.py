"""What one source (a sidecar, a row of a sheet) says of a recording.

Pure: values in, :class:`Said` out. A value that is there but not understood is told, and its
field is marked ``unclear``, so that nothing weaker speaks in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from media_pipeline import languages
from media_pipeline.intake import spans
from media_pipeline.intake.names import teller_name
from media_pipeline.intake.spans import seconds_of
from media_pipeline.intake.text import clean_title
from media_pipeline.intake.text import quoted as _quoted
from media_pipeline.model import Chapter, Rights
from media_pipeline.settings import Settings
from media_pipeline.tools.tables import code_of, date_of, folded

LONGEST = 4000
"""Characters of a description; feeds allow 4,000 bytes and cap it themselves."""

_HEEDED = {"rights": "right", "cut": "cut", "mute": "mut"}
"""Fields, and how a word begins that was surely meant for them."""

_CLASS = re.compile(r"\s*class\s*:", re.IGNORECASE)

LONGER = 4
"""Letters of a word that one can mistake by a letter and still know; another makes cut a cat."""

_GUARDING = ("rights", "people", "pictured", *spans.FIELDS)
"""Fields that keep something private."""

BINDING = frozenset({"sidecar", *_GUARDING})
"""What holds wherever it is said of the same bytes, and is waited for where it is unclear."""

_TICKED = frozenset({"true", "yes", "1", "x", "✓", "✔"})
_TICKS = _TICKED | {"false", "no", "0"}


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
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        understand = FIELDS.get(name)
        if understand is None:
            unknown, known = f"{source}: there is no field {_quoted(name)}.", ", ".join(FIELDS)
            if meant := _meant(name):
                unclear[meant] = f"{unknown} Is “{meant}” meant? Known: {known}."
            else:
                notes.append(f"{unknown} Known: {known}.")
            continue
        try:
            values[name] = understand(value, settings)
        except (ValueError, TypeError) as error:
            unclear[name] = f"{source}: {name}: {error}"
    return Said(values, unclear, (*notes, *unclear.values()))


def _meant(name: str) -> str:
    """Whose the words are, who is in it, and what is to be cut, is never passed over for a slip of
    the pen.
    """
    word = name.casefold()
    begun = [field for field, begins in _HEEDED.items() if word.startswith(begins)]
    slips = (field for field in _GUARDING if _is_slip(word, field))
    return next(chain(begun, slips), "")


def _is_slip(typed: str, word: str) -> bool:
    """Whether two letters of ``word`` changed places, or within a longer one a letter is missing,
    too many or another. What ends otherwise is another word: stars, picture, send.
    """
    pairs = enumerate(zip(typed, word, strict=False))
    alike = next((at for at, (one, other) in pairs if one != other), min(len(typed), len(word)))
    rest, meant = typed[alike:], word[alike:]
    swapped = rest[:2] == meant[1::-1] and rest[2:] == meant[2:]
    within = meant[1:] in (rest, rest[1:]) or rest[1:] == meant
    same_end = typed[-1:] == word[-1:] and len(word) >= LONGER
    return typed == word or swapped or (within and same_end)


def bound(own: Said, other: Said, known: Mapping[str, Any], source: str) -> Said:
    """``own``, bound by what ``other`` says of the same bytes elsewhere.

    Only rights and who is in it bind: ``families-only`` holds wherever it is said, everyone who is
    named anywhere is asked for, and what may have said so makes the story wait. So does what is to
    be cut there and not here: somebody heard a name in it. What else is not ``known`` already is
    told, as said by ``source``.
    """
    values = dict(own.values)
    if other.values.get("rights") is Rights.FAMILIES_ONLY:
        values["rights"] = Rights.FAMILIES_ONLY
    if named := other.values.get("people"):
        values["people"] = _in_order([*values.get("people", known.get("people", ())), *named])
    if other.values.get("pictured"):
        values["pictured"] = True
    waiting = {name: why for name, why in other.unclear.items() if name in BINDING}
    told = {**known, **values}
    for name in spans.FIELDS:
        if name in other.values and told.get(name) != other.values[name]:
            waiting[name] = f"{source}: {name}: say it beside the first of the same recording too"
    unused = [
        name
        for name, value in other.values.items()
        if name not in ("people", "pictured") and told.get(name) != value
    ]
    note = f"{source}: not used, as it is not the first of the same recording: {', '.join(unused)}."
    return Said(
        values,
        {**waiting, **own.unclear},
        (*own.notes, *other.notes, *([note] if unused else [])),
    )


def find_class(word: str, settings: Settings) -> str | None:
    """The id of the class that ``word`` names, in any language."""
    return _by_name(settings.names_of_classes).get(fold(word))


def find_kind(word: str, settings: Settings) -> str | None:
    """The id of the kind that ``word`` names, in any language."""
    return _by_name(settings.names_of_kinds).get(fold(word))


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word as it is compared: composed, case-folded, single-spaced."""
    return " ".join(clean_title(word).casefold().replace("-", " ").replace("_", " ").split())


@lru_cache(maxsize=8)
def _by_name(rows: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    """The id, which comes first in its row, by each name as it is compared; the first row wins."""
    return {fold(name): row[0] for row in reversed(rows) for name in row}


def _words(value: Any) -> str:
    """One line that somebody typed; a number is one too."""
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
    """A string stands under "" until the language of the telling is known."""
    rows = value if isinstance(value, Mapping) else {"": value}
    text: dict[str, str] = {}
    for tag, line in rows.items():
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
    """A tick, as people make one in a sheet."""
    if isinstance(value, bool):
        return value
    word = _words(value).strip().casefold()
    if word in _TICKS:
        return word in _TICKED
    raise ValueError(f"{_quoted(value)} is neither yes nor no")


def _people(value: Any, _: Settings) -> tuple[str, ...]:
    """Codes and ``class:Reception@2026-11-23``, as a list or a line with commas between."""
    if isinstance(value, list | tuple):
        items = [_words(each) for each in value]
    else:
        items = re.split(r"[,;\n]", _words(value))
    people: list[str] = []
    for item in items:
        people += [_class_on_a_day(item)] if _CLASS.match(item) else map(_code, item.split())
    return _in_order(people)


def _absent(value: Any, settings: Settings) -> tuple[str, ...]:
    if found := [each for each in _people(value, settings) if _CLASS.match(each)]:
        raise ValueError(f"{_quoted(found[0])} is not one person's code")
    return _people(value, settings)


def _class_on_a_day(item: str) -> str:
    name, mark, day = _CLASS.sub("", item).rpartition("@")
    told = date_of(day)
    if not (mark and fold(name) and told):
        raise ValueError(f"{_quoted(item)} is not written as class:Reception@2026-11-23")
    return f"class:{folded(name)}@{told.isoformat()}"


def _code(word: str) -> str:
    if "@" in word or ":" in word or not (found := code_of(clean_title(word))):
        raise ValueError(f"{_quoted(word)} is not a person's code, such as R-014")
    return found


def _in_order(people: Iterable[str]) -> tuple[str, ...]:
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
"""Every field that a sidecar or a sheet may have, and how it is understood."""
