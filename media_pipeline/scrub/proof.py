"""Proof, before a site is changed, that nothing private or unknown would enter it.

Each file is looked through once, by its digest; the store remembers which were clean, and under
which rules. That a file of the store still is what its digest says is seen again each time it is
to be placed, so that the memory speaks of these bytes and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from posixpath import splitext

from media_pipeline.errors import PrivacyError
from media_pipeline.model import Copy, Leaf, Page, Printed
from media_pipeline.scrub import RULES
from media_pipeline.scrub.forms import findings, findings_in
from media_pipeline.tools import files
from media_pipeline.tools.launcher import GIGABYTE, Limits
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.store import Store

LIMITS = Limits(memory=GIGABYTE, processor=3600, wall=600.0)
"""Of the child that looks: six hours of film take it some three seconds, and more on an old PC."""


@contextmanager
def scanning(workspace: Path, hosts: str) -> Iterator[Callable[[Path, str], list[str]]]:
    """What looks through a file by its path and its path on the site, in a parser child."""
    with Reader(LIMITS) as reader:

        def scan(path: Path, name: str) -> list[str]:
            found: list[str] = reader.call(findings, str(path), name, str(workspace), hosts)
            return found

        yield scan


def prove(
    tree: Collection[Leaf],
    stale: Collection[Leaf],
    workspace: Path,
    store: Store,
    hosts: str,
    *,
    forget: bool = True,
) -> None:
    """Look through every file of ``tree`` that was not found clean before, and remember; with
    ``forget``, only these. ``stale`` are those that are yet to be written.

    Raises :class:`PrivacyError` at the first one that is not clean. Files of the store are looked
    through in the parser child; pages, which this program rendered, here or where that was done.
    What is kept was looked through, by these rules, before it was placed.
    """
    clean = store.scrubbed(RULES)
    wanted = {_mark(each): each for each in tree}
    unseen = {mark: each for mark, each in wanted.items() if mark not in clean}
    for copy in {each for each in (*stale, *unseen.values()) if isinstance(each, Copy)}:
        _same_bytes(copy, store.root)
    with scanning(workspace, hosts) as scan:
        for each in unseen.values():
            found = _found(each, store, scan, str(workspace), hosts)
            if found:
                raise _stop(each, found)
    store.keep_scrubbed(RULES, wanted if forget else clean | wanted.keys())


def _found(
    each: Leaf, store: Store, scan: Callable[[Path, str], list[str]], workspace: str, hosts: str
) -> Sequence[str]:
    if isinstance(each, Copy):
        return scan(store.root / each.source, each.path)
    if isinstance(each, Page):
        return findings_in(each.content, each.path, workspace, hosts)
    if isinstance(each, Printed):
        return each.findings
    return ()  # by these rules: they are part of what it is made of


def _same_bytes(each: Copy, root: Path) -> None:
    try:
        same = files.digest([root / each.source]) == each.digest
    except OSError:
        same = False
    if not same:
        raise _stop(each, ["it is not, byte for byte, what was made."])


def _stop(each: Leaf, found: Sequence[str]) -> PrivacyError:
    """One sentence that names the file and what is in it."""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    hint = (
        "Delete build and build again."
        if isinstance(each, Copy)
        else "Look for it in the school's own site_templates and in school.toml."
    )
    what = found[0].removesuffix(".")
    return PrivacyError(f"{what}{more}, so nothing was published.", each.path, hint)


def _mark(each: Leaf) -> str:
    """A file by its digest, and by its form: the same bytes are read in another way as another."""
    return f"{each.digest}{splitext(each.path)[1].lower()}"
