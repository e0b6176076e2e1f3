"""What other sites show within theirs: small, whole, and never instead of the story's own page."""

from __future__ import annotations

import json
import re
from typing import Any

import html5lib
import lxml.html
import pytest
from examples import ADDRESS, FILM_FILES, episode, school
from sites import all_episodes, pages_of, texts_of, trilingual

from media_pipeline.model import Page
from media_pipeline.publish.pages.embeds import NEWEST
from media_pipeline.publish.views.player import frame, frame_size

MOST = 6_000
"""Bytes of a frame's page."""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return texts_of(trilingual(), all_episodes())


def oembed(path: str = "embed/story-1/oembed.json", **changes: Any) -> dict[str, Any]:
    """An answer of oEmbed."""
    pages = {each.path: each for each in pages_of(trilingual(**changes), all_episodes())}
    page = pages[path]
    assert isinstance(page, Page)
    said: dict[str, Any] = json.loads(page.content)
    return said


def test_every_frame_is_small_and_valid(texts: dict[str, str]) -> None:
    """Each language has one of each story, of all stories, and of each shelf."""
    frames = {path: text for path, text in texts.items() if "embed/" in path}
    assert len(frames) == 3 * (9 + 1 + len([path for path in texts if path.startswith((
        "language/", "class/", "kind/"))]))  # fmt: skip
    for text in frames.values():
        html5lib.HTMLParser(strict=True).parse(text)
        assert len(text.encode()) <= MOST


def test_frame_plays_the_saver_in_a_narrow_one(texts: dict[str, str]) -> None:
    """A frame is a small screen, whatever it stands on."""
    sources = re.findall(r"<source [^>]+>", texts["embed/story-9/index.html"])
    assert [re.sub(r' src="[^"]+"', "", each) for each in sources] == [
        '<source type="video/mp4" media="(max-width: 40em)">',
        '<source type="video/mp4">',
    ]
    assert 'preload="none"' in texts["embed/story-9/index.html"]


def test_frame_leads_to_the_story_in_its_own_language(texts: dict[str, str]) -> None:
    """In a tab of its own, which learns nothing of where it came from."""
    text = texts["fr/embed/story-7/index.html"]
    links = re.findall(r"<a [^>]+>", text)
    assert links == ['<a href="../../stories/story-7/index.html" target="_blank" rel="noopener">']
    assert "Hill School" in text


def test_frame_gives_way_to_the_story_in_searches(texts: dict[str, str]) -> None:
    """The page that is found is the whole one."""
    text = texts["ur/embed/story-7/index.html"]
    assert '<meta name="robots" content="noindex">' in text
    assert f'<link rel="canonical" href="{ADDRESS}ur/stories/story-7/">' in text


def test_widget_has_the_newest_of_its_shelf() -> None:
    """No more than fit a frame, the newest first."""
    told = [episode(number, kind="song" if number % 2 else "story") for number in range(1, 20)]
    text = texts_of(school(), told)["embed/latest/kind/song/index.html"]
    found = re.findall(r"stories/(story-\d+)/", text)
    assert found == [f"story-{number}" for number in range(19, 19 - 2 * NEWEST, -2)]
    assert 'href="../../../../kind/song/index.html" target="_blank"' in text


def test_widget_of_a_class_has_the_newest_published() -> None:
    """Also where the class's own page goes by school year."""
    texts = texts_of(trilingual(), all_episodes())
    assert re.findall(r"stories/(story-\d+)/", texts["embed/latest/class/year-3/index.html"]) == [
        "story-6", "story-5", "story-4",
    ]  # fmt: skip


def test_school_without_a_story_has_a_widget() -> None:
    """A frame that was put up early is not broken."""
    assert "No story has been published yet." in texts_of(school(), [])["embed/latest/index.html"]


def test_oembed_is_as_its_specification_has_it() -> None:
    """Type rich needs html, width and height; a thumbnail needs both its sides."""
    said = oembed("fr/embed/story-7/oembed.json")
    assert said.pop("thumbnail_url").startswith(f"{ADDRESS}media/story-7-")
    assert said == {
        "version": "1.0",
        "type": "rich",
        "title": "پیاسا کوا",
        "provider_name": "Hill School",
        "provider_url": f"{ADDRESS}fr/",
        "html": frame(f"{ADDRESS}fr/embed/story-7/", "پیاسا کوا", 480, 270),
        "width": 480,
        "height": 270,
        "thumbnail_width": 1400,
        "thumbnail_height": 1400,
    }


def test_a_story_says_where_its_oembed_is() -> None:
    """In its head, with its full address; and nobody does where the school has none."""
    text = texts_of(trilingual(), all_episodes())["fr/stories/story-7/index.html"]
    (link,) = re.findall(r'<link rel="alternate" type="application/json\+oembed"[^>]+>', text)
    assert f'href="{ADDRESS}fr/embed/story-7/oembed.json"' in link
    nowhere = list(pages_of(trilingual(address=""), all_episodes()))
    assert not [each.path for each in nowhere if each.path.endswith("oembed.json")]
    assert not [each for each in nowhere if isinstance(each, Page) and b"oembed" in each.content]


def test_words_of_a_title_stay_words_in_the_markup() -> None:
    """Another site puts it into its own page."""
    bad = '"><script>alert(1)</script>'
    element = lxml.html.fragment_fromstring(frame(f"{ADDRESS}embed/x/", bad, 480, 270))
    assert element.tag == "iframe"
    assert element.get("title") == bad
    assert len(element) == 0


def test_films_frame_is_as_wide_as_a_sounds() -> None:
    """And higher by its picture."""
    film, sound = episode(files=FILM_FILES), episode()
    assert frame_size(film.exhibit) == (480, 270 + 150)
    assert frame_size(sound.exhibit) == (480, 270)
