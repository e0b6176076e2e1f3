"""What other sites show within theirs: a story to play, the newest stories, and oEmbed. Pure.

embed/<slug>/                     a story
embed/<slug>/oembed.json          how to frame it (oembed.com, version 1.0)
embed/latest/                     the newest of all stories
embed/latest/<sort>/<id>/         the newest of a shelf
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from media_pipeline.model import Exhibit, Page, Role
from media_pipeline.publish.addresses import (
    embed_path,
    latest_path,
    media_path,
    oembed_path,
    story_path,
)
from media_pipeline.publish.metadata import Base
from media_pipeline.publish.pages.cards import Picture, card, picture, told_title
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.player import Source, Track, film_sources, sound_sources, tracks
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.wording import Run, language_name

NEWEST = 6
"""Stories in the frame of the newest."""

WIDTH = 480
SOUND_HEIGHT = 270
FILM_EXTRA = 150
"""The size of a story's frame in CSS pixels: a sound's height, and that of what stands about a
film. A phone's narrower frame is as high.
"""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A story within another site's page. ``frame`` is the size of a film, None of a sound."""

    path: str
    title: Run
    language: tuple[Run, Run]
    seconds: float
    art: Picture | None
    poster: Picture | None
    frame: Picture | None
    sources: tuple[Source, ...]
    tracks: tuple[Track, ...]


def leaves(rack: Rack) -> Iterator[Leaf]:
    """A page for each story, and one of the newest of all and of each shelf."""
    for episode in rack.episodes:
        slug = episode.permit.slug
        shown = embedded(episode.exhibit, slug, rack.interface.language)
        yield _leaf(embed_path(slug), "embed.html", {"story": shown}, story_path(slug))
    yield _latest("", None, rack)
    for shelf in rack.shelves:
        yield _latest(shelf.path, shelf.name, rack)


def oembeds(rack: Rack) -> Iterator[Page]:
    """How to frame each story; the school must have an address."""
    for episode in rack.episodes:
        exhibit, slug = episode.exhibit, episode.permit.slug
        said = _oembed(exhibit, slug, rack.base)
        content = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
        yield Page(rack.interface.root + oembed_path(slug), content.encode())


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


def frame_size(exhibit: Exhibit) -> tuple[int, int]:
    """The width and height that a story's frame is best given, in CSS pixels."""
    film = exhibit.rendition(Role.VIDEO)
    if film is None or not film.width:
        return WIDTH, SOUND_HEIGHT
    return WIDTH, round(WIDTH * min(1.0, film.height / film.width)) + FILM_EXTRA


def frame(address: str, title: str, width: int, height: int) -> str:
    """The markup that shows a page of ours within another."""
    return (
        f'<iframe src="{html.escape(address)}" title="{html.escape(title)}" width="{width}" '
        f'height="{height}" frameborder="0" loading="lazy" '
        'allow="fullscreen" referrerpolicy="no-referrer"></iframe>'
    )


def _leaf(path: str, template: str, said: dict[str, Any], instead: str) -> Leaf:
    return Leaf(path, template, said, indexed=False, instead=instead)


def _latest(shelf: str, name: Run | None, rack: Rack) -> Leaf:
    shown_in = rack.interface.language
    held = next((each.episodes for each in rack.shelves if each.path == shelf), rack.episodes)
    newest = sorted(held, key=lambda each: (each.permit.published, each.permit.id), reverse=True)
    cards = [card(each, shown_in, rack.settings) for each in newest[:NEWEST]]
    said = {"name": name, "cards": cards, "more": shelf}
    return _leaf(latest_path(shelf), "widget.html", said, shelf)


def _oembed(exhibit: Exhibit, slug: str, base: Base) -> dict[str, Any]:
    title = told_title(exhibit, slug).text
    width, height = frame_size(exhibit)
    said: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": base.school,
        "provider_url": base.page(""),
        "html": frame(base.page(embed_path(slug)), title, width, height),
        "width": width,
        "height": height,
    }
    if shown := exhibit.thumbnail:
        said["thumbnail_url"] = base.file(media_path(slug, shown))
        said |= {"thumbnail_width": shown.width, "thumbnail_height": shown.height}
    return said
