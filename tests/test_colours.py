"""Colours: contrast as WCAG 2.2 measures it, and the nearest that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.errors import SettingsError
from media_pipeline.settings import load_settings
from media_pipeline.settings.colours import DARK, LIGHT, contrast, mixed, nearest, on, passes

GROUNDS = (LIGHT.ground, LIGHT.paper, "#ffffff")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#135158", "#135158", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """The figures that the W3C's own examples and checkers give, either way round."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#135158", "#135158"),  # passes as it is
        ("#ffcc00", "#8a6e07"),
        ("#ff0000", "#e30c07"),
        ("#3a86ff", "#1f6ce3"),
        ("#808080", "#717171"),
        ("#ffffff", "#717171"),
    ],
)
def test_nearest_colour_on_light_pages(colour: str, expected: str) -> None:
    """Darker, of the same hue, and no darker than it must be."""
    found = nearest(colour, *GROUNDS)
    assert found == expected
    assert passes(found, *GROUNDS)


@pytest.mark.parametrize("colour", ["#135158", "#000000", "#5b0e2d", "#1d3557", "#2b2d42"])
def test_every_colour_has_a_twin_for_dark_pages(colour: str) -> None:
    """Lighter, until it can be read on both dark grounds."""
    assert passes(nearest(colour, DARK.ground, DARK.paper), DARK.ground, DARK.paper)


@pytest.mark.parametrize("step", range(0, 256, 5))
def test_something_can_be_written_on_every_colour(step: int) -> None:
    """White where it can be read, else black, which then can."""
    colour = f"#{step:02x}{255 - step:02x}80"
    assert contrast(on(colour), colour) >= 4.5


def test_grounds_that_no_colour_passes_on_give_the_best_there_is() -> None:
    """Black or white, never an endless search."""
    assert nearest("#808080", "#000000", "#ffffff", least=7) in ("#000000", "#ffffff")


def test_a_tint_lies_between_its_colours() -> None:
    """All of it is itself, none of it is the ground."""
    assert mixed("#135158", "#ffffff", 1.0) == "#135158"
    assert mixed("#135158", "#ffffff", 0.0) == "#ffffff"


def test_a_school_colour_that_is_hard_to_read_is_refused(tmp_path: Path) -> None:
    """The sentence names the nearest that passes, and that one is taken."""
    path = tmp_path / "school.toml"
    path.write_text('name = "Hill School"\n[look]\ncolour = "#FFCC00"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    (mistake,) = caught.value.mistakes
    assert mistake.startswith("school.toml: look.colour: text in #ffcc00 is hard to read")
    named = mistake.rsplit(" ", 1)[1]
    path.write_text(f'name = "Hill School"\n[look]\ncolour = "{named}"\n', encoding="utf-8")
    assert load_settings(path).look.colour == named


@pytest.mark.parametrize("colour", ["red", "#12", "#1351588", "#13515g", ""])
def test_what_is_no_colour_is_refused(tmp_path: Path, colour: str) -> None:
    """A name or a short form would have to be guessed at."""
    path = tmp_path / "school.toml"
    path.write_text(f'name = "Hill School"\n[look]\naccent = "{colour}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="is not a colour"):
        load_settings(path)
