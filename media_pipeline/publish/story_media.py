"""The files of stories that pages and feeds name: renditions, words, chapters. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from media_pipeline.model import Copy, Episode, Exhibit, Page, Rendition, Role, Show
from media_pipeline.publish.addresses import (
    episode_media,
)
from media_pipeline.publish.captions import chapters_page
from media_pipeline.publish.views.transcript import story_files
from media_pipeline.settings import Settings


def media_files(
    episodes: Sequence[Episode], shows: Sequence[Show], settings: Settings, language: str = ""
) -> Iterator[Page | Copy]:
    """The files that pages (with ``language``, those in it) and feeds name: renditions and words,
    and chapters for stories in a feed.
    """
    in_feeds = {each.permit.id for show in shows for each in show.episodes}
    for each in episodes:
        yield from episode_files(each, settings, language, fed=each.permit.id in in_feeds)


def episode_files(
    episode: Episode, settings: Settings, language: str = "", *, fed: bool
) -> Iterator[Page | Copy]:
    """The files of one episode; ``fed`` is whether it is in a feed."""
    slug, exhibit = episode.permit.slug, episode.exhibit
    for rendition in _named(exhibit, fed=fed):
        yield Copy.of(episode_media(episode, rendition), rendition)
    yield from story_files(exhibit, slug, settings, language)
    if fed and (chapters := chapters_page(slug, exhibit.chapters)):
        yield chapters


def _named(exhibit: Exhibit, *, fed: bool) -> Iterator[Rendition]:
    """What a page or a feed names: pages show a film's still, and only feeds its cover."""
    instead = (Role.VIDEO, Role.POSTER, Role.PREVIEW)
    still = all(exhibit.rendition(role) for role in instead)
    unused = exhibit.rendition(Role.ART) if still and not fed else None
    yield from (each for each in exhibit.renditions if each is not unused)
