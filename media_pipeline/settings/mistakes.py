"""A mistake in a settings file, as found by pydantic, in words for whoever wrote the file: where it
is, what is wanted there, and what is there instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_WANTED = {
    "extra_forbidden": "there is no such setting; see docs/settings.md",
    "missing": "this must be set",
    "string_type": "a text in quotation marks is wanted",
    "int_type": "a whole number is wanted",
    "int_parsing": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted",
    "float_parsing": "a number is wanted",
    "finite_number": "a number is wanted",
    "bool_type": "true or false is wanted",
    "bool_parsing": "true or false is wanted",
    "tuple_type": "a list in square brackets is wanted",
    "dict_type": "a table in curly brackets is wanted",
    "model_type": "a table in curly brackets is wanted",
    "greater_than_equal": "it must be at least {ge}",
    "greater_than": "it must be more than {gt}",
    "less_than_equal": "it must be at most {le}",
    "less_than": "it must be less than {lt}",
    "string_too_short": "it must have at least {min_length} characters",
    "string_too_long": "it must have at most {max_length} characters",
    "too_short": "it must have at least {min_length} values",
    "too_long": "it must have at most {max_length} values",
}
"""By pydantic's error types; for a type that isn't here, pydantic's own words are used."""

_CHOICES = frozenset({"literal_error", "enum"})

_NOT_OF_A_VALUE = frozenset({"missing", "extra_forbidden"})

_LONGEST = 40
"""Characters of a value that are shown."""


def sentences(mistakes: Iterable[Mapping[str, Any]]) -> list[str]:
    """A sentence for each place where something is wrong. If one of several things may be there,
    they are listed in one sentence.
    """
    choices: dict[str, list[str]] = {}
    told: dict[str, str] = {}
    for number, each in enumerate(mistakes):
        place = _place(each["loc"])
        if each["type"] in _CHOICES:
            choices.setdefault(place, []).append(each["ctx"]["expected"].replace(" or ", ", "))
            told[place] = f"{place}: it must be one of {', '.join(choices[place])}{_given(each)}"
        else:
            told[f"{place} {number}"] = f"{place}: {_said(each)}"
    return [*told.values()]


def _place(steps: Iterable[int | str]) -> str:
    """Where the mistake is. Pydantic's path also contains which of several forms of a value it
    tried (``literal[…]``), and whether a name is wrong rather than its value (``[key]``); those
    steps are left out.
    """
    place = ""
    for step in steps:
        if isinstance(step, int):
            place += f"[{step + 1}]"
        elif not step.endswith("]"):
            place += f".{step}" if place else step
    return place


def _said(mistake: Mapping[str, Any]) -> str:
    wanted = _WANTED.get(mistake["type"])
    if mistake["input"] == "" and mistake["type"] == "string_too_short":
        return "it may not be empty"
    if wanted is None:
        return str(mistake["msg"]).removeprefix("Value error, ")
    return wanted.format_map(mistake.get("ctx", {})) + _given(mistake)


def _given(mistake: Mapping[str, Any]) -> str:
    """What is there now, if that is short enough to be shown."""
    value = mistake["input"]
    if mistake["type"] in _NOT_OF_A_VALUE or not isinstance(value, str | int | float):
        return ""
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f", not “{shown}”" if 0 < len(shown) <= _LONGEST else ""
