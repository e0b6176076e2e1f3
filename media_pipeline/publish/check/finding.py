"""What is wrong with a file of the site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A file of the site, and a sentence that says what is wrong with it."""

    path: str
    sentence: str
