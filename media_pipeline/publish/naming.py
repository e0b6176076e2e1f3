"""Which files name a story: in their path, or in the text they hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

TEXTS = frozenset({".html", ".xml", ".json", ".js", ".opml", ".svg", ".txt", ".vtt"})
"""Files that are searched as text for the name of a story."""

PACKED = frozenset({".pdf", ".pagefind", ".pf_fragment", ".pf_index", ".pf_meta", ".pf_filter"})
"""Files that may name a story and can't be searched as text."""


def named_in(path: Path, below: Path, words: Iterable[bytes]) -> list[bytes]:
    """Those of ``words`` that occur in a file's path relative to the folder ``below``, or in its
    text.
    """
    place, text = path.relative_to(below).as_posix().encode(), text_of(path)
    return [word for word in words if word in place or word in text]


def text_of(path: Path) -> bytes:
    """A file's text; empty if it holds none, or has just gone: a build may be at work."""
    if path.suffix not in TEXTS:
        return b""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
