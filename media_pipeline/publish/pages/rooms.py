"""The rooms: the pages of each shelf of a language, class or kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_pipeline.publish.addresses import passport_path
from media_pipeline.publish.pages.heads import room_about
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.pages.shelves import shelf_pages, stories_of_the_year


def leaves(rack: Rack) -> Iterator[Leaf]:
    """Every page of every shelf."""
    for shelf in rack.shelves:
        printed = rack.settings.address and stories_of_the_year(shelf, rack.episodes, rack.settings)
        passport = passport_path(shelf.sort, shelf.id) if printed else ""
        feeds = rack.feeds_named(shelf.show)
        for page in shelf_pages(shelf, rack.interface.language, rack.settings):
            said = {"shelf": shelf, "page": page, "passport": passport}
            yield Leaf(page.path, "shelf.html", said, feeds, room_about(shelf, page, rack))
