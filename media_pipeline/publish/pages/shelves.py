"""The pages of each shelf of a language, class or kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_pipeline.publish.addresses import passport_path
from media_pipeline.publish.pages.head import shelf_metadata
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.views.shelves import shelf_pages, stories_of_the_year
from media_pipeline.publish.views.site import SiteView


def drafts(site: SiteView) -> Iterator[Draft]:
    """Every page of every shelf."""
    for shelf in site.shelves:
        printed = site.settings.address and stories_of_the_year(shelf, site.episodes, site.settings)
        passport = passport_path(shelf.sort, shelf.id) if printed else ""
        feeds = site.feeds_named(shelf.show)
        for page in shelf_pages(shelf, site.interface.language, site.settings):
            values = {"shelf": shelf, "page": page, "passport": passport}
            yield Draft(page.path, "shelf.html", values, feeds, shelf_metadata(shelf, page, site))
