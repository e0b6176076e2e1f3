"""The consent register: what each person agreed to. Pure: a table in, a :class:`Register` out.

    code   class      voice   image     name  from        until       leaves
    R-014  Reception  public  families  none  2026-09-01  2027-08-31

A row that is not understood gives no consent at all for its code, and is reported. A table that
lacks any of these columns is not a register: a misspelt column would be passed over for ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from media_pipeline.errors import RegisterError
from media_pipeline.model import Audience
from media_pipeline.tools.tables import Line, Table, code_of, date_of, folded_cell

COLUMNS = ("code", "class", "voice", "image", "name", "from", "until", "leaves")
"""The columns that must be there, in any order. Of any others, only ``role`` is looked at."""

WISHES = ("voice", "image", "name")
DAYS = ("from", "until", "leaves")


PUPILS = frozenset({"pupil", "child", "student"})
"""The roles of people who are in a class."""


_UNLIKE = {0x2212: "-", 0x34F: None, **dict.fromkeys(range(0xFE00, 0xFE10))}
"""A minus sign, a joiner and variation selectors, which Unicode counts neither as hyphens nor as
unseen.
"""


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person agreed to: the audience of each of :data:`WISHES`, from when until when, and
    the person's last day at the school. Names of classes are folded. A row that is ``wrong`` gives
    nothing. All days are inclusive, and None if not stated.
    """

    code: str
    class_names: tuple[str, ...] = ()
    given: Mapping[str, Audience] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    leaves: date | None = None
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A row for each code, and sentences about rows that were not understood."""

    people: Mapping[str, Consent]
    problems: tuple[str, ...] = ()


def read_register(table: Table, name: str, classes: Collection[str] = ()) -> Register:
    """The register in ``table``, a file called ``name``. ``classes`` are all names of the school's
    classes, folded: one may hold a comma or a stroke, which part the classes of a row else.

    Raises :class:`RegisterError` if a column is missing or occurs twice.
    """
    count = Counter(table["columns"])
    if missing := [each for each in COLUMNS if not count[each]]:
        raise RegisterError(
            f"the register has no column {_quoted(missing)}.", name, "Its cells may be empty."
        )
    if twice := [each for each in COLUMNS if count[each] > 1]:
        raise RegisterError(f"the register has more than one column {_quoted(twice)}.", name)
    lines = table["lines"]
    seen = Counter(_look(line["cells"]["code"]) for line in lines if line["cells"].get("code"))
    people: dict[str, Consent] = {}
    problems: list[str] = []
    for line in lines:
        consent, mistakes = _consent(line, classes)
        if seen[_look(consent.code)] > 1:
            mistakes.append("its code, or one that looks the same, is there more than once")
        if mistakes:
            said = " and ".join(mistakes)
            problems.append(f"{name}, row {line['number']}: {said}. It gives no consent at all.")
            consent = _nothing(consent, people.get(consent.code))
        people[consent.code] = consent
    return Register(people, tuple(problems))


def _look(code: str) -> str:
    """A code as it looks: word processors insert other hyphens and unseen characters, which would
    make one person two.
    """
    letters = unicodedata.normalize("NFKC", code_of(code)).translate(_UNLIKE)
    kinds = ((each, unicodedata.category(each)) for each in letters)
    return "".join("-" if kind == "Pd" else each for each, kind in kinds if kind != "Cf")


def _consent(line: Line, classes: Collection[str]) -> tuple[Consent, list[str]]:
    """A row's consent, and what is wrong with it."""
    cells = {name: line["cells"].get(name, "") for name in COLUMNS}
    mistakes = list(_mistakes(cells))
    days = {name: date_of(cells[name]) for name in DAYS}
    given = {name: _audience(cells[name]) or Audience.NONE for name in WISHES}
    consent = Consent(
        code_of(cells["code"]) or f"ROW {line['number']}",
        _classes(cells["class"], folded_cell(line["cells"].get("role", "")), classes),
        given,
        days["from"],
        days["until"],
        days["leaves"],
    )
    return consent, mistakes


def _classes(cell: str, role: str, known: Collection[str]) -> tuple[str, ...]:
    """The classes of a row, folded. A pupil is in one: where it is not said, it is ""."""
    named = [cell]
    for marks in ("[,;]", "/"):
        named = [
            part
            for each in named
            for part in ([each] if folded_cell(each) in known else re.split(marks, each))
        ]
    return tuple(folded_cell(each) for each in named if each.strip()) or (
        ("",) if role in PUPILS else ()
    )


def _mistakes(cells: Mapping[str, str]) -> Iterator[str]:
    if len(cells["code"].split()) != 1:
        yield "it has no code without spaces"
    for name in WISHES:
        if _audience(cells[name]) is None:
            known = ", ".join(reversed(Audience))
            yield f"{name}: {_quoted([cells[name][:40]])} is not one of {known}"
    for name in DAYS:
        if cells[name] and date_of(cells[name]) is None:
            typed = _quoted([cells[name][:40]])
            yield f"{name}: {typed} is not a day, such as 2027-08-31 or 31/08/2027"


def _nothing(consent: Consent, other: Consent | None) -> Consent:
    """A row of which nothing is believed except who it may be about: its class, whatever the
    day.
    """
    classes = {*consent.class_names, *(other.class_names if other else ())}
    return Consent(consent.code, tuple(sorted(classes)), wrong=True)


def _audience(word: str) -> Audience | None:
    typed = folded_cell(word)
    if not typed:
        return Audience.NONE
    return Audience(typed) if typed in set(Audience) else None


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
