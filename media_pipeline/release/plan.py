"""What must be done, and in which order, to make what is on a host the same as what is here. Pure.

    what is there, what is here ─► Step, Step, …

Files that others refer to are sent first, then those that refer to them (media, what pages need,
pages, feeds); deletions come last, in the opposite order. So wherever it is broken off, no page or
feed that anybody can reach names a file that is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from media_pipeline.publish.naming import PACKED, TEXTS
from media_pipeline.publish.placing import order
from media_pipeline.release.manifest import Entry, of_media
from media_pipeline.tools.counting import counted
from media_pipeline.tools.remembered import FAMILIES

ADDRESSES = frozenset({".html", ".xml", ".opml"})
"""Endings of files whose addresses people and podcast apps keep."""


@dataclass(frozen=True, slots=True)
class Step:
    """Send a file, or (``entry`` is None) delete it."""

    path: str
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Change:
    """What steps amount to: the paths that are new, replaced and deleted; how many of the deleted
    ones are addresses that somebody may have kept; all bytes that travel, and the largest file.
    """

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    deleted: tuple[str, ...]
    addresses: int
    bytes: int
    largest: tuple[str, int]

    @property
    def sentence(self) -> str:
        """``2 new, 1 replaced, 0 deleted, 0 addresses changed; 1.2 MB, the largest …``."""
        said = (
            f"{len(self.new)} new, {len(self.replaced)} replaced, {len(self.deleted)} deleted, "
            f"{counted(self.addresses, 'address', 'addresses')} changed"
        )
        if not self.bytes:
            return f"{said}."
        path, size = self.largest
        return f"{said}; {_size(self.bytes)}, the largest {path} ({_size(size)})."


def plan(there: Mapping[str, Entry], here: Mapping[str, Entry], tree: str) -> tuple[Step, ...]:
    """The steps from what is ``there`` to what is ``here``, for one of the two trees."""
    sent = [path for path, each in here.items() if there.get(path) != each]
    sent.sort(key=lambda path: order(path, tree, new=path not in there))
    return (*(Step(path, here[path]) for path in sent), *_deletions(there.keys() - here, tree))


def may_name(there: Mapping[str, Entry], here: Mapping[str, Entry]) -> frozenset[str]:
    """The files ``there`` that may name a story which nothing ``here`` names: texts and packed
    files, unless the same file is here.
    """
    return frozenset(
        path
        for path, each in there.items()
        if PurePosixPath(path).suffix in TEXTS | PACKED and here.get(path) != each
    )


def removal(naming: Collection[str], own: Collection[str], tree: str) -> tuple[Step, ...]:
    """The steps that delete stories when nothing can replace them: first whatever names them, then
    their own files.
    """
    return (*_deletions(set(naming) - set(own), tree), *_deletions(own, tree))


def folders_removed(there: Mapping[str, Entry], folders: Collection[str]) -> tuple[Step, ...]:
    """The steps that delete whole sites of families, by their folders' names."""
    within = {path for path in there if path.partition("/")[0] in folders}
    return _deletions(within, FAMILIES)


def change(there: Mapping[str, Entry], steps: Collection[Step]) -> Change:
    """What ``steps`` change in what is ``there``."""
    sent = {each.path: each.entry.bytes for each in steps if each.entry}
    deleted = tuple(each.path for each in steps if each.entry is None)
    return Change(
        tuple(path for path in sent if path not in there),
        tuple(path for path in sent if path in there),
        deleted,
        sum(1 for path in deleted if PurePosixPath(path).suffix in ADDRESSES),
        sum(sent.values()),
        max(sent.items(), key=lambda each: each[1], default=("", 0)),
    )


def after(there: Mapping[str, Entry], steps: Collection[Step]) -> dict[str, Entry]:
    """What is there when ``steps`` are done."""
    left = dict(there)
    for each in steps:
        if each.entry is None:
            left.pop(each.path, None)
        else:
            left[each.path] = each.entry
    return left


def new_media(there: Mapping[str, Entry], here: Mapping[str, Entry]) -> dict[str, int]:
    """The media that would have to travel, with their sizes in bytes."""
    return {
        path: each.bytes
        for path, each in here.items()
        if of_media(path) and there.get(path) != each
    }


def _deletions(paths: Collection[str], tree: str) -> tuple[Step, ...]:
    ordered = sorted(paths, key=lambda path: order(path, tree, new=True), reverse=True)
    return tuple(Step(path, None) for path in ordered)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"  # noqa: PLR2004
