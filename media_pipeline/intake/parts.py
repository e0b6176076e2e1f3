"""A camcorder's long recording in several files.

AVCHD cameras split a recording every 2 or 4 GB (00000.MTS, 00001.MTS, …) and let its clock run on;
a new recording restarts the clock. So the file with the next number whose first timestamp is where
the last one ended is the next part. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from media_pipeline.model import Probe

CAMCORDER = frozenset({"mts", "m2ts", "m2t"})

GAP = 0.5
"""Seconds that may lie between two parts; gaps within a recording are a frame or two."""


def join_parts(files: Sequence[tuple[str, Probe]]) -> list[tuple[str, ...]]:
    """The paths of ``files``, with the parts of one recording grouped together, in order."""
    groups: list[tuple[str, ...]] = []
    before: tuple[str, Probe] | None = None
    for path, probe in files:
        if before is not None and _goes_on(before, (path, probe)):
            groups[-1] = (*groups[-1], path)
        else:
            groups.append((path,))
        before = (path, probe)
    return groups


def _goes_on(before: tuple[str, Probe], after: tuple[str, Probe]) -> bool:
    first, second = PurePosixPath(before[0]), PurePosixPath(after[0])
    numbers = [re.fullmatch(r"\D*(\d{4,5})", path.stem) for path in (first, second)]
    if (
        first.parent != second.parent
        or first.suffix != second.suffix
        or first.suffix.lower().removeprefix(".") not in CAMCORDER
        or None in numbers
        or before[1].seconds is None
    ):
        return False
    one, two = (int(number.group(1)) for number in numbers if number)
    end = before[1].start + before[1].seconds
    # A camcorder's very first clock is near zero, so a first part never "goes on".
    return two == one + 1 and after[1].start > GAP * 4 and abs(after[1].start - end) <= GAP
