"""The signs of shelves: each its own, the same for ever, legible without reading."""

from __future__ import annotations

import pytest

from media_pipeline.languages import direction
from media_pipeline.languages.table import KNOWN
from media_pipeline.publish.views.signs import (
    COLOURS,
    SHAPES,
    kind_icon,
    language_sign,
    shelf_sign,
    short_name,
    sign_numbers,
)
from media_pipeline.publish.wording import run
from media_pipeline.settings import Settings
from media_pipeline.tools.resources import resource_root

SCHOOL_LANGUAGES = (
    *("en", "fr", "pl", "pa", "ur", "bn", "ar", "so", "zh-Hans"),
    *("ta", "pt", "ro", "tr", "sw", "es", "gu", "hi", "fa"),
)


def test_no_two_common_languages_have_the_same_sign() -> None:
    """Neither the letter alone, nor the shape in its colour."""
    signs = [language_sign(tag) for tag in SCHOOL_LANGUAGES]
    assert len({sign.letter.text for sign in signs}) == len(signs)
    assert len({(sign.colour, sign.shape) for sign in signs}) == len(signs)


@pytest.mark.parametrize("tag", [each.tag for each in KNOWN] + ["tlh", "xx-nonsense", ""])
def test_every_language_has_a_sign(tag: str) -> None:
    """Within the colours and shapes that the style sheet has, in its own direction."""
    sign = language_sign(tag)
    assert 0 <= sign.colour < COLOURS
    assert 0 <= sign.shape < SHAPES
    assert sign.letter.direction == direction(sign.letter.language)


def test_a_sign_does_not_change_with_how_a_tag_is_written() -> None:
    """pa and PA are one shelf."""
    assert language_sign("PA") == language_sign("pa")


@pytest.mark.parametrize(
    ("name", "short"),
    [("Year 3", "3"), ("3e année", "3e"), ("Class 4B", "4B"), ("Reception", "R"), ("choir", "C")],
)
def test_a_class_is_known_by_its_number_or_letter(name: str, short: str) -> None:
    """What children call it."""
    assert short_name(name) == short


def test_a_room_keeps_its_sign_when_it_is_renamed_or_others_come() -> None:
    """Colour and shape are made of its id, not of its name or of shelves after it."""
    before, after = (
        sign_numbers(["reception", "year-3"]),
        sign_numbers(["reception", "year-3", "choir"]),
    )
    one, other = (
        shelf_sign(run("Year 3", "en"), before["year-3"]),
        shelf_sign(run("Owls", "en"), after["year-3"]),
    )
    assert (one.colour, one.shape) == (other.colour, other.shape)


@pytest.mark.parametrize("shelves", [1, 8, 9, 30])
def test_shelves_have_colours_of_their_own(shelves: int) -> None:
    """While there are any, and then again."""
    found = [
        place % COLOURS for place in sign_numbers([f"year-{n}" for n in range(shelves)]).values()
    ]
    assert len(set(found[:COLOURS])) == min(shelves, COLOURS)
    assert len(found) == shelves


def test_every_usual_kind_has_a_picture() -> None:
    """A file of the program; a school's own kind has that of any."""
    files = {kind_icon(kind.id) for kind in Settings(name="Hill School").kinds}
    assert len(files) == 8
    for file in (*files, kind_icon("assembly")):
        assert (resource_root() / "static" / file).is_file()
    assert kind_icon("assembly") == "kinds/any.svg"
