"""Text as people's computers save it, text that is too long, and arguments of a command. Pure."""

from __future__ import annotations

import codecs
import re
import shlex
import unicodedata

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_JOINERS = frozenset("\u200c\u200d")


def as_marked(raw: bytes) -> str:
    """Text decoded as its byte order mark says: UTF-16, else UTF-8. Raises
    :class:`UnicodeDecodeError` if it is neither.
    """
    return raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8-sig")


def decoded(raw: bytes, *, cut_off: bool = False) -> str:
    """Text as people's computers save it, decoded as its mark says, else as UTF-8, else in Windows'
    old encoding. If ``raw`` is ``cut_off`` at an arbitrary place, half a letter at its end says
    nothing about its encoding.
    """
    if raw.startswith((codecs.BOM_UTF8, *_UTF_16)):
        return raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8-sig", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(raw, final=not cut_off)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, never cut between a letter and its marks, or at a joiner."""
    if len(text) <= limit:
        return text
    end = limit
    while end and _within_a_letter(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip()


def as_argument(word: str) -> str:
    """An argument of a command that somebody may copy: in quotation marks, and quoted such that no
    shell finds a command in it, should a file be named like one.
    """
    return shlex.quote(word) if re.search(r"[\"$`\\!]", word) else f'"{word}"'


def _within_a_letter(before: str, after: str) -> bool:
    return unicodedata.category(after)[0] == "M" or before in _JOINERS or after in _JOINERS
