"""Frozen values as JSON: written, read and digested. The only module that imports msgspec."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, Literal, TypeVar

import msgspec

Value = TypeVar("Value")

Unreadable = msgspec.DecodeError
"""Raised for a text that is no value of the wanted type, as one from another program may be."""

Unread = msgspec.Raw
"""A value that is part of another but is left undecoded; a :func:`decoder` takes it."""


def value_digest(*values: Any) -> str:
    """SHA-256, in hexadecimal, of frozen values, the same in every process."""
    return _digest(values, "sorted")


def ordered_digest(*values: Any) -> str:
    """The same, but sensitive to the order of named items: of titles in several languages, one may
    be shown because it comes first.
    """
    return _digest(values, None)


def encoded(value: object) -> bytes:
    """A frozen value as JSON. Raises :class:`UnicodeEncodeError` for half a character."""
    return msgspec.json.encode(value)


def canonical(value: object) -> bytes:
    """A value as the one canonical JSON text on which permanent digests are computed: names sorted,
    no spaces, and nothing escaped that need not be. It equals what Python's ``json`` writes in that
    form, except for numbers from 1e16 on and below 0.0001 that are not whole. Raises
    :class:`UnicodeEncodeError` for half a character.
    """
    return msgspec.json.encode(value, order="sorted")


def decoder(kind: type[Value]) -> Callable[[bytes | str | Unread], Value]:
    """A function that reads values of that type. It raises :data:`Unreadable`."""
    return msgspec.json.Decoder(kind).decode


def indented(value: Any) -> bytes:
    """JSON for people to read, with a line for each value."""
    return msgspec.json.format(encoded(value), indent=1) + b"\n"


def _digest(values: Any, order: Literal["sorted"] | None) -> str:
    try:
        text = msgspec.json.encode(values, order=order)
    except UnicodeEncodeError:  # half a character, which JSON can only spell out
        text = json.dumps(msgspec.to_builtins(values, order=order)).encode()
    return hashlib.sha256(text).hexdigest()
