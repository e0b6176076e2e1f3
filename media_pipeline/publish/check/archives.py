"""A feed and the archives of its older items (RFC 5005) are one: nothing between them is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.rss import FeedDocument
from media_pipeline.publish.check.tree import Tree


@dataclass(frozen=True, slots=True)
class Series:
    """A live feed, where it stands, and its archives by path, the newest first."""

    path: str
    live: FeedDocument
    archives: Mapping[str, FeedDocument]

    @property
    def guids(self) -> frozenset[str]:
        """The guids of all its items, of however many documents."""
        return frozenset(self.live.guids).union(*(each.guids for each in self.archives.values()))

    @property
    def guid(self) -> str:
        """Its podcast:guid, "" where it has none."""
        return self.live.channel.said("podcast:guid") or ""


def series(tree: Tree) -> tuple[Series, ...]:
    """Every feed that is no archive, with those that it leads to."""
    live = ((path, feed) for path, feed in tree.feeds.items() if not feed.archive)
    return tuple(Series(path, feed, _led_to(tree, feed)) for path, feed in live)


def archive_findings(tree: Tree, every: tuple[Series, ...]) -> Iterator[Finding]:
    """24: what is wrong with archives."""
    reached: set[str] = set()
    for each in every:
        reached |= each.archives.keys()
        for path, feed in each.archives.items():
            for sentence in _wrong(tree, each, feed):
                yield Finding(path, sentence)
    for path, feed in tree.feeds.items():
        if feed.archive and path not in reached:
            yield Finding(path, "no feed leads to this archive, so that its items are lost.")


def _wrong(tree: Tree, of: Series, archive: FeedDocument) -> Iterator[str]:
    """An archive is made when it is full, and the feed keeps as many items as fill one."""
    if not archive.archive:
        yield f"{of.path} leads to it as to an archive, and it does not say that it is one."
    if tree.at(archive.link("current")) != of.path:
        yield f"it does not lead to {of.path}, whose archive it is."
    if archive.channel.said("podcast:guid") != of.live.channel.said("podcast:guid"):
        yield f"its podcast:guid is not that of {of.path}, whose archive it is."
    here, full = len(archive.items), len(of.live.items)
    if here != full:
        yield f"it has {here} items, and {of.path}, whose archive it is, {full}: one may be lost."


def _led_to(tree: Tree, feed: FeedDocument) -> dict[str, FeedDocument]:
    found: dict[str, FeedDocument] = {}
    path = tree.at(feed.link("prev-archive"))
    while path and path in tree.feeds and path not in found:
        found[path] = tree.feeds[path]
        path = tree.at(found[path].link("prev-archive"))
    return found
