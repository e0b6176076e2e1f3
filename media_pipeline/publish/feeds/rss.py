"""Shows → the RSS of their feeds. Pure: nothing from the clock, so the same shows give the same
bytes.

    Show ──archives──► live, archive 1 … ──Channel, Item, Tag──► podcast.rss ──► Page

The contents follow Apple's and the Podcast Standards Project's rules, the podcast namespace's
documents and RFC 5005.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from media_pipeline.languages import feed_code
from media_pipeline.model import Episode, Page, Show
from media_pipeline.publish.addresses import archive_path, feed_path, show_art_path
from media_pipeline.publish.feeds.archives import archived, live
from media_pipeline.publish.feeds.items import Items, art_tags, pages_address
from media_pipeline.publish.feeds.podcast import Channel, Tag, rss
from media_pipeline.publish.plaintext import as_html, said_in, value
from media_pipeline.publish.shows import serial_key
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a feed: its path, a show with only this document's episodes, the archive
    before it, and the number of each of its episodes by id. ``items`` writes them.
    """

    path: str
    show: Show
    before: str
    archive: bool
    settings: Settings
    numbers: Mapping[str, int]
    items: Items

    def page(self) -> Page:
        """The document, written."""
        written = (
            self.items.of(each, self.show, self.numbers[each.permit.id])
            for each in self.show.episodes
        )
        return Page(self.path, rss(_channel(self), written))


def feed_pages(show: Show, settings: Settings) -> tuple[Page, ...]:
    """The live feed and its archives; ``settings.address`` must be set.

    Episodes without a file for this show's subscribers must not be in it
    (:func:`~media_pipeline.publish.shows.automatic_shows` sees to that).
    """
    return tuple(each.page() for each in feed_documents(show, settings, Items(settings)))


def feed_documents(show: Show, settings: Settings, items: Items) -> Iterator[Document]:
    """The documents of the feed before they are written. ``items`` may be shared with other
    feeds.
    """
    numbers = serial_numbers(show) if show.serial else {}
    before = ""
    for path, part in _parts(show, settings.feeds.items):
        held = {own.permit.id: _number(own, numbers) for own in part.episodes}
        archive = path != feed_path(show.name)
        yield Document(path, part, before, archive, settings, held, items)
        before = path


def serial_numbers(show: Show) -> Mapping[str, int]:
    """Each episode's number by id, at least 1 and rising through its season.

    A number that somebody gave stays, unless an earlier episode has reached it.
    """
    numbers: dict[str, int] = {}
    last: dict[int, int] = {}
    for each in sorted(show.episodes, key=serial_key):
        story = each.exhibit.story
        number = max(story.number, last.get(story.season, 0) + 1)
        numbers[each.permit.id] = last[story.season] = number
    return numbers


def _parts(show: Show, size: int) -> Iterator[tuple[str, Show]]:
    """The archives from the oldest, then the live feed: the path of each, and what it holds."""
    for number, part in enumerate(archived(show, size), start=1):
        yield archive_path(show.name, number), part
    yield feed_path(show.name), live(show, size)


def _channel(document: Document) -> Channel:
    show, settings = document.show, document.settings
    art = show_art_path(show)
    return Channel(
        address=settings.address + document.path,
        title=value(said_in(show.title, show.language)) or value(settings.name),
        link=pages_address(settings, show.language),
        description=as_html(said_in(show.description, show.language)) or as_html(settings.name),
        language=feed_code(show.language),
        updated=show.updated,
        image=settings.address + art if art else "",
        tags=(*_archive_tags(document, settings), *_channel_tags(show, settings)),
    )


def _number(episode: Episode, numbers: Mapping[str, int]) -> int:
    return numbers.get(episode.permit.id, episode.exhibit.story.number)


def _archive_tags(document: Document, settings: Settings) -> Iterator[Tag]:
    if document.archive:
        yield Tag("fh:archive")
        yield _atom_link("current", settings.address + feed_path(document.show.name))
    if document.before:
        yield _atom_link("prev-archive", settings.address + document.before)


def _channel_tags(show: Show, settings: Settings) -> Iterator[Tag]:
    author = value(settings.feeds.author or settings.name)
    email = settings.feeds.email
    yield Tag("itunes:author", author)
    if email:
        name, address = Tag("itunes:name", author), Tag("itunes:email", value(email))
        yield Tag("itunes:owner", children=(name, address))
    yield _category(show.category)
    yield Tag("itunes:explicit", "false")
    yield Tag("itunes:type", "serial" if show.serial else "episodic")
    yield Tag("podcast:guid", show.guid)
    yield Tag("podcast:medium", "video" if show.video else "podcast")
    yield Tag("podcast:locked", "yes", {"owner": value(email)} if email else {})
    if not show.listed:
        yield Tag("itunes:block", "Yes")
        yield Tag("podcast:block", "yes")
    if show.art and (path := show_art_path(show)):
        yield from art_tags(settings.address + path, show.art.width)


def _category(category: tuple[str, ...]) -> Tag:
    outer, *inner = category
    children = tuple(Tag("itunes:category", attributes={"text": each}) for each in inner)
    return Tag("itunes:category", attributes={"text": outer}, children=children)


def _atom_link(rel: str, address: str) -> Tag:
    attributes = {"rel": rel, "type": "application/rss+xml", "href": address}
    return Tag("atom:link", attributes=attributes)
