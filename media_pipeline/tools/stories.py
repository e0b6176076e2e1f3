"""What the store remembers of stories: how each was told, and what was made and shown of it.

What is another is worked out anew; of everything else the store gives what it was, which takes a
tenth of the time. So each is kept with a digest of all that it was made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from media_pipeline.model import Exhibit, Story
from media_pipeline.tools.state import State
from media_pipeline.tools.values import Unreadable, decoder, encoded

_story, _exhibit = decoder(Story), decoder(Exhibit)
_jobs = decoder(dict[str, str])


@dataclass(frozen=True, slots=True)
class Told:
    """A story, and the digest of all that it was told from."""

    made_of: str
    story: Story


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """The digest of all that an exhibit was made of, and its jobs: fingerprints by their names."""

    made_of: str
    jobs: Mapping[str, str]


class Stories(State):
    """The part of the store that knows stories, by their recordings' paths."""

    def told(self) -> dict[str, Told]:
        """The stories as the last build told them."""
        rows = self._base.execute("select path, made_of, story from told")
        try:
            return {path: Told(made_of, _story(blob)) for path, made_of, blob in rows}
        except Unreadable:  # an older program's
            return {}

    def keep_told(self, told: Mapping[str, Told]) -> None:
        """Remember these, and only these; writes nothing where they are the same."""
        known = dict(self._base.execute("select path, made_of from told"))
        new = [
            (path, each.made_of, encoded(each.story))
            for path, each in told.items()
            if known.get(path) != each.made_of
        ]
        gone = known.keys() - told.keys()
        if new or gone:
            with self._transaction():
                self._forget("told", "path", gone)
                self._base.executemany("insert or replace into told values (?, ?, ?)", new)

    def exhibits(self, among: Collection[str] | None = None) -> dict[str, Exhibit]:
        """The stories as the last build put them together; with ``among``, those of these paths."""
        rows = self._base.execute("select path, exhibit from exhibit")
        try:
            return {path: _exhibit(blob) for path, blob in rows if among is None or path in among}
        except Unreadable:  # an older program's
            return {}

    def made_from(self) -> dict[str, MadeFrom]:
        """What those exhibits were made of that another build need not make anew."""
        rows = self._base.execute("select path, made_of, jobs from made_from")
        return {path: MadeFrom(made_of, _jobs(text)) for path, made_of, text in rows}

    def keep_exhibits(
        self, exhibits: Mapping[str, Exhibit], made_from: Mapping[str, MadeFrom]
    ) -> None:
        """Remember these, and only these; writes nothing where they are the same."""
        blobs = self._base.execute("select path, exhibit from exhibit")
        same = {
            path for path, blob in blobs if path in exhibits and encoded(exhibits[path]) == blob
        }
        new = [(path, encoded(each)) for path, each in exhibits.items() if path not in same]
        rows = {
            path: (each.made_of, encoded(each.jobs).decode())
            for path, each in made_from.items()
            if path in exhibits
        }
        known = {
            path: (made_of, jobs)
            for path, made_of, jobs in self._base.execute("select * from made_from")
        }
        other = [(path, *row) for path, row in rows.items() if known.get(path) != row]
        left = [path for (path,) in self._base.execute("select path from exhibit")]
        gone = {path for path in (*left, *known) if path not in exhibits}
        if new or other or gone or known.keys() - rows.keys():
            # As one: an exhibit is believed by what it is said to be made of.
            with self._transaction():
                self._forget("exhibit", "path", gone)
                self._forget("made_from", "path", known.keys() - rows.keys())
                self._base.executemany("insert or replace into exhibit values (?, ?)", new)
                self._base.executemany("insert or replace into made_from values (?, ?, ?)", other)

    def _forget_stories(self, paths: Iterable[str]) -> None:
        for table in ("told", "exhibit", "made_from"):
            self._forget(table, "path", paths)
