"""Processes of this computer, as Linux shows them."""

from __future__ import annotations

from pathlib import Path

from waiting import comes_true

SOON = 5.0
"""Seconds in which a killed coordinator's children are gone."""


def alive(process: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone_within(process: int, seconds: float) -> bool:
    """Whether a process ends in time."""
    return comes_true(lambda: not alive(process), seconds)
