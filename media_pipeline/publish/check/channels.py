"""What directories demand of a feed as a whole: rules that give, in plain words, what is wrong.

Each sentence goes on from the feed: “it has no language.” The numbers are those of what
directories demand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from media_pipeline.languages import canonical
from media_pipeline.publish.check.rss import NAMESPACES, Element, FeedDocument, addresses_in
from media_pipeline.publish.check.values import wrong_date, wrong_explicit, wrong_lengths
from media_pipeline.settings.categories import CATEGORIES

MOST = 300
"""Items that a feed may have before older ones go to archives."""

_NEEDED = ("title", "description", "link", "language", "itunes:category", "itunes:explicit",
           "itunes:image", "podcast:guid", "podcast:locked")  # fmt: skip
_USED = frozenset({"atom", "itunes", "podcast"})
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?|zh-(hans|hant)", re.IGNORECASE)
_UUID_5 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_RSS = "application/rss+xml"

Rule = Callable[[Element], Iterator[str]]


def document_sentences(feed: FeedDocument) -> Iterator[str]:
    """1: what is wrong with the form of a feed; nothing in one that has another can be trusted."""
    if feed.encoding != "UTF-8":
        yield f"it is written in {feed.encoding}, and not in UTF-8."
    if feed.version != "2.0":
        yield f"it is RSS of the version “{feed.version}”, and directories take 2.0."
    for prefix, address in NAMESPACES.items():
        said = feed.namespaces.get(prefix)
        if said is None and prefix in _USED:
            yield f"it does not say which namespace {prefix} is."
        elif said not in (None, address):
            yield f"its namespace {prefix} is {said}; directories know {address} alone."


def channel_sentences(feed: FeedDocument, address: str) -> Iterator[str]:
    """All that is wrong with what a feed says of itself. ``address`` is its own, "" where nobody
    knows.
    """
    for rule in RULES:
        yield from (f"it {rest}" for rest in rule(feed.channel))
    own = [each.attributes for each in feed.channel.every("atom:link")]
    own = [each for each in own if each.get("rel") == "self"]
    if not own or own[0].get("type") != _RSS:  # 2
        yield f'it has no atom:link with rel="self" and type="{_RSS}".'
    elif address and own[0].get("href") != address:
        yield f"it says that its address is {own[0].get('href')}, and it stands at {address}."
    for each in addresses_in(feed.channel):
        if not each.isascii():  # 10
            yield f"it names {each}, and an address must be ASCII."
    if len(feed.items) > MOST:  # 24
        yield f"it has {len(feed.items)} items; older ones than {MOST} belong in archives."


def _needed(channel: Element) -> Iterator[str]:
    """3, 17 and 18: what every feed says."""
    for name in _NEEDED:
        found = channel.every(name)
        if not found or not (
            found[0].text.strip() or {"href", "text"} & found[0].attributes.keys()
        ):
            yield f"has no {name}."


def _values(channel: Element) -> Iterator[str]:
    """4: nothing longer than directories keep, and no spaces at its edges."""
    yield from wrong_lengths(channel)


def _language(channel: Element) -> Iterator[str]:
    """5: two letters, perhaps a region, or Chinese in one of its scripts."""
    for each in channel.every("language"):
        if each.text and not (_LANGUAGE.fullmatch(each.text) and canonical(each.text)):
            yield (
                f"has the language {each.text}, which directories reject; "
                "they take codes such as pa, en-GB or zh-Hans."
            )


def _categories(channel: Element) -> Iterator[str]:
    """6: in the letters of Apple's list, each below its own."""
    for outer in channel.every("itunes:category"):
        name = outer.attributes.get("text", "")
        if name not in CATEGORIES:
            yield f"has the category {name}, which directories don't know in these letters."
            continue
        for inner in outer.every("itunes:category"):
            below = inner.attributes.get("text", "")
            if below not in CATEGORIES[name]:
                yield f"has the category {below}, which directories don't know below {name}."


def _explicit(channel: Element) -> Iterator[str]:
    """7: true or false."""
    for each in channel.every("itunes:explicit"):
        if each.text and (wrong := wrong_explicit(each.text)):
            yield wrong


def _built(channel: Element) -> Iterator[str]:
    """14, of the feed: when it last said something new."""
    for each in channel.every("lastBuildDate"):
        if wrong := wrong_date(each.text):
            yield f"has the lastBuildDate {each.text}, {wrong}"


def _sort(channel: Element) -> Iterator[str]:
    """16: apps show a serial from its beginning, and anything else from its end."""
    said = channel.said("itunes:type")
    if said not in (None, "serial", "episodic"):
        yield f"has the itunes:type {said}; directories take serial or episodic."


def _guid(channel: Element) -> Iterator[str]:
    """17: a UUID of version 5. It is kept for life, so that of which address is not asked."""
    said = channel.said("podcast:guid")
    if said and not _UUID_5.fullmatch(said.lower()):
        yield f"has the podcast:guid {said}, which is no UUID of version 5."


def _locked(channel: Element) -> Iterator[str]:
    """18: whether another host may take it over."""
    said = channel.said("podcast:locked")
    if said and said not in ("yes", "no"):
        yield f"says {said} in podcast:locked, where directories take yes or no."


def _blocked(channel: Element) -> Iterator[str]:
    """18: who must not list it is told twice, as some directories know the one, some the other."""
    said = {name: channel.said(name) for name in ("itunes:block", "podcast:block")}
    wanted = {"itunes:block": "Yes", "podcast:block": "yes"}
    if any(each is not None for each in said.values()):
        for name, word in wanted.items():
            if said[name] != word:
                yield f"asks not to be listed, but does not say {word} in {name}."


RULES: tuple[Rule, ...] = (
    _needed,
    _values,
    _language,
    _categories,
    _explicit,
    _built,
    _sort,
    _guid,
    _locked,
    _blocked,
)
