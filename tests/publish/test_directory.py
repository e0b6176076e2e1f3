"""The lists of feeds that podcast apps and other sites read."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from examples import ADDRESS, episode, feed_file, school, school_episodes

from media_pipeline.model import Show
from media_pipeline.publish.feeds.directory import opml, school_json, without_withdrawn
from media_pipeline.publish.shows import Decided, automatic_shows, file_shows
from media_pipeline.settings.kinds import DEFAULT_KINDS


def shows(*sorts: str) -> tuple[Show, ...]:
    """The automatic shows of the made-up school."""
    settings = school(feeds={"auto": sorts}) if sorts else school()
    return automatic_shows(school_episodes(), settings, Decided({}))


def outlines(*made: Show) -> dict[str, list[dict[str, str]]]:
    """The groups of an OPML file: the attributes of each feed in it."""
    body = ET.fromstring(opml(made, school()).content)[1]  # noqa: S314 -- our own bytes
    return {group.attrib["text"]: [dict(each.attrib) for each in group] for group in body}


def said(*made: Show, withdrawn: tuple[str, ...] = ()) -> dict[str, Any]:
    """What school.json says."""
    read: dict[str, Any] = json.loads(school_json(made, school(), withdrawn).content)
    return read


def unlisted() -> Show:
    """A show that asks not to be listed, with a story that is nowhere else."""
    quiet = feed_file("Quiet", listed=False)
    told = [episode(99, language="so")]
    return file_shows("quiet", quiet, told, school(), Decided({}))[0]


def test_opml_names_each_feed_and_where_it_is() -> None:
    """As podcast apps import it."""
    assert outlines(*shows("all"))["Hill School"] == [
        {
            "type": "rss",
            "text": "Hill School",
            "title": "Hill School",
            "language": "en",
            "xmlUrl": f"{ADDRESS}feeds/all.xml",
            "htmlUrl": ADDRESS,
        }
    ]


def test_opml_keeps_low_data_feeds_in_a_group_of_their_own() -> None:
    """Nobody subscribes to everything twice without seeing it."""
    groups = outlines(*shows())
    first, second = groups.values()
    assert list(groups) == ["Hill School", "Hill School (40 kb/s)"]
    assert [each["xmlUrl"] for each in second] == [
        each["xmlUrl"].replace(".xml", "-low-data.xml") for each in first
    ]


def test_opml_leaves_out_what_asks_not_to_be_listed() -> None:
    """The school tells whom it likes."""
    assert outlines(unlisted()) == {}


@pytest.mark.parametrize("hostile", ['"><script>', "a\x00b", "]]>&"])
def test_opml_parses_whatever_a_feed_is_called(hostile: str) -> None:
    """Quotes and brackets stay text."""
    made = file_shows("x", feed_file(hostile), [episode()], school(), Decided({}))
    kept = hostile.replace("\x00", "")
    assert outlines(*made)["Hill School"][0]["text"] == kept


def test_school_json_says_each_feed() -> None:
    """With its guid for life, its twin and how new it is."""
    (feed,) = said(*shows("kind"))["feeds"][:1]
    guid = feed.pop("guid")
    assert len(guid) == 36
    assert feed == {
        "name": "kind-story",
        "title": {
            language: f"{name} · Hill School" for language, name in DEFAULT_KINDS[0].name.items()
        },
        "address": f"{ADDRESS}feeds/kind-story.xml",
        "language": "en",
        "media": "audio",
        "items": 3,
        "newest": "2026-09-14T12:30:00Z",
        "low_data": f"{ADDRESS}feeds/kind-story-low-data.xml",
    }


def test_school_json_counts_each_story_once() -> None:
    """In however many feeds it is."""
    counted = said(*shows())
    assert (counted["stories"], counted["counts"]) == (
        5,
        {
            "language": {"en": 3, "fr": 1, "pa": 1},
            "class": {"choir": 1, "reception": 2, "year-3": 2},
            "kind": {"film": 1, "song": 1, "story": 3},
        },
    )


def test_school_json_says_what_to_take_down() -> None:
    """Each guid once, in order."""
    assert said(withdrawn=("b", "a", "b"))["withdrawn"] == ["a", "b"]


def test_school_json_leaves_out_what_asks_not_to_be_listed() -> None:
    """Neither the feed nor its stories."""
    read = said(unlisted())
    assert (read["feeds"], read["stories"]) == ([], 0)


def test_school_json_says_the_newest_decision() -> None:
    """In UTC."""
    assert said(*shows())["updated"] == "2026-09-14T13:30:00Z"


def test_the_lists_are_the_same_bytes_for_the_same_shows() -> None:
    """Whatever order the withdrawn come in."""
    made = shows()
    first, second = (school_json(made, school(), gone) for gone in (("a", "b"), ("b", "a")))
    assert (first, opml(made, school())) == (second, opml(shows(), school()))


def test_school_json_without_what_was_withdrawn() -> None:
    """All else that it says stays; what is no such list stays as it is."""
    page = school_json(shows("all"), school(), ("a-guid",)).content
    assert json.loads(without_withdrawn(page)) == {
        name: value for name, value in json.loads(page).items() if name != "withdrawn"
    }
    for other in (b"", b"[]", b'{"feeds": ["a-guid"]}', b"\xff"):
        assert without_withdrawn(other) == other
