"""What a web server must know about a site: types, caching and guards, as files for the usual
servers.

    Settings ─► Hosting ─► .htaccess (Apache)  web.config (IIS)  _headers (Netlify, Cloudflare)
                       └─► .nojekyll (GitHub)       nginx and Caddy: examples in docs/hosting/

One table says everything once; the templates in ``site_templates/hosting`` only spell it out. Pure.
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
IIS delivers nothing with an ending that it doesn't know.
"""

TEXTS = (".css", ".html", ".js", ".json", ".opml", ".svg", ".txt", ".vtt", ".webmanifest", ".xml")
"""Endings of files that are UTF-8 text, and worth compressing in transit."""

FEED = "application/rss+xml"
"""The type of ``feeds/*.xml``: some podcast apps accept nothing else."""

UNKNOWN = "application/octet-stream"
"""The type of bytes about which nothing more is known (RFC 2046)."""

FILES = (".htaccess", ".nojekyll", "_headers", "web.config")
"""The files at the root of a tree that are for its server."""

_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self'; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'"
)
"""The policy that pages state themselves (policy.html), repeated in a header where that can be
limited to pages: a browser's built-in PDF reader may fail under it.
"""

_SEARCHES = " 'wasm-unsafe-eval'"
"""What the search engine needs: WebAssembly, which is a file of the site."""

_UNSEEN = "; frame-ancestors 'none'"
"""No other site may frame it; only a header can say so."""

_MINUTES, _WEEK, _YEAR = 300, 7 * 24 * 3600, 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long an answer is kept (``Cache-Control``, RFC 9111 and 8246): ``short`` for pages and
    feeds, ``media`` for what is named by its content, and ``fonts``.
    """

    short: str
    media: str
    fonts: str


FOR_EVERYONE = Lifetimes(
    "public, max-age=60, must-revalidate",
    f"public, max-age={_YEAR}, s-maxage={_MINUTES}, immutable",
    f"public, max-age={_WEEK}",
)
"""A reader's own device keeps media for good; a cache on the way asks again, so that what was
withdrawn is gone from there within minutes.
"""

FOR_FAMILIES = Lifetimes("private, no-store", "private, no-cache", f"private, max-age={_WEEK}")
"""Only the reader's own cache keeps anything, and media only while they still exist."""

_FORBIDDEN = ("camera", "geolocation", "microphone", "payment", "usb")
"""What none of our pages asks a browser for."""

MOST_RULES = 90
"""Rules in ``_headers``: Cloudflare reads a hundred."""

PAGES = ("", "a-z/*", "about/*", "class/*", "find/*", "kept/*", "kind/*", "language/*",
         "stories/*", "subscribe/*")  # fmt: skip
"""Where an interface language's pages are, except those for frames, in the notation of
``_headers``.
"""


@dataclass(frozen=True, slots=True)
class Hosting:
    """Everything servers are told about one tree.

    ``root`` is the path of the tree, ``folders`` those of the interface languages in it. ``guards``
    are headers for every answer. There are three content security policies (for pages only):
    ``policy`` for most, ``search`` for those that search, and ``frames`` for those that other sites
    frame. ``kept`` says how long things are kept.
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
        """The paths of pages that no other site may frame, as many as ``_headers`` may name."""
        every = [f"{self.root}{folder}{page}" for folder in self.folders for page in PAGES]
        return () if self.families else tuple(every[:MOST_RULES])


def hosting(settings: Settings, *, families: bool = False) -> Hosting:
    """What servers are told about everyone's site, or about the tree for ``families``."""
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
    """The same for families: nothing is found by search engines, nor framed by other sites."""
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

    They contain no family token: some servers hand these files out.
    """
    told = hosting(settings, families=families)
    yield Page(".htaccess", spelt("htaccess", told, templates))
    yield Page("web.config", spelt("web.config", told, templates))
    yield Page("_headers", spelt("headers", told, templates))
    yield Page(".nojekyll", b"")


def spelt(template: str, told: Hosting, templates: Templates) -> bytes:
    """What servers are told, in the notation of that ``template``."""
    values = {"told": told, "types": TYPES, "texts": TEXTS, "feed": FEED}
    return templates.render(f"hosting/{template}", values)


def type_of(path: str) -> str:
    """The type of a file of a site, by its path there."""
    place = PurePosixPath(path)
    if place.suffix == ".xml" and place.parent.name == "feeds":
        return FEED
    return TYPES.get(place.suffix.lower(), UNKNOWN)
