"""What the pages of feeds say about each: its title, its picture, its addresses. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media_pipeline.model import Episode, Show
from media_pipeline.publish.addresses import (
    feed_path,
    show_art_path,
    show_preview_path,
    subscribe_path,
)
from media_pipeline.publish.shows import published_key
from media_pipeline.publish.views.cards import Picture
from media_pipeline.publish.wording import Run, passage_in, run, run_in

LATEST = 3
"""Stories shown on a feed's page, to give an idea of what will come."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed as families see it. ``twin`` is the path of its low-data feed, "" if it has none.

    ``name_here`` is its name on pages that state the school's name anyway, and ``own`` the same in
    the feed's own language, if that differs. ``sort`` is the show's.
    """

    name: str
    sort: str
    page: str
    path: str
    twin: str
    title: Run
    name_here: Run
    own: Run | None
    description: Run | None
    art: Picture | None
    stories: int
    video: bool
    latest: tuple[Episode, ...]


def feed_views(shows: Sequence[Show], shown_in: str, school: str) -> Iterator[FeedView]:
    """The feeds that may be listed, in the order of the shows; each with its low-data twin."""
    twins = {show.saver_of: show for show in shows if show.saver_of}
    for show in shows:
        if not show.listed or show.saver_of:
            continue
        twin = twins.get(show.name)
        title = run_in(show.title, shown_in, show.language) or run(show.name, "en")
        name_here = within(title, school)
        own = within(run_in(show.title, show.language) or title, school)
        yield FeedView(
            name=show.name,
            sort=show.sort,
            page=subscribe_path(show.name),
            path=feed_path(show.name),
            twin=feed_path(twin.name) if twin else "",
            title=title,
            name_here=name_here,
            own=own if own.text != name_here.text else None,
            description=passage_in(show.description, shown_in, show.language),
            art=_picture(show),
            stories=len(show.episodes),
            video=show.video,
            latest=tuple(sorted(show.episodes, key=published_key, reverse=True)[:LATEST]),
        )


def within(title: Run, school: str) -> Run:
    """A feed's title without the school's name, in which titles of automatic feeds end."""
    return replace(title, text=title.text.removesuffix(f" · {school}"))


def _picture(show: Show) -> Picture | None:
    """The small cover, else the large one: the page shows it a few centimetres wide."""
    shown = ((show.preview, show_preview_path(show)), (show.art, show_art_path(show)))
    return next((Picture(path, it.width, it.height) for it, path in shown if it and path), None)
