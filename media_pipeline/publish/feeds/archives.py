"""A long show → the live feed's episodes, and archives of the older ones (RFC 5005).

An archive is made as soon as it is full, the oldest episodes first, and new episodes never change
it: it names the archive before it and the live feed, but not the archive after it. The live feed
holds the newest episodes, so it may repeat some of the newest archive's; readers of RFC 5005
know an entry by its guid. Only taking a story down moves those after it, or another date or
number of one: no title does, of which many are corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from media_pipeline.model import Episode, Show
from media_pipeline.publish.shows import published_key


def live(show: Show, size: int) -> Show:
    """The show with its newest ``size`` episodes, in its own order."""
    return _only(show, _oldest_first(show)[-size:])


def archived(show: Show, size: int) -> tuple[Show, ...]:
    """The archives, the oldest first, of ``size`` episodes each; none if all episodes are live.

    Each is dated by the newest decision on what it holds.
    """
    oldest_first = _oldest_first(show)
    parts = []
    for start in range(0, len(oldest_first) - size, size):
        part = _only(show, oldest_first[start : start + size])
        parts.append(replace(part, updated=max(each.permit.decided for each in part.episodes)))
    return tuple(parts)


def _oldest_first(show: Show) -> list[int]:
    """The places of its episodes in its own order, what was published first before the others."""
    return sorted(range(len(show.episodes)), key=lambda at: _archived_key(show.episodes[at]))


def _archived_key(episode: Episode) -> tuple[object, ...]:
    """The order of publication but for titles, which decide only what comes first in a feed."""
    published, told, season, number, _, story_id = published_key(episode)
    return published, told, season, number, story_id


def _only(show: Show, places: Iterable[int]) -> Show:
    """The show with the episodes at these positions, in its own order."""
    return replace(show, episodes=tuple(show.episodes[at] for at in sorted(places)))
