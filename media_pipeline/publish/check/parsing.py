"""HTML and lists → what they refer to.

Documents are read without a network, without a DTD, and with entities left as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

_LOADED = {
    ("img", "src"), ("source", "src"), ("track", "src"), ("audio", "src"), ("video", "src"),
    ("video", "poster"), ("script", "src"), ("iframe", "src"), ("embed", "src"),
    ("object", "data"), ("image", "href"), ("use", "href"), ("script", "data-manifest"),
}  # fmt: skip
_LINK_LOADS = frozenset(
    {
        "apple-touch-icon",
        "dns-prefetch",
        "icon",
        "manifest",
        "modulepreload",
        "preconnect",
        "prefetch",
        "preload",
        "stylesheet",
    }
)
_NAMED = ("href", "src", "poster", "data", "srcset", "action", "data-manifest", "data-words")
_OPEN_GRAPH = "og:"
_LINKED = "application/ld+json"


@dataclass(frozen=True, slots=True)
class Reference:
    """An address in a document. ``loaded``: a browser fetches it without being asked."""

    address: str
    loaded: bool


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What a page refers to, the places in it that a link may name, and what protects its reader.

    ``policy`` is its content security policy, "" if it has none. ``inline`` are the kinds of code
    within the page itself.
    """

    references: tuple[Reference, ...]
    anchors: frozenset[str]
    policy: str = ""
    inline: frozenset[str] = frozenset()


def read_html(content: bytes) -> HtmlPage:
    """Read a page as leniently as a browser does. Raises :class:`ValueError` if there is none."""
    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError as error:
        raise ValueError(str(error)) from error
    references: list[Reference] = []
    anchors: set[str] = set()
    inline: set[str] = set()
    policies: list[str] = []
    for element in root.iter(etree.Element):
        anchors.update(filter(None, [element.get("id")]))
        references += _references(element)
        inline |= set(_inline(element))
        if element.tag == "meta":
            references += _told(element)
            if (element.get("http-equiv") or "").lower() == "content-security-policy":
                policies.append(element.get("content", ""))
        elif element.tag == "script" and element.get("type") == _LINKED:
            said = json.loads(element.text or "")
            references += [Reference(each, loaded=False) for each in _addresses_in(said)]
    policy = policies[0] if policies else ""
    return HtmlPage(tuple(references), frozenset(anchors), policy, frozenset(inline))


def read_xml(content: bytes) -> etree._Element:
    """Read XML. Raises :class:`ValueError` where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def read_locations(content: bytes) -> tuple[str, ...]:
    """The addresses in a site map or an OPML list. Raises :class:`ValueError` for bad XML."""
    root = read_xml(content)
    said = [each.text or "" for each in root.iter("{*}loc")]
    said += [each.get("href", "") for each in root.iter("{*}link")]
    said += [each.get("xmlUrl", "") for each in root.iter("outline")]
    return tuple(each.strip() for each in said if each.strip())


def read_oembed(content: bytes) -> tuple[str, ...]:
    """The addresses in an oEmbed answer. Raises :class:`ValueError` for bad JSON."""
    said = json.loads(content)
    framed = html.fragment_fromstring(said["html"]).get("src") if "html" in said else None
    return tuple(filter(None, [*_addresses_in(said), framed]))


def _references(element: html.HtmlElement) -> Iterator[Reference]:
    tag = str(element.tag)
    for name in _NAMED:
        said = element.get(name)
        if said is None:
            continue
        rel = frozenset((element.get("rel") or "").split())
        loaded = (tag, name) in _LOADED or (tag == "link" and bool(rel & _LINK_LOADS))
        if name == "srcset":
            yield from (Reference(each.split()[0], loaded=True) for each in said.split(","))
        else:
            yield Reference(said.strip(), loaded)


def _told(element: html.HtmlElement) -> Iterator[Reference]:
    """The addresses of a page in its metadata, for other sites, and the one it redirects its reader
    to.
    """
    said = element.get("content", "")
    if (element.get("property") or "").startswith(_OPEN_GRAPH) and _is_address(said):
        yield Reference(said, loaded=False)
    if (element.get("http-equiv") or "").lower() == "refresh":
        yield Reference(said.partition("=")[2].strip(" '\""), loaded=True)


def _inline(element: html.HtmlElement) -> Iterator[str]:
    """The kinds of code within an element: what a policy without exceptions forbids."""
    if element.tag == "style":
        yield "a style"
    elif element.tag == "script" and element.get("src") is None and element.get("type") != _LINKED:
        yield "a script"
    for name in element.keys():  # noqa: SIM118 -- an element's iteration gives its children
        if name == "style":
            yield "a style"
        elif name.startswith("on"):
            yield "a script"


def _addresses_in(said: Any) -> Iterator[str]:
    """Every address in JSON except the names of vocabularies."""
    if isinstance(said, dict):
        for name, each in said.items():
            yield from () if name == "@context" else _addresses_in(each)
    elif isinstance(said, list):
        for each in said:
            yield from _addresses_in(each)
    elif isinstance(said, str) and _is_address(said):
        yield said


def _is_address(said: str) -> bool:
    return said.startswith(("https://", "http://"))
