"""Icons of a site: of the school's initial or of its logo, and nothing but pixels in them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media.icons import IconsWork, initial_of
from media_pipeline.tools import files

SIZES = {
    "icon-192.png": (192, 192),
    "icon-512.png": (512, 512),
    "maskable-512.png": (512, 512),
    "apple-touch-icon.png": (180, 180),
}
CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def chunks(path: Path) -> set[bytes]:
    """The names of what a PNG holds."""
    content, names, at = path.read_bytes(), set(), 8
    while at < len(content):
        names.add(content[at + 4 : at + 8])
        at += 12 + int.from_bytes(content[at : at + 4])
    return names


def of_logo(logo: Path) -> IconsWork:
    """The work that makes icons of a logo."""
    return IconsWork("H", "en", "#135158", str(logo), files.digest([logo]))


def test_icons_have_their_sizes_and_hold_pixels_alone(tmp_path: Path) -> None:
    """Each is a PNG without a word in it."""
    made = IconsWork("H", "en", "#135158")(tmp_path)
    assert {each.path: (each.width, each.height) for each in made.renditions} == SIZES
    for each in made.renditions:
        assert Image.open(tmp_path / each.path).size == (each.width, each.height)
        assert chunks(tmp_path / each.path) <= CHUNKS


def test_the_same_icons_are_the_same_bytes(tmp_path: Path) -> None:
    """On any day; and the work goes to another process."""
    work = IconsWork("ਪ", "pa", "#7a1f5c")
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    again = pickle.loads(pickle.dumps(work))  # noqa: S301 - our own bytes
    assert work(tmp_path / "one") == again(tmp_path / "other")


@pytest.mark.parametrize("initial", ["H", "ਪ", "س", "山", ""])
def test_what_an_icon_shows_stays_where_no_telephone_cuts(tmp_path: Path, initial: str) -> None:
    """A maskable icon is its colour alone outside the circle of four fifths, and full of it."""
    IconsWork(initial, "", "#135158")(tmp_path)
    icon = Image.open(tmp_path / "maskable-512.png").convert("RGB")
    ground = (0x13, 0x51, 0x58)
    drawn = [(x, y) for x in range(512) for y in range(512) if icon.getpixel((x, y)) != ground]
    assert len(drawn) > 1000
    assert max((x - 255.5) ** 2 + (y - 255.5) ** 2 for x, y in drawn) < (0.4 * 512) ** 2


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("Hill School", "H"),
        ("école du Parc", "É"),
        ("ਪਿੰਡ ਸਕੂਲ", "ਪਿੰ"),
        ("“Ward” Academy", "W"),
        ("42nd Street", "4"),
        ("😀", ""),
    ],
)
def test_the_initial_is_the_first_letter_in_its_own_script(name: str, initial: str) -> None:
    """With its marks, and a capital where there are any."""
    assert initial_of(name) == initial


def test_a_logo_is_built_anew_and_keeps_its_transparency(tmp_path: Path) -> None:
    """A wide logo stands in the middle of a square; what its file carried is gone."""
    logo = tmp_path / "school.png"
    drawn = Image.new("RGBA", (400, 200), (200, 0, 0, 255))
    drawn.putpixel((0, 0), (0, 0, 0, 0))
    drawn.save(logo, comment="CANARY", dpi=(300, 300))
    (tmp_path / "work").mkdir()
    made = of_logo(logo)(tmp_path / "work")
    assert [each.path for each in made.renditions] == [*SIZES, "logo.png"]
    shown = Image.open(tmp_path / "work/logo.png")
    assert (shown.size, shown.mode) == ((192, 192), "RGBA")
    assert (shown.getpixel((96, 96)), shown.getpixel((96, 10))) == ((200, 0, 0, 255), (0, 0, 0, 0))
    assert all(chunks(tmp_path / "work" / each.path) <= CHUNKS for each in made.renditions)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [("#ffffff", "#135158"), ("#f4f4ee", "#135158"), ("#ffd75e", "#ffffff"), ("black", "#ffffff")],
)
def test_a_logo_is_seen_on_the_ground_of_its_icon(tmp_path: Path, ink: str, ground: str) -> None:
    """One that is drawn in white, for dark paper, stands on the school's colour."""
    logo = tmp_path / "school.png"
    drawn = Image.new("RGBA", (200, 200))
    drawn.paste(ink, (40, 40, 160, 160))
    drawn.save(logo)
    (tmp_path / "work").mkdir()
    of_logo(logo)(tmp_path / "work")
    icon = Image.open(tmp_path / "work/maskable-512.png").convert("RGB")
    assert icon.getpixel((5, 5)) == ImageColor.getrgb(ground)
    assert icon.getpixel((256, 256)) == ImageColor.getrgb(ink)


def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    """With a sentence; an SVG is a program, and is no picture here."""
    logo = tmp_path / "school.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    with pytest.raises(Refusal, match="not a picture"):
        of_logo(logo)(tmp_path)


def test_a_logo_that_changes_during_the_work_is_thrown_away(tmp_path: Path) -> None:
    """What was built of other bytes than were digested is no result."""
    logo = tmp_path / "school.png"
    Image.new("RGB", (64, 64), "teal").save(logo)
    with pytest.raises(ToolError, match="changed"):
        IconsWork("H", "en", "#135158", str(logo), "0" * 64)(tmp_path)
