"""Whatever people typed → text that XML accepts, that is no longer than directories allow, and in
which no HTML can hide.

Directories take 255 characters in a value and 4,000 bytes in a description (Apple's and the Podcast
Standards Project's rules).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache

from media_pipeline.tools.text import cut

VALUE_LENGTH = 255
"""Characters in a title, a name or another value."""

DESCRIPTION_BYTES = 4000
"""UTF-8 bytes in a description, of a feed or of an episode."""

# XML 1.0's Char production, minus the C1 controls, the bidirectional overrides (a line must not
# read as another one) and the noncharacters.
_NOT_SHOWN = re.compile(
    "[^\t\n\u0020-\u007e\u00a0-\u2029\u202f-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def clean(text: str) -> str:
    """Remove what XML forbids or a reader can't see; line ends of any kind become newlines."""
    return _NOT_SHOWN.sub("", _LINE_ENDS.sub("\n", text)).strip()


def said_in(text: Mapping[str, str], *languages: str) -> str:
    """The text in the first of the languages that it has, else its first."""
    return next(
        (text[language] for language in languages if text.get(language)),
        next((each for each in text.values() if each), ""),
    )


@lru_cache(maxsize=4096)
def value(text: str) -> str:
    """A text on one line without spaces at its edges, at most :data:`VALUE_LENGTH` long."""
    line = " ".join(clean(text).split())
    return line if len(line) <= VALUE_LENGTH else cut(line, VALUE_LENGTH - 1) + "…"


def as_html(text: str, limit: int = DESCRIPTION_BYTES) -> str:
    """A text as harmless HTML, in at most ``limit`` bytes of UTF-8; newlines stay."""
    kept = clean(text)[:limit]
    shown = html.escape(kept, quote=False)
    while (size := len(shown.encode())) > limit:
        kept = cut(kept, min(len(kept) - 1, len(kept) * limit // size))
        shown = html.escape(kept, quote=False) + "…"
    return shown
