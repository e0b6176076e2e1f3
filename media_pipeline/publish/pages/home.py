"""The first page: the newest stories, and the way to every room. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_pipeline.publish.pages.cards import card
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.pages.subscriptions import WHOLE_SHOW

NEWEST = 12
"""Stories on the first page: three rows of four, or six of two."""


def leaves(rack: Rack) -> Iterator[Leaf]:
    """The page at the root."""
    shown_in = rack.interface.language
    newest = [card(each, shown_in, rack.settings) for each in rack.episodes[:NEWEST]]
    said = {"cards": newest, "stories": len(rack.episodes), "shelves": rack.shelves}
    yield Leaf("", "home.html", said, rack.feeds_named(WHOLE_SHOW))
