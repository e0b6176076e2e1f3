"""What ``school.json`` says of the feeds is so, and who is in no list asks directories for that."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from media_pipeline.publish.addresses import SCHOOL_JSON
from media_pipeline.publish.check.archives import Series
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.tree import Tree

_BLOCKS = ("itunes:block", "podcast:block")


@dataclass(frozen=True, slots=True)
class Told:
    """What ``school.json`` says of a feed."""

    guid: str
    items: int


@dataclass(frozen=True, slots=True)
class SchoolList:
    """What ``school.json`` says: of feeds, by address; of low-data twins, and of what was
    withdrawn.
    """

    feeds: Mapping[str, Told]
    twins: tuple[str, ...]
    withdrawn: frozenset[str]


def list_findings(tree: Tree, every: tuple[Series, ...]) -> Iterator[Finding]:
    """What is wrong with the list of feeds for other sites, and with the feeds by it."""
    if SCHOOL_JSON not in tree.paths:
        return
    try:
        said = _read((tree.site / SCHOOL_JSON).read_bytes())
    except (ValueError, KeyError, TypeError) as error:
        yield Finding(SCHOOL_JSON, f"it can't be read: {error!r}")
        return
    yield from (Finding(SCHOOL_JSON, each) for each in _wrong(tree, said, every))
    yield from _listing(said.feeds, tree, every)


def _read(content: bytes) -> SchoolList:
    said = json.loads(content)
    feeds = {each["address"]: Told(each["guid"], each["items"]) for each in said["feeds"]}
    twins = tuple(each["low_data"] for each in said["feeds"] if "low_data" in each)
    return SchoolList(feeds, twins, frozenset(said["withdrawn"]))


def _wrong(tree: Tree, said: SchoolList, every: tuple[Series, ...]) -> Iterator[str]:
    """Feeds that are not there or are others, and withdrawn stories that are."""
    for address in (*said.feeds, *said.twins):
        if tree.at(address) not in tree.feeds:
            yield f"it names {address}, which is not on the site."
    for path, feed in tree.feeds.items():
        for guid in said.withdrawn.intersection(feed.guids):
            yield f"the story {guid} is withdrawn, and {path} still has it."
    told = {tree.at(address): each for address, each in said.feeds.items()}
    for each in every:
        if (own := told.get(each.path)) is None:
            continue
        if own.guid != each.guid:
            yield f"it gives {each.path} the guid {own.guid}, and that says {each.guid}."
        if own.items != (count := len(each.guids)):
            yield f"it counts {own.items} items in {each.path}, which has {count} with archives."


def _listing(listed: Collection[str], tree: Tree, every: tuple[Series, ...]) -> Iterator[Finding]:
    """18: a feed is listed, or asks not to be."""
    paths = {tree.at(address) for address in listed}
    for each in every:
        for path, feed in ((each.path, each.live), *each.archives.items()):
            asks = any(feed.channel.every(name) for name in _BLOCKS)
            if asks and each.path in paths:
                yield Finding(path, f"it asks not to be listed, and {SCHOOL_JSON} lists it.")
            elif not asks and each.path not in paths:
                yield Finding(
                    path,
                    f"{SCHOOL_JSON} does not list it, and it does not ask directories for the "
                    "same: it needs itunes:block and podcast:block.",
                )
