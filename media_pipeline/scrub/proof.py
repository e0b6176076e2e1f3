"""Proof, before a site is changed, that nothing private or unknown would enter it.

Each file is checked once, by its digest; the store remembers which were clean, and under which
rules. Each time a file of the store is to be placed, its bytes are compared with its digest again,
so that what is remembered is about these bytes and no others.
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
"""Limits of the child that checks: six hours of film take it some three seconds, and more on an old
PC.
"""


@contextmanager
def scanning(workspace: Path, hosts: str) -> Iterator[Callable[[Path, str], list[str]]]:
    """A function that checks a file, given its path and its path on the site, in a parser child."""
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
    """Check every file of ``tree`` that was not found clean before, and remember the clean ones;
    with ``forget``, only those of this tree. ``stale`` are those that are yet to be written.

    Raises :class:`PrivacyError` at the first one that is not clean. Files of the store are checked
    in the parser child; pages, which this program rendered, here or where they were rendered. Files
    that are kept were checked, under these rules, before they were placed.
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
    return ()  # checked under these rules, which are part of what it is made of


def _same_bytes(each: Copy, root: Path) -> None:
    try:
        same = files.digest([root / each.source]) == each.digest
    except OSError:
        same = False
    if not same:
        raise _stop(each, ["it is not, byte for byte, what was made."])


def _stop(each: Leaf, found: Sequence[str]) -> PrivacyError:
    """The error for a file, in one sentence that names it and what is in it."""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    hint = (
        "Delete build and build again."
        if isinstance(each, Copy)
        else "Look for it in the school's own site_templates and in school.toml."
    )
    what = found[0].removesuffix(".")
    return PrivacyError(f"{what}{more}, so nothing was published.", each.path, hint)


def _mark(each: Leaf) -> str:
    """A file's digest together with its ending: the same bytes are checked differently in another
    form.
    """
    return f"{each.digest}{splitext(each.path)[1].lower()}"
