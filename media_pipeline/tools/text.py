"""Text as people's computers save it, text that is too long, and a word of a command. Pure."""

from __future__ import annotations

import codecs
import re
import shlex
import unicodedata

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_JOINERS = frozenset("\u200c\u200d")


def as_marked(raw: bytes) -> str:
    """Text as its byte order mark says: UTF-16, else UTF-8. Raises :class:`UnicodeDecodeError`."""
    return raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8-sig")


def decoded(raw: bytes, *, cut_off: bool = False) -> str:
    """Text as people's computers save it: as its mark says, else UTF-8, else Windows' old form.
    Where it is ``cut_off`` anywhere, half a letter at its end says nothing of its form.
    """
    if raw.startswith((codecs.BOM_UTF8, *_UTF_16)):
        return raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8-sig", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(raw, final=not cut_off)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, never between a letter and the marks on it, or at a joiner."""
    if len(text) <= limit:
        return text
    end = limit
    while end and _within_a_letter(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip()


def as_argument(word: str) -> str:
    """A word of a command that somebody may copy: in quotation marks, and in such that no shell
    finds a command in it, where a file is named so.
    """
    return shlex.quote(word) if re.search(r"[\"$`\\!]", word) else f'"{word}"'


def _within_a_letter(before: str, after: str) -> bool:
    return unicodedata.category(after)[0] == "M" or before in _JOINERS or after in _JOINERS
