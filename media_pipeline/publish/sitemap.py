"""What search engines are told: the pages that they may list, each with its other languages. Pure.

One site map holds at most 50,000 addresses and 50 MB (sitemaps.org); if there are more,
``sitemap.xml`` lists ``sitemap-1.xml`` and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_pipeline.model import Page
from media_pipeline.publish.addresses import SITE_MAP
from media_pipeline.publish.interfaces import Interface, versions
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings

ADDRESSES = 50_000
BYTES = 50_000_000

_MARKUP = 90
"""The most bytes around an address or a link to another language."""

_PART = "sitemap-{}.xml"


@dataclass(frozen=True, slots=True)
class Url:
    """A ``url`` of a site map: an address, and those of its versions, by language; ``x-default`` is
    the first one's.
    """

    address: str
    versions: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """The most bytes that it takes in a site map."""
        addresses = (self.address, *(link for _, link in self.versions))
        return sum(len(each) + _MARKUP for each in addresses)


def robots_pages(
    paths: Sequence[str], every: Sequence[Interface], settings: Settings, templates: Templates
) -> Iterator[Page]:
    """What search engines are told, and, if the school has an address, the site maps."""
    values = {"address": settings.address, "catalogue": every[0].catalogue}
    yield Page("robots.txt", templates.render("robots.txt", values))
    if settings.address:
        yield from sitemap_pages(paths, every, templates)


def sitemap_pages(
    paths: Sequence[str], every: Sequence[Interface], templates: Templates
) -> Iterator[Page]:
    """The site map of ``paths``, each of which exists in the folder of every interface language."""
    values = {"catalogue": every[0].catalogue, "entries": (), "parts": ()}
    held = list(_parts([each for path in paths for each in _entries(path, every)]))
    if len(held) <= 1:
        entries = held[0] if held else ()
        yield Page(SITE_MAP, templates.render("sitemap.xml", {**values, "entries": entries}))
        return
    names = [_PART.format(number) for number in range(1, len(held) + 1)]
    for name, entries in zip(names, held, strict=True):
        yield Page(name, templates.render("sitemap.xml", {**values, "entries": entries}))
    parts = [every[0].file(name) for name in names]
    yield Page(SITE_MAP, templates.render("sitemap.xml", {**values, "parts": parts}))


def _entries(path: str, every: Sequence[Interface]) -> Iterator[Url]:
    for each in every:
        yield Url(each.page(path), versions(path, every))


def _parts(entries: Sequence[Url]) -> Iterator[list[Url]]:
    part: list[Url] = []
    size = 0
    for each in entries:
        if part and (len(part) == ADDRESSES or size + each.size > BYTES):
            yield part
            part, size = [], 0
        part.append(each)
        size += each.size
    if part:
        yield part
