"""RSS → what it says, each element by the name that directories know it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from lxml import etree

from media_pipeline.publish.check.parsing import read_xml

NAMESPACES: Mapping[str, str] = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
"""Prefix → the address that each must stand for, letter by letter."""

_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}

_REFERRING: Mapping[str, str] = {
    "itunes:image": "href",
    "podcast:transcript": "url",
    "podcast:chapters": "url",
    "podcast:source": "uri",
    "atom:link": "href",
    "enclosure": "url",
}
"""Element → its attribute that is an address."""


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element: ``name`` with its prefix in :data:`NAMESPACES`, ``text`` as it stands."""

    name: str
    text: str
    attributes: Mapping[str, str]
    children: tuple[Element, ...]

    def every(self, name: str) -> tuple[Element, ...]:
        """Its children of that name."""
        return tuple(each for each in self.children if each.name == name)

    def said(self, name: str) -> str | None:
        """The text of its first child of that name; None where it has none."""
        return next((each.text for each in self.children if each.name == name), None)

    def within(self) -> Iterator[Element]:
        """All that it holds, at any depth, in order."""
        for each in self.children:
            yield each
            yield from each.within()


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An item, its guid ("" where it has none), and every address in it.

    The same item of several feeds is one object, so that it need be judged only once.
    """

    body: Element
    guid: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """What a feed says: ``channel`` without its items, and these.

    ``encoding`` and ``version`` are those of the document, ``namespaces`` what its prefixes mean.
    """

    encoding: str
    version: str
    namespaces: Mapping[str, str]
    channel: Element
    items: tuple[Item, ...]

    @property
    def guids(self) -> tuple[str, ...]:
        """The guid of each item."""
        return tuple(each.guid for each in self.items)

    @property
    def archive(self) -> bool:
        """Whether it says that it is an archive of older items (RFC 5005)."""
        return bool(self.channel.every("fh:archive"))

    def link(self, rel: str) -> str:
        """Where its first link of that relation leads to; "" where it has none."""
        links = (each.attributes for each in self.channel.every("atom:link"))
        return next((each.get("href", "") for each in links if each.get("rel") == rel), "")


def read_feed(content: bytes, known: dict[bytes, Item] | None = None) -> FeedDocument:
    """Read RSS. Raises :class:`ValueError` where it is none.

    ``known`` are the items that were read already, by a digest of each; new ones are added.
    """
    root = read_xml(content)
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise ValueError("it is not RSS")
    known = {} if known is None else known
    items = tuple(_item(each, known) for each in channel.findall("item"))
    return FeedDocument(
        (root.getroottree().docinfo.encoding or "UTF-8").upper(),
        root.get("version", ""),
        {prefix or "": address for prefix, address in root.nsmap.items()},
        _element(channel, without="item"),
        items,
    )


def addresses_in(element: Element) -> Iterator[str]:
    """Every address that an element's children say."""
    for each in element.within():
        name = _REFERRING.get(each.name)
        if name and (said := each.attributes.get(name)):
            yield said
        elif each.name in ("link", "url") and each.text:
            yield each.text.strip()


def _item(element: etree._Element, known: dict[bytes, Item]) -> Item:
    mark = sha256(etree.tostring(element, with_tail=False)).digest()
    if mark not in known:
        body = _element(element)
        known[mark] = Item(body, body.said("guid") or "", tuple(addresses_in(body)))
    return known[mark]


def _element(element: etree._Element, without: str = "") -> Element:
    children = (each for each in element.iterchildren(etree.Element) if each.tag != without)
    return Element(
        _name(str(element.tag)),
        element.text or "",
        {_name(str(name)): str(said) for name, said in element.attrib.items()},
        tuple(_element(each) for each in children),
    )


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    """A name as people write it; one in a namespace that nobody knows, with all of that."""
    address, closed, local = tag.removeprefix("{").partition("}")
    if not closed:
        return tag
    prefix = _PREFIXES.get(address)
    return f"{prefix}:{local}" if prefix else tag
