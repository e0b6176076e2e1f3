"""A long show → the live feed's episodes, and archives of the older ones (RFC 5005).

An archive is made once it can be full, the oldest episodes first, and nothing new ever changes
it: it names the archive before it and the live feed, but not the archive after it. The live feed
holds the newest episodes, so it may repeat some of the newest archive's; readers of RFC 5005
know an entry by its guid. Only taking a story down moves those after it.
"""

from __future__ import annotations

from dataclasses import replace

from media_pipeline.model import Show
from media_pipeline.publish.shows import published_key


def live(show: Show, size: int) -> Show:
    """The show with the newest ``size`` of its episodes, in its own order."""
    newest = sorted(show.episodes, key=published_key)[-size:]
    return _only(show, ids={each.permit.id for each in newest})


def archived(show: Show, size: int) -> tuple[Show, ...]:
    """The archives, the oldest first, of ``size`` episodes each; none where all are live.

    Each is as old as the newest decision on what it holds.
    """
    oldest_first = sorted(show.episodes, key=published_key)
    parts = []
    for start in range(0, len(oldest_first) - size, size):
        held = oldest_first[start : start + size]
        part = _only(show, ids={each.permit.id for each in held})
        parts.append(replace(part, updated=max(each.permit.decided for each in held)))
    return tuple(parts)


def _only(show: Show, ids: set[str]) -> Show:
    return replace(show, episodes=tuple(each for each in show.episodes if each.permit.id in ids))
