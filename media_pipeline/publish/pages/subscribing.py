"""The subscribe pages: for families who never heard the word podcast. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_pipeline.model import OWN, SORTS, WHOLE_SHOW
from media_pipeline.publish.addresses import OPML, SUBSCRIBE, poster_path
from media_pipeline.publish.apps import AppLink, any_app_link, app_links
from media_pipeline.publish.pages.cards import Card, card
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.pages.subscriptions import Subscription
from media_pipeline.publish.printed import printed_address
from media_pipeline.publish.qr import qr_svg

GROUPS = (WHOLE_SHOW, *SORTS, OWN)
"""The sorts of feeds, in the order they are listed in."""


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
    """The page of one feed. ``ways`` has the one with little data first.

    ``printed`` is the page's own address to print, ``code`` that address as SVG.
    """

    feed: Subscription
    ways: tuple[Way, ...]
    cards: tuple[Card, ...]
    printed: str
    code: str
    poster: str


def leaves(rack: Rack) -> Iterator[Leaf]:
    """The list of all feeds, then a page for each."""
    groups = [(sort, [each for each in rack.feeds if each.sort == sort]) for sort in GROUPS]
    said = {
        "groups": [(sort, feeds) for sort, feeds in groups if feeds],
        "address": rack.settings.address,
        "opml": OPML,
    }
    yield Leaf(SUBSCRIBE, "subscribe.html", said, rack.feeds)
    for feed in rack.feeds:
        yield Leaf(feed.page, "subscribe_feed.html", {"page": _feed_page(feed, rack)}, (feed,))


def _feed_page(feed: Subscription, rack: Rack) -> FeedPage:
    language, settings = rack.interface.language, rack.settings
    printed = printed_address(settings, language, feed.page)
    return FeedPage(
        feed=feed,
        ways=tuple(_ways(feed, settings.address)),
        cards=tuple(card(each, language, settings) for each in feed.latest),
        printed=printed,
        code=qr_svg(printed),
        poster=poster_path(feed.name),
    )


def _ways(feed: Subscription, address: str) -> Iterator[Way]:
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
