"""school.css: the school's colours, and fonts that cost no more than they must."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from examples import school
from sites import TEMPLATES

from media_pipeline.publish.school_styles import colour_rules, school_styles
from media_pipeline.publish.template_files import squeezed
from media_pipeline.settings import Look
from media_pipeline.settings.colours import contrast
from media_pipeline.tools.resources import resource_root

FIRST_VISIT = 40_000
"""Bytes of Early Reader that a page in a Western European language may load."""

COLOURS = ["#135158", "#8a1538", "#1f3c88", "#3d5a1f", "#6b2d5c", "#000000"]


def fonts() -> list[dict[str, Any]]:
    """What fonts.json lists."""
    listed: list[dict[str, Any]] = json.loads((resource_root() / "fonts/fonts.json").read_bytes())
    return listed


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("accent", ["#f6bd4a", "#000000", "#ffffff", "#777777"])
def test_whatever_is_written_can_be_read(colour: str, accent: str) -> None:
    """In light and dark: text on both grounds, and what is written on each colour."""
    rules = colour_rules(Look(colour=colour, accent=accent))
    for sheet in rules.split("@media"):
        shown = dict(re.findall(r"--([\w-]+): (#\w{6});", sheet))
        for ground in ("ground", "paper"):
            assert contrast(shown["accent"], shown[ground]) >= 4.5
        for name in ("accent", "band", "sun"):
            assert contrast(shown[name], shown[f"{name}-ink"]) >= 4.5


def test_every_font_file_that_is_named_is_there() -> None:
    """With its licence, and no other file."""
    pages = {page.path: page.content for page in school_styles(TEMPLATES, school())}
    named = set(re.findall(r'url\("(fonts/[^"]+)"\)', pages["school.css"].decode()))
    assert named == {path for path in pages if path.endswith(".woff2")}
    assert len([path for path in pages if path.endswith("-OFL.txt")]) == len(fonts())


def test_a_page_in_english_loads_little_of_early_reader() -> None:
    """Its letters, regular and bold; Cyrillic, African and phonetic letters lie apart."""
    folder = resource_root() / "fonts"
    (latin,) = (each for each in fonts() if each["family"] == "Early Reader")
    sizes = {each["file"]: (folder / each["file"]).stat().st_size for each in latin["web"]}
    western = [size for name, size in sizes.items() if "western" in name]
    assert len(western) == 2
    assert sum(western) <= FIRST_VISIT
    assert len(sizes) == 6


def test_the_names_of_languages_cost_little() -> None:
    """A few letters of each script, so that a list of languages loads no whole one."""
    files = [
        resource_root() / "fonts" / each["names"][0]["file"] for each in fonts() if each["names"]
    ]
    assert len(files) == 18
    assert max(file.stat().st_size for file in files) <= 9_000


def test_the_commonest_letters_are_declared_last() -> None:
    """Of ranges that overlap, a browser takes the file that it was told of last."""
    (latin,) = (each for each in fonts() if each["family"] == "Early Reader")
    for weight in ("400", "700"):
        files = [each["file"] for each in latin["web"] if each["weight"] == weight]
        assert "western" in files[-1]


def test_squeezing_a_style_keeps_what_it_says() -> None:
    """Comments and spaces go; those of strings and of sums stay."""
    style = """/* Why; { */
    .a :hover,
    .b::after { content: "a : b;  {c}"; inline-size: calc(100% - 2rem); }
    @media (min-width: 40em) { .c { color: red; } }
    """
    assert squeezed(style) == (
        '.a :hover,.b::after{content:"a : b;  {c}";inline-size:calc(100% - 2rem)}'
        "@media (min-width:40em){.c{color:red}}"
    )
