"""Whose files are on a host, and which of them may no longer be there. Pure.

A story is known by its own files (its media, page, frame, code), which are the last to go: as long
as one of them is there, the story is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from media_pipeline.gate.book import Book, Entry
from media_pipeline.gate.slugs import ID_CHARACTERS
from media_pipeline.gate.tokens import TOKEN
from media_pipeline.model import Audience, State
from media_pipeline.publish.addresses import COVER_OF
from media_pipeline.tools.media_paths import slug_of_media
from media_pipeline.tools.remembered import SITE

_PAGE = re.compile(r"(?:.+/)?(?:stories|embed|codes)/(?P<slug>[^/]+)/.+")
_ID = re.compile(rf"(?:.*-)?[0-9a-f]{{{ID_CHARACTERS}}}")
"""How a slug ends, and a feed's name hardly ever does."""

LATEST = "latest"
"""The frame of the newest stories, which belongs to no story."""


@dataclass(frozen=True, slots=True)
class Today:
    """What may be public today. ``judged`` is who the gate lets each story be for, by its slug; for
    stories that were not made here, it is what everyone agrees to whom their last approval found in
    them. If the gate could not judge, the ``book`` alone decides. ``tokens`` are the folders of
    families' sites that are still valid.

    ``unsure`` means that the ledger can't be trusted: then only what it knows to be stopped must
    go.
    """

    book: Book
    judged: Mapping[str, Audience] = field(default_factory=dict)
    tokens: frozenset[str] = frozenset()
    unsure: bool = False


def stories_in(
    paths: Iterable[str], feeds: Collection[str] | None = None
) -> dict[str, frozenset[str]]:
    """Each story's own files among ``paths``, by its slug. What looks like a feed's cover is a
    story's if another file of that story is there; if the names of published ``feeds`` are given,
    it is also a story's on its own, provided that it ends as a slug does and no feed has the name.
    """
    found: dict[str, set[str]] = defaultdict(set)
    covers: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        page, own = _PAGE.fullmatch(path), slug_of_media(path)
        slug = page["slug"] if page else own
        if slug in ("", LATEST):
            continue
        feed = own.removeprefix(COVER_OF)
        cover = own.startswith(COVER_OF) and path.endswith(".jpg")
        doubtful = cover and (feeds is None or feed in feeds or not _ID.fullmatch(feed))
        (covers if doubtful else found)[slug].add(path)
    for slug in covers.keys() & found.keys():
        found[slug] |= covers[slug]
    return {slug: frozenset(own) for slug, own in found.items()}


def must_go(paths: Iterable[str], tree: str, today: Today) -> frozenset[str]:
    """Those of ``paths`` that are the own files of stories that may no longer be there, or belong
    to families' addresses that were taken back.

    A story of which the ledger knows nothing was erased.
    """
    there = tuple(paths)
    entries = {each.slug: each for each in today.book.entries.values() if each.slug}
    gone: set[str] = set()
    for slug, own in stories_in(there, today.book.feeds).items():
        if not _may_stand(slug, entries.get(slug), tree, today):
            gone |= own
    if tree != SITE:
        gone |= taken_back(there, today)
    return frozenset(gone)


def taken_back(paths: Iterable[str], today: Today) -> frozenset[str]:
    """Those of ``paths`` of the families' tree whose address was taken back."""
    if today.unsure:
        return frozenset()
    return frozenset(path for path in paths if _taken_back(path, today.tokens))


def _may_stand(slug: str, entry: Entry | None, tree: str, today: Today) -> bool:
    if entry is None:
        return today.unsure
    if entry.state in (State.HELD, State.WITHDRAWN):
        return False
    if today.unsure:
        return True
    if entry.state is not State.PUBLISHED:
        return False
    needed = Audience.PUBLIC if tree == SITE else Audience.FAMILIES
    return today.judged.get(slug, entry.audience) >= needed


def _taken_back(path: str, tokens: frozenset[str]) -> bool:
    folder, _, inside = path.partition("/")
    return bool(inside and TOKEN.fullmatch(folder)) and folder not in tokens
