"""What was made, and what was seen, remembered between builds. All of it can be deleted.

    build/cache/objects/<2>/<fingerprint>/…   what a job made
    build/cache/work/                         what jobs are making now
    build/cache/aside-<process>/              what is made beside them, for taking down
    build/state.sqlite                        digests seen, results of jobs, the site's files

Only the coordinator writes here; a job gets a folder of its own to work in. SQLite writes
nothing at all when nothing changed. What it knows of stories is in :mod:`stories`, and of the trees
in :mod:`sites`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from media_pipeline.model import Made, Rendition
from media_pipeline.tools import files
from media_pipeline.tools.aside import aside_folder, clear_aside
from media_pipeline.tools.sites import Sites
from media_pipeline.tools.stories import Stories
from media_pipeline.tools.values import Unreadable, Value, decoder, encoded

CACHE = "cache"
"""The folder of ``build`` in which stories are made."""

OBJECTS = f"{CACHE}/objects"
"""The folder of finished results."""

_AT_ONCE = 500
"""Rows queried at a time; SQLite once allowed no more than 999."""

_read_made = decoder(Made)


class Store(Stories, Sites):
    """The disposable memory of one workspace, in ``build``."""

    def __init__(self, build: Path, *, prove: bool = True) -> None:
        self.root = build / OBJECTS
        self._work = build / CACHE / "work"
        self._looked: set[str] = set()
        super().__init__(build, self.root, prove=prove)

    @cached_property
    def _seen(self) -> dict[str, tuple[str, str]]:
        """Stamps and digests of files, by path."""
        rows = self._base.execute("select path, stamp, digest from seen")
        return {path: (mark, digest) for path, mark, digest in rows}

    @cached_property
    def _made(self) -> set[str]:
        """The fingerprints of jobs whose results are recorded."""
        return {each for (each,) in self._base.execute("select fingerprint from made")}

    # ── digests ──

    def digest(self, key: str, parts: tuple[Path | str, ...]) -> str:
        """The digest of a recording's parts, which are read again only if a stamp changed.

        The stamp is taken before and after: the digest of a file that changes while it is read is
        not remembered.
        """
        self._looked.add(key)
        before = " ".join(map(files.stamp, parts))
        known, remembered = self._seen.get(key, ("", ""))
        if known == before:
            return remembered
        digest = files.digest(parts)
        if before == " ".join(map(files.stamp, parts)):
            self._seen[key] = (before, digest)
            with self._writing():
                self._base.execute(
                    "insert or replace into seen values (?, ?, ?)", (key, before, digest)
                )
        return digest

    # ── what jobs made ──

    def made(self, fingerprint: str) -> Made | None:
        """What a job made, if it is recorded and each of its files exists at its recorded size."""
        if fingerprint not in self._made:
            return None
        asked = "select made from made where fingerprint = ?"
        (text,) = self._base.execute(asked, (fingerprint,)).fetchone()
        return self._decoded(text)

    def made_by(self, fingerprints: Iterable[str]) -> Iterator[tuple[str, Made]]:
        """What jobs made, by their fingerprints, for those jobs whose results :meth:`made` would
        return.
        """
        known = [each for each in fingerprints if each in self._made]
        for at in range(0, len(known), _AT_ONCE):
            some = known[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            for fingerprint, text in self._base.execute(
                f"select fingerprint, made from made where fingerprint in ({marks})",  # noqa: S608
                some,
            ):
                if (made := self._decoded(text)) is not None:
                    yield fingerprint, made

    def _decoded(self, text: str) -> Made | None:
        """What was recorded; None if an older program recorded it, or if one of its files is
        missing or has another size.
        """
        try:
            made = _read_made(text)
        except Unreadable:
            return None
        return made if self.holds(made.renditions) else None

    def has_recorded(self, fingerprints: Iterable[str]) -> bool:
        """Whether something is recorded for each of these jobs, whatever became of its files."""
        return self._made.issuperset(fingerprints)

    def holds(self, renditions: Iterable[Rendition]) -> bool:
        """Whether each file exists at its recorded size."""
        root = f"{self.root}{os.sep}"
        try:
            return all(
                os.stat(root + each.path).st_size == each.bytes  # noqa: PTH116 - ten thousands
                for each in renditions
            )
        except FileNotFoundError:
            return False

    def record(self, fingerprint: str, made: Made) -> None:
        """Remember what a job made. Its files must exist already."""
        text = encoded(made).decode()
        self._made.add(fingerprint)
        with self._writing():
            self._base.execute("insert or replace into made values (?, ?)", (fingerprint, text))

    def clear_leftovers(self) -> None:
        """Delete what a killed build left behind: half a report, unfinished jobs, and results that
        it did not live to record. They may belong to stories that have been withdrawn since.
        """
        for left in self._build.glob(f"{files.TEMPORARY}*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
        if clear_aside(self._work.parent) or self._work.exists():
            self.prove()
            self.leave_work()
            self._delete_unrecorded()

    def leave_work(self, folder: Path | None = None) -> None:
        """Jobs have ended: delete their work folder, which would tell of a killed build."""
        shutil.rmtree(folder or self._work, ignore_errors=True)

    def work_folder(self, *, aside: bool = False) -> Path:
        """The folder in which jobs work, emptied of what killed ones left behind. ``aside`` is for
        a few jobs while others are at work: nothing of theirs is touched.
        """
        if aside:
            return aside_folder(self._work.parent)
        if self._work.exists():
            shutil.rmtree(self._work, ignore_errors=True)
            self._delete_unrecorded()
        self._work.mkdir(parents=True, exist_ok=True)
        return self._work

    def _delete_unrecorded(self) -> None:
        """Delete results whose job was killed between making and recording them."""
        for folder in self.root.glob("??/*"):
            if folder.name not in self._made:
                shutil.rmtree(folder, ignore_errors=True)

    def sweep(self, keep: Iterable[str], notes: Iterable[str]) -> None:
        """Forget and delete what no story needs any more: results, and all notes but ``notes``."""
        named = {name for (name,) in self._base.execute("select name from note")}
        unwanted, unseen = named - set(notes), self._seen.keys() - self._looked
        if unwanted or unseen:
            with self._transaction():
                self._forget("note", "name", unwanted)
                self._forget("seen", "path", unseen)
            self._seen = {path: self._seen[path] for path in self._looked & self._seen.keys()}
        kept = set(keep)
        if not (gone := [each for each in self._made if each not in kept]):
            return
        self._delete_unrecorded()
        with self._transaction():
            for fingerprint in gone:
                shutil.rmtree(self.root / fingerprint[:2] / fingerprint, ignore_errors=True)
                self._base.execute("delete from made where fingerprint = ?", (fingerprint,))
                self._made.discard(fingerprint)

    def jobs_recorded(self) -> set[str]:
        """The fingerprints of all recorded jobs, in hexadecimal. (What was found out about a file
        is recorded under a word, a hyphen and the file's digest.)
        """
        return {each for each in self._made if "-" not in each}

    def results_of(self, digests: Collection[str]) -> set[str]:
        """The keys under which findings about files are recorded, given only the files' digests."""
        return {each for each in self._made if each.rpartition("-")[2] in digests}

    def seen(self) -> dict[str, str]:
        """The digests of files as they were last seen, by path."""
        return {path: digest for path, (_, digest) in self._seen.items()}

    def drop(
        self, fingerprints: Collection[str], paths: Collection[str], notes: Collection[str]
    ) -> tuple[int, int]:
        """Forget and delete results of jobs, what is remembered of ``paths``, and ``notes``.
        Returns how many files of results there were, and their bytes.
        """
        folders = [self.root / each[:2] / each for each in fingerprints]
        held = [each for folder in folders for each in folder.rglob("*") if each.is_file()]
        size = sum(each.stat().st_size for each in held)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        with self._transaction():
            self._forget("made", "fingerprint", fingerprints)
            self._forget("seen", "path", paths)
            self._forget_stories(paths)
            self._forget("note", "name", notes)
        self._made -= set(fingerprints)
        self._seen = {path: seen for path, seen in self._seen.items() if path not in paths}
        return len(held), size

    def standing(self) -> str:
        """A digest of the names of the results that are there. What is in them is seen, file by
        file, by a build that asks for them.
        """
        names: list[str] = []
        for folder in os.scandir(self.root):
            names += os.listdir(folder.path)  # noqa: PTH208 - ten thousands of names
        return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()

    # ── notes ──

    def value(self, name: str, kind: type[Value]) -> Value | None:
        """A frozen value left by an earlier build; None if there is none of that kind."""
        try:
            return decoder(kind)(self._note(name))
        except Unreadable:
            return None

    def leave_value(self, name: str, value: object | None) -> None:
        """Leave a frozen value as a note; with None, take it away."""
        text = encoded(value).decode() if value is not None else ""
        if text != self._note(name):
            with self._writing():
                self._base.execute("delete from note where name = ?", (name,))
                if text:
                    self._base.execute("insert into note values (?, ?)", (name, text))
