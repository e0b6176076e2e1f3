"""``Title.toml``: what somebody says of one recording. Parsed in the parser child: a crafted file
can keep a TOML parser busy for hours.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from media_pipeline.errors import Refusal
from media_pipeline.intake.slips import NOT_PLAIN, slip_in
from media_pipeline.tools.text import as_marked

LARGEST = 64 << 10
"""Bytes; the longest description and two hundred chapters take a third of it."""


_UNSEEN = re.compile("[\u200e\u200f\u2066-\u2069\ufeff]")
"""Direction marks that come along when a line is copied from a page: they are never visible, and
TOML accepts none of them beside a value.
"""

_OF_A_WORD_PROCESSOR = (b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<", b"%PDF")
"""How files begin that a word processor saved, under whatever name."""


def read_sidecar(path: str) -> dict[str, Any]:
    """The fields of a sidecar as plain values, in the child; dates are ISO 8601.

    Their names are case-folded, as a sheet's columns are. Raises :class:`Refusal` with a sentence
    if it is too large, is not TOML, or says a field twice.
    """
    with Path(path).open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Refusal(f"it is larger than {LARGEST >> 10} KB")
    written = _parsed(_text(raw))
    fields = {name.strip().casefold(): value for name, value in written.items()}
    if len(fields) < len(written):
        raise Refusal("it says a field twice, in capitals and in small letters")
    return fields


def _text(raw: bytes) -> str:
    """What it says, without unseen marks. Raises :class:`Refusal` where it is no plain text."""
    if raw.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_OF_A_WORD_PROCESSOR):
        raise Refusal(NOT_PLAIN)
    try:
        return _UNSEEN.sub("", as_marked(raw))
    except UnicodeDecodeError as error:
        raise Refusal(NOT_PLAIN) from error


def _parsed(text: str) -> dict[str, Any]:
    try:
        return dict(_plain(tomllib.loads(text)))
    except (ValueError, RecursionError, MemoryError) as error:
        raise Refusal(slip_in(text, str(error))) from error


def _plain(value: Any) -> Any:
    """The value in the types that JSON has."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else value
