"""Links that open a podcast app at a feed, without asking anybody but the app. Pure.

Each uses the app's own scheme: a telephone hands it to the app and fetches nothing, whereas a
redirector on the web would learn who subscribes to what. Most leave out ``https://``, and the app
starts with ``http:``, so a school's server should redirect that to ``https:``, as nearly all do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote


@dataclass(frozen=True, slots=True)
class App:
    """A podcast app; ``runs_on`` is "iphone", "android" or "any". ``opens`` is what its links begin
    with. If ``whole``, the feed's full address follows as a parameter; otherwise it follows without
    its scheme.
    """

    name: str
    runs_on: str
    opens: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class AppLink:
    """A link that subscribes in an app."""

    name: str
    runs_on: str
    link: str


APPS = (
    # from the Android manifest and UrlChecker of AntennaPod; Chrome spoils "//https://"
    App("AntennaPod", "android", "antennapod-subscribe://"),
    App("Apple Podcasts", "iphone", "podcast://"),
    App("Pocket Casts", "any", "pktc://subscribe/"),
    App("Podcast Addict", "android", "podcastaddict://"),
    App("Overcast", "iphone", "overcast://x-callback-url/add?url=", whole=True),
    App("Castro", "iphone", "castros://subscribe/"),
)
"""The common apps that take an unlisted feed; free ones that need no account come first."""

ANY_APP = "feed://"
"""The scheme that an app on a computer, and some on telephones, are registered for."""


def app_links(feed: str) -> Iterator[AppLink]:
    """The links of the feed at the full address ``feed``, for every kind of telephone alike."""
    for app in APPS:
        after = quote(feed, safe="") if app.whole else _bare(feed)
        yield AppLink(app.name, app.runs_on, app.opens + after)


def any_app_link(feed: str) -> str:
    """The link for any other app."""
    return ANY_APP + _bare(feed)


def feed_of(link: str) -> str:
    """The address in a link of :func:`app_links` or :func:`any_app_link`, without its scheme; "" if
    it is no such link.
    """
    for app in APPS:
        if link.startswith(app.opens):
            after = link.removeprefix(app.opens)
            return _bare(unquote(after)) if app.whole else after
    return link.removeprefix(ANY_APP) if link.startswith(ANY_APP) else ""


def _bare(address: str) -> str:
    return address.partition("://")[2]
