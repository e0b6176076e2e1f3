"""What may stand in a file of each form, and that anything else is named."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from media_pipeline.publish.print.typeset import PrintWork
from media_pipeline.scrub.forms import findings, findings_in
from media_pipeline.tools.resources import resource_root

FONT = (resource_root() / "fonts/early-reader-western.woff2").read_bytes()
WORKSPACE = "/srv/school"


def png(**options: object) -> bytes:
    """A small picture."""
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(held, "PNG", **options)
    return held.getvalue()


def texts(*names: str) -> PngImagePlugin.PngInfo:
    """Texts for a PNG."""
    held = PngImagePlugin.PngInfo()
    for name in names:
        held.add_text(name, "CANARY")
    return held


def jpeg(**options: object) -> bytes:
    """A small picture."""
    held = io.BytesIO()
    picture = Image.effect_noise((64, 64), 90).convert("RGB")
    picture.save(held, "JPEG", **options)
    return held.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sheet as typst makes it."""
    work = PrintWork(
        {"x.typ": '#set document(title: "Stories", date: none)\n#set text(lang: "en")\n= Stories'}
    )
    folder = tmp_path_factory.mktemp("sheet")
    (made,) = work(folder).renditions
    return (folder / made.path).read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", jpeg()),
        ("a.jpg", jpeg(progressive=True)),
        ("a.png", png()),
        ("a.png", png(optimize=True)),
        ("a.woff2", FONT),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>'),
        ("a.html", b"<p>Once upon a time, at half past 10.30.</p>"),
        ("CNAME", b"stories.school.example\n"),
        ("empty.txt", b""),
    ],
)
def test_a_file_as_it_is_made_here_is_clean(name: str, content: bytes) -> None:
    """Nothing is said of it."""
    assert findings_in(content, name, WORKSPACE, "") == []


def test_a_sheet_as_it_is_made_here_is_clean(pdf: bytes) -> None:
    """With its title, which is on it, and no author, time or path."""
    assert findings_in(pdf, "a.pdf", WORKSPACE, "") == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jpg", jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"), "it holds APP1."),
        ("a.jpg", jpeg(comment=b"Ms Kaur's camera"), "it holds COM."),
        ("a.jpg", jpeg(icc_profile=b"CANARY"), "it holds APP2."),
        ("a.jpg", jpeg() + b"CANARY", "it holds bytes after the picture."),
        ("a.jpg", jpeg()[:-2],
         "it is not what its name says: this JPEG has no picture, or no end."),
        ("a.jpg", b"GIF89a", "it is not what its name says: this is not a JPEG."),
        ("a.png", png(pnginfo=texts("Author")), "it holds the chunk tEXt."),
        ("a.png", png(dpi=(300, 300)), "it holds the chunk pHYs."),
        ("a.png", png(icc_profile=b"CANARY"), "it holds the chunk iCCP."),
        ("a.png", png(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"), "it holds the chunk eXIf."),
        ("a.png", png() + b"CANARY", "it holds bytes after its end."),
        ("a.png", png()[:33] + chunk(b"IDAT", zlib.compress(bytes(200)) + b"CANARY")
         + chunk(b"IEND", b""), "it holds bytes behind its picture."),
        ("a.png", png()[:-20], "it is not what its name says: this PNG has no end."),
        ("a.woff2", FONT + b"CANARY", "it holds bytes after its end."),
        ("a.woff2", FONT[:28] + struct.pack(">II", 48, 6) + FONT[36:],
         "it holds a block of metadata."),
        ("a.woff2", FONT[:40] + struct.pack(">II", 48, 6) + FONT[48:],
         "it holds a block of private data."),
        ("a.svg", b"<svg><metadata>Kim</metadata></svg>", "it holds an element of metadata."),
        ("a.svg", b"<svg><!-- Kim --></svg>", "it holds a comment."),
        ("a.svg", b'<svg inkscape:export-filename="fox"/>',
         "it holds what a drawing program noted."),
        ("a.html", b"<p>/home/ict/fox</p>", "it holds a path of a computer: /home/ict/fox</p>."),
        ("a.json", rb'"C:\Users"', 'it holds a path of a computer: C:\\Users".'),
        ("a.txt", b"at 192.168.0.7", "it holds an address of a computer: 192.168.0.7."),
        ("a.vtt", b"fox-7.m4a", "it holds the name of a file: fox-7.m4a."),
        ("a.xml", b"<a>/srv/school/x</a>",
         "it holds the path of the folder that it was made in."),
        ("a.pf_fragment", b'pagefind_dcd{"x":"/home/ict/x"}',
         'it holds a path of a computer: /home/ict/x"}.'),
        ("a.pagefind", b"words", "it holds no program of the search."),
        ("a.heic", b"x", "it is no kind of file that a site of ours holds."),
        ("a.gif", b"GIF89a", "it is no kind of file that a site of ours holds."),
        ("a.jpg", b"", "it is empty."),
    ],
)  # fmt: skip
def test_threat_09_what_hides_in_a_file_is_named(name: str, content: bytes, expected: str) -> None:
    """By an allow-list: what nobody knows is a finding, too."""
    assert findings_in(content, name, WORKSPACE, "") == [expected]


def _with_author(pdf: bytes) -> bytes:
    return pdf.replace(b"/Creator", b"/Author(Kim)/Creator", 1)


def _with_file(pdf: bytes) -> bytes:
    return pdf.replace(b"/Type/Catalog", b"/Type/Catalog/AF[9 0 R]", 1)


def _with_xmp(pdf: bytes) -> bytes:
    return pdf.replace(b"<dc:format>", b"<dc:creator>Kim</dc:creator><dc:format>", 1)


def _with_update(pdf: bytes) -> bytes:
    return pdf + b"\n9 0 obj\n(Kim)\nendobj\n%%EOF"


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        (_with_author, "it holds /Author."),
        (_with_file, "it holds /AF."),
        (_with_xmp, "it holds dc:creator in XMP."),
        (_with_update, "it holds a later version of itself, or bytes after its end."),
    ],
)
def test_threat_08_what_hides_in_a_sheet_is_named(
    pdf: bytes, dirty: Callable[[bytes], bytes], expected: str
) -> None:
    """An author, an attached file, a description, an earlier version."""
    assert findings_in(dirty(pdf), "a.pdf", WORKSPACE, "") == [expected]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.mp3", b"", "it is empty."),
        ("a.mp3", b"words", "it holds the foreign tag bytes that are no sound: b'words'."),
        ("a.mp4", b"words", "it is not what its name says: "),
        ("a.opus", b"words", "it is not what its name says: "),
    ],
)
def test_sound_and_film_are_looked_through_by_their_tags(
    name: str, content: bytes, expected: str, tmp_path: Path
) -> None:
    """As they were written."""
    (tmp_path / name).write_bytes(content)
    (found,) = findings(str(tmp_path / name), name, WORKSPACE)
    assert found.startswith(expected)
