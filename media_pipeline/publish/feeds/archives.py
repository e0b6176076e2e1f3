"""A long show → the live feed's episodes, and archives of the older ones (RFC 5005).

An archive is made once it can be full, the oldest episodes first, and nothing new ever changes
it: it names the archive before it and the live feed, but not the archive after it. The live feed
holds the newest episodes, so it may repeat some of the newest archive's; readers of RFC 5005
know an entry by its guid. Only taking a story down moves those after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from media_pipeline.model import Episode, Show
from media_pipeline.publish.shows import published_key


def live(show: Show, size: int) -> Show:
    """The show with the newest ``size`` of its episodes, in its own order."""
    return replace(show, episodes=_in_order(_oldest_first(show)[-size:], _places(show)))


def archived(show: Show, size: int) -> tuple[Show, ...]:
    """The archives, the oldest first, of ``size`` episodes each; none where all are live.

    Each is as old as the newest decision on what it holds.
    """
    oldest_first, places = _oldest_first(show), _places(show)
    parts = []
    for start in range(0, len(oldest_first) - size, size):
        held = oldest_first[start : start + size]
        newest = max(each.permit.decided for each in held)
        parts.append(replace(show, episodes=_in_order(held, places), updated=newest))
    return tuple(parts)


def _oldest_first(show: Show) -> list[Episode]:
    return sorted(show.episodes, key=published_key)


def _places(show: Show) -> dict[str, int]:
    """Where in the show's order each episode stands, by id."""
    return {each.permit.id: place for place, each in enumerate(show.episodes)}


def _in_order(episodes: Iterable[Episode], places: dict[str, int]) -> tuple[Episode, ...]:
    return tuple(sorted(episodes, key=lambda each: places[each.permit.id]))
