"""Bring files to a host, step by step, so that a kill at any of them loses track of nothing.

    what is coming is written down, here and there ─► each step ─► what is there is written down

Only what differs travels. If a journey was broken off, the next one finds what arrived.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from media_pipeline.errors import HostError, LedgerError, UsageError
from media_pipeline.publish.hosting import type_of
from media_pipeline.publish.naming import PACKED, TEXTS
from media_pipeline.release.host import Host, lifetime_of
from media_pipeline.release.known import Journal, Known, known_at, remember
from media_pipeline.release.manifest import (
    Entry,
    Manifest,
    after_interruption,
    decided_here,
    of_media,
    read,
    written,
)
from media_pipeline.release.plan import Step, after
from media_pipeline.release.standing import stories_in
from media_pipeline.tools import files
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

TOLD = 5
"""How many of many paths a sentence names."""

DELETED_AT_ONCE = 500

_OURS = re.compile(
    r"([0-9a-z-]+/){0,2}"
    r"(index\.html|(a-z|class|codes|embed|feeds|kind|language|media|search|stories|subscribe)/)"
)
"""What every site has, the public one and a class's own, and the same in each of its folders for a
language.
"""

LOOKED = "looked"
"""Takes the place of a journey's name if the host was looked through and its list must be written
again.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One host of a workspace: its address, the tree that is kept there, and the name of our list
    there. ``adopting`` accepts what is found there as it is.
    """

    workspace: Workspace
    to: str
    tree: str
    list_name: str
    host: Host
    adopting: bool = False

    def standing(self, here: Collection[str], *, look: bool = False) -> Manifest:
        """What is there of ours; with ``look``, each file of it was seen.

        The host's own list holds, as another computer may have published meanwhile; without it,
        what is known here and still found there. After a journey from here that was broken off
        each file is looked at, too: it may have deleted some and had no room to write of it.
        Raises :class:`HostError` where all of it is gone, :class:`UsageError` where files of others
        stand at paths of ``here``.
        """
        known = known_at(self.workspace, self.to, self.tree)
        content = self.host.read(self.list_name)
        told = read(content) if content is not None else None
        if told and not (told.under_way or known.under_way or look):
            return told
        listing = dict(self.host.listing())
        listing.pop(self.list_name, None)
        if told is None:
            self._refuse_an_empty_one(known, listing)
        ours = told or known
        journal = Journal.of(self.workspace, self.to, self.tree).read(ours.under_way)
        found = after_interruption(ours, listing, journal)
        if told is None:
            found |= self._adopted(here, {p: n for p, n in listing.items() if p not in found})
        return replace(ours, files=found, under_way=ours.under_way or LOOKED, coming={})

    def _refuse_an_empty_one(self, known: Manifest, listing: Mapping[str, int]) -> None:
        if known.files and not known.paths & listing.keys() and not self.adopting:
            raise HostError(
                f"nothing is left of the {len(known.files)} files that stood there.",
                self.to,
                "Is the share mounted, and the folder the same? If it was emptied, publish with "
                "--adopt.",
            )

    def _adopted(self, here: Collection[str], others: Mapping[str, int]) -> dict[str, Entry]:
        """Files there that no list names and that are where ours would be, or belong to an earlier
        copy of the site.
        """
        ours = self._of_a_copy(here, others) if self.adopting else frozenset()
        taken = [path for path in others if path in here or path in ours]
        if taken and not self.adopting:
            more = f" and {len(taken) - TOLD} more" if len(taken) > TOLD else ""
            raise UsageError(
                "files stand there already that this program did not bring: "
                f"{', '.join(sorted(taken)[:TOLD])}{more}.",
                self.to,
                "Is it the right folder? If they are an earlier copy of this site, publish with "
                "--adopt, and they are replaced.",
            )
        return {path: Entry("", others[path]) for path in taken}

    def _of_a_copy(self, here: Collection[str], others: Mapping[str, int]) -> frozenset[str]:
        """The files of stories, and those that name one in the folders that a site has. So whatever
        was withdrawn since a copy was brought there by hand leaves that copy.
        """
        stories = {slug: own for slug, own in stories_in(others).items() if any(map(of_media, own))}
        words = [slug.encode() for slug in (*stories, *stories_in(here))]
        found = {path for own in stories.values() for path in own}
        for path in others.keys() - found - set(here):
            if not _OURS.match(path):
                continue
            packed, text = (Path(path).suffix in endings for endings in (PACKED, TEXTS))
            content = self.host.read(path) or b"" if text else b""
            if packed or any(word in content for word in words):
                found.add(path)
        return frozenset(found)

    def carry(
        self,
        there: Manifest,
        steps: Sequence[Step],
        source: Callable[[str], Path],
        release: int,
        glance: Callable[[], None] = lambda: None,
        *,
        anyway: bool = False,
    ) -> Manifest:
        """Do ``steps``; returns what stands then. ``glance`` is called before each, and may raise.
        ``anyway`` goes on where the host's list can't be written, as where there is no room:
        what must go never waits for that.

        Raises :class:`HostError` if the host fails; the same call again goes on from there.
        """
        if not (steps or there.under_way or self.adopting):
            if known_at(self.workspace, self.to, self.tree) != there:  # another computer's work
                self._remember(there)
            return there
        coming = {each.path: each.entry for each in steps if each.entry}
        ledger = self._decided_by(there)
        intent = Manifest(there.files, there.release, uuid.uuid4().hex, coming, ledger)
        journal = Journal.of(self.workspace, self.to, self.tree)
        self._remember(intent)
        journal.begin(intent.under_way)
        if there.under_way:  # a journey was broken off
            self.host.tidy()
        self._write_list(intent, anyway=anyway)
        for batch in _batches(steps):
            glance()
            if batch[0].entry is None:
                self.host.delete([each.path for each in batch])
                continue
            (step,) = batch
            self._send(step, source(step.path))
            journal.arrived(step.path, step.entry.digest if step.entry else "")
        done = Manifest(after(there.files, steps), release, ledger=ledger)
        if not self._write_list(done, anyway=anyway):  # whoever comes next must look
            done = replace(done, under_way=intent.under_way)
        self._remember(done)
        return done

    def _decided_by(self, there: Manifest) -> str:
        """The hash of the ledger's line by which what is there was decided: the last one here. If a
        workspace that is older than what is there takes something down, it stays what it was.
        """
        try:
            lines = open_ledger(self.workspace).read()
        except LedgerError:  # what must go goes all the same
            return there.ledger
        ours = lines and (self.adopting or decided_here(there, lines))
        return lines[-1].hash if ours else there.ledger

    def _send(self, step: Step, source: Path) -> None:
        assert step.entry is not None
        if files.digest([source]) != step.entry.digest:
            raise HostError(
                "it is not, byte for byte, what was built, and is not sent.",
                step.path,
                "Build again, and publish.",
            )
        self.host.write(step.path, source, type_of(step.path), lifetime_of(step.path, self.tree))

    def _write_list(self, manifest: Manifest, *, anyway: bool) -> bool:
        """Whether it is written there."""
        content = written(manifest)
        try:
            self.host.write(self.list_name, content, "application/gzip", "private, no-store")
        except HostError:
            if not anyway:
                raise
            return False
        return True

    def _remember(self, manifest: Manifest) -> None:
        remember(self.workspace, Known(self.to, self.tree, manifest))


def as_seen(manifest: Manifest, entries: Mapping[str, Entry]) -> Manifest:
    """A manifest whose media are recognised by their names: a file of such a name that has the
    right length is taken to be the right one.
    """
    seen = {
        path: entries[path]
        if not each.digest
        and of_media(path)
        and path in entries
        and entries[path].bytes == each.bytes
        else each
        for path, each in manifest.files.items()
    }
    return replace(manifest, files=seen)


def _batches(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """The steps in batches: files are sent one by one, deletions done many at once."""
    for deleting, group in groupby(steps, key=lambda each: each.entry is None):
        some = list(group)
        size = DELETED_AT_ONCE if deleting else 1
        yield from (some[start : start + size] for start in range(0, len(some), size))
