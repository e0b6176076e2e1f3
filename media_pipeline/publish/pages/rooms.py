"""The rooms: the pages of each shelf of a language, class or kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_pipeline.publish.pages.heads import room_about
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.pages.shelves import shelf_pages


def leaves(rack: Rack) -> Iterator[Leaf]:
    """Every page of every shelf."""
    for shelf in rack.shelves:
        feeds = rack.feeds_named(shelf.show)
        for page in shelf_pages(shelf, rack.interface.language, rack.settings):
            about = room_about(shelf, page, rack)
            yield Leaf(page.path, "shelf.html", {"shelf": shelf, "page": page}, feeds, about)
