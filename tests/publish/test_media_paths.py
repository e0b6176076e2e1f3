"""Whose a file of media is, by its name: what is written is what is read, here and in ``sw.js``."""

from __future__ import annotations

import re

import pytest
from examples import rendition
from sites import TEMPLATES

from media_pipeline.publish.addresses import (
    chapters_path,
    media_path,
    reading_path,
    words_path,
)
from media_pipeline.tools.media_paths import digits_of_media, slug_of_media

DIGEST = "0123456789abcdef" * 4
PATHS = [
    media_path("the-fox-a1b2c3d4e5", rendition("mp3", "a")),
    words_path("the-fox-a1b2c3d4e5", "zh-Hans", DIGEST),
    reading_path("the-fox-a1b2c3d4e5", DIGEST),
    chapters_path("the-fox-a1b2c3d4e5", DIGEST),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("above", ["", "fr/", "AbCd1234/"])
def test_a_file_of_media_tells_whose_it_is(path: str, above: str) -> None:
    """In any site's folder: what is withdrawn is found by it."""
    assert slug_of_media(above + path) == "the-fox-a1b2c3d4e5"


@pytest.mark.parametrize(
    "path", ["stories/fox/index.html", "media/fox.mp3", "media/fox-12.mp3", ""]
)
def test_what_is_no_file_of_media_is_nobodys(path: str) -> None:
    """Pages are known otherwise."""
    assert slug_of_media(path) == ""


def test_what_is_kept_on_a_telephone_is_known_by_the_same_names() -> None:
    """The script that answers there has the rule in its own words."""
    script = (TEMPLATES[0] / "static/sw.js").read_text(encoding="utf-8")
    found = re.search(r"const SOUND = /(.+)/;", script)
    assert found
    sound = re.compile(found[1].replace("\\/", "/"))
    match = sound.search(f"https://stories.school.example/{PATHS[0]}")
    assert match
    assert match[1] == slug_of_media(PATHS[0])


@pytest.mark.parametrize("path", PATHS[1:])
def test_a_file_of_media_tells_the_digits_of_its_digest(path: str) -> None:
    """Whoever looks can see whether it still is what it was."""
    assert digits_of_media(path) == DIGEST[:12]


def test_what_is_no_file_of_media_tells_no_digits() -> None:
    """It may change at its address."""
    assert digits_of_media("stories/fox/index.html") == ""
