"""How many there are of something, as a person reads it."""

from __future__ import annotations


def counted(number: int, one: str, several: str) -> str:
    """``1 story``, ``2 stories``, ``0 stories``."""
    return f"{number} {one if number == 1 else several}"
