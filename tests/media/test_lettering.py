"""Text is shaped rightly in every script, with nothing from the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tools_needed import LINUX

from media_pipeline.media.lettering import NOTHING, Box, Lettering, lettered
from media_pipeline.tools.typefaces import LONGEST, faces, fonts_folder

REFERENCES = Path(__file__).parent / "references"
TITLES: dict[str, tuple[str, str]] = json.loads(
    (REFERENCES / "titles.json").read_text(encoding="utf-8")
)
LETTER_TITLES = Path(__file__).parent / "letter_titles.py"
ROOT = Path(__file__).parents[2]
# Another processor or release may smooth an edge differently: 2 of 255 levels on average. Letters
# that are not joined differ by 40 or more.
TOLERANCE = 2.0
SIZE_TOLERANCE = 2  # pixels
HIDDEN = ("libfribidi.so.0", "libharfbuzz.so.0", "libpango-1.0.so.0", "libfontconfig.so.1")
LARGE = Box(width=900, height=200, largest=90, smallest=90)


@dataclass(frozen=True)
class Hidden:
    """What a process saw, the machine's shaping libraries hidden from it, and what it drew."""

    folder: Path
    home: Path
    fribidi: bool
    mapped: frozenset[str]


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Hidden:
    """Letter all titles where each library of the machine is an empty file that can't be loaded."""
    base = tmp_path_factory.mktemp("hidden")
    folders = {name: base / name for name in ("libraries", "drawn", "home")}
    for folder in folders.values():
        folder.mkdir()
    for name in HIDDEN:
        (folders["libraries"] / name).touch()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LD_LIBRARY_PATH": str(folders["libraries"]),
        "HOME": str(folders["home"]),
        "XDG_CACHE_HOME": str(folders["home"] / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ran = subprocess.run(
        [sys.executable, LETTER_TITLES, folders["drawn"]],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(ran.stdout)
    return Hidden(folders["drawn"], folders["home"], seen["fribidi"], frozenset(seen["mapped"]))


def grey(lettering: Lettering) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return drawn text as an array of height × width levels from 0 to 255."""
    levels = np.frombuffer(lettering.coverage, np.uint8)
    return levels.reshape(lettering.height, lettering.width).astype(np.float64)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference in levels of two grey pictures, brought to one size."""
    return float(np.abs(np.asarray(one, float) - np.asarray(other.resize(one.size), float)).mean())


def pieces(lettering: Lettering) -> int:
    """Count the connected areas of ink."""
    ink = {(int(y), int(x)) for y, x in np.argwhere(grey(lettering) > 127)}
    count = 0
    while ink:
        count += 1
        reached = [ink.pop()]
        while reached:
            y, x = reached.pop()
            near = {(y + a, x + b) for a in (-1, 0, 1) for b in (-1, 0, 1)} & ink
            ink -= near
            reached.extend(near)
    return count


def test_fribidi_is_hidden_from_the_process_that_draws(hidden: Hidden) -> None:
    """Pillow, in the same process, can't find FriBidi."""
    assert hidden.fribidi is False


@pytest.mark.parametrize("name", TITLES)
def test_title_without_system_libraries_equals_its_reference(hidden: Hidden, name: str) -> None:
    """Every script is drawn as in the reference that a person looked at."""
    drawn = Image.open(hidden.folder / f"{name}.png")
    reference = Image.open(REFERENCES / f"{name}.png")

    assert abs(drawn.width - reference.width) <= SIZE_TOLERANCE
    assert abs(drawn.height - reference.height) <= SIZE_TOLERANCE
    assert difference(reference, drawn) <= TOLERANCE


@pytest.mark.parametrize("name", ["arabic", "urdu", "bengali", "tamil", "hindi"])
def test_tolerance_notices_letters_that_are_not_shaped(name: str) -> None:
    """The same title with its letters kept apart is far outside the tolerance."""
    language, title = TITLES[name]
    apart = "".join(c if c == " " else f"{c}\u200c" for c in title)
    drawn = lettered(apart, language, Box(width=420, height=150, largest=64, smallest=40))
    picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.coverage)

    assert difference(Image.open(REFERENCES / f"{name}.png"), picture) > 10 * TOLERANCE


@LINUX
def test_only_our_own_fonts_are_opened(hidden: Hidden) -> None:
    """Every font file in the memory of the process lies in the package's folder, and some do."""
    fonts = {path for path in hidden.mapped if path.endswith((".ttf", ".otf", ".ttc", ".pfb"))}

    assert fonts
    assert {str(Path(path).parent) for path in fonts} == {str(fonts_folder())}


def test_nothing_is_written_into_the_home_folder(hidden: Hidden) -> None:
    """No cache of fonts is left anywhere below HOME."""
    assert list(hidden.home.iterdir()) == []


def test_punjabi_sihari_stands_left_of_its_consonant() -> None:
    """ਕਿ is written vowel first: the right part of it, not the left, is the consonant ਕ."""
    consonant, syllable = (grey(lettered(text, "pa", LARGE)) for text in ("ਕ", "ਕਿ"))
    high, wide = consonant.shape
    low_part = syllable[-high:]
    from_right = np.abs(low_part[:, -wide:] - consonant).mean()
    from_left = np.abs(low_part[:, :wide] - consonant).mean()

    assert from_right < 0.2 * from_left


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_arabic_letters_are_joined(language: str) -> None:
    """The four letters of محمد are one connected stroke."""
    assert pieces(lettered("محمد", language, LARGE)) == 1


def test_urdu_runs_from_right_to_left() -> None:
    """Of ا سسسس the narrow alif, first to be read, stands at the right."""
    columns = grey(lettered("ا سسسس", "ur", LARGE)).max(axis=0) > 127
    gaps = [x for x in range(1, len(columns)) if columns[x - 1] and not columns[x]]

    assert gaps[-1] > len(columns) * 0.7


def test_urdu_is_set_in_nastaliq_and_arabic_in_naskh() -> None:
    """The same words look different in the two languages."""
    assert lettered("الثعلب", "ur", LARGE) != lettered("الثعلب", "ar", LARGE)


@pytest.mark.parametrize(
    ("language", "letter"),
    [("pa", "ਕ"), ("bn", "ক"), ("ta", "க"), ("ar", "ع"), ("zh", "狐"), ("am", "ቀ"), ("so", "d")],
)
@pytest.mark.parametrize("sign", "0123456789!?.,:;-–—…()'“”’&%+")
def test_digits_and_punctuation_are_drawn_beside_every_script(
    language: str, letter: str, sign: str
) -> None:
    """A sign beside a letter adds ink, and no font is missing it."""
    assert lettered(letter + sign, language, LARGE).width > lettered(letter, language, LARGE).width
    assert any(ord(sign) in face.points for face in faces())


@pytest.mark.parametrize("name", TITLES)
def test_long_title_fits_its_box(name: str) -> None:
    """Twenty times a title, far more than fits, still stays inside the box."""
    language, title = TITLES[name]
    drawn = lettered(" ".join([title] * 20), language, Box(600, 260, 120, 36))

    assert drawn.width > 300
    assert drawn.fits(600, 260)


def test_word_longer_than_the_box_is_broken() -> None:
    """A hundred kilobytes without a space are cut and drawn in several lines."""
    drawn = lettered("x" * 100_000, "en", Box(600, 260, 120, 36))

    assert drawn.fits(600, 260)
    assert drawn.height > 100


def test_short_title_is_drawn_at_the_largest_size() -> None:
    """Room that is left over doesn't make letters larger than was asked."""
    small, large = (lettered("Fox", "en", Box(2000, 1000, size, 10)) for size in (100, 200))

    assert large.height == pytest.approx(2 * small.height, abs=3)


def test_no_last_word_stands_alone() -> None:
    """Two lines are made about equally long."""
    drawn = grey(lettered("The little red hen bakes bread", "en", Box(800, 260, 90, 30)))
    lines = drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]
    first, second = (np.ptp(np.flatnonzero(line.max(axis=0) > 127)) for line in lines)

    assert second > 0.6 * first


@pytest.mark.parametrize("text", ["", " \t\n", "🎉🦊", "\u202e\u200d", "\ud800", "\x00\x07"])
def test_nothing_to_draw_gives_an_empty_lettering(text: str) -> None:
    """Titles without a letter that can be drawn are no error."""
    assert lettered(text, "en", LARGE) == NOTHING


@pytest.mark.parametrize("language", ["", "x'><b>", "zz-Qqqq", "en\x00"])
def test_odd_language_tags_are_harmless(language: str) -> None:
    """A tag that is no tag leaves the letters as they are."""
    assert lettered("Fox", language, LARGE) == lettered("Fox", "und", LARGE)


def test_markup_in_a_title_is_drawn_as_it_stands() -> None:
    """Angle brackets and ampersands are letters of the title, not instructions to Pango."""
    plain, marked = (lettered(text, "en", LARGE) for text in ("a & b", "<i>a & b</i>"))

    assert marked.width > plain.width


def test_as_much_is_drawn_as_is_readable() -> None:
    """Characters after the longest title add nothing."""
    box = Box(4000, 4000, 60, 20)
    whole, more = (lettered("ab " * n, "en", box) for n in (LONGEST, LONGEST * 3))

    assert whole == more
