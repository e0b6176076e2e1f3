"""What became of each file in the drop folder, as reported to those who dropped it. Pure.

Whoever may open the drop folder can read it: so it contains no title, no teller and no reason given
by people, and of what is for families only nothing but that fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from media_pipeline.model import Slip


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
    """One file (or folder that is not searched, ending in a slash), by its path in the drop folder.

    ``day`` is when it came there. ``needs`` names what must be said about it, ``unclear`` which of
    that was said but not understood, ``sidecar`` is the name of the one beside it, and ``folders``
    are those above it with unknown names. ``slip`` is why the sidecar can't be read, and ``fields``
    are names in it that no field has, each with the one that may be meant. A film that has no sound
    is ``silent``. ``others`` are the files that it is a part or a copy of or lies beside; it is
    ``flawed`` if some of what it says about them can't be used. ``slug`` is that of its page on the
    site, and ``told`` is why it can't be used, in English.
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
    slip: Slip | None = None
    fields: tuple[tuple[str, str], ...] = ()
    silent: bool = False
    slug: str = ""
