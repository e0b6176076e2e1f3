"""Episodes → everything that is public: shows, pages, media, feeds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from media_pipeline.model import Copy, Episode, Page, Part, Show
from media_pipeline.publish.addresses import show_art_path, show_preview_path
from media_pipeline.publish.artifact import Artifact
from media_pipeline.publish.feeds.directory import opml, school_json
from media_pipeline.publish.feeds.items import Items
from media_pipeline.publish.feeds.rss import Document, feed_documents
from media_pipeline.publish.print.sheets import print_artifacts
from media_pipeline.publish.search.documents import search_artifacts
from media_pipeline.publish.shows import Decided, automatic_shows, file_shows
from media_pipeline.publish.site import Site, without_episodes
from media_pipeline.publish.spoken import NOTHING_SPOKEN, Spoken
from media_pipeline.settings import FeedFile, Settings


def school_shows(
    episodes: Sequence[Episode],
    settings: Settings,
    feed_files: Mapping[str, FeedFile],
    decided: Decided,
) -> tuple[Show, ...]:
    """Every show: the automatic ones, then one for each of ``feeds/*.toml``."""
    shows = list(automatic_shows(episodes, settings, decided))
    for name, feed_file in feed_files.items():
        shows += file_shows(name, feed_file, episodes, settings, decided)
    return tuple(shows)


def site_artifacts(
    episodes: Sequence[Episode], shows: Sequence[Show], settings: Settings, folders: Sequence[Path]
) -> Iterator[Artifact]:
    """Everything that takes work besides stories' own files and shows' art."""
    yield from print_artifacts(episodes, shows, settings, folders)
    yield from search_artifacts(episodes, settings)


def whole_site(
    episodes: Sequence[Episode],
    shows: Sequence[Show],
    settings: Settings,
    templates: Sequence[Path],
    withdrawn: Sequence[str],
    artifacts: Iterable[Copy] = (),
    spoken: Spoken = NOTHING_SPOKEN,
) -> Iterator[Page | Copy]:
    """Every file of the site, made; see :func:`whole_parts`."""
    given = (episodes, shows, settings, templates, withdrawn, artifacts, spoken)
    for each in whole_parts(*given):
        if isinstance(each, Part):
            yield from each.files()
        else:
            yield each


def whole_parts(
    episodes: Sequence[Episode],
    shows: Sequence[Show],
    settings: Settings,
    templates: Sequence[Path],
    withdrawn: Sequence[str],
    artifacts: Iterable[Copy] = (),
    spoken: Spoken = NOTHING_SPOKEN,
    *,
    made_by: str = "",
) -> Iterator[Copy | Part]:
    """The whole site, in parts. Without an address there are no feeds, and so no shows' pages.

    ``withdrawn`` are the guids that other sites must drop, ``artifacts`` the files that took work,
    ``spoken`` the recordings of languages' names, ``made_by`` a digest of the program and its
    templates.
    """
    fed = shows if settings.address else ()
    made = tuple(artifacts)
    paths = {each.path for each in made}
    site = Site.of(episodes, fed, settings, templates, paths, made_by)
    yield from site.parts(paths, spoken)
    yield from made
    yield from spoken.values()
    if not settings.address:
        return
    items = Items(settings)
    for show in fed:
        for document in feed_documents(show, settings, items):
            held = replace(document.show, episodes=())
            numbers = (document.before, document.archive, document.numbers)
            made_of = (held, site.digest(document.show.episodes), numbers)
            yield site.part(document.path, made_of, partial(_written, document))
        if not show.saver_of:
            yield from art_files(show)
    listed = (site.digest(site.episodes), without_episodes(fed), withdrawn)
    yield site.part(
        "lists of feeds",
        listed,
        lambda: (opml(fed, settings), school_json(fed, settings, withdrawn)),
    )


def _written(document: Document) -> tuple[Page]:
    return (document.page(),)


def art_files(show: Show) -> Iterator[Copy]:
    """A show's cover, and its small copy."""
    if show.art and (path := show_art_path(show)):
        yield Copy.of(path, show.art)
    # No page shows the small cover of a feed that isn't listed.
    if show.listed and show.preview and (path := show_preview_path(show)):
        yield Copy.of(path, show.preview)
