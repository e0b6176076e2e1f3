"""A search index: packed by gzip, or plain after pagefind's signature; and what searches in it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_GZIP = b"\x1f\x8b"
_LARGEST = 64_000_000
"""Bytes of an index that are looked through; one of 2,000 stories has four million."""

_PROGRAM = b"\0asm"
"""How WebAssembly begins."""


def unpacked(content: bytes) -> bytes:
    """What was packed; ``content`` itself where nothing was."""
    if not content.startswith(_GZIP):
        return content
    try:
        return zlib.decompressobj(wbits=31).decompress(content, _LARGEST)
    except zlib.error:
        return content


def foreign_program(content: bytes) -> Iterator[str]:
    """A search engine that is none. Paths of those who made pagefind stand in theirs."""
    if _PROGRAM not in unpacked(content)[: 4 * len(_PROGRAM)]:
        yield "no program of the search"
