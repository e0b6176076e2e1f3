"""What is wrong in a sidecar that can't be read, as a sentence for who wrote it; and that sentence
taken apart again, so that it can be said in any language. Pure.

A value is quoted only where it is understood: what stands in a wrong place may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from media_pipeline import languages
from media_pipeline.model import Rights, Slip, Wrong

NOT_PLAIN = "it is not plain text: save it as plain text (UTF-8)"

EXAMPLES = {
    "title": "The fox",
    "language": "en",
    "date": "2026-03-04",
    "class": "Reception",
    "kind": "story",
    "teller": "Sam",
    "tale": "The fox and the grapes",
    "rights": Rights.FAMILIES_ONLY.value,
    "description": "A fox sees some grapes.",
}
"""Values as fields may have them, where the one that was typed is not understood."""

_CURLY = frozenset("“”„‟«»‘’‚‛＂")
_LINE = re.compile(r"\s*(?P<name>[\w-]+)\s*(?P<sign>[=:：＝])\s*(?P<value>.*?)\s*", re.DOTALL)
_PLACE = re.compile(r"\(at line (?P<line>\d+), column \d+\)")
_STRAIGHT = frozenset("\"'")
_NEAR = 0.65
"""How alike a name must be to one that is known, by difflib; “lang” is 0.67 like “language”."""

_UNREAD = "it can't be read: "
_WRITE = "write it like this: {mended}"
_SAID = {
    Wrong.CURLY: f"{_UNREAD}the quotation marks in line {{line}} must be straight; {_WRITE}",
    Wrong.BARE: f"{_UNREAD}in line {{line}} the value needs straight quotation marks; {_WRITE}",
    Wrong.COLON: f"{_UNREAD}line {{line}} needs = and no colon; {_WRITE}",
    Wrong.LINE: f"{_UNREAD}line {{line}} is not understood",
    Wrong.PLAIN: NOT_PLAIN,
}


def slip_in(text: str, error: str) -> str:
    """The sentence on a sidecar's ``text``, which TOML's parser refused with ``error``."""
    lines = text.rstrip().split("\n")
    found = _PLACE.search(error)
    number = min(int(found["line"]), len(lines)) if found else len(lines)
    wrong, mended = _in_line(lines[number - 1]) or (Wrong.LINE, "")
    return _SAID[wrong].format(line=number, mended=mended)


def slip_of(sentence: str) -> Slip | None:
    """A sentence of :func:`slip_in` taken apart; None where it is none."""
    for wrong, said in _SAID.items():
        pattern = re.escape(said)
        for name, what in (("line", r"\d+"), ("mended", ".+")):
            pattern = pattern.replace(rf"\{{{name}\}}", f"(?P<{name}>{what})")
        if found := re.fullmatch(pattern, sentence, re.DOTALL):
            return Slip(wrong, **found.groupdict())
    return None


def _in_line(line: str) -> tuple[Wrong, str] | None:
    """What is wrong in one line that gives a known field a value, and how it should be."""
    found = _LINE.fullmatch(line)
    name = near(found["name"], EXAMPLES) if found else ""
    if not found or not name:
        return None
    value = found["value"]
    mended = f'{name} = "{_shown(name, value)}"'
    if found["sign"] in ":：":
        return Wrong.COLON, mended
    if not value or value[0] in "[{":
        return None
    if not _CURLY.isdisjoint((value[0], value[-1])):
        return Wrong.CURLY, mended
    ends = len(value) > 1 and value[0] in _STRAIGHT and value[-1] == value[0]
    return None if ends else (Wrong.BARE, mended)


def near(typed: str, known: Iterable[str]) -> str:
    """The known name that was meant, exactly or nearly; "" where none is near."""
    return next(iter(get_close_matches(typed.strip().casefold(), list(known), 1, _NEAR)), "")


def _shown(name: str, value: str) -> str:
    """The value where it is understood, else an example."""
    typed = value.strip("".join(_CURLY | _STRAIGHT)).strip()
    if name == "language" and (languages.understand(typed) or languages.canonical(typed)):
        return typed
    if name == "rights" and typed.casefold() in set(Rights):
        return typed.casefold()
    try:
        return date.fromisoformat(typed).isoformat() if name == "date" else EXAMPLES[name]
    except ValueError:
        return EXAMPLES[name]
