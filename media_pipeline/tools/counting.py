"""Counts and lists, written as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable


def counted(number: int, one: str, several: str) -> str:
    """``1 story``, ``2 stories``, ``0 stories``."""
    return f"{number} {one if number == 1 else several}"


def in_words(parts: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
