"""Feeds as other people's readers understand them: one episode and one expectation a feature."""

from __future__ import annotations

import io
from typing import Any

import feedparser
import podcastparser
import pytest
from examples import ADDRESS, FILM_FILES, episode, feed_file, school, show_art

from media_pipeline.model import Episode, Show
from media_pipeline.publish.feeds.rss import feed_pages
from media_pipeline.publish.shows import Decided, automatic_shows, file_shows, with_art

CROW = episode(
    2,
    {"pa": "ਪਿਆਸਾ ਕਾਂ"},
    language="pa",
    teller="Simran",
    season=1,
    story_number=4,
    description={"pa": "<ਕਾਂ> & ਪਾਣੀ"},
)
GARDEN = episode(5, "Our garden", files=FILM_FILES, kind="film")

Reading = tuple[dict[str, Any], dict[str, Any]]


def as_podcastparser_reads(show: Show) -> Reading:
    """The feed and its first episode."""
    page = feed_pages(show, school())[0]
    feed = podcastparser.parse(ADDRESS + page.path, io.BytesIO(page.content))
    return feed, feed["episodes"][0]


def as_feedparser_reads(show: Show) -> Reading:
    """The feed and its first entry; it must be well-formed."""
    read = feedparser.parse(feed_pages(show, school())[0].content)
    assert not read.bozo
    return read.feed, read.entries[0]


def audio(told: Episode, name: str = "all") -> Show:
    """A show that makes itself."""
    shows = with_art(automatic_shows([told], school(), Decided({})), {"all": show_art("all")})
    return next(show for show in shows if show.name == name)


def video(told: Episode) -> Show:
    """A video show."""
    films = feed_file("Films", media="video")
    return file_shows("films", films, [told], school(), Decided({}))[0]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "Hill School"),
        ("link", ADDRESS),
        ("language", "en"),
        ("description", "Stories, rhymes and songs told at Hill School."),
        ("explicit", False),
        ("type", "episodic"),
        ("generator", "media-pipeline"),
    ],
)
def test_podcastparser_reads_the_channel(field: str, expected: Any) -> None:
    """gPodder's parser."""
    assert as_podcastparser_reads(audio(CROW))[0][field] == expected


def test_podcastparser_reads_the_cover() -> None:
    """The show's art."""
    cover = as_podcastparser_reads(audio(CROW))[0]["cover_url"]
    assert cover.startswith(f"{ADDRESS}media/show-all-")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "ਪਿਆਸਾ ਕਾਂ"),
        ("guid", "00000000-0000-0000-0000-000000000002"),
        ("link", f"{ADDRESS}stories/story-2/"),
        ("published", 1789381800),
        ("total_time", 100),
        ("explicit", False),
        ("number", 4),
        ("season", 1),
    ],
)
def test_podcastparser_reads_the_episode(field: str, expected: Any) -> None:
    """Each field as it was said."""
    assert as_podcastparser_reads(audio(CROW))[1][field] == expected


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        pytest.param(audio(CROW), (1_200_345, "audio/mpeg"), id="audio"),
        pytest.param(audio(CROW, "all-low-data"), (500_222, "audio/mpeg"), id="low data"),
        pytest.param(video(GARDEN), (9_000_777, "video/mp4"), id="video"),
    ],
)
def test_podcastparser_finds_one_file(show: Show, expected: tuple[int, str]) -> None:
    """Exact bytes and type."""
    (file,) = as_podcastparser_reads(show)[1]["enclosures"]
    assert (file["file_size"], file["mime_type"]) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "Hill School"),
        ("language", "en"),
        ("author", "Hill School"),
        ("updated", "Mon, 14 Sep 2026 10:30:00 +0000"),
    ],
)
def test_feedparser_reads_the_channel(field: str, expected: str) -> None:
    """The most used parser in Python."""
    assert as_feedparser_reads(audio(CROW))[0][field] == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "ਪਿਆਸਾ ਕਾਂ"),
        ("id", "00000000-0000-0000-0000-000000000002"),
        ("guidislink", False),
        ("author", "Simran"),
        ("itunes_duration", "100"),
    ],
)
def test_feedparser_reads_the_entry(field: str, expected: Any) -> None:
    """Each field as it was said."""
    assert as_feedparser_reads(audio(CROW))[1][field] == expected


def test_feedparser_shows_a_description_as_typed() -> None:
    """Brackets and ampersands of people's own stay text after its HTML sanitiser."""
    show = audio(CROW, "language-pa")
    assert as_feedparser_reads(show)[1]["summary"] == (
        "<p>&lt;ਕਾਂ&gt; &amp; ਪਾਣੀ</p><p>ਭਾਸ਼ਾ: ਪੰਜਾਬੀ, Reception</p>"
    )
