"""Feeds of made-up episodes, and what their XML says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from examples import episode, feed_file, school, show_art

from media_pipeline.model import Episode, Page, Show
from media_pipeline.publish.feeds.podcast import NAMESPACES
from media_pipeline.publish.feeds.rss import feed_pages
from media_pipeline.publish.shows import Decided, automatic_shows, file_shows, with_art
from media_pipeline.settings import Settings

HOSTILE = [
    pytest.param("]]>", id="the end of CDATA"),
    pytest.param("<script>alert(1)</script>", id="a script"),
    pytest.param("a\x00\x07\x1b\ud800b", id="control characters and a lone surrogate"),
    pytest.param("&amp;<!DOCTYPE x [<!ENTITY y 'z'>]>&y;", id="an entity"),
    pytest.param("ਕ" * 100_000, id="100 KB"),
]


def parsed(page: Page) -> ET.Element:
    """The channel of a page that must be well-formed."""
    root = ET.fromstring(page.content)  # noqa: S314 -- our own bytes
    assert root.tag == "rss"
    return root[0]


def audio_show(episodes: Sequence[Episode], settings: Settings, name: str = "all") -> Show:
    """One of the automatic shows, with a cover."""
    shows = automatic_shows(episodes, settings, Decided({}))
    art = {show.name: show_art(show.name) for show in shows}
    return next(show for show in with_art(shows, art) if show.name == name)


def file_show(episodes: Sequence[Episode], **fields: Any) -> Show:
    """The show of a feed's own file."""
    return file_shows("foxes", feed_file(**fields), episodes, school(), Decided({}))[0]


def channel_of(*episodes: Episode, name: str = "all", **changes: Any) -> ET.Element:
    """The channel of an automatic show's live feed."""
    settings = school(**changes)
    (page,) = feed_pages(audio_show(episodes or [episode()], settings, name), settings)
    return parsed(page)


def item_of(told: Episode, name: str = "all", **changes: Any) -> ET.Element:
    """The only item of a feed."""
    return found(channel_of(told, name=name, **changes), "item")


def found(element: ET.Element, path: str) -> ET.Element:
    """The only element at a path."""
    (one,) = element.findall(path, NAMESPACES)
    return one


def text(element: ET.Element, path: str) -> str | None:
    """The text of the only element at a path."""
    return found(element, path).text
