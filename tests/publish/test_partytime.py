"""Feeds as Podcast Index reads them, which knows the podcast namespace best."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from examples import ADDRESS, FILM_FILES, captions, episode, feed_file, school, show_art
from tools_needed import need, need_package

from media_pipeline.model import Chapter, Show
from media_pipeline.publish.feeds.rss import feed_pages
from media_pipeline.publish.shows import Decided, automatic_shows, feed_guid, file_shows, with_art

READER = Path(__file__).parents[1] / "node/partytime.cjs"

pytestmark = pytest.mark.needs_node

POND = episode(
    5,
    "Our pond",
    teller="Amy",
    season=2,
    story_number=3,
    files=FILM_FILES,
    words={"en": captions()},
    chapters=(Chapter(0.0, "Gate"),),
)


def read(show: Show) -> dict[str, Any]:
    """What partytime makes of a show's live feed."""
    need("node")
    modules = need_package("podcast-partytime").parent
    page = feed_pages(show, school(feeds={"email": "office@school.example"}))[0]
    ran = subprocess.run(
        ["node", str(READER)],
        env={**os.environ, "NODE_PATH": str(modules)},
        input=page.content,
        capture_output=True,
        timeout=60,
        check=True,
    )
    feed: dict[str, Any] = json.loads(ran.stdout)
    return feed


def made(name: str) -> Show:
    """An automatic show, with a cover."""
    shows = automatic_shows([POND], school(), Decided({}))
    return next(show for show in with_art(shows, {"all": show_art("all")}) if show.name == name)


@pytest.fixture(scope="module")
def feed() -> dict[str, Any]:
    """The feed of everything."""
    return read(made("all"))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("guid", feed_guid(f"{ADDRESS}feeds/all.xml")),
        ("medium", "podcast"),
        ("locked", True),
        ("podcastOwner", "office@school.example"),
        ("explicit", False),
        ("itunesBlock", False),
        ("itunesType", "episodic"),
        ("itunesCategory", ["Kids & Family > Stories for Kids"]),
        ("language", "en"),
        ("author", "Hill School"),
        ("lastBuildDate", "2026-09-14T13:30:00.000Z"),
        (
            "pc20support",
            {
                "1": ["locked", "transcript", "chapters"],
                "2": ["person", "season", "episode"],
                "3": ["guid", "alternateEnclosure"],
                "4": ["medium", "images"],
            },
        ),
    ],
)
def test_partytime_reads_the_channel(feed: dict[str, Any], field: str, expected: Any) -> None:
    """Each field as it was said, and each phase of the namespace recognised."""
    assert feed[field] == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "Our pond"),
        ("guid", "00000000-0000-0000-0000-000000000005"),
        ("duration", 100),
        ("podcastPeople", [{"name": "Amy", "role": "Narrator", "group": "Cast"}]),
        ("podcastSeason", {"number": 2}),
        ("podcastEpisode", {"number": 3}),
    ],
)
def test_partytime_reads_the_item(feed: dict[str, Any], field: str, expected: Any) -> None:
    """Each field as it was said."""
    assert feed["items"][0][field] == expected


def test_partytime_reads_the_enclosure(feed: dict[str, Any]) -> None:
    """Exact bytes and type."""
    enclosure = feed["items"][0]["enclosure"]
    assert (enclosure["length"], enclosure["type"]) == (1_200_345, "audio/mpeg")


def test_partytime_reads_the_captions(feed: dict[str, Any]) -> None:
    """Type, language and that they are timed."""
    (transcript,) = feed["items"][0]["podcastTranscripts"]
    assert transcript.pop("url").endswith(".en.vtt")
    assert transcript == {"type": "text/vtt", "language": "en", "rel": "captions"}


def test_partytime_reads_the_chapters(feed: dict[str, Any]) -> None:
    """With their type."""
    assert feed["items"][0]["podcastChapters"]["type"] == "application/json+chapters"


def test_partytime_reads_the_alternatives(feed: dict[str, Any]) -> None:
    """The Opus saver and the film."""
    said = feed["items"][0]["alternativeEnclosures"]
    assert [(each["type"], each["length"], len(each["source"])) for each in said] == [
        ("audio/ogg", 300_111, 1),
        ("video/mp4", 9_000_777, 1),
    ]


def test_partytime_sees_that_a_twin_is_blocked() -> None:
    """In both namespaces."""
    twin = read(made("all-low-data"))
    assert (twin["itunesBlock"], twin["podcastBlocked"]) == (True, "yes")


def test_partytime_reads_a_serial() -> None:
    """Its type, and its numbers from 1."""
    told = [episode(1, "a"), episode(2, "b")]
    show = file_shows("s", feed_file(type="serial", order="oldest"), told, school(), Decided({}))[0]
    serial = read(show)
    assert (serial["itunesType"], [each["podcastEpisode"] for each in serial["items"]]) == (
        "serial",
        [{"number": 1}, {"number": 2}],
    )
