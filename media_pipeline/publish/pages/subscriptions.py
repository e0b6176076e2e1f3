"""What the page of feeds says of each: its title, its picture, its addresses. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_pipeline.model import Show
from media_pipeline.publish.addresses import feed_path, show_art_path, show_preview_path
from media_pipeline.publish.pages.cards import Picture
from media_pipeline.publish.wording import Run, passage_in, run, run_in

WHOLE_SHOW = "all"
"""The feed of every story."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed as families see it. ``twin`` is the path of its low-data feed, "" where none."""

    name: str
    path: str
    twin: str
    title: Run
    description: Run | None
    art: Picture | None
    stories: int
    video: bool


def subscriptions(shows: Sequence[Show], shown_in: str) -> Iterator[Subscription]:
    """The feeds that may be listed, in the order of the shows; each with its low-data twin."""
    twins = {show.saver_of: show for show in shows if show.saver_of}
    for show in shows:
        if not show.listed or show.saver_of:
            continue
        twin = twins.get(show.name)
        yield Subscription(
            name=show.name,
            path=feed_path(show.name),
            twin=feed_path(twin.name) if twin else "",
            title=run_in(show.title, shown_in, show.language) or run(show.name, "en"),
            description=passage_in(show.description, shown_in, show.language),
            art=_picture(show),
            stories=len(show.episodes),
            video=show.video,
        )


def _picture(show: Show) -> Picture | None:
    """The small cover, else the large one: the page shows it a few centimetres wide."""
    shown = ((show.preview, show_preview_path(show)), (show.art, show_art_path(show)))
    return next((Picture(path, it.width, it.height) for it, path in shown if it and path), None)
