"""The subscribe pages: for families who never heard the word podcast. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_pipeline.publish.directory import OPML_PATH
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack

SUBSCRIBE = "subscribe/"


def leaves(rack: Rack) -> Iterator[Leaf]:
    """The list of all feeds."""
    said = {"subscriptions": rack.feeds, "address": rack.settings.address, "opml": OPML_PATH}
    yield Leaf(SUBSCRIBE, "subscribe.html", said, rack.feeds)
