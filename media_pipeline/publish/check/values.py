"""What directories demand of single values, wherever in a feed they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from media_pipeline.publish.check.rss import Element

VALUE_LENGTH = 255
DESCRIPTION_BYTES = 4000

_LONG = frozenset({"description", "itunes:summary", "content:encoded"})
_ADDRESSES = frozenset({"link", "url", "docs"})

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_DAYS)}), )?(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) "
    r"(?P<year>\d{4}) (?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))? "
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
    if not (found and (weekday := _weekday(found))):
        return "which is no date of RFC 2822, such as Tue, 24 Nov 2026 09:00:00 +0000."
    if found["weekday"] and found["weekday"] != weekday:
        return f"which was no {found['weekday']}."
    return "" if found["zone"] in _UTC else "which is not in UTC."


def _weekday(found: re.Match[str]) -> str:
    """The day of the week of a date; "" if no calendar or clock has it."""
    day, year, hour, minute, second = (
        int(found[name] or 0) for name in ("day", "year", "hour", "minute", "second")
    )
    try:
        month = _MONTHS.index(found["month"]) + 1
        return _DAYS[datetime(year, month, day, hour, minute, second).weekday()]  # noqa: DTZ001 - of any zone
    except ValueError:
        return ""


def wrong_number(said: str) -> bool:
    """Whether it is no whole number from 1."""
    return not re.fullmatch(r"0*[1-9][0-9]*", said)
