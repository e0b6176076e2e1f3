"""Stories → serials, each with its parts in listening order. Pure.

A serial is what a feed's file calls one. Beyond that, parts are recognised by their numbers, which
are given or at the end of their titles: stories of one class, language and season whose titles are
otherwise the same or have no number, provided that no number occurs twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import TypeAlias

from media_pipeline.model import Episode, Show
from media_pipeline.publish.shows import serial_key

Whole: TypeAlias = tuple[object, ...]
"""What parts have in common."""

_NUMBERED = re.compile(r"(?P<name>\D+)(?P<number>\d{1,3})(?:\W*|[集部章回话話篇])")
"""“The long journey, part 2”, “第2集”: some words, and a single number after them."""


def serials(episodes: Sequence[Episode], shows: Sequence[Show]) -> tuple[tuple[Episode, ...], ...]:
    """Every serial: those of feeds, then those of two or more parts that are recognised by
    numbers.
    """
    told = [
        tuple(sorted(show.episodes, key=serial_key))
        for show in shows
        if show.serial and show.episodes and not show.saver_of
    ]
    known = {each.permit.id for serial in told for each in serial}
    return (*told, *_by_numbers(episodes, known))


def _by_numbers(
    episodes: Sequence[Episode], known: Collection[str]
) -> Iterator[tuple[Episode, ...]]:
    wholes: dict[Whole, list[tuple[int, Episode]]] = defaultdict(list)
    for each in episodes:
        whole, number = _part(each)
        if whole and each.permit.id not in known:
            wholes[whole].append((number, each))
    for parts in wholes.values():
        if 1 < len(parts) == len({number for number, _ in parts}):
            yield tuple(each for _, each in sorted(parts, key=itemgetter(0)))


def _part(episode: Episode) -> tuple[Whole, int]:
    """What a story is a part of, () for nothing, and its number there."""
    story = episode.exhibit.story
    found = _NUMBERED.fullmatch(story.shown_title.casefold())
    readable = found and any(map(str.isalpha, found["name"]))
    name, digits = found.groups() if found and readable else ("", "0")
    number = story.number or int(digits)
    whole = (story.language, story.class_id, story.season, name.strip())
    return (whole, number) if number else ((), 0)
