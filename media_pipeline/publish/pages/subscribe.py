"""The subscribe pages: for families who have never heard the word podcast. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_pipeline.model import OWN, SORTS, WHOLE_SHOW
from media_pipeline.publish.addresses import OPML, SUBSCRIBE, poster_path, printed_address
from media_pipeline.publish.feeds.apps import AppLink, any_app_link, app_links
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.print.qr import qr_svg
from media_pipeline.publish.views.cards import Card, card
from media_pipeline.publish.views.feeds import FeedView
from media_pipeline.publish.views.site import SiteView

GROUPS = (WHOLE_SHOW, *SORTS, OWN)
"""The kinds of feeds, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to subscribe: a feed's full address, and links that open it in an app."""

    low_data: bool
    address: str
    path: str
    apps: tuple[AppLink, ...]
    any_app: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The page of one feed. ``ways`` has the low-data one first.

    ``printed`` is the page's own address for printing, ``code`` that address as an SVG code.
    """

    feed: FeedView
    ways: tuple[Way, ...]
    cards: tuple[Card, ...]
    printed: str
    code: str
    poster: str


def drafts(site: SiteView) -> Iterator[Draft]:
    """The list of all feeds, then a page for each."""
    yield from listing(site)
    for feed in site.feeds:
        yield feed_draft(feed, site)


def listing(site: SiteView) -> Iterator[Draft]:
    """The list of all feeds."""
    groups = [(sort, [each for each in site.feeds if each.sort == sort]) for sort in GROUPS]
    values = {
        "groups": [(sort, feeds) for sort, feeds in groups if feeds],
        "address": site.settings.address,
        "opml": OPML,
    }
    yield Draft(SUBSCRIBE, "subscribe.html", values, site.feeds)


def feed_draft(feed: FeedView, site: SiteView) -> Draft:
    """The page of a feed. Only those parts of ``site`` are used that are the same for every
    page.
    """
    return Draft(feed.page, "subscribe_feed.html", {"page": _feed_page(feed, site)}, (feed,))


def _feed_page(feed: FeedView, site: SiteView) -> FeedPage:
    language, settings = site.interface.language, site.settings
    printed = printed_address(settings, language, feed.page)
    return FeedPage(
        feed=feed,
        ways=tuple(_ways(feed, settings.address)),
        cards=tuple(card(each, language, settings) for each in feed.latest),
        printed=printed,
        code=qr_svg(printed),
        poster=poster_path(feed.name),
    )


def _ways(feed: FeedView, address: str) -> Iterator[Way]:
    for path in (feed.twin, feed.path):
        if path:
            full = address + path
            yield Way(
                low_data=path == feed.twin,
                address=full,
                path=path,
                apps=tuple(app_links(full)),
                any_app=any_app_link(full),
            )
