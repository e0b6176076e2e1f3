"""What the store remembers of stories: how each was told, what was made of it, and its exhibit.

Each is kept with a digest of everything it was made from: while that is unchanged the story is
taken from here, in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from media_pipeline.model import Exhibit, Story
from media_pipeline.tools.state import State
from media_pipeline.tools.values import Unreadable, decoder, encoded

_read_story, _read_exhibit = decoder(Story), decoder(Exhibit)
_read_jobs = decoder(dict[str, str])


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story, and the digest of everything it was told from."""

    made_of: str
    story: Story


@dataclass(frozen=True, slots=True)
class Origin:
    """The digest of everything an exhibit was made from, and its jobs: fingerprints by
    their names.
    """

    made_of: str
    jobs: Mapping[str, str]


class Stories(State):
    """The part of the store that knows stories, by their recordings' paths."""

    def told(self) -> dict[str, ToldStory]:
        """The stories as the last build told them."""
        rows = self._base.execute("select path, made_of, story from told")
        try:
            return {path: ToldStory(made_of, _read_story(blob)) for path, made_of, blob in rows}
        except Unreadable:  # an older program's
            return {}

    def forget_told(self, digests: Collection[str]) -> None:
        """Forget how the recordings with these digests were told, wherever they were, and forget
        what can no longer be read.
        """
        told = self.told()
        paths = [path for (path,) in self._base.execute("select path from told")]
        with self._transaction():
            self._forget(
                "told",
                "path",
                (
                    path
                    for path in paths
                    if path not in told or told[path].story.recording.digest in digests
                ),
            )

    def exhibits(self, among: Collection[str] | None = None) -> dict[str, Exhibit]:
        """The stories as the last build put them together; with ``among``, those of these paths."""
        if among is not None and not among:
            return {}  # as mostly, where all of them are many
        rows = self._base.execute("select path, exhibit from exhibit")
        try:
            return {
                path: _read_exhibit(blob) for path, blob in rows if among is None or path in among
            }
        except Unreadable:  # an older program's
            return {}

    def origins(self) -> dict[str, Origin]:
        """The origins of those exhibits that another build need not make again."""
        rows = self._base.execute("select path, made_of, jobs from origin")
        try:
            return {path: Origin(made_of, _read_jobs(text)) for path, made_of, text in rows}
        except Unreadable:
            return {}

    def keep_stories(
        self,
        told: Mapping[str, ToldStory],
        exhibits: Mapping[str, Exhibit],
        origins: Mapping[str, Origin],
    ) -> None:
        """Remember these, and only these; writes nothing if they are the same."""
        with self._transaction():  # as one: an exhibit is trusted by its origin
            self._hold("told", {k: (each.made_of, encoded(each.story)) for k, each in told.items()})
            self._hold("exhibit", {k: (encoded(each),) for k, each in exhibits.items()})
            self._hold(
                "origin",
                {
                    path: (each.made_of, encoded(each.jobs).decode())
                    for path, each in origins.items()
                    if path in exhibits
                },
            )

    def _hold(self, table: str, rows: Mapping[str, tuple[str | bytes, ...]]) -> None:
        """Make a table hold these rows, by path, and no others."""
        found = self._base.execute(f"select * from {table}")  # noqa: S608 - one of ours
        known = {path: tuple(row) for path, *row in found}
        self._forget(table, "path", known.keys() - rows.keys())
        for path, row in rows.items():
            if known.get(path) != row:
                marks = ", ".join("?" * (1 + len(row)))
                self._base.execute(
                    f"insert or replace into {table} values ({marks})",  # noqa: S608 - ours
                    (path, *row),
                )

    def _forget_stories(self, paths: Iterable[str]) -> None:
        for table in ("told", "exhibit", "origin"):
            self._forget(table, "path", paths)
