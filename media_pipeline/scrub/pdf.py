"""What a PDF holds besides its pages (ISO 32000-1): authors, times, tools, files, code, a tail.

Only what typst writes is understood: plain objects, a table of them at the end, no object streams.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from media_pipeline.errors import ToolError
from media_pipeline.media.tags.jpeg import foreign_segments

_STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)endstream", re.DOTALL)
_INFO = re.compile(rb"/Info (\d+) 0 R")
_KEY = re.compile(rb"/([A-Za-z]+)")
_SAID = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
"""Strings, in brackets or hexadecimal; keys of dictionaries are outside them."""

_OF_INFO = frozenset({b"Title", b"Creator", b"Typst"})

_NEVER = (
    b"Author", b"Subject", b"Keywords", b"Producer", b"CreationDate", b"ModDate", b"PieceInfo",
    b"EmbeddedFile", b"EmbeddedFiles", b"Filespec", b"EF", b"AF", b"FileAttachment", b"RichMedia",
    b"JavaScript", b"JS", b"Launch", b"GoToR", b"SubmitForm", b"OpenAction", b"AA", b"AcroForm",
    b"ObjStm", b"XRef", b"Encrypt", b"Movie", b"Sound", b"Thumb",
)  # fmt: skip
"""Names that none of our sheets has: who made it and when, what is attached, what runs."""

_XMP = re.compile(rb"<([\w]+:[\w]+)[\s>/]")
_OF_XMP = frozenset(
    {
        *(b"x:xmpmeta", b"rdf:RDF", b"rdf:Description", b"rdf:Alt", b"rdf:Bag", b"rdf:Seq"),
        *(b"rdf:li", b"dc:title", b"dc:language", b"dc:format", b"xmp:CreatorTool"),
        *(b"pdfuaid:part", b"pdfuaid:rev", b"xmpTPg:NPages", b"pdf:PDFVersion"),
        *(b"xmpMM:InstanceID", b"xmpMM:DocumentID", b"xmpMM:RenditionClass"),
    }
)
"""What typst states about a file: its title, language, form, and digests of its pages as ids."""

_END = b"%%EOF"
_JPEG = b"\xff\xd8"


def foreign_in_pdf(pdf: bytes) -> Iterator[str]:
    """Names of everything that is no page of ours. Raises :class:`ToolError` if this is no PDF."""
    if not pdf.startswith(b"%PDF-"):
        raise ToolError("this is not a PDF.", "sheet")
    if pdf.count(_END) != 1 or not pdf.rstrip().endswith(_END):
        yield "a later version of itself, or bytes after its end"
    bare = _SAID.sub(b"()", _STREAM.sub(b"", pdf))
    names = set(_KEY.findall(bare))
    yield from (f"/{each.decode()}" for each in _NEVER if each in names)
    yield from _foreign_info(bare)
    for stream in _STREAM.findall(pdf):
        yield from _foreign_stream(stream)


def _foreign_info(bare: bytes) -> Iterator[str]:
    """The foreign keys in the dictionary that says who made the file and with what."""
    for number in _INFO.findall(bare):
        for said in re.findall(rb"\n" + number + rb" 0 obj\s*<<(.*?)>>", bare, re.DOTALL):
            for key in sorted({*_KEY.findall(said)} - _OF_INFO - set(_NEVER)):
                yield f"/{key.decode()}"


def _foreign_stream(stream: bytes) -> Iterator[str]:
    if stream.startswith(_JPEG):
        yield from (f"a picture with {each}" for each in foreign_segments(stream.rstrip(b"\r\n")))
    elif stream.lstrip().startswith((b"<?xpacket", b"<x:xmpmeta")):
        yield from (f"{each.decode()} in XMP" for each in sorted({*_XMP.findall(stream)} - _OF_XMP))
