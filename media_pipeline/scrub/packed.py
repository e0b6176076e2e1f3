"""A search index, packed by gzip, or plain after Pagefind's signature; and the engine that searches
it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_GZIP = b"\x1f\x8b"
_LARGEST = 64_000_000
"""Bytes of an index that are checked; one of 2,000 stories has four million."""

_PROGRAM = b"\0asm"
"""How WebAssembly begins."""


def unpacked(content: bytes) -> bytes:
    """The unpacked content; ``content`` itself if it was not packed."""
    if not content.startswith(_GZIP):
        return content
    try:
        return zlib.decompressobj(wbits=31).decompress(content, _LARGEST)
    except zlib.error:
        return content


def foreign_program(content: bytes) -> Iterator[str]:
    """Report a search engine that is none. Its text is not checked: paths of Pagefind's makers are
    in it.
    """
    if _PROGRAM not in unpacked(content)[: 4 * len(_PROGRAM)]:
        yield "no program of the search"
