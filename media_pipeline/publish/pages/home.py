"""The first page: what is new, the best, a surprise, and the way to every room. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from media_pipeline.model import WHOLE_SHOW, Episode
from media_pipeline.publish.addresses import story_path
from media_pipeline.publish.pages.cards import card
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.shows import by_lot

NEWEST = 9
"""New stories on the first page: the newest, four times as large as the others, fills rows of two,
three and four with eight more."""

BEST = 8
"""Stories of "our best work": two rows of four."""

SURPRISES = 40
"""Stories that a surprise chooses from: about 1 KB of slugs."""


def leaves(rack: Rack) -> Iterator[Leaf]:
    """The page at the root."""
    shown_in = rack.interface.language
    best = [each for each in rack.episodes if each.exhibit.story.featured][:BEST]
    chosen = surprises(rack.episodes)
    said = {
        "cards": [card(each, shown_in, rack.settings) for each in rack.episodes[:NEWEST]],
        "best": [card(each, shown_in, rack.settings) for each in best],
        "surprises": chosen,
        "surprise": story_path(chosen[0]) if chosen else "",
        "stories": len(rack.episodes),
        "shelves": rack.shelves,
    }
    yield Leaf("", "home.html", said, rack.feeds_named(WHOLE_SHOW))


def surprises(episodes: Sequence[Episode]) -> tuple[str, ...]:
    """The slugs that a surprise chooses from, the one without scripts first.

    They are drawn by lot, so that a new story hardly changes them.
    """
    return tuple(each.permit.slug for each in by_lot(episodes)[:SURPRISES])
