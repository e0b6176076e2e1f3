"""The pages of each shelf of a language, class or kind. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from media_pipeline.model import Episode
from media_pipeline.publish.addresses import passport_path
from media_pipeline.publish.pages.head import shelf_metadata
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.views.feeds import FeedView
from media_pipeline.publish.views.shelves import (
    Shelf,
    ShelfStories,
    leaves,
    shelf_page,
    stories_of_the_year,
)
from media_pipeline.publish.views.site import SiteView


@dataclass(frozen=True, slots=True)
class Sketch:
    """A page of a shelf before it is drafted: its path, the stories on it, what else it is made of,
    and the function that drafts it.
    """

    path: str
    episodes: tuple[Episode, ...]
    made_of: object
    draft: Callable[[], Draft]


def drafts(site: SiteView) -> Iterator[Draft]:
    """Every page of every shelf."""
    for shelf in site.shelves:
        yield from (each.draft() for each in sketches(shelf, site))


def sketches(shelf: Shelf, site: SiteView) -> Iterator[Sketch]:
    """Every page of a shelf."""
    printed = site.settings.address and stories_of_the_year(shelf, site.year, site.settings)
    passport = passport_path(shelf.sort, shelf.id) if printed else ""
    feeds = site.feeds_named(shelf.show)
    said = (replace(shelf, episodes=()), passport, [replace(each, latest=()) for each in feeds])
    for leaf in leaves(shelf):
        count = len(shelf.episodes) if not leaf.number else 0
        made_of = (said if not leaf.number else _of_old(said), replace(leaf, episodes=()), count)
        draft = partial(_draft, shelf, leaf, site, passport, feeds)
        yield Sketch(leaf.path, leaf.episodes, made_of, draft)


def paths(shelf: Shelf) -> Iterator[str]:
    """The folders of a shelf's pages."""
    yield from (leaf.path for leaf in leaves(shelf))


def _of_old(said: tuple[object, object, Sequence[FeedView]]) -> object:
    """What an older page is made of: it states nothing that a new story would change."""
    shelf, passport, feeds = said
    return shelf, passport, [replace(each, stories=0) for each in feeds]


def _draft(
    shelf: Shelf, leaf: ShelfStories, site: SiteView, passport: str, feeds: tuple[FeedView, ...]
) -> Draft:
    page = shelf_page(shelf, leaf, site.interface.language, site.settings)
    values = {"shelf": shelf, "page": page, "passport": passport}
    return Draft(page.path, "shelf.html", values, feeds, shelf_metadata(shelf, page, site))
