"""The addresses that only families are given: a token for each class and term, in the ledger.

    {"event": "families", "id": "reception", "term": "Autumn 2026", "private": {"token": "…"}, …}

A token is the name of a folder, and whoever knows it can hear what is in it. It is in the private
part of its line, so that it can be emptied. The newest line of a class is its address; earlier ones
are never valid again. The id of the whole school is "".
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.lines import Line

WHOLE_SCHOOL = ""
"""The class of stories that belong to no class."""

BYTES = 20
"""Random bytes in a token: 160 bits make 32 letters without a remainder, and 128 bits would already
be more than anybody can try out."""

TOKEN = re.compile(r"[a-z2-7]{32}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a class's families hear its stories: its token, the term that it is for ("" if nobody
    said), and since when.
    """

    class_id: str
    token: str
    term: str
    since: datetime


def new_token() -> str:
    """A name that nobody can guess: only lower-case letters and digits (RFC 4648's base32), so that
    it can be read out and used in any address.
    """
    return base64.b32encode(secrets.token_bytes(BYTES)).decode("ascii").lower()


def addresses(lines: Iterable[Line]) -> dict[str, Address]:
    """The address of each class that has one, by the class's id.

    A line whose token was emptied, or is not one of ours, gives no address and takes the earlier
    one away.
    """
    found: dict[str, Address] = {}
    for line in lines:
        event = line.event
        if event.event != EventType.FAMILIES:
            continue
        token = str(event.private.get("token", ""))
        found.pop(event.id, None)
        if TOKEN.fullmatch(token):
            found[event.id] = Address(event.id, token, event.public.get("term", ""), line.at)
    return found


def first_addresses(classes: Iterable[str], lines: Iterable[Line]) -> list[Event]:
    """The events that give an address to each of ``classes`` that has none."""
    known = addresses(lines)
    return [_event(each, "", new_token()) for each in classes if each not in known]


def new_addresses(
    classes: Iterable[str],
    term: str,
    lines: Iterable[Line],
) -> list[Event]:
    """The events that give each of ``classes`` a new address, for ``term`` if that is given, else
    for the term of the old address.
    """
    known = addresses(lines)
    return [
        _event(each, term or (known[each].term if each in known else ""), new_token())
        for each in classes
    ]


def _event(class_id: str, term: str, token: str) -> Event:
    return Event(EventType.FAMILIES, class_id, {"term": term}, {"token": token})
