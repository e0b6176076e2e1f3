"""Pictures that people gave: every format comes out as pixels and nothing else."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from media_pipeline.errors import Refusal
from media_pipeline.media import pictures
from media_pipeline.media.pictures import rebuild_picture
from media_pipeline.media.tags.jpeg import foreign_segments, jpeg_size

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 40), (30, 40, 220), (255, 255, 255)
CANARY = "CANARY-51.501N"


def quarters(width: int = 320, height: int = 200, mode: str = "RGB") -> Image.Image:
    """Red, green over blue, white: no two ways of turning it look the same."""
    picture = Image.new("RGB", (width, height), WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    return picture.convert(mode)


def corners(path: Path) -> tuple[tuple[int, ...], ...]:
    """The colours of the four quarters, left to right and top to bottom."""
    with Image.open(path) as picture:
        assert picture.mode == "RGB"
        across, down = picture.width, picture.height
        places = [(x * across // 4, y * down // 4) for y in (1, 3) for x in (1, 3)]
        return tuple(_pixel(picture, place) for place in places)


def _pixel(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    pixel = picture.getpixel(place)
    assert isinstance(pixel, tuple)
    return pixel


def near(expected: tuple[tuple[int, ...], ...], actual: tuple[tuple[int, ...], ...]) -> bool:
    """Whether no channel differs by more than lossy coding and rounding make it."""
    return all(
        abs(one - other) <= 12
        for left, right in zip(expected, actual, strict=True)
        for one, other in zip(left, right, strict=True)
    )


def save(picture: Image.Image, path: Path, **options: object) -> Path:
    """Save ``picture`` with a maker, a place and a comment in all that the format can hold."""
    exif = Image.Exif()
    exif[0x010F] = CANARY
    exif[0x0112] = options.pop("orientation", 1)
    exif.get_ifd(0x8825)[1] = CANARY
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    if path.suffix == ".png":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", CANARY)
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = texts
    else:
        options["xmp"] = xmp
    if path.suffix == ".jpg":
        options["comment"] = CANARY
    if path.suffix == ".heic":
        pillow_heif.from_pillow(picture).save(path, exif=exif.tobytes(), xmp=xmp, quality=90)
    else:
        picture.save(path, exif=exif, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".heic"])
def test_nothing_but_pixels_gets_through(suffix: str, tmp_path: Path) -> None:
    """Maker, place, XMP and comments of every format are gone; the picture is the same."""
    source = save(quarters(), tmp_path / f"in{suffix}")
    target = tmp_path / "out.jpg"
    assert CANARY.encode() in source.read_bytes()
    assert rebuild_picture(source, target) == (320, 200)
    made = target.read_bytes()
    assert jpeg_size(made) == (320, 200)
    assert foreign_segments(made) == ()
    assert CANARY.encode() not in made
    assert near((RED, GREEN, BLUE, WHITE), corners(target))


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, (RED, GREEN, BLUE, WHITE)),
        (2, (GREEN, RED, WHITE, BLUE)),
        (3, (WHITE, BLUE, GREEN, RED)),
        (4, (BLUE, WHITE, RED, GREEN)),
        (5, (RED, BLUE, GREEN, WHITE)),
        (6, (BLUE, RED, WHITE, GREEN)),
        (7, (WHITE, GREEN, BLUE, RED)),
        (8, (GREEN, WHITE, RED, BLUE)),
    ],
)
def test_a_phone_held_any_way_up(
    orientation: int, expected: tuple[tuple[int, ...], ...], tmp_path: Path
) -> None:
    """All eight EXIF orientations come out upright."""
    source = save(quarters(), tmp_path / "in.jpg", orientation=orientation)
    target = tmp_path / "out.jpg"
    size = rebuild_picture(source, target)
    assert ((320, 200) if orientation < 5 else (200, 320)) == size
    assert near(expected, corners(target))


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16", "LA", "RGBA"])
def test_every_kind_of_pixel(mode: str, tmp_path: Path) -> None:
    """Grey, black-and-white, palette, CMYK and 16-bit pictures keep their lights and darks."""
    black_and_white = Image.new("L", (64, 64), 255)
    black_and_white.paste(0, (0, 0, 32, 32))
    if mode == "I;16":
        picture = black_and_white.convert("I").point(lambda grey: grey * 257).convert("I;16")
    else:
        picture = black_and_white.convert("RGB").convert(mode)
    source = tmp_path / ("in.jpg" if mode == "CMYK" else "in.png")
    picture.save(source)
    target = tmp_path / "out.jpg"
    rebuild_picture(source, target)
    assert near(((0, 0, 0), WHITE, WHITE, WHITE), corners(target))


@pytest.mark.parametrize("kind", ["alpha", "palette", "key"])
def test_transparent_is_white(kind: str, tmp_path: Path) -> None:
    """A drawing on nothing is a drawing on paper, however the file says nothing."""
    source = tmp_path / "in.png"
    if kind == "alpha":
        picture = quarters(mode="RGBA")
        picture.paste((0, 0, 0, 0), (160, 0, 320, 100))
        picture.save(source)
    elif kind == "key":
        quarters().save(source, transparency=GREEN)
    else:
        picture = quarters().quantize(4)
        index = picture.getpixel((240, 50))
        picture.save(source, transparency=index)
    target = tmp_path / "out.jpg"
    rebuild_picture(source, target)
    assert near((RED, WHITE, BLUE, WHITE), corners(target))


def test_colours_of_another_space_become_srgb(tmp_path: Path) -> None:
    """Numbers that mean something else under their profile are converted, not just relabelled."""
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    swapped = bytearray(standard.tobytes())
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    source = tmp_path / "in.png"
    quarters().save(source, icc_profile=bytes(swapped))
    target = tmp_path / "out.jpg"
    rebuild_picture(source, target)
    assert foreign_segments(target.read_bytes()) == ()
    assert near((RED[::-1], GREEN, BLUE[::-1], WHITE), corners(target))


@pytest.mark.parametrize("profile", [b"nonsense", b""], ids=["broken", "empty"])
def test_a_broken_profile_costs_nothing(profile: bytes, tmp_path: Path) -> None:
    """A colour profile that can't be read is left out of account."""
    source = tmp_path / "in.jpg"
    quarters().save(source, icc_profile=profile)
    target = tmp_path / "out.jpg"
    rebuild_picture(source, target)
    assert near((RED, GREEN, BLUE, WHITE), corners(target))


def test_a_broken_exif_block_costs_nothing(tmp_path: Path) -> None:
    """A picture whose EXIF block is garbage is published as it lies."""
    source = tmp_path / "in.jpg"
    quarters().save(source, exif=b"Exif\0\0MM\0\x2a\xff\xff\xff\xff" + b"\xff" * 64)
    target = tmp_path / "out.jpg"
    assert rebuild_picture(source, target) == (320, 200)


@pytest.mark.parametrize(
    ("size", "max_side", "expected"),
    [
        ((3000, 1500), 2048, (2048, 1024)),
        ((1500, 3000), 600, (300, 600)),
        ((100, 50), 2048, (100, 50)),
        ((3000, 2), 300, (300, 1)),
    ],
)
def test_large_pictures_shrink_and_small_ones_stay(
    size: tuple[int, int], max_side: int, expected: tuple[int, int], tmp_path: Path
) -> None:
    """The longer side is at most what was asked, and nothing is enlarged."""
    source = save(quarters(*size), tmp_path / "in.jpg")
    assert expected == rebuild_picture(source, tmp_path / "out.jpg", max_side)


@pytest.mark.parametrize("suffix", [".png", ".webp", ".jpg"])
def test_only_the_first_frame_is_published(suffix: str, tmp_path: Path) -> None:
    """Of an animation, or a camera's picture with others behind it, the first is taken."""
    source = tmp_path / f"in{suffix}"
    second = Image.new("RGB", (320, 200), BLUE)
    format_name = "MPO" if suffix == ".jpg" else None
    quarters().save(source, format_name, save_all=True, append_images=[second])
    target = tmp_path / "out.jpg"
    rebuild_picture(source, target)
    assert near((RED, GREEN, BLUE, WHITE), corners(target))


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    """Building twice from one source gives one result."""
    source = save(quarters(), tmp_path / "in.jpg")
    for name in ("one.jpg", "two.jpg"):
        rebuild_picture(source, tmp_path / name, 100)
    assert (tmp_path / "one.jpg").read_bytes() == (tmp_path / "two.jpg").read_bytes()


def test_the_name_says_nothing(tmp_path: Path) -> None:
    """A PNG that is called .jpg is read as what it is."""
    source = quarters()
    source.save(tmp_path / "in.jpg", "PNG")
    assert rebuild_picture(tmp_path / "in.jpg", tmp_path / "out.jpg") == (320, 200)


# ── refused ───────────────────────────────────────────────────────────────────────────────


def bomb(path: Path, side: int = 16_000) -> Path:
    """A PNG of ``side`` × ``side`` pixels in a few hundred kilobytes."""

    def chunk(name: bytes, payload: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + payload))
        return struct.pack(">I", len(payload)) + name + payload + checksum

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packed = zlib.compress(bytes(side + 1) * side)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    return path


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """256 megapixels in 300 KB are refused before they are decoded."""
    source = bomb(tmp_path / "bomb.png")
    assert source.stat().st_size < 400_000
    with pytest.raises(Refusal, match="larger than 64 megapixels"):
        rebuild_picture(source, tmp_path / "out.jpg")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".heic"])
def test_every_format_has_the_limit(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture above the limit is refused, whichever library has opened it."""
    source = save(quarters(), tmp_path / f"in{suffix}")
    monkeypatch.setattr(pictures, "MAX_PICTURE_PIXELS", 320 * 200 - 1)
    with pytest.raises(Refusal, match="larger than 64 megapixels"):
        rebuild_picture(source, tmp_path / "out.jpg")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".heic"])
def test_a_cut_off_picture_is_refused(suffix: str, tmp_path: Path) -> None:
    """Half a picture is not published, and nothing is left of it."""
    source = save(quarters(1200, 900), tmp_path / f"in{suffix}")
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    with pytest.raises(Refusal, match="picture"):
        rebuild_picture(source, tmp_path / "out.jpg")
    assert not (tmp_path / "out.jpg").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just words",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    ],
    ids=["empty", "text", "svg", "postscript", "gif"],
)
def test_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    """Only the four formats are looked at, whatever the name says."""
    source = tmp_path / "in.jpg"
    source.write_bytes(content)
    with pytest.raises(Refusal, match="Use JPEG, PNG, WebP or HEIC"):
        rebuild_picture(source, tmp_path / "out.jpg")
