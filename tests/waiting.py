"""What another process brings about, and nothing tells of: it is looked for until it is there."""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE = 0.02
"""Seconds between two looks: little beside what any process does here."""


def comes_true(condition: Callable[[], object], patience: float) -> bool:
    """Whether a condition holds within so many seconds."""
    ends = time.monotonic() + patience
    while not (holds := condition()) and time.monotonic() < ends:
        time.sleep(PAUSE)
    return bool(holds)
