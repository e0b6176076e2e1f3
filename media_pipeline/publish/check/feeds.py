"""Every feed is whole: what it names is there, of the length and type that it says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from media_pipeline.publish.addresses import MEDIA_SUFFIXES, SCHOOL_JSON
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.parsing import Enclosure, FeedDocument
from media_pipeline.publish.check.tree import Tree


def feed_findings(tree: Tree) -> Iterator[Finding]:
    """What is wrong with the feeds, and with the list of them for other sites."""
    for path, feed in tree.feeds.items():
        for sentence in _wrong_feed(tree, feed):
            yield Finding(path, sentence)
    if SCHOOL_JSON in tree.paths:
        for sentence in _wrong_school(tree):
            yield Finding(SCHOOL_JSON, sentence)


def _wrong_feed(tree: Tree, feed: FeedDocument) -> Iterator[str]:
    for guid, count in Counter(feed.guids).items():
        if not guid:
            yield f"{count} items have no guid."
        elif count > 1:
            yield f"the guid {guid} is given {count} times."
    enclosed = Counter(each.guid for each in feed.enclosures)
    for guid in feed.guids:
        if enclosed[guid] != 1:
            yield f"the item {guid} has {enclosed[guid]} enclosures; it must have one."
    for each in feed.enclosures:
        if wrong := _wrong_enclosure(tree, each):
            yield wrong
    for address in feed.addresses:
        if not tree.at(address):
            yield f"it names {address}, which is not on the site."


def _wrong_enclosure(tree: Tree, enclosure: Enclosure) -> str:
    path = tree.at(enclosure.address)
    if not path:
        return ""  # said of every address that is not there
    size = (tree.site / path).stat().st_size
    if enclosure.length != str(size):
        return f"{path} has {size} bytes, and its enclosure says {enclosure.length}."
    suffix = MEDIA_SUFFIXES.get(enclosure.mime)
    if suffix is None or not path.endswith(f".{suffix}"):
        return f"{path} is not of the type that its enclosure says, {enclosure.mime}."
    return ""


def _wrong_school(tree: Tree) -> Iterator[str]:
    """What is wrong with ``school.json``: feeds that are not there, withdrawn stories that are."""
    try:
        said = json.loads((tree.site / SCHOOL_JSON).read_bytes())
        addresses = [each["address"] for each in said["feeds"]]
        addresses += [each["low_data"] for each in said["feeds"] if "low_data" in each]
        withdrawn = set(said["withdrawn"])
    except (ValueError, KeyError, TypeError) as error:
        yield f"it can't be read: {error!r}"
        return
    for address in addresses:
        if tree.at(address) not in tree.feeds:
            yield f"it names {address}, which is not on the site."
    for path, feed in tree.feeds.items():
        for guid in withdrawn.intersection(feed.guids):
            yield f"the story {guid} is withdrawn, and {path} still has it."
