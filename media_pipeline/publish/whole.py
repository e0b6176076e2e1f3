"""Episodes → the whole of what is public: shows, pages, media, feeds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from media_pipeline.model import Copy, Episode, Page, Rendition, Show
from media_pipeline.publish.addresses import show_art_path, show_preview_path
from media_pipeline.publish.directory import opml, school_json
from media_pipeline.publish.feeds import feed_pages
from media_pipeline.publish.shows import Decided, automatic_shows, file_shows
from media_pipeline.publish.site import site_pages
from media_pipeline.publish.spoken import NOTHING_SPOKEN, Spoken
from media_pipeline.settings import FeedFile, Settings


def school_shows(
    episodes: Sequence[Episode],
    settings: Settings,
    feed_files: Mapping[str, FeedFile],
    decided: Decided,
) -> tuple[Show, ...]:
    """Every show: those that make themselves, then one for each of ``feeds/*.toml``."""
    shows = list(automatic_shows(episodes, settings, decided))
    for name, feed_file in feed_files.items():
        shows += file_shows(name, feed_file, episodes, settings, decided)
    return tuple(shows)


def whole_site(
    episodes: Sequence[Episode],
    shows: Sequence[Show],
    settings: Settings,
    templates: Sequence[Path],
    withdrawn: Sequence[str],
    ordered: Iterable[Copy] = (),
    spoken: Spoken = NOTHING_SPOKEN,
) -> Iterator[Page | Copy]:
    """Every file of the site. Without an address there are no feeds, and so no shows' pages.

    ``withdrawn`` are the guids that other sites must drop, ``ordered`` the files that took work,
    ``spoken`` how languages' names sound.
    """
    fed = shows if settings.address else ()
    made = tuple(ordered)
    yield from site_pages(episodes, fed, settings, templates, {each.path for each in made}, spoken)
    yield from made
    yield from spoken.values()
    if not settings.address:
        return
    for show in fed:
        yield from feed_pages(show, settings)
        if not show.saver_of:
            yield from _art(show)
    yield opml(fed, settings)
    yield school_json(fed, settings, withdrawn)


def _art(show: Show) -> Iterator[Copy]:
    yield from _picture(show.art, show_art_path(show))
    if show.listed:  # else no page shows it
        yield from _picture(show.preview, show_preview_path(show))


def _picture(made: Rendition | None, path: str | None) -> Iterator[Copy]:
    if made and path:
        yield Copy(path, made.path, made.bytes, made.digest)
