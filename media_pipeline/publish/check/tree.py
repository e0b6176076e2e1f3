"""The files of a site, read once, and where each of their references leads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from media_pipeline.publish.addresses import OPML
from media_pipeline.publish.check.parsing import HtmlPage, read_html, read_locations, read_oembed
from media_pipeline.publish.check.rss import FeedDocument, Item, addresses_in, read_feed

_SITE_MAP = re.compile(r"sitemap(-\d+)?\.xml")

NOT_FOUND = "404.html"
"""The one page that is shown at any depth, so its links are absolute."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A site: its paths, its documents, and ``unread``, what could not be read and why.

    ``named`` holds every file that a page or a feed refers to.
    """

    site: Path
    address: str
    paths: frozenset[str]
    pages: Mapping[str, HtmlPage]
    feeds: Mapping[str, FeedDocument]
    lists: Mapping[str, tuple[str, ...]]
    unread: Mapping[str, str]
    named: frozenset[str] = field(default=frozenset())

    def at(self, address: str) -> str | None:
        """The file that a full address leads to; "" for one of the site's that is missing, None if
        it is elsewhere.
        """
        if not self.address or not address.startswith(self.address):
            return None
        return self._file(unquote(parts(address).path).removeprefix(self._root))

    def beside(self, page: str, reference: str) -> str:
        """The file that a page's own link leads to when opened from a folder; "" if there
        is none.
        """
        path = unquote(parts(reference).path)
        if page == NOT_FOUND and path.startswith("/"):
            return self._file(path.removeprefix(self._root)) if self.address else ""
        if path.startswith("/"):
            return ""
        if not path:
            return page
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        return target if target in self.paths else ""

    @property
    def _root(self) -> str:
        return parts(self.address).path

    def _file(self, path: str) -> str:
        """The file for a path as a web server finds it: a folder is its index."""
        path = f"{path}index.html" if path == "" or path.endswith("/") else path
        return path if path in self.paths else ""


def parts(address: str) -> SplitResult:
    """Split an address into its parts; an invalid one leads nowhere."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "/no address/", "", "")


def read_tree(site: Path, address: str) -> Tree:
    """Read the site at ``site``."""
    paths = frozenset(
        path.relative_to(site).as_posix() for path in site.rglob("*") if not path.is_dir()
    )
    pages: dict[str, HtmlPage] = {}
    feeds: dict[str, FeedDocument] = {}
    lists: dict[str, tuple[str, ...]] = {}
    unread: dict[str, str] = {}
    items: dict[bytes, Item] = {}
    for path in sorted(paths):
        try:
            if path.endswith(".html"):
                pages[path] = read_html((site / path).read_bytes())
            elif path.startswith("feeds/") and path.endswith(".xml"):
                feeds[path] = read_feed((site / path).read_bytes(), items)
            elif path.endswith("/oembed.json"):
                lists[path] = read_oembed((site / path).read_bytes())
            elif path == OPML or _SITE_MAP.fullmatch(path):
                lists[path] = read_locations((site / path).read_bytes())
        except ValueError as error:
            unread[path] = str(error)
    bare = Tree(site, address, paths, pages, feeds, lists, unread)
    return Tree(site, address, paths, pages, feeds, lists, unread, frozenset(_named(bare)))


def _named(tree: Tree) -> Iterator[str]:
    for path, page in tree.pages.items():
        for each in page.references:
            yield tree.at(each.address) or tree.beside(path, each.address)
    items: set[Item] = set()
    for feed in tree.feeds.values():
        items.update(feed.items)
        yield from (tree.at(each) or "" for each in addresses_in(feed.channel))
    for item in items:
        yield from (tree.at(each) or "" for each in item.addresses)
