"""What the store remembers of the two published trees: files, parts, and what is clean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from media_pipeline.tools.remembered import SITE
from media_pipeline.tools.state import State


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of the site as it was last written: its digest, and its stamp."""

    digest: str
    stamp: str


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """A part of the site as it was last made: the digest of what it is made of, and its files."""

    made_of: str
    paths: tuple[str, ...]


class Sites(State):
    """The part of the store that knows the state of the site and of the tree for families."""

    def site(self, tree: str = SITE) -> dict[str, Placed]:
        """The files of the site (or of :data:`FAMILIES`) as they were last written, by path."""
        rows = self._base.execute(f"select * from {tree}")  # noqa: S608 - one of ours
        return {path: Placed(digest, mark) for path, digest, mark in rows}

    def site_stamps(self, tree: str = SITE) -> dict[str, str]:
        """The stamps of the files of the site (or of :data:`FAMILIES`), by path."""
        return dict(self._base.execute(f"select path, stamp from {tree}"))  # noqa: S608 - ours

    def parts(self, tree: str = SITE) -> dict[str, PlacedPart]:
        """The parts in which the site (or :data:`FAMILIES`) was last made, by name."""
        rows = self._base.execute("select name, made_of, paths from part where tree = ?", (tree,))
        return {
            name: PlacedPart(made_of, tuple(paths.split("\n"))) for name, made_of, paths in rows
        }

    def placed(
        self,
        changes: Mapping[str, Placed | None],
        tree: str = SITE,
        parts: Mapping[str, PlacedPart] | None = None,
    ) -> None:
        """Remember files of the site as they were written, or (None) that they are gone; and, in
        the same transaction, all the parts that it now consists of.
        """
        known = self.parts(tree) if parts is not None else {}
        new = {} if parts is None else {k: v for k, v in parts.items() if known.get(k) != v}
        left = [] if parts is None else [(tree, each) for each in known if each not in parts]
        if not (changes or new or left):
            return
        gone = [(path,) for path, placed in changes.items() if placed is None]
        here = [(path, placed.digest, placed.stamp) for path, placed in changes.items() if placed]
        with self._transaction():
            self._base.executemany(f"delete from {tree} where path = ?", gone)  # noqa: S608 - ours
            self._base.executemany(
                f"insert or replace into {tree} values (?, ?, ?)",  # noqa: S608 - ours
                here,
            )
            self._base.executemany("delete from part where tree = ? and name = ?", left)
            self._base.executemany(
                "insert or replace into part values (?, ?, ?, ?)",
                [(tree, name, each.made_of, "\n".join(each.paths)) for name, each in new.items()],
            )

    def scrubbed(self, rules: int) -> set[str]:
        """The marks of files that were found clean under these rules."""
        rows = self._base.execute("select mark from scrubbed where rules = ?", (rules,))
        return {mark for (mark,) in rows}

    def keep_scrubbed(self, rules: int, marks: Iterable[str]) -> None:
        """Remember these as clean, and only these; writes nothing if they are the same."""
        known, kept = self.scrubbed(rules), set(marks)
        if known == kept:
            return
        with self._transaction():
            self._base.execute("delete from scrubbed where rules != ?", (rules,))
            self._forget("scrubbed", "mark", known - kept)
            new = [(mark, rules) for mark in kept - known]
            self._base.executemany("insert or replace into scrubbed values (?, ?)", new)
