"""What directories demand of single values, wherever in a feed they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from media_pipeline.publish.check.rss import Element

VALUE_LENGTH = 255
DESCRIPTION_BYTES = 4000

_LONG = frozenset({"description", "itunes:summary", "content:encoded"})
_ADDRESSES = frozenset({"link", "url", "docs"})

_DATE = re.compile(
    r"(?:(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(?::\d\d)? "
    r"(?P<zone>[+-]\d{4}|[A-Z]{1,3})"
)
_UTC = frozenset({"+0000", "GMT", "UT"})


def wrong_lengths(element: Element) -> Iterator[str]:
    """4: a description has at most 4,000 bytes; other values have at most 255 characters, and no
    spaces at their edges.
    """
    for each in element.within():
        if each.name in _LONG:
            size = len(each.text.encode())
            if size > DESCRIPTION_BYTES:
                yield f"has {size} bytes in {each.name}, and may have {DESCRIPTION_BYTES}."
        elif each.name not in _ADDRESSES and not each.children:
            if (size := len(each.text)) > VALUE_LENGTH:
                yield f"has {size} characters in {each.name}, and may have {VALUE_LENGTH}."
            if each.text != each.text.strip():
                yield f"has a space at the edge of its {each.name}."


def wrong_explicit(said: str) -> str:
    """7: as Apple wants it now; yes, no and clean are of the past."""
    if said in ("true", "false"):
        return ""
    return f"says {said} in itunes:explicit, where directories take true or false."


def wrong_date(said: str) -> str:
    """14: a date of RFC 2822, in UTC."""
    found = _DATE.fullmatch(said)
    try:
        day = parsedate_to_datetime(said).strftime("%a") if found else ""
    except ValueError:
        found = None
    if not found:
        return "which is no date of RFC 2822, such as Tue, 24 Nov 2026 09:00:00 +0000."
    if found["day"] and found["day"] != day:
        return f"which was no {found['day']}."
    return "" if found["zone"] in _UTC else "which is not in UTC."


def wrong_number(said: str) -> bool:
    """Whether it is no whole number from 1."""
    return not re.fullmatch(r"0*[1-9][0-9]*", said)
