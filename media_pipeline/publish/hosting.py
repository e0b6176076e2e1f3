"""What a web server must know of a site: types, caching and guards, as files for the usual servers.

    Settings ─► Hosting ─► .htaccess (Apache)  web.config (IIS)  _headers (Netlify, Cloudflare)
                       └─► .nojekyll (GitHub)       nginx and Caddy: examples in docs/hosting/

One table says everything once; the templates in ``site_templates/hosting`` only spell it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from media_pipeline.model import Page
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings

TYPES: Mapping[str, str] = {
    ".css": "text/css",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".opml": "text/x-opml",
    ".opus": "audio/ogg",
    ".pagefind": "application/octet-stream",
    ".pdf": "application/pdf",
    ".pf_filter": "application/octet-stream",
    ".pf_fragment": "application/octet-stream",
    ".pf_index": "application/octet-stream",
    ".pf_meta": "application/octet-stream",
    ".png": "image/png",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Every ending that a site has, or may have: Python's own table and those of servers differ, and
IIS gives nothing of an ending that it doesn't know.
"""

TEXTS = (".css", ".html", ".js", ".json", ".opml", ".svg", ".txt", ".vtt", ".webmanifest", ".xml")
"""Endings of what is written in UTF-8, and worth compressing on its way."""

FEED = "application/rss+xml"
"""What ``feeds/*.xml`` are: some podcast apps take nothing else."""

UNKNOWN = "application/octet-stream"
"""The type of bytes of which nobody says more (RFC 2046)."""

FILES = (".htaccess", ".nojekyll", "_headers", "web.config")
"""What stands at the root of a tree for its server."""

_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self'; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'"
)
"""What pages say of themselves (policy.html), said in a header where that can be of pages alone: a
browser's own reader of PDF may fail under it.
"""

_SEARCHES = " 'wasm-unsafe-eval'"
"""What the search engine needs: WebAssembly, which is a file of the site."""

_UNSEEN = "; frame-ancestors 'none'"
"""No other site shows it within its own; only a header can say so."""

_MINUTES, _WEEK, _YEAR = 300, 7 * 24 * 3600, 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long an answer is kept (``Cache-Control``, RFC 9111 and 8246): ``short`` of pages and
    feeds, ``media`` of what is named by its content, ``fonts``.
    """

    short: str
    media: str
    fonts: str


FOR_EVERYONE = Lifetimes(
    "public, max-age=60, must-revalidate",
    f"public, max-age={_YEAR}, s-maxage={_MINUTES}, immutable",
    f"public, max-age={_WEEK}",
)
"""A reader's own device keeps media for good; a cache between asks again, so that what was
withdrawn is gone from there in minutes.
"""

FOR_FAMILIES = Lifetimes("private, no-store", "private, no-cache", f"private, max-age={_WEEK}")
"""No cache but the reader's own keeps anything; of that, media only while they are still there."""

_FORBIDDEN = ("camera", "geolocation", "microphone", "payment", "usb")
"""What no page of ours asks a browser for."""

MOST_RULES = 90
"""Of ``_headers``: Cloudflare reads a hundred."""

PAGES = ("", "a-z/*", "about/*", "class/*", "find/*", "kept/*", "kind/*", "language/*",
         "stories/*", "subscribe/*")  # fmt: skip
"""Where pages stand within an interface language, but for frames, as ``_headers`` names them."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """All that servers are told of one tree.

    ``root`` is the path at which it stands, ``folders`` that of each interface language in it.
    ``guards`` are headers of every answer. A content security policy (of pages alone) is that of
    most, of those that ``search``, or of ``frames`` for other sites. ``kept`` is how long.
    """

    root: str
    folders: tuple[str, ...]
    guards: Mapping[str, str]
    policy: str
    search: str
    frames: str
    kept: Lifetimes
    families: bool = False

    @property
    def framed_nowhere(self) -> tuple[str, ...]:
        """The paths of pages that no other site shows, as many as ``_headers`` may name."""
        every = [f"{self.root}{folder}{page}" for folder in self.folders for page in PAGES]
        return () if self.families else tuple(every[:MOST_RULES])


def hosting(settings: Settings, *, families: bool = False) -> Hosting:
    """What servers are told of everyone's site, or of the tree for ``families``."""
    address = settings.families.address if families else settings.address
    others = settings.interface_languages[1:]
    guards = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{each}=()" for each in _FORBIDDEN),
    }
    page, search = (_POLICY.format(scripts=each) for each in ("", _SEARCHES))
    told = Hosting(
        root=urlsplit(address).path or "/",
        folders=("", *(f"{each.lower()}/" for each in others)),
        guards=guards,
        policy=page + _UNSEEN,
        search=search + _UNSEEN,
        frames=page,
        kept=FOR_EVERYONE,
    )
    return _apart(told) if families else told


def _apart(told: Hosting) -> Hosting:
    """The same for families: nothing is found by search engines, nor shown by other sites."""
    return replace(
        told,
        guards={**told.guards, "X-Robots-Tag": "noindex, nofollow, noarchive"},
        frames=told.policy,
        kept=FOR_FAMILIES,
        families=True,
    )


def hosting_pages(
    settings: Settings, templates: Templates, *, families: bool = False
) -> Iterator[Page]:
    """The files for servers at the root of everyone's site, or of the tree for ``families``.

    No token of families' is in them: some servers hand them out.
    """
    told = hosting(settings, families=families)
    yield Page(".htaccess", spelt("htaccess", told, templates))
    yield Page("web.config", spelt("web.config", told, templates))
    yield Page("_headers", spelt("headers", told, templates))
    yield Page(".nojekyll", b"")


def spelt(template: str, told: Hosting, templates: Templates) -> bytes:
    """What servers are told, as the one of that ``template`` reads it."""
    values = {"told": told, "types": TYPES, "texts": TEXTS, "feed": FEED}
    return templates.render(f"hosting/{template}", values)


def type_of(path: str) -> str:
    """The type of a file of a site, by its path there."""
    place = PurePosixPath(path)
    if place.suffix == ".xml" and place.parent.name == "feeds":
        return FEED
    return TYPES.get(place.suffix.lower(), UNKNOWN)
