"""Covers are legible, the same in every process, and hold pixels only."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor

from media_pipeline.media.canvas import Palette, Picture, jpeg_bytes
from media_pipeline.media.cover import PALETTES, CoverSpec, draw_cover, save_jpeg
from media_pipeline.media.motifs import FIGURES, figure_of, sun

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
SPEC = CoverSpec(
    title="ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ",
    language="pa",
    kind="story",
    seed="a9d1",
    caption="Reception · ਪੰਜਾਬੀ",
    caption_language="en",
    brand="Canal Side Primary School",
)
CHILD = """
import hashlib, pickle, sys
from media_pipeline.media.canvas import jpeg_bytes
from media_pipeline.media.cover import draw_cover
spec = pickle.load(sys.stdin.buffer)
print(hashlib.sha256(jpeg_bytes(draw_cover(spec, 300))).hexdigest())
"""


def digest(spec: CoverSpec) -> str:
    """Return the digest of a small cover's JPEG."""
    return hashlib.sha256(jpeg_bytes(draw_cover(spec, 300))).hexdigest()


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [value / 255 for value in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def band(cover: Picture) -> Picture:
    """Return the part of a cover that the title stands on."""
    return cover.crop((0, round(cover.height * 0.6), cover.width, cover.height))


def share_of(cover: Picture, colour: str) -> float:
    """Return the share of pixels that are exactly of a colour."""
    wanted = np.array(ImageColor.getrgb(colour))
    return float((np.asarray(cover) == wanted).all(axis=2).mean())


def marker_names(jpeg: bytes) -> list[str]:
    """Return the segments of a JPEG up to its pixels, by their second byte."""
    names, at = [], 2
    while jpeg[at + 1] != 0xDA:
        names.append(f"{jpeg[at + 1]:02X}")
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return names


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a green picture that carries EXIF, a comment and a colour profile."""
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010F] = "CANARY-MAKER"
    Image.new("RGB", (640, 400), "#00a000").save(
        path, exif=exif, comment=b"CANARY-COMMENT", icc_profile=b"CANARY-PROFILE", quality=95
    )
    return path


@pytest.mark.parametrize("size", [1400, 3000])
def test_cover_is_square_rgb_of_the_size_asked(size: int) -> None:
    """Stories and shows get the pixels that directories want."""
    cover = draw_cover(SPEC, size)

    assert (cover.mode, cover.size) == ("RGB", (size, size))


def test_same_spec_gives_the_same_bytes_in_another_process() -> None:
    """Hash seeds, time zone and language of the process don't matter."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "77",
        "TZ": "Asia/Karachi",
        "LANG": "ur_PK.UTF-8",
    }
    ran = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=pickle.dumps(SPEC),
        cwd=Path(__file__).parents[2],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )

    assert ran.stdout.decode().strip() == digest(SPEC)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "ਲੂੰਬੜੀ"},
        {"language": "hi", "title": "लोमड़ी"},
        {"kind": "song"},
        {"seed": "other"},
        {"caption": "Year 1"},
        {"brand": "Other School"},
    ],
)
def test_every_field_shows(change: dict[str, str]) -> None:
    """A change to what a cover says changes its bytes."""
    assert digest(replace(SPEC, **change)) != digest(SPEC)  # type: ignore[arg-type]


def test_seeds_use_every_palette() -> None:
    """A page of covers is a colourful one."""
    corners = {draw_cover(replace(SPEC, seed=str(n)), 40).getpixel((20, 39)) for n in range(60)}

    assert len(corners) == len(PALETTES)


@pytest.mark.parametrize("palette", PALETTES)
def test_text_stands_out_in_every_palette(palette: Palette) -> None:
    """Title, brand and caption keep the contrast that WCAG asks of any text."""
    pairs = [
        (palette.paper, palette.deep),
        (palette.first, palette.deep),
    ]

    assert [pair for pair in pairs if contrast(*pair) < LEAST_CONTRAST] == []


def test_title_stands_on_one_calm_colour(photo: Path) -> None:
    """Below the wave nothing but the band's own colour lies behind the letters."""
    cover = draw_cover(CoverSpec("Fox", "en", "story", "a9d1", picture=photo), 600)
    behind = max(share_of(band(cover), palette.deep) for palette in PALETTES)
    letters = share_of(band(cover), PALETTES[0].paper)

    assert behind > 0.7
    assert letters > 0.02


@pytest.mark.parametrize("title", ["", "🎉🦊🍇", "\u202e", "\ud800\udfff", "  \n "])
def test_title_without_letters_leaves_the_figure_alone(title: str) -> None:
    """No box or question mark is drawn for what no font has."""
    plain = replace(SPEC, title="", brand="", caption="")

    assert digest(replace(plain, title=title)) == digest(plain)


@pytest.mark.parametrize("title", ["x" * 100_000, "a tale " * 15_000, "狐" * 50_000, "ے" * 50_000])
def test_huge_title_stays_on_the_cover(title: str) -> None:
    """A hundred kilobytes are cut: the margins of the band stay bare."""
    cover = draw_cover(CoverSpec(title, "en", "story", "a9d1"), 400)
    margins = [cover.crop((0, 260, 24, 400)), cover.crop((376, 260, 400, 400))]

    assert share_of(band(cover), PALETTES[0].paper) > 0.02
    assert [share_of(margin, PALETTES[0].paper) for margin in margins] == [0, 0]


def test_picture_takes_the_upper_part(photo: Path) -> None:
    """The story's own picture fills the cover down to the wave."""
    cover = draw_cover(replace(SPEC, picture=photo), 400)
    shades = np.asarray(cover.crop((0, 0, 400, 150))).reshape(-1, 3)

    assert np.abs(shades - np.array([0, 0xA0, 0])).max() <= 4


@pytest.mark.parametrize("size", [(3000, 200), (200, 3000), (1, 1), (1400, 1400)])
def test_picture_of_any_form_is_cropped_to_fill(tmp_path: Path, size: tuple[int, int]) -> None:
    """Panoramas, tall pictures and specks leave no bare stripe."""
    path = tmp_path / "picture.png"
    Image.new("RGB", size, "#00a000").save(path)
    cover = draw_cover(replace(SPEC, picture=path), 200)

    assert {cover.getpixel(at) for at in ((0, 0), (199, 0), (0, 80), (199, 80))} == {(0, 160, 0)}


def test_picture_with_transparency_shows_the_sky(tmp_path: Path) -> None:
    """What is transparent in a drawing isn't black on the cover."""
    path = tmp_path / "drawing.png"
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(path)
    sky = {ImageColor.getrgb(palette.sky) for palette in PALETTES}

    assert draw_cover(replace(SPEC, picture=path), 200).getpixel((100, 20)) in sky


def test_unreadable_picture_is_an_error(tmp_path: Path) -> None:
    """The caller learns that the picture can't be shown."""
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"no picture")

    with pytest.raises(OSError, match="cannot identify"):
        draw_cover(replace(SPEC, picture=path), 200)


def test_saved_jpeg_is_baseline_and_holds_no_metadata(photo: Path, tmp_path: Path) -> None:
    """Only JFIF's own header, tables and one baseline frame stand before the pixels."""
    path = tmp_path / "cover.jpg"
    save_jpeg(draw_cover(replace(SPEC, picture=photo), 300), path)
    written = path.read_bytes()

    assert set(marker_names(written)) == {"E0", "DB", "C0", "C4"}
    assert b"CANARY" not in written
    with Image.open(path) as saved:
        assert (saved.mode, saved.size) == ("RGB", (300, 300))


def test_spec_survives_pickling(photo: Path) -> None:
    """A cover is drawn wherever its specification is sent."""
    spec = replace(SPEC, picture=photo)

    assert pickle.loads(pickle.dumps(spec)) == spec  # noqa: S301 - our own bytes


def test_every_kind_has_a_figure_of_its_own() -> None:
    """No two kinds look the same."""
    assert len({figure() for figure in FIGURES.values()}) == len(FIGURES)


def test_kind_without_a_figure_gets_the_sun() -> None:
    """A school may name kinds that nobody has drawn."""
    assert figure_of("assembly") == sun()


@pytest.mark.parametrize("kind", [*FIGURES, "assembly"])
def test_figure_stays_in_its_square(kind: str) -> None:
    """A figure keeps clear of the edges of its place."""
    reach = max(
        abs(value) for shape in figure_of(kind) for point in shape.points for value in point
    )

    assert reach <= 1.05
