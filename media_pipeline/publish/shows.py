"""Episodes → shows, in the order of their feeds, each with its low-data twin. Pure.

A twin, ``<name>-low-data``, is the same show in the smallest MP3, for podcast apps that know no
other way to save data. A show without an episode is made only if it was published before: its
subscribers must find an empty feed, not none.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import TypeAlias

from media_pipeline.model import MP3, Episode, Rendition, Role, Show, Story
from media_pipeline.publish.addresses import feed_path
from media_pipeline.publish.phrases import PHRASES
from media_pipeline.publish.plans import Plan, automatic_plans, file_plan, story_day
from media_pipeline.settings import FeedFile, Settings
from media_pipeline.tools.values import value_digest

LOW_DATA = "-low-data"
"""The end of a low-data twin's name."""

BEGINNING = datetime.fromtimestamp(0, UTC)
"""Before anything was decided."""

PublishedKey: TypeAlias = tuple[datetime, date, int, int, str, str]
"""What :func:`published_key` sorts by."""

_FEED_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The podcast namespace's own UUID namespace for podcast:guid."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the ledger says besides permits.

    ``guids`` are those assigned to feeds, by name. ``withdrawn`` is what was public and no longer
    is, with the time of the last decision on it. ``lost`` is the time of the last such decision on
    stories whose recording is gone, so that nobody knows which feeds had them.
    """

    guids: Mapping[str, str]
    withdrawn: Sequence[tuple[Story, datetime]] = ()
    lost: datetime | None = None


def automatic_shows(
    episodes: Sequence[Episode], settings: Settings, decided: Decided
) -> tuple[Show, ...]:
    """Make the automatic shows, each followed by its low-data twin."""
    plans = automatic_plans(episodes, settings, decided.guids)
    return _shows(plans, episodes, settings, decided)


def file_shows(
    name: str,
    feed_file: FeedFile,
    episodes: Sequence[Episode],
    settings: Settings,
    decided: Decided,
) -> tuple[Show, ...]:
    """Make the show of ``feeds/<name>.toml`` and its twin; none if it has no episode."""
    return _shows([file_plan(name, feed_file, settings)], episodes, settings, decided)


def with_art(
    shows: Sequence[Show],
    art: Mapping[str, Rendition],
    previews: Mapping[str, Rendition] = MappingProxyType({}),
) -> tuple[Show, ...]:
    """Give the shows their covers, by name, and the small copies; a twin has those of its show."""
    named = [(show, show.saver_of or show.name) for show in shows]
    return tuple(
        replace(show, art=art.get(name), preview=previews.get(name)) for show, name in named
    )


def feed_guid(address: str) -> str:
    """Make the podcast:guid of a feed from its first address; it is kept for life."""
    bare = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://", "", address).rstrip("/")
    return str(uuid.uuid5(_FEED_GUIDS, bare))


def serial_key(episode: Episode) -> tuple[int, bool, int, PublishedKey]:
    """A key to sort in listening order: a season's numbered episodes, then others as published."""
    story = episode.exhibit.story
    return story.season, not story.number, story.number, published_key(episode)


def published_key(episode: Episode) -> PublishedKey:
    """A key to sort in order of publication; those approved in one go are in the order in which
    they were told, then of their numbers, then of their titles. It is the same on every machine,
    wherever a recording lies.
    """
    story, permit = episode.exhibit.story, episode.permit
    told, title = story.told or date.min, _in_order(story.shown_title)
    return permit.published, told, story.season, story.number, title, permit.id


def episode_digest(episode: Episode) -> str:
    """A digest of everything an episode is, including the order of its titles and descriptions: if
    there is none in a wanted language, the first is shown.
    """
    story = episode.exhibit.story
    return value_digest(episode, [*story.title], [*story.description])


def by_lot(episodes: Iterable[Episode]) -> list[Episode]:
    """Put episodes in the order of the digests of their ids.

    Nobody chose that order or can guess it, it is the same on any day, and a new story moves no
    other.
    """
    return sorted(episodes, key=lambda each: sha256(each.permit.id.encode()).digest())


def enclosed(episode: Episode, *, video: bool, saver: bool) -> Rendition | None:
    """Find the file that a show's subscribers get; None if the story has no such file."""
    if saver:  # never Opus, which apps that ignore alternateEnclosure don't play
        return episode.exhibit.rendition(Role.SAVER, MP3)
    return episode.exhibit.rendition(Role.VIDEO if video else Role.ENCLOSURE)


@lru_cache(maxsize=1 << 16)  # a build sorts each story a dozen times
def _in_order(title: str) -> str:
    """A title's sorting form: 2 comes before 10."""
    return re.sub(r"\d+", lambda number: number.group().zfill(9), title.casefold())


def _shows(
    plans: Iterable[Plan], episodes: Sequence[Episode], settings: Settings, decided: Decided
) -> tuple[Show, ...]:
    made: list[Show] = []
    newest = max((each.permit.decided for each in episodes), default=BEGINNING)
    dated = [(each, story_day(each.exhibit.story, each.permit.published)) for each in episodes]
    for plan in plans:
        if show := _planned(plan, dated, newest, settings, decided):
            made.append(show)
            made += filter(None, [_twin(show, settings, decided)])
    return tuple(made)


def _planned(
    plan: Plan,
    dated: Sequence[tuple[Episode, date]],
    newest: datetime,
    settings: Settings,
    decided: Decided,
) -> Show | None:
    """The show of those episodes that the plan takes; each comes with its day. An empty feed is
    dated ``newest``, when anything was last decided.
    """
    chosen = [
        each
        for each, day in dated
        if plan.takes(each.exhibit.story, day) and enclosed(each, video=plan.video, saver=False)
    ]
    if not chosen and plan.name not in decided.guids:
        return None
    if plan.serial:
        chosen.sort(key=serial_key, reverse=not plan.oldest_first)
    else:
        chosen.sort(key=published_key, reverse=not plan.oldest_first)
    gone = [when for story, when in decided.withdrawn if plan.takes(story, story_day(story, when))]
    gone += [decided.lost] if decided.lost else []
    return Show(
        name=plan.name,
        guid=_guid(plan.name, settings, decided),
        title=plan.title,
        description=plan.description,
        language=plan.language,
        category=plan.category,
        episodes=tuple(chosen),
        updated=max([each.permit.decided for each in chosen] + gone, default=newest),
        serial=plan.serial,
        video=plan.video,
        listed=plan.listed,
        sort=plan.sort,
    )


def _twin(show: Show, settings: Settings, decided: Decided) -> Show | None:
    """The same show in the smallest MP3; None for a video, or if no story has one."""
    light = [each for each in show.episodes if enclosed(each, video=False, saver=True)]
    if show.video or not (light or show.name + LOW_DATA in decided.guids):
        return None
    # A bit rate says it in any language for which we have no phrase.
    rate = f"{settings.audio.saver_mp3} kb/s"
    said_so = {language: phrases.low_data for language, phrases in PHRASES.items()}
    return replace(
        show,
        name=show.name + LOW_DATA,
        guid=_guid(show.name + LOW_DATA, settings, decided),
        title={
            language: f"{said} ({said_so.get(language, rate)})"
            for language, said in show.title.items()
        },
        episodes=tuple(light),
        listed=False,
        saver_of=show.name,
    )


def _guid(name: str, settings: Settings, decided: Decided) -> str:
    """The guid for life; "" while the site has no address to make one from."""
    known = decided.guids.get(name)
    return known or (feed_guid(settings.address + feed_path(name)) if settings.address else "")
