"""Every feed is what directories demand, and what it names is there as it says.

channels.py  of a feed as a whole         items.py     of an item
enclosed.py  of the files of an item      archives.py  of a feed and its archives
listed.py    of feeds by school.json
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from media_pipeline.publish.check.archives import (
    Series,
    archive_findings,
    series,
)
from media_pipeline.publish.check.channels import channel_sentences, document_sentences
from media_pipeline.publish.check.enclosed import Lasts, file_sentences
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.items import item_sentences, serial_sentences
from media_pipeline.publish.check.listed import list_findings
from media_pipeline.publish.check.rss import FeedDocument, Item, addresses_in
from media_pipeline.publish.check.tree import Tree


def feed_findings(tree: Tree, lasts: Lasts) -> Iterator[Finding]:
    """What is wrong with the feeds, and with the list of them for other sites."""

    @cache  # an item stands in several feeds, and is judged once
    def judged(item: Item) -> tuple[str, ...]:
        return (*item_sentences(item), *file_sentences(tree, item, lasts))

    for path, feed in tree.feeds.items():
        for sentence in _wrong_feed(tree, path, feed, judged):
            yield Finding(path, sentence)
    every = series(tree)
    yield from archive_findings(tree, every)
    yield from _shared_guids(every)
    yield from _told_otherwise(tree)
    yield from list_findings(tree, every)


def _wrong_feed(
    tree: Tree, path: str, feed: FeedDocument, judged: Callable[[Item], tuple[str, ...]]
) -> Iterator[str]:
    """What is wrong with one feed; ``judged`` says it of an item."""
    if wrong := tuple(document_sentences(feed)):
        yield from wrong
        return
    yield from channel_sentences(feed, tree.address and tree.address + path)
    for address in addresses_in(feed.channel):
        if not tree.at(address):
            yield f"it names {address}, which is not on the site."
    for guid, count in Counter(feed.guids).items():
        if not guid:
            yield f"{count} items have no guid."
        elif count > 1:
            yield f"the guid {guid} is given {count} times."
    serial = feed.channel.said("itunes:type") == "serial"
    for item in feed.items:
        yield from judged(item)
        if serial:
            yield from serial_sentences(item)


def _shared_guids(every: tuple[Series, ...]) -> Iterator[Finding]:
    """17: a show's guid is its own."""
    first: dict[str, str] = {}
    for each in every:
        other = first.setdefault(each.guid, each.path) if each.guid else each.path
        if other != each.path:
            yield Finding(each.path, f"it has the podcast:guid of {other}: apps take both for one.")


def _told_otherwise(tree: Tree) -> Iterator[Finding]:
    """11, 13 and 14: a story has one guid and one date in every feed, and a file of its own."""
    dates: dict[str, tuple[str, str]] = {}
    guids: dict[str, tuple[str, str]] = {}
    seen: set[Item] = set()
    for path, feed in tree.feeds.items():
        for item in feed.items:
            if item in seen:
                continue
            seen.add(item)
            said = item.body.said("pubDate") or ""
            date, there = dates.setdefault(item.guid, (said, path))
            if item.guid and date != said:
                yield Finding(path, f"the item {item.guid} is of {said}; in {there}, of {date}.")
            for each in item.body.every("enclosure"):
                address = each.attributes.get("url", "")
                guid, there = guids.setdefault(address, (item.guid, path))
                if guid != item.guid:
                    yield Finding(
                        path, f"{address} has the guid {item.guid} here, and {guid} in {there}."
                    )
