"""``Title.txt``: a line or more about a recording, read in the parser child."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.intake.fields import LONGEST
from media_pipeline.intake.text import clean_title
from media_pipeline.tools.text import decoded

LARGEST = 64 << 10
"""Bytes of a description that are read; real ones are far shorter."""


def read_description(path: str) -> str:
    """The text in the file at ``path``, on one line of at most :data:`LONGEST` characters."""
    with Path(path).open("rb") as file:
        raw = file.read(LARGEST)
    return clean_title(decoded(raw, cut_off=len(raw) == LARGEST), LONGEST)
