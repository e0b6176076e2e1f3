"""Bring ``build/site``, or the tree for families, up to date in place: never half a site, nothing
written that is the same.

Media are written first, then the pages that link to them, then feeds; deletions come last and the
other way round. New pages come before changed ones, which are the way to them. So wherever a kill
stops it, nothing that a family can come to leads to a file that is not there. A withdrawal is a
publication of its own, before anything new is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import WorkspaceError
from media_pipeline.model import Copy, Page
from media_pipeline.publish.addresses import SCHOOL_JSON
from media_pipeline.publish.naming import PACKED, named_in
from media_pipeline.publish.search.pagefind import ENTRY
from media_pipeline.tools import files
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.tools.store import Placed, Store

START = "index.html"
"""The page that families come to first."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The paths that were written to the site, and those that were removed from it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


Proof = Callable[[Collection[Page | Copy], Collection[Page | Copy]], None]
"""Takes a whole site, and what of it is yet to be written; raises where one may not be public."""


def place_site(
    site: Path, wanted: Iterable[Page | Copy], store: Store, prove: Proof, name: str = SITE
) -> Placing:
    """Make ``site`` hold exactly ``wanted``. Whatever else lies there is deleted.

    Nothing is changed before ``prove`` has seen it, as this folder is public. ``name`` is the tree
    as the store knows it; in that of :data:`FAMILIES` each folder is a site.
    """
    tree = {each.path: each for each in wanted}
    known = store.site(name)
    stale = [each for each in tree.values() if not _stands(site, each, known.get(each.path))]
    stale.sort(key=lambda each: order(each.path, name, new=not (site / each.path).exists()))
    prove(tree.values(), stale)
    pages = [each for each in stale if isinstance(each, Page)]
    for each in stale:
        _put(site, each, store)
    if pages:
        files.sync_everything()
    store.placed({each.path: _placed(site, each) for each in stale}, name)
    removed = _remove(site, tree, store, name)
    return Placing(tuple(each.path for each in stale), removed)


def stands(site: Path, store: Store, name: str = SITE) -> bool:
    """Whether ``site`` is, file by file, as it was last written, with nothing else in it."""
    known = store.site(name)
    try:
        return all(_stamp(site / path) == placed.stamp for path, placed in known.items()) and len(
            known
        ) == sum(len(names) for _, _, names in os.walk(site))
    except OSError:
        return False


def remove_naming(
    site: Path, slugs: Iterable[str], store: Store, name: str = SITE, *, unreadable: bool = False
) -> None:
    """Delete every file of ``site`` that has one of ``slugs`` in its path or its text; with
    ``unreadable`` also each that may have it and can't be searched.
    """
    words = [slug.encode() for slug in slugs]
    removed = []
    for path in sorted(each for each in site.rglob("*") if each.is_file()):
        hidden = unreadable and path.suffix in PACKED
        if hidden or named_in(path, site, words):
            _unlink(path)
            removed.append(path.relative_to(site).as_posix())
    store.placed(dict.fromkeys(removed), name)
    if removed:
        store.leave_note(name, {})  # it is not what it was made of any more


def order(path: str, tree: str, *, new: bool) -> tuple[int, str]:
    """Where a file of ``tree`` comes when a site is brought up to date; what is not wanted any more
    goes the other way round.

    Media, then what else pages refer to, then new pages and feeds, which nothing leads to yet,
    then those that are the way to them: changed ones, and the start page.
    """
    path = path.partition("/")[2] if tree == FAMILIES else path
    way = 3 if not new or path == START else 0
    if path.startswith("media/"):
        return 0, path
    if path.startswith(("feeds", "sitemap")) or path == SCHOOL_JSON:
        # The lists of feeds and pages name those.
        return (4 if path.startswith("feeds/") else 5) + way, path
    if path.endswith(".html"):
        return 3 + way, path
    # The entry of a search index names its other files.
    return (2 if path.endswith(ENTRY) else 1), path


def _stands(site: Path, each: Page | Copy, known: Placed | None) -> bool:
    """Whether the file is there as it was written, and was written as it must be."""
    if known is None or known.digest != each.digest:
        return False
    try:
        return _stamp(site / each.path) == known.stamp
    except OSError:
        return False


def _stamp(path: Path) -> str:
    """Size, time and inode; not the time of change, which a further link to the file alters."""
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"


def _put(site: Path, each: Page | Copy, store: Store) -> None:
    target = site / each.path
    if isinstance(each, Page):
        files.write(target, each.content, durable=False)
        return
    source = store.root / each.source
    files.place(source, target)
    if target.stat().st_size != each.bytes:
        raise WorkspaceError(
            "a finished file is not as long as it was made.",
            each.source,
            "Delete build and build again.",
        )


def _placed(site: Path, each: Page | Copy) -> Placed:
    return Placed(each.digest, _stamp(site / each.path))


def _remove(
    site: Path, tree: Mapping[str, Page | Copy], store: Store, known_as: str
) -> tuple[str, ...]:
    """Delete every file that is not wanted, and the folders that are empty then."""
    there = [
        (Path(folder) / name).relative_to(site).as_posix()
        for folder, _, names in os.walk(site)
        for name in names
    ]
    removed = [path for path in there if path not in tree]
    for path in sorted(removed, key=lambda path: order(path, known_as, new=True), reverse=True):
        _unlink(site / path)
    for folder, _, _ in os.walk(site, topdown=False):
        if Path(folder) != site and not any(Path(folder).iterdir()):
            Path(folder).rmdir()
    gone = [*removed, *(set(store.site(known_as)) - set(tree))]
    store.placed(dict.fromkeys(gone), known_as)
    return tuple(sorted(removed))


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(
            f"it must go from the site and can't be deleted ({error.strerror}).",
            str(path),
            "Delete it by hand, and see who may write there.",
        ) from error
