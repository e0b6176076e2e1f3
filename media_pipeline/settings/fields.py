"""The kinds of values that settings have; each reports what is wrong with it in a sentence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
)

from media_pipeline import languages
from media_pipeline.settings.categories import exact_category
from media_pipeline.settings.colours import LIGHT, nearest, passes

IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

FEED_ENDING = re.compile(r"(.*-)?(low-data|archive-\d+)")
"""How a feed's low-data twin and its archives are called: no class may take their addresses."""


class Table(BaseModel):
    """A table of settings: frozen, and an unknown name in it is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _language(tag: str) -> str:
    if (known := languages.canonical(tag)) is None:
        raise ValueError(f"“{tag}” is not a language's code; write for example en, pa or zh-Hans")
    return known


def _text(value: object) -> object:
    return {"en": value} if isinstance(value, str) else value


def _named(value: dict[str, str]) -> dict[str, str]:
    if not value or not all(value.values()):
        raise ValueError("a name or title is wanted")
    return value


def _address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[\w.:-]+(/[\w./~@!$&'()*+,;=%:-]*)?", value, re.ASCII):
        raise ValueError("an address starts with https:// and is in ASCII, without spaces, ? or #")
    return value and value.rstrip("/") + "/"


def _destination(value: str) -> str:
    """Refuse anything that is no place to publish to, and any secret, which is never kept in a
    file.
    """
    if not value:
        return value
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises if it is no number
    except ValueError:
        raise ValueError(f"“{value}” can't be read as an address") from None
    if parts.password is not None:
        raise ValueError(
            "a password never stands in school.toml; docs/publishing.md says where it is kept"
        )
    right = {
        "file": parts.path.startswith("/"),
        "sftp": bool(parts.hostname) and bool(parts.username),
        "s3": re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc) is not None,
    }
    if not right.get(parts.scheme) or parts.query or parts.fragment:
        raise ValueError(
            "it is file:///folder, sftp://user@host/folder or s3://bucket/folder, without ? or #"
        )
    return value.rstrip("/") if parts.path.strip("/") else value


def _host_key(value: str) -> str:
    if value and not re.fullmatch(r"[a-z0-9@.-]+ [A-Za-z0-9+/]{20,}={0,2}( .*)?", value):
        raise ValueError("it is a kind and a key, such as ssh-ed25519 AAAAC3NzaC1lZDI1NTE5…")
    return value


def _identifier(value: str) -> str:
    if not IDENTIFIER.fullmatch(value):
        raise ValueError(
            f"“{value}” must be lower-case letters, digits and hyphens, such as year-3"
        )
    return value


def _feeds_identifier(value: str) -> str:
    if FEED_ENDING.fullmatch(_identifier(value)):
        raise ValueError(f"“{value}” ends as the files beside a feed do; call it otherwise")
    return value


def _first_day(value: str) -> str:
    try:
        date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise ValueError(
            f"“{value}” is not a day of every year; write it as month-day, 09-01"
        ) from None
    return value


def _apart(folder: str, info: ValidationInfo) -> str:
    """Refuse a place for decisions where anyone may write, or that may be deleted."""
    root: Path = (info.context or {}).get("workspace", Path())
    place = (root / folder).resolve()
    if place.is_relative_to((root / "recordings").resolve()):
        raise ValueError("it must not be inside recordings, where anyone may write")
    if place.is_relative_to((root / "build").resolve()):
        raise ValueError("it must not be inside build, which may be deleted")
    return folder


def _elsewhere(folder: str, info: ValidationInfo) -> str:
    """Refuse a second place for the ledger that is within the first."""
    root: Path = (info.context or {}).get("workspace", Path())
    first = (root / info.data.get("decisions", "decisions")).resolve()
    if folder and (root / folder).resolve().is_relative_to(first):
        raise ValueError("a copy in the same folder is lost with it; name another, best elsewhere")
    return folder


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(
            f"“{value}” is not a colour; write it as # and six digits, such as #135158"
        )
    return value.lower()


def _legible(colour: str) -> str:
    """Refuse a colour in which text can't be read, or on which white text can't."""
    grounds = (LIGHT.ground, LIGHT.paper, "#ffffff")
    if not passes(colour, *grounds):
        raise ValueError(
            f"text in {colour} is hard to read on these pages (WCAG 2.2 asks for a contrast of "
            f"4.5); the nearest colour that passes is {nearest(colour, *grounds)}"
        )
    return colour


def _some(tags: tuple[str, ...]) -> tuple[str, ...]:
    if not tags or len(set(tags)) < len(tags):
        raise ValueError("at least one language is wanted, and none twice")
    return tags


Language = Annotated[str, AfterValidator(_language)]
Address = Annotated[str, AfterValidator(_address)]
Destination = Annotated[str, AfterValidator(_destination)]
HostKey = Annotated[str, AfterValidator(_host_key)]
Identifier = Annotated[str, AfterValidator(_identifier)]
FeedsIdentifier = Annotated[str, AfterValidator(_feeds_identifier)]
"""An identifier that a feed's name ends with."""
FirstDay = Annotated[str, AfterValidator(_first_day)]
Folder = Annotated[str, AfterValidator(_apart)]
SecondFolder = Annotated[Folder, AfterValidator(_elsewhere)]
Languages = Annotated[tuple[Language, ...], AfterValidator(_some)]
Category = Annotated[tuple[str, ...], AfterValidator(exact_category)]
Colour = Annotated[str, AfterValidator(_colour)]
LegibleColour = Annotated[Colour, AfterValidator(_legible)]
Text = Annotated[dict[Language, str], BeforeValidator(_text)]
"""A text in one or more languages; a bare string is English."""

Name = Annotated[Text, AfterValidator(_named)]
"""A text that must say something."""
