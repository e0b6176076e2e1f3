"""What a memory stick takes: which files of which stories, and whether its names can stand there.

    episodes, room ─► choose ─► episodes that hold only what fits ─► whole_site

Sticks are FAT or exFAT: a file takes whole clusters, and many names can't be. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from media_pipeline.errors import UsageError
from media_pipeline.model import Copy, Episode, Exhibit, Page, Rendition, Role
from media_pipeline.publish.addresses import START, media_path
from media_pipeline.publish.fat import ENTRIES, ENTRY, entries, folder_entries, made_safe, safe_name
from media_pipeline.publish.pages.leaves import context, interfaces
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings

SITE = "site/"
MEDIA = "media/"

CLUSTER = 32 * 1024
"""Bytes that the smallest file takes, as FAT32 is made on sticks of 16 to 32 GB."""

LARGEST = (1 << 32) - 1
"""Bytes of the largest file that FAT32 can hold."""

LONGEST_PATH = 200
"""Letters of a path: Windows takes 260, and a copy may be copied into a folder."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(MB|GB|TB)", re.IGNORECASE)
_UNITS = {"MB": 10**6, "GB": 10**9, "TB": 10**12}


def size_of(text: str) -> int:
    """The bytes of ``500MB`` or ``8GB``, as they are written on sticks (a MB is a million).

    Raises :class:`UsageError` for anything else.
    """
    if found := _SIZE.fullmatch(text.strip()):
        return int(float(found[1]) * _UNITS[found[2].upper()])
    raise UsageError(f"“{text}” is no size.", "--size", "Write it like 500MB or 8GB.")


def carried_in(settings: Settings, language: str) -> str:
    """The language of a copy, the school's first where it is "".

    Raises :class:`UsageError` for a language that the school's pages are not in.
    """
    if language and language not in settings.interface_languages:
        known = ", ".join(settings.interface_languages)
        raise UsageError(f"the pages are not in “{language}”.", "--language", f"One of: {known}")
    return language or settings.interface_languages[0]


def taken(size: int) -> int:
    """Bytes of a stick that a file of ``size`` bytes takes."""
    return max(1, -(-size // CLUSTER)) * CLUSTER


def room_taken(tree: Iterable[Page | Copy]) -> int:
    """Bytes of a stick that all files take, and the folders they lie in."""
    every = list(tree)
    total = sum(taken(each.bytes) for each in every)
    folders = folder_entries(each.path for each in every)
    return total + sum(taken(held * ENTRY) for held in folders.values())


def at_most(episodes: Sequence[Episode]) -> tuple[Episode, ...]:
    """Every episode with all that a stick could take of it."""
    return tuple(_holding(each, _tiers(each.exhibit)) for each in episodes)


def choose(
    episodes: Sequence[Episode], tree: Sequence[Page | Copy], room: int
) -> tuple[Episode, ...]:
    """The episodes that fit into ``room`` bytes, with only the files that do.

    ``tree`` is the site of :func:`at_most` of all episodes. First comes the smallest of every
    story, the newest first; then full sound, small films and full films, each while there is
    room. ``episodes`` are sorted, newest first.
    """
    own = _own_pages(episodes, tree)
    media = {
        media_path(each.permit.slug, rendition)
        for each in episodes
        for rendition in each.exhibit.renditions
    }
    pages = [each for each in tree if each.path not in media]
    left = room - room_taken(pages) + sum(own.values())
    names = ENTRIES - sum(entries(each.path) for each in pages if each.path.startswith(MEDIA))
    held: dict[str, list[Sequence[Rendition]]] = {}
    for each in episodes:
        smallest = _tiers(each.exhibit)[0]
        cost = own[each.permit.id] + _cost(smallest)
        listed = _entries(each, smallest)
        if cost > left or listed > names:
            break
        held[each.permit.id] = [smallest]
        left, names = left - cost, names - listed
    kept = [each for each in episodes if each.permit.id in held]
    for number in (1, 2, 3):
        for each in kept:
            further = _tiers(each.exhibit)[number]
            cost, listed = _cost(further), _entries(each, further)
            if further and cost <= left and listed <= names:
                held[each.permit.id].append(further)
                left, names = left - cost, names - listed
    return tuple(_holding(each, held[each.permit.id]) for each in kept)


def wrong_names(tree: Iterable[Page | Copy]) -> list[str]:
    """Paths that FAT or Windows can't hold, or whose file is too large, or whose folder is full;
    none, as it should be.
    """
    every = list(tree)
    full = [
        folder
        for folder, held in folder_entries(each.path for each in every).items()
        if held > ENTRIES
    ]
    folded = Counter(each.path.lower() for each in every)
    return full + [
        each.path
        for each in every
        if folded[each.path.lower()] > 1
        or len(each.path) > LONGEST_PATH
        or any(safe_name(part) != part for part in each.path.split("/"))
        or (isinstance(each, Copy) and each.bytes > LARGEST)
    ]


def start_page(
    settings: Settings, folders: Sequence[Path], language: str, made: date, stories: int
) -> Page:
    """The page at the top of the stick, from which the copy is opened."""
    (interface,) = interfaces(settings, folders, language)
    said = context(interface, settings, to_page=_in_site, to_file=_in_site)
    own = {"made": made, "stories": stories, "carried": True}
    return Page(START, Templates(folders).render("start.html", {**said, **own}))


def in_site(tree: Iterable[Page | Copy]) -> list[Page | Copy]:
    """The files of the site as they stand on the stick, by names it can have."""
    return [replace(each, path=SITE + each.path) for each in made_safe(list(tree))]


def _in_site(target: str) -> str:
    whole = f"{target}index.html" if target == "" or target.endswith("/") else target
    return SITE + whole


def _tiers(exhibit: Exhibit) -> tuple[Sequence[Rendition], ...]:
    """The smallest of a story with its pictures; then its full sound, small film, full film."""
    least, sound = exhibit.light_sound, exhibit.rendition(Role.ENCLOSURE)
    pictures = [each for each in exhibit.renditions if each.role in (Role.ART, Role.PREVIEW)]
    poster, small = exhibit.rendition(Role.POSTER), exhibit.rendition(Role.VIDEO_SAVER)
    film = exhibit.rendition(Role.VIDEO)
    return (
        _those(*pictures, least),
        _those(sound if sound is not least else None),
        _those(small, poster) if small else (),
        _those(film, None if small else poster) if film else (),
    )


def _those(*wanted: Rendition | None) -> tuple[Rendition, ...]:
    return tuple(each for each in wanted if each)


def _holding(episode: Episode, tiers: Iterable[Sequence[Rendition]]) -> Episode:
    """The episode with these files alone.

    Where a small file is there without the full one, it takes that one's part: every screen
    plays it then.
    """
    held = list(dict.fromkeys(each for tier in tiers for each in tier))
    roles = {each.role for each in held}
    instead = {
        small: full
        for small, full in ((Role.SAVER, Role.ENCLOSURE), (Role.VIDEO_SAVER, Role.VIDEO))
        if full not in roles
    }
    renditions = tuple(replace(each, role=instead.get(each.role, each.role)) for each in held)
    return replace(episode, exhibit=replace(episode.exhibit, renditions=renditions))


def _entries(episode: Episode, renditions: Iterable[Rendition]) -> int:
    return sum(entries(media_path(episode.permit.slug, each)) for each in renditions)


def _cost(renditions: Iterable[Rendition]) -> int:
    return sum(taken(each.bytes) for each in renditions)


def _own_pages(episodes: Sequence[Episode], tree: Sequence[Page | Copy]) -> Mapping[str, int]:
    """What the pages and words of each story take, by its id."""
    slugs = {each.permit.slug: each.permit.id for each in episodes}
    own = dict.fromkeys(slugs.values(), 0)
    named = _naming(slugs)
    for each in tree:
        if isinstance(each, Page) and (slug := named(each.path)):
            own[slugs[slug]] += taken(each.bytes)
    return own


def _naming(slugs: Collection[str]) -> Callable[[str], str | None]:
    """Which story's own a path is: a folder is named for it, or a file of words."""

    def named(path: str) -> str | None:
        parts = path.split("/")
        if parts[0] == "media":
            slug = re.sub(r"-[0-9a-f]{12}\..*$", "", parts[-1])
            return slug if slug in slugs else None
        return next((part for part in parts[:-1] if part in slugs), None)

    return named
