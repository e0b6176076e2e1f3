"""Write docs/settings.md from the settings themselves: `make docs`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from media_pipeline import settings

HEAD = """\
# Settings

`school.toml` at the root of a workspace. Only `name` is required. All mistakes that can be
seen at once are reported together, each with its place; an unknown name is a mistake. No setting
voids an approval. (This page is made from the program itself by `make docs`.)

A text is a string, which is English, or a table by language:
`{ en = "Reception", fr = "Grande section" }`.
"""

_LIMITS = {
    "gt": "more than {}",
    "ge": "at least {}",
    "lt": "less than {}",
    "le": "at most {}",
    "min_length": "",
    "max_length": "",
}
"""What limits a setting, and the wording for a limit that stands alone."""

FEEDS = """
## feeds/NAME.toml

A podcast beyond the automatic ones. NAME is its address for life (`feeds/NAME.xml`): lower-case
letters, digits and hyphens. Families' apps subscribe to that address: a file that is renamed or
deleted leaves them without news, which a build says.
"""


def main() -> None:
    """Write the page."""
    tables = (
        ("School", settings.Settings),
        ("[[classes]]", settings.SchoolClass),
        ("[[kinds]]", settings.Kind),
        ("[defaults]", settings.Defaults),
        ("[loudness]", settings.Loudness),
        ("[audio]", settings.Audio),
        ("[video]", settings.Video),
        ("[policy]", settings.Policy),
        ("[consent]", settings.Consent),
        ("[look]", settings.Look),
        ("[feeds]", settings.Feeds),
        ("[families]", settings.Families),
        ("[publish]", settings.Publish),
        ("[pages]", settings.Pages),
    )
    page = HEAD + "".join(f"\n## {name}\n" + _table(model) for name, model in tables)
    page += FEEDS + _table(settings.FeedFile)
    Path(__file__).parent.parent.joinpath("docs/settings.md").write_text(page, encoding="utf-8")


def _table(model: type[BaseModel]) -> str:
    rows = "".join(_rows(model))
    return f"\n| setting | without it | what it is |\n|---|---|---|\n{rows}"


def _rows(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        said = f"{field.description}{_allowed(field)}{_limits(field)}"
        yield f"| `{name}` | {_default(field)} | {said} |\n"


def _allowed(field: FieldInfo) -> str:
    """The values that a setting may have, if they are few."""
    if get_origin(field.annotation) is not Literal:
        return ""
    *most, last = (f"`{json.dumps(each)}`" for each in get_args(field.annotation))
    return f" {', '.join(most)} or {last}." if most else f" Only {last}."


def _limits(field: FieldInfo) -> str:
    """How small and how big a number may be, how long a text."""
    found: dict[str, float] = {
        name: value
        for each in field.metadata
        for name in _LIMITS
        if (value := getattr(each, name, None)) is not None
    }
    if field.annotation is str and {"min_length", "max_length"} <= found.keys():
        return f" {found['min_length']} to {found['max_length']} characters."
    if {"ge", "le"} <= found.keys():
        return f" {found['ge']} to {found['le']}."
    said = [words.format(found[name]) for name, words in _LIMITS.items() if words and name in found]
    return f" {', '.join(said).capitalize()}." if said else ""


def _default(field: FieldInfo) -> str:
    default = field.default
    if field.is_required():
        return "required"
    if isinstance(default, BaseModel) or default in (None, "", (), {}):
        return ""
    if isinstance(default, tuple) and isinstance(default[0], BaseModel):
        return ", ".join(each.id for each in default)
    return f"`{json.dumps(default, ensure_ascii=False)}`"


if __name__ == "__main__":
    main()
