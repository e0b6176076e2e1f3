"""What became of each file in the drop folder, as those who dropped it are told. Pure.

Whoever may open the drop folder reads it: so there is no title, no teller and no reason that
people gave, and of what is for families only nothing but that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fate(StrEnum):
    """What became of a file."""

    SITE = "site"
    FAMILIES = "families"
    WAITING = "waiting"
    NEEDS = "needs"
    KEPT = "kept"
    MAKING = "making"
    GROWING = "growing"
    REFUSED = "refused"
    FAILED = "failed"
    EARLIER = "earlier"
    COPY = "copy"
    PART = "part"
    BESIDE = "beside"
    SHEET = "sheet"
    PASSED = "passed"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Answer:
    """One file (a folder that is not looked into ends in a slash), by its path in the drop folder.

    ``day`` is when it came there. ``needs`` names what must be said of it, ``unclear`` what of that
    was said and is not understood, ``sidecar`` is the name of the one beside it, and ``folders``
    are those above it whose names are not known. ``others`` are the files that it is a part or a
    copy of or lies beside; it is ``flawed`` where some of what it says of them is no use. ``slug``
    is its page's on the site, and ``told`` is why it can't be used, in English.
    """

    path: str
    fate: Fate
    day: date | None = None
    told: str = ""
    needs: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    flawed: bool = False
    sidecar: str = ""
    slug: str = ""
