"""All that is on the site, as one interface language shows it: what every page is made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from media_pipeline.model import Episode, Show
from media_pipeline.publish.metadata import Base
from media_pipeline.publish.pages.leaves import Interface, base_of
from media_pipeline.publish.pages.shelves import Shelf, shelves
from media_pipeline.publish.pages.subscriptions import Subscription, subscriptions
from media_pipeline.publish.spoken import NOTHING_SPOKEN, Spoken
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Rack:
    """The stories, newest first, with their tales, shelves and feeds.

    ``tales`` holds the first telling of each tale in each language, by the tale's folded name: a
    whole school may tell one tale, and a page can't list it all. ``feeds`` is empty where the
    school has no address. ``files`` are the paths of what took work to make.
    """

    interface: Interface
    episodes: tuple[Episode, ...]
    tales: Mapping[str, Mapping[str, Episode]]
    shelves: tuple[Shelf, ...]
    feeds: tuple[Subscription, ...]
    settings: Settings
    files: Collection[str] = ()

    @property
    def base(self) -> Base:
        """Where these pages stand."""
        return base_of(self.interface, self.settings)

    def feeds_named(self, *names: str) -> tuple[Subscription, ...]:
        """The feeds of those names, in the order of the shows."""
        return tuple(each for each in self.feeds if each.name in names)

    def tellings(self, episode: Episode) -> tuple[Episode, ...]:
        """The episode's tale in other languages, one telling of each."""
        first = self.tales.get(tale_of(episode), {})
        own = episode.exhibit.story.language
        return tuple(each for language, each in first.items() if language != own)


def rack(
    interface: Interface,
    newest: tuple[Episode, ...],
    shows: Sequence[Show],
    settings: Settings,
    spoken: Spoken = NOTHING_SPOKEN,
    files: Collection[str] = (),
) -> Rack:
    """Put everything on the shelves of one interface language."""
    tales: dict[str, dict[str, Episode]] = {}
    for each in newest:
        if tale := tale_of(each):
            tales.setdefault(tale, {})[each.exhibit.story.language] = each
    return Rack(
        interface=interface,
        episodes=newest,
        tales=tales,
        shelves=shelves(newest, interface.language, settings, spoken),
        feeds=tuple(subscriptions(shows, interface.language, settings.name)),
        settings=settings,
        files=files,
    )


def tale_of(episode: Episode) -> str:
    """The tale that an episode is a telling of, folded; "" where nobody said."""
    return " ".join(episode.exhibit.story.tale.casefold().split())
