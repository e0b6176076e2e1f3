"""Which stories fit on a memory stick, and which files of each. Pure.

    episodes, room ─► choose ─► episodes that hold only what fits ─► carried_pages

Every story is included at its smallest before any is included in full; the oldest are left out
first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from media_pipeline.model import Copy, Episode, Exhibit, Page, Rendition, Role
from media_pipeline.publish.addresses import SITE, media_path
from media_pipeline.publish.usb.fat import (
    ENTRIES,
    LARGEST,
    clusters,
    entries,
    made_safe,
    room_taken,
)
from media_pipeline.tools.media_paths import slug_of_media

MEDIA = "media/"


def with_portable_files(episodes: Sequence[Episode]) -> tuple[Episode, ...]:
    """The episodes with all of their files that any computer plays: Opus is left out."""
    return tuple(_holding(each, _tiers(each.exhibit)) for each in episodes)


def choose(
    episodes: Sequence[Episode], tree: Sequence[Page | Copy], room: int
) -> tuple[Episode, ...]:
    """The episodes that fit into ``room`` bytes, with only those files that fit.

    ``tree`` is the site of :func:`with_portable_files` of all episodes. First comes the smallest
    version of every story, the newest first; then full sound, small films and full films, each
    while there is room. ``episodes`` are sorted, newest first.
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


def in_site(tree: Iterable[Page | Copy]) -> list[Page | Copy]:
    """The files of the site in their places on the stick, under names it can have."""
    return [replace(each, path=SITE + each.path) for each in made_safe(list(tree))]


def _tiers(exhibit: Exhibit) -> tuple[Sequence[Rendition], ...]:
    """A story's smallest version with its pictures; then its full sound, small film, full film."""
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
    """Those of ``wanted`` that exist and fit on a stick."""
    return tuple(each for each in wanted if each and each.bytes <= LARGEST)


def _holding(episode: Episode, tiers: Iterable[Sequence[Rendition]]) -> Episode:
    """The episode with only these files.

    If a small file is there without the full one, it takes the full one's role: every screen then
    plays it.
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
    return sum(clusters(each.bytes) for each in renditions)


def _own_pages(episodes: Sequence[Episode], tree: Sequence[Page | Copy]) -> Mapping[str, int]:
    """The room that the pages and words of each story take, by its id."""
    slugs = {each.permit.slug: each.permit.id for each in episodes}
    own = dict.fromkeys(slugs.values(), 0)
    named = _naming(slugs)
    for each in tree:
        if isinstance(each, Page) and (slug := named(each.path)):
            own[slugs[slug]] += clusters(each.bytes)
    return own


def _naming(slugs: Collection[str]) -> Callable[[str], str | None]:
    """Tells which story a path belongs to: a folder is named after the story, or a file of
    words.
    """

    def named(path: str) -> str | None:
        parts = path.split("/")
        return next((part for part in (slug_of_media(path), *parts[:-1]) if part in slugs), None)

    return named
