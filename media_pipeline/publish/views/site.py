"""The site in one interface language: what every page is made from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from media_pipeline.model import WHOLE_SHOW, Episode, Show
from media_pipeline.publish.interfaces import Interface
from media_pipeline.publish.plans import newest_school_year, show_name
from media_pipeline.publish.spoken import NOTHING_SPOKEN, Spoken
from media_pipeline.publish.views.feeds import FeedView, feed_views
from media_pipeline.publish.views.serials import serials
from media_pipeline.publish.views.shelves import Shelf, shelves
from media_pipeline.settings import Settings
from media_pipeline.tools.values import value_digest


@dataclass(frozen=True, slots=True)
class SiteView:
    """The stories, newest first, with their tales, shelves and feeds.

    ``tales`` holds the first telling of each tale in each language, by the tale's folded name: a
    whole school may tell one tale, and a page can't list every telling. ``feeds`` is empty if the
    school has no address. ``year`` is the newest story's school year. Each of ``serials`` is the
    parts of one serial, in listening order. ``files`` are the paths of what took work to make.
    """

    interface: Interface
    episodes: tuple[Episode, ...]
    tales: Mapping[str, Mapping[str, Episode]]
    shelves: tuple[Shelf, ...]
    feeds: tuple[FeedView, ...]
    settings: Settings
    year: int
    serials: tuple[tuple[Episode, ...], ...] = ()
    files: Collection[str] = ()

    @property
    def files_digest(self) -> str:
        """A digest of the paths of what took work."""
        return value_digest(sorted(self.files))

    def feeds_named(self, *names: str) -> tuple[FeedView, ...]:
        """The feeds of those names, in the order of the shows."""
        return tuple(each for each in self.feeds if each.name in names)

    def feeds_of(self, episode: Episode) -> tuple[FeedView, ...]:
        """The feed of every story, and that of the episode's language."""
        language = episode.exhibit.story.language
        return self.feeds_named(WHOLE_SHOW, show_name("language", language))

    def tellings(self, episode: Episode) -> tuple[Episode, ...]:
        """The episode's tale in other languages, one telling in each."""
        first = self.tales.get(tale_of(episode), {})
        own = episode.exhibit.story.language
        return tuple(each for language, each in first.items() if language != own)


def site_view(
    interface: Interface,
    newest: tuple[Episode, ...],
    shows: Sequence[Show],
    settings: Settings,
    spoken: Spoken = NOTHING_SPOKEN,
    files: Collection[str] = (),
) -> SiteView:
    """The site as one interface language shows it."""
    tales: dict[str, dict[str, Episode]] = {}
    for each in newest:
        if tale := tale_of(each):
            tales.setdefault(tale, {})[each.exhibit.story.language] = each
    return SiteView(
        interface=interface,
        episodes=newest,
        tales=tales,
        shelves=shelves(newest, interface.language, settings, spoken),
        feeds=tuple(feed_views(shows, interface.language, settings.name)),
        settings=settings,
        year=newest_school_year(newest, settings.year_starts),
        serials=serials(newest, shows),
        files=files,
    )


def tale_of(episode: Episode) -> str:
    """The tale of which an episode is a telling, folded; "" if nobody said."""
    return " ".join(episode.exhibit.story.tale.casefold().split())
