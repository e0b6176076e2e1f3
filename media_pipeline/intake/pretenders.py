"""Files named like a recording that are none: why, as a sentence for a teacher. Pure."""

from __future__ import annotations

import codecs
import re

BEGINNING = 512
"""Bytes that suffice to tell what a file is."""

DROP_IT = "Drop the recording itself."
A_PICTURE = f"It is a picture with a recording's name. {DROP_IT}"
EMPTY = "It is empty: nothing was recorded, or it was not copied whole. Copy it again."
ONLY_ZEROS = "There are only zeros in it: it was not copied whole. Copy it again."
INCOMPLETE = (
    "It can't be read: the file is damaged, or was not copied whole. "
    "Copy it again, or record again."
)

STILL_BRANDS = frozenset({"heic", "heix", "heim", "heis", "mif1", "avif"})
"""MP4's brands for pictures (ISO/IEC 23008-12), which would play as a film of one frame."""

_FIRST_LETTER = 32  # ASCII: below it are controls
_PICTURES = rb"\xff\xd8\xff|\x89PNG|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP"
_SIGNATURES = tuple(
    (re.compile(pattern, re.DOTALL), f"It is a {what} with a recording's name. {DROP_IT}")
    for pattern, what in (
        (rb"\s*#EXTM3U|v=0\r?\n", "list of addresses"),
        (rb"\s*ffconcat", "list of files"),
        (rb"\s*<", "web page or drawing"),
        (_PICTURES, "picture"),
        (rb"%PDF", "PDF"),
        (rb"MZ.\0|\x7fELF|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe", "program"),
        (rb"PK\x03\x04|\xd0\xcf\x11\xe0", "zip file or a document"),
        (rb"\xff\xfe|\xfe\xff", "text"),
    )
)


def why_unreadable(beginning: bytes) -> str:
    """Say why nothing can be played in a file whose first :data:`BEGINNING` bytes these are."""
    if not beginning:
        return EMPTY
    if not beginning.strip(b"\0"):
        return ONLY_ZEROS
    head = beginning.removeprefix(codecs.BOM_UTF8)
    for signature, sentence in _SIGNATURES:
        if signature.match(head):
            return sentence
    if _is_text(head):
        return f"It is a text with a recording's name. {DROP_IT}"
    return INCOMPLETE


def _is_text(head: bytes) -> bool:
    """Whether it is plain text: no control characters, and either valid UTF-8 or, in an older
    encoding, with spaces in it.
    """
    if not all(byte in b"\t\n\r\f" or byte >= _FIRST_LETTER for byte in head):
        return False
    if any(space in head for space in (b" ", b"\n", b"\r")):
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # its last letter may be cut off
    except UnicodeDecodeError:
        return False
    return True
