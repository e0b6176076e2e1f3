"""The first page: what is new, the best, a surprise, and links to every shelf. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from media_pipeline.model import WHOLE_SHOW, Episode
from media_pipeline.publish.addresses import story_path
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.shows import by_lot
from media_pipeline.publish.views.cards import card
from media_pipeline.publish.views.site import SiteView

NEWEST = 9
"""New stories on the first page: the newest, four times as large as the others, fills rows of two,
three and four together with eight more.
"""

BEST = 8
"""Stories of "our best work": two rows of four."""

SURPRISES = 40
"""Stories that a surprise chooses from: about 1 KB of slugs."""


def drafts(site: SiteView) -> Iterator[Draft]:
    """The page at the root."""
    shown_in = site.interface.language
    best = [each for each in site.episodes if each.exhibit.story.featured][:BEST]
    chosen = surprises(site.episodes)
    values = {
        "cards": [card(each, shown_in, site.settings) for each in site.episodes[:NEWEST]],
        "best": [card(each, shown_in, site.settings) for each in best],
        "surprises": chosen,
        "surprise": story_path(chosen[0]) if chosen else "",
        "stories": len(site.episodes),
        "shelves": site.shelves,
    }
    yield Draft("", "home.html", values, site.feeds_named(WHOLE_SHOW))


def surprises(episodes: Sequence[Episode]) -> tuple[str, ...]:
    """The slugs that a surprise chooses from, starting with the one used without scripts.

    They are drawn by lot, so that a new story hardly changes them.
    """
    return tuple(each.permit.slug for each in by_lot(episodes)[:SURPRISES])
