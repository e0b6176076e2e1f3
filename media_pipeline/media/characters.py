"""Which characters of a text can be shown; everything that reads or writes words builds on this."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MAX_MARKS = 30
"""Combining marks on one letter (UAX #15, stream-safe text). The time to put more in order grows
with their square: 80,000 of them take 5 s.
"""

# Overrides and embeddings can make a line read as another one; isolates can't affect other lines.
_BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e"
_NEVER_SHOWN = _BIDI_CONTROLS + "\ufeff\ufffe\uffff"


def clean_text(text: str) -> str:
    """``text`` in NFC, without what XML, HTML or a reader's eye can't take.

    Every kind of line end becomes a newline. Control characters (except tab and newline), lone
    surrogates and bidirectional overrides are removed; joiners stay, as scripts and emoji need
    them.
    """
    lines = re.sub("\r\n?|\x85|\u2028|\u2029", "\n", text)
    return unicodedata.normalize("NFC", "".join(_kept_characters(lines)))


def _kept_characters(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if character in "\n\t" or (
            marks <= MAX_MARKS
            and character not in _NEVER_SHOWN
            and unicodedata.category(character) not in ("Cc", "Cs")
        ):
            yield character
