"""What other sites show in frames: a story to play, the newest stories, and oEmbed. Pure.

embed/<slug>/                     a story
embed/<slug>/oembed.json          how to frame it (oembed.com, version 1.0)
embed/latest/                     the newest of all stories
embed/latest/<sort>/<id>/         the newest of a shelf
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from media_pipeline.model import Episode, Exhibit, Page, Role
from media_pipeline.publish.addresses import (
    embed_path,
    latest_path,
    media_path,
    oembed_path,
    story_path,
)
from media_pipeline.publish.interfaces import Interface
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.shows import published_key
from media_pipeline.publish.views.cards import Picture, card, picture, told_title
from media_pipeline.publish.views.player import (
    Source,
    Track,
    film_sources,
    frame,
    frame_size,
    sound_sources,
    tracks,
)
from media_pipeline.publish.views.site import SiteView
from media_pipeline.publish.wording import Run, language_name

NEWEST = 6
"""Stories in the frame of the newest."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A story within another site's page. ``frame`` is the size of a film, None for a sound."""

    path: str
    title: Run
    language: tuple[Run, Run]
    seconds: float
    art: Picture | None
    poster: Picture | None
    frame: Picture | None
    sources: tuple[Source, ...]
    tracks: tuple[Track, ...]


def drafts(site: SiteView) -> Iterator[Draft]:
    """A page for each story, and one of the newest of all and of each shelf."""
    for episode in site.episodes:
        yield story_draft(episode, site)
    yield from latest(site)


def latest(site: SiteView) -> Iterator[Draft]:
    """A page of the newest of all, and of each shelf."""
    yield _latest("", None, site.episodes, site)
    for shelf in site.shelves:
        yield _latest(shelf.path, shelf.name, shelf.episodes, site)


def story_draft(episode: Episode, site: SiteView) -> Draft:
    """The page of a story."""
    slug = episode.permit.slug
    shown = embedded(episode.exhibit, slug, site.interface.language)
    return _draft(embed_path(slug), "embed.html", {"story": shown}, story_path(slug))


def oembed(episode: Episode, interface: Interface) -> Page:
    """How to frame a story; the school must have an address."""
    slug = episode.permit.slug
    said = _oembed(episode.exhibit, slug, interface)
    content = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return Page(interface.root + oembed_path(slug), content.encode())


def embedded(exhibit: Exhibit, slug: str, shown_in: str) -> Embedded:
    """What the frame of a story shows on a page in the language ``shown_in``."""
    film = exhibit.rendition(Role.VIDEO)
    sources = film_sources(exhibit, slug) if film else sound_sources(exhibit, slug)
    return Embedded(
        path=story_path(slug),
        title=told_title(exhibit, slug),
        language=language_name(exhibit.story.language, shown_in),
        seconds=exhibit.seconds,
        art=None if film else picture(slug, exhibit.thumbnail),
        poster=picture(slug, exhibit.still),
        frame=picture(slug, film),
        sources=tuple(sources),
        tracks=tuple(tracks(exhibit, slug)) if film else (),
    )


def _draft(path: str, template: str, values: dict[str, Any], instead: str) -> Draft:
    return Draft(path, template, values, indexed=False, instead=instead)


def _latest(shelf: str, name: Run | None, held: Sequence[Episode], site: SiteView) -> Draft:
    newest = nlargest(NEWEST, held, key=published_key)
    cards = [card(each, site.interface.language, site.settings) for each in newest]
    values = {"name": name, "cards": cards, "more": shelf}
    return _draft(latest_path(shelf), "widget.html", values, shelf)


def _oembed(exhibit: Exhibit, slug: str, interface: Interface) -> dict[str, Any]:
    title = told_title(exhibit, slug).text
    width, height = frame_size(exhibit)
    said: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": interface.school,
        "provider_url": interface.page(""),
        "html": frame(interface.page(embed_path(slug)), title, width, height),
        "width": width,
        "height": height,
    }
    if shown := exhibit.thumbnail:
        said["thumbnail_url"] = interface.file(media_path(slug, shown))
        said |= {"thumbnail_width": shown.width, "thumbnail_height": shown.height}
    return said
