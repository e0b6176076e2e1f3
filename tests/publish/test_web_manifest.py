"""The site as an app of its own on a telephone's first screen."""

from __future__ import annotations

import json

from sites import TEMPLATES, all_episodes, page, trilingual

from media_pipeline.model import Copy, Page
from media_pipeline.publish.addresses import ICONS
from media_pipeline.publish.shows import Decided
from media_pipeline.publish.whole import school_shows, whole_site
from media_pipeline.settings.colours import LIGHT


def test_the_manifest_of_each_language_opens_its_own_first_page() -> None:
    """And stays in the app when the language is changed."""
    said = json.loads(page("ur/manifest.webmanifest"))
    assert said == {
        "name": "Hill School",
        "short_name": "Hill School",
        "lang": "ur",
        "dir": "rtl",
        "start_url": "./",
        "scope": "../",
        "display": "standalone",
        "background_color": LIGHT.ground,
        "theme_color": "#135158",
        "icons": [],
    }
    assert json.loads(page("manifest.webmanifest"))["scope"] == "./"


def test_a_long_name_is_short_below_an_icon() -> None:
    """Whole words where they fit."""
    names = {name: json.loads(page("manifest.webmanifest", name=name))["short_name"] for name in (
        "St Mary's Catholic Primary School", "Grundschule", "Überlandheimgrundschule")}  # fmt: skip
    assert list(names.values()) == ["St Mary's", "Grundschule", "Überlandheim"]


def test_the_manifest_names_the_icons_that_are_there() -> None:
    """None that was not made; and so does the head, for an iPhone."""
    settings = trilingual()
    shows = school_shows(all_episodes(), settings, {}, Decided({}))
    icons = [Copy(path, f"made/{path}", 9, "0" * 64) for path in ICONS]
    made = whole_site(all_episodes(), shows, settings, TEMPLATES, [], icons)
    pages = {each.path: each.content for each in made if isinstance(each, Page)}
    named = json.loads(pages["fr/manifest.webmanifest"])["icons"]
    assert named[2] == {
        "src": "../icons/maskable-512.png",
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    }
    link = b'<link rel="apple-touch-icon" href="../icons/icon-192.png">'
    assert link in pages["fr/index.html"]
