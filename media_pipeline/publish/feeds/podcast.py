"""What a podcast feed says → the bytes of its RSS. feedgen is used here only.

feedgen writes RSS's own elements. It has no podcast namespace, takes only yes, no and clean for
``itunes:explicit`` where directories want true and false, and knows no archive links, so every
element beyond RSS goes through an extension of ours, as a :class:`Tag`. What it would take from the
clock is always given: when the feed's newest story was decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem
from lxml import etree

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

GENERATOR = "media-pipeline"
"""Without a version: a new version is no reason for new bytes."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An element beyond RSS: its name with a prefix of :data:`NAMESPACES`, and what it holds."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The one file that an item is about: its full address, exact bytes and type."""

    address: str
    bytes: int
    mime: str


@dataclass(frozen=True, slots=True)
class Item:
    """One ``item``. Texts are final: capped, and without what XML forbids."""

    guid: str
    title: str
    link: str
    description: str
    published: datetime
    enclosure: Enclosure
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed document. ``address`` is its own, ``link`` the page that it is about."""

    address: str
    title: str
    link: str
    description: str
    language: str
    updated: datetime
    image: str = ""
    tags: tuple[Tag, ...] = ()


_ITEM, _END = b"    <item>", b"  </channel>"
"""The start of an item and the end of a channel, with their indentation: items are cut out and
inserted.
"""


class _Extension:
    """Writes tags after RSS's own elements; feedgen makes one for the channel and one for each
    item.
    """

    tags: tuple[Tag, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        return NAMESPACES

    def extend_rss(self, element: Any) -> Any:
        for tag in self.tags:
            _write(tag, element)
        return element


class _ChannelExtension(_Extension):
    def extend_rss(self, element: Any) -> Any:
        # feedgen hands over the root, whose only child is the channel.
        super().extend_rss(element[0])
        return element


def rss(channel: Channel, items: Iterable[bytes]) -> bytes:
    """The feed in UTF-8, with ``items`` as returned by :func:`written`; equal input gives equal
    bytes.
    """
    feed: Any = FeedGenerator()
    feed.register_extension("beyond_rss", _ChannelExtension, _Extension, atom=False)
    feed.title(channel.title)
    feed.description(channel.description)
    feed.language(channel.language)
    feed.lastBuildDate(channel.updated.astimezone(UTC))
    feed.generator(GENERATOR)
    feed.link(href=channel.address, rel="self", type="application/rss+xml")
    # feedgen takes the last link that it is given as RSS's own.
    feed.link(href=channel.link, rel="alternate")
    if channel.image:
        feed.image(channel.image, title=channel.title, link=channel.link)
    feed.beyond_rss.tags = channel.tags
    head, end, tail = feed.rss_str(pretty=True).rpartition(_END)
    return b"".join((head, *items, end, tail))


def written(item: Item) -> bytes:
    """An item in the form it has in a feed. It is written separately, as the same item is in
    several.
    """
    entry: Any = FeedEntry()
    entry.register_extension("beyond_rss", _Extension, atom=False)
    entry.guid(item.guid, permalink=False)
    entry.title(item.title)
    entry.link(href=item.link)
    entry.description(item.description)
    entry.pubDate(item.published.astimezone(UTC))
    entry.enclosure(item.enclosure.address, str(item.enclosure.bytes), item.enclosure.mime)
    entry.beyond_rss.tags = item.tags
    root = xml_elem("rss", nsmap=NAMESPACES)
    xml_elem("channel", root).append(entry.rss_entry())
    whole: bytes = etree.tostring(root, pretty_print=True, encoding="UTF-8")
    return whole[whole.index(_ITEM) : whole.rindex(_END)]


def _write(tag: Tag, parent: Any) -> None:
    prefix, _, name = tag.name.partition(":")
    element = xml_elem(f"{{{NAMESPACES[prefix]}}}{name}", parent, **tag.attributes)
    if tag.text:
        element.text = tag.text
    for child in tag.children:
        _write(child, element)
