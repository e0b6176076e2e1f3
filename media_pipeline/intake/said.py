"""What one source (a sidecar, a row of a sheet) says of a recording.

Pure: values in, :class:`Said` out. A value that is there but not understood is reported, and its
field is marked ``unclear``, so that no weaker source is used in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from media_pipeline.intake import spans
from media_pipeline.intake.fields import EMPTIED, FIELDS, in_order
from media_pipeline.intake.slips import near
from media_pipeline.intake.text import quoted as _quoted
from media_pipeline.model import Rights
from media_pipeline.settings import Settings

_HEEDED = {"rights": "right", "cut": "cut", "mute": "mut"}
"""Fields, and the beginning of any word that was surely meant for them."""

LONGER = 4
"""Letters from which a word can have one letter wrong and still be recognised; in a shorter one,
another letter makes cut a cat.
"""

_BELOW = (
    "What comes after a line in brackets belongs to that line: write what is about the whole "
    "recording above it."
)

BINDING = frozenset({"sidecar", *spans.GUARDING})
"""Fields that hold wherever they are said of the same bytes, and that stories wait for if
unclear.
"""


_NO_FIELD = re.compile(
    "there is no field “(?:(?P<name>[A-Za-z_-]{1,30})|.*?)”[.](?: Is “(?P<meant>[a-z]+)” meant[?])?"
    " Known: ",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says; fields it did not mention are absent."""

    values: Mapping[str, Any] = field(default_factory=dict)
    unclear: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def said(source: str, fields: Mapping[str, Any], settings: Settings) -> Said:
    """Understand the ``fields`` of a source called ``source``, such as ``fox.toml``."""
    values: dict[str, Any] = {}
    unclear: dict[str, str] = {}
    notes: list[str] = []
    for name, value in fields.items():
        empty = isinstance(value, str) and not value.strip()
        if value is None or (empty and name not in EMPTIED):
            continue
        understand = FIELDS.get(name)
        if understand is None:
            below = {meant for each in _names_below(value) if (meant := _meant(each))}
            unclear |= dict.fromkeys(sorted(below), f"{_no_field(source, name, '')} {_BELOW}")
            if meant := _meant(name):
                unclear[meant] = _no_field(source, name, meant)
            elif not below:
                notes.append(_no_field(source, name, near(name, FIELDS)))
            continue
        try:
            values[name] = understand(value, settings)
        except (ValueError, TypeError) as error:
            unclear[name] = f"{source}: {name}: {error}"
    return Said(values, unclear, (*notes, *unclear.values()))


def _names_below(value: Any) -> Iterator[str]:
    """The names in a table, and in the tables below it: all that comes after a line in brackets is
    below it, also what was meant for the whole recording.
    """
    left = [value]
    while left:
        table = left.pop()
        if isinstance(table, list):
            left += table
        elif isinstance(table, Mapping):
            yield from table
            left += table.values()


def _no_field(source: str, name: str, meant: str) -> str:
    question = f" Is “{meant}” meant?" if meant else ""
    known = ", ".join(FIELDS)
    return f"{source}: there is no field {_quoted(name)}.{question} Known: {known}."


def field_not_known(note: str, source: str) -> tuple[str, str] | None:
    """The field that there is not, and the one that may be meant ("" where none is near), of a
    note on it and that source; None of any other note. What is no plain word is "": whoever wrote
    it may have meant it for a value, such as a name.
    """
    if not note.startswith(f"{source}: "):
        return None
    found = _NO_FIELD.match(note.removeprefix(f"{source}: "))
    return (found["name"] or "", found["meant"] or "") if found else None


def _meant(name: str) -> str:
    """Whose the words are, who is in it, and what is to be cut, is never passed over for a slip of
    the pen, nor for what is written after it: ``pictured?``, ``end (min)``, ``start time``.
    """
    word = re.split(r"[?!:*(\[{/]", name.strip().casefold(), maxsplit=1)[0].strip()
    word = word.removesuffix("time").rstrip(" _-") or word
    begun = [field for field, begins in _HEEDED.items() if word.startswith(begins)]
    slips = (field for field in spans.GUARDING if _is_slip(word, field))
    return next(chain(begun, slips), "")


def _is_slip(typed: str, word: str) -> bool:
    """Whether in ``typed`` two letters of ``word`` changed places or, in a longer word, one letter
    is missing, extra or wrong. With another last letter it is a different word: stars, picture,
    send.
    """
    pairs = enumerate(zip(typed, word, strict=False))
    alike = next((at for at, (one, other) in pairs if one != other), min(len(typed), len(word)))
    rest, meant = typed[alike:], word[alike:]
    swapped = rest[:2] == meant[1::-1] and rest[2:] == meant[2:]
    within = meant[1:] in (rest, rest[1:]) or rest[1:] == meant
    same_end = typed[-1:] == word[-1:] and len(word) >= LONGER
    return typed == word or swapped or (within and same_end)


def bound(own: Said, other: Said, known: Mapping[str, Any], source: str, first: str) -> Said:
    """``own``, bound by what ``other`` says of the same recording, in the same place or elsewhere;
    ``first`` is a phrase for the source that takes precedence.

    Only rights and who is in it bind: ``families-only`` holds wherever it is said; everyone who is
    named anywhere is asked for; nobody is named if any source says so; and what may have said so
    but is unclear makes the story wait. So does anything to be cut according to ``other`` but not
    ``own``: somebody heard a name in it. Anything else that is not ``known`` already is reported,
    as said by ``source``.
    """
    values = dict(own.values)
    if other.values.get("rights") is Rights.FAMILIES_ONLY:
        values["rights"] = Rights.FAMILIES_ONLY
    if named := other.values.get("people"):
        values["people"] = in_order([*values.get("people", known.get("people", ())), *named])
    if other.values.get("pictured"):
        values["pictured"] = True
    if other.values.get("teller") == "":
        values["teller"] = ""
    waiting = {name: why for name, why in other.unclear.items() if name in BINDING}
    told = {**known, **values}
    for name in spans.FIELDS:
        if name in other.values and told.get(name) != other.values[name]:
            waiting[name] = f"{source}: {name}: say it in {first}, too"
    unused = [
        name
        for name, value in other.values.items()
        if name not in ("people", "pictured") and told.get(name) != value
    ]
    note = f"{source}: not used, as {first} goes before it: {', '.join(unused)}."
    return Said(
        values,
        {**waiting, **own.unclear},
        (*own.notes, *other.notes, *([note] if unused else [])),
    )
