"""Bring ``build/site``, or the tree for families, up to date in place: never half a site, and
unchanged files are not written again.

Media are written first, then the pages that link to them, then feeds; deletions come last and in
the opposite order. New pages come before changed ones, which lead to them. So wherever a kill stops
it, nothing that a family can reach leads to a missing file. A withdrawal is a publication of its
own, before anything new is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import WorkspaceError
from media_pipeline.model import Copy, Kept, Leaf, Page, Part, Placing, Printed
from media_pipeline.publish.addresses import SCHOOL_JSON
from media_pipeline.publish.naming import PACKED, named_in
from media_pipeline.publish.search.pagefind import ENTRY
from media_pipeline.publish.standing import (
    folder_stamps,
    folders_above,
    folders_digest,
    nothing_else,
    stamp_at,
    still_there,
    times_tell_names,
)
from media_pipeline.tools import files
from media_pipeline.tools.remembered import FAMILIES, FOLDERS, SITE
from media_pipeline.tools.sites import Placed, PlacedPart
from media_pipeline.tools.store import Store

TRIES = 3
"""How often a site is searched while somebody else is writing there, too."""

HOME = "index.html"
"""The page that families reach first."""


Proof = Callable[[Collection[Leaf], Collection[Leaf]], None]
"""Takes a whole site, and the part of it that is yet to be written; raises if one of its files may
not be public.
"""

Press = Callable[[Sequence[Part]], Iterable[Sequence[Leaf]]]
"""Makes the files of parts, in the order of the parts."""


def in_this_process(parts: Sequence[Part]) -> Iterable[Sequence[Leaf]]:
    """The simplest :data:`Press`."""
    return (tuple(part.files()) for part in parts)


@dataclass(frozen=True, slots=True)
class Ready:
    """A whole site, ready to be placed: its files by path, the parts they belong to, and which
    files of ``known``, the site as it was last placed, are still ``there``.
    """

    tree: Mapping[str, Leaf]
    parts: Mapping[str, PlacedPart]
    known: Mapping[str, Placed]
    there: Collection[str]

    @property
    def stale(self) -> list[Leaf]:
        """The files that are not in place yet."""
        return [
            each
            for path, each in self.tree.items()
            if path not in self.there or self.known[path].digest != each.digest
        ]


def make_ready(
    site: Path,
    wanted: Iterable[Page | Copy | Part],
    store: Store,
    name: str = SITE,
    press: Press = in_this_process,
) -> Ready:
    """Make from ``wanted`` what must be made. A part is made only if it is made of something else
    than last time, or if one of its files is not in place. ``name`` is the tree's name in the
    store.
    """
    known = store.site(name)
    there = still_there(site, known)
    tree, parts = _made(wanted, known, there, store.parts(name), press)
    return Ready(tree, parts, known, there)


def place_site(site: Path, ready: Ready, store: Store, prove: Proof, name: str = SITE) -> Placing:
    """Make ``site`` hold exactly what is ``ready``. Whatever else is there is deleted.

    Nothing is changed before ``prove`` has seen it, as this folder is public. In the tree of
    :data:`FAMILIES` each folder is a site.
    """
    before = folder_stamps(site, ready.known)
    untouched = bool(before) and folders_digest(before) == store.note(name).get(FOLDERS)
    stale = ready.stale
    stale.sort(key=lambda each: order(each.path, name, new=not _exists(site, each.path)))
    prove(ready.tree.values(), stale)
    store.leave_note(name, {})  # until everything is in place, its state is unknown
    placed = {}
    for each in stale:
        _put(site, each, store)
        placed[each.path] = _placed(site, each)  # at once: whoever writes there next is not us
    if any(not isinstance(each, Copy) for each in stale):
        files.sync_everything()
    store.placed(placed, name, ready.parts)
    left = [path for path in ready.known if path not in ready.tree]
    removed = _remove(site, left, name)
    ours = [*placed, *left]
    strange, folders = _without_strangers(site, ready.tree, name, before if untouched else {}, ours)
    store.placed(dict.fromkeys(left), name)
    return Placing(tuple(placed), tuple(sorted([*removed, *strange])), folders)


def _without_strangers(
    site: Path, tree: Collection[str], name: str, before: Mapping[str, str], changed: Sequence[str]
) -> tuple[list[str], str]:
    """Delete what somebody else put into ``site``, until it holds ``tree`` alone. Returns what that
    was, and a digest of the state of the folders then: "" if somebody keeps writing there, or if
    the digest would prove nothing. ``before`` are the folders' stamps before the ``changed`` paths
    changed; without them the whole site is searched.
    """
    removed: list[str] = []
    for _ in range(TRIES):
        after = folder_stamps(site, tree)
        if before and after and nothing_else(site, tree, changed, before, after):
            return removed, folders_digest(after) if times_tell_names(site.parent) else ""
        before, changed = after, [*_unwanted(site, tree)]
        removed += _remove(site, changed, name)
    return removed, ""


def _made(
    wanted: Iterable[Page | Copy | Part],
    known: Mapping[str, Placed],
    there: set[str],
    before: Mapping[str, PlacedPart],
    press: Press,
) -> tuple[dict[str, Leaf], dict[str, PlacedPart]]:
    """Every file by its path, and the parts they belong to."""
    tree: dict[str, Leaf] = {}
    parts: dict[str, PlacedPart] = {}
    due: list[Part] = []
    for each in wanted:
        if not isinstance(each, Part):
            tree[each.path] = each
            continue
        last = before.get(each.name)
        if last and last.made_of == each.made_of and there.issuperset(last.paths):
            tree |= {path: Kept(path, known[path].digest) for path in last.paths}
            parts[each.name] = last
        else:
            due.append(each)
    for part, made in zip(due, press(due), strict=True):
        tree |= {each.path: each for each in made}
        parts[part.name] = PlacedPart(part.made_of, tuple(each.path for each in made))
    return tree, parts


def remove_naming(
    site: Path, slugs: Iterable[str], store: Store, name: str = SITE, *, unreadable: bool = False
) -> None:
    """Delete every file of ``site`` that has one of ``slugs`` in its path or its text; with
    ``unreadable`` also every file that may contain it and can't be searched.
    """
    words = [slug.encode() for slug in slugs]
    removed = []
    for path in files.files_below(site):
        hidden = unreadable and path.suffix in PACKED
        if hidden or named_in(path, site, words):
            _unlink(path)
            files.leave_no_empty(path, site)
            removed.append(path.relative_to(site).as_posix())
    gone = frozenset(removed)
    parts = {each: part for each, part in store.parts(name).items() if gone.isdisjoint(part.paths)}
    store.placed(dict.fromkeys(removed), name, parts)
    if removed:
        store.leave_note(name, {})  # it is no longer what its note says it was made of


def order(path: str, tree: str, *, new: bool) -> tuple[int, str]:
    """The position of a file of ``tree`` when a site is brought up to date; what is no longer
    wanted is deleted in the opposite order.

    Media, then what else pages refer to, then new pages and feeds, which nothing leads to yet, then
    those that lead to them: changed ones, and the start page.
    """
    path = path.partition("/")[2] if tree == FAMILIES else path
    way = 3 if not new or path == HOME else 0
    if path.startswith("media/"):
        return 0, path
    if path.startswith(("feeds", "sitemap")) or path == SCHOOL_JSON:
        # The lists of feeds and pages name those.
        return (4 if path.startswith("feeds/") else 5) + way, path
    if path.endswith(".html"):
        return 3 + way, path
    # The entry of a search index names its other files.
    return (2 if path.endswith(ENTRY) else 1), path


def _exists(site: Path, path: str) -> bool:
    return os.path.exists(f"{site}{os.sep}{path}")  # noqa: PTH110 - ten thousands of times


def _put(site: Path, each: Leaf, store: Store) -> None:
    if isinstance(each, Printed):
        files.move(f"{store.root}{os.sep}{each.source}", f"{site}{os.sep}{each.path}")
        return
    target = site / each.path
    if isinstance(each, Page):
        files.write(target, each.content, durable=False)
    elif isinstance(each, Copy):
        files.place(store.root / each.source, target)
        if target.stat().st_size != each.bytes:
            raise WorkspaceError(
                "a finished file is not as long as it was made.",
                each.source,
                "Delete build and build again.",
            )


def _placed(site: Path, each: Leaf) -> Placed:
    return Placed(each.digest, stamp_at(f"{site}{os.sep}{each.path}"))


def _unwanted(site: Path, tree: Collection[str]) -> Iterator[str]:
    """The files and links in ``site`` that are not in ``tree``, and empty folders, as ``name/``."""
    below = len(f"{site}{os.sep}")
    for folder, folders, names in os.walk(site):
        held = f"{folder[below:]}/".replace(os.sep, "/").lstrip("/")
        yield from (held + name for name in names if held + name not in tree)
        yield from (held + name for name in folders if Path(folder, name).is_symlink())
        if held and not (folders or names):
            yield held


def _remove(site: Path, unwanted: Sequence[str], tree: str) -> list[str]:
    """Delete what is not wanted, and the folders that are then empty; returns the files that were
    there.
    """
    there = [
        path
        for path in unwanted
        if not path.endswith("/") and os.path.lexists(f"{site}{os.sep}{path}")
    ]
    for path in sorted(there, key=lambda path: order(path, tree, new=True), reverse=True):
        _unlink(site / path)
    for folder in sorted(folders_above(unwanted) - {""}, key=len, reverse=True):
        with suppress(OSError):  # it holds something, or is gone
            (site / folder).rmdir()
    return there


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(
            f"it must go from the site and can't be deleted ({error.strerror}).",
            str(path),
            "Delete it by hand, and see who may write there.",
        ) from error
