"""The whole of intake: drop folder → stories, refusals, and what was passed over.

The edge: recordings are digested and probed here, and what lies beside them is read in
:mod:`media_pipeline.intake.beside`; what it all means is decided in
:mod:`media_pipeline.intake.story`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Literal

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.intake import probe as probing
from media_pipeline.intake.beside import Shelves
from media_pipeline.intake.find import Found, Inventory
from media_pipeline.intake.names import named_by_machine
from media_pipeline.intake.parts import join_parts
from media_pipeline.intake.remembering import remembered
from media_pipeline.intake.story import Beside, tell, without
from media_pipeline.model import (
    Passed,
    Probe,
    Recording,
    Refused,
    Story,
)
from media_pipeline.settings import Settings
from media_pipeline.tools.files import stamp
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.resources import libraries, program
from media_pipeline.tools.store import Store
from media_pipeline.tools.stories import ToldStory
from media_pipeline.tools.values import ordered_digest

LONG, THINNEST = 600.0, 60.0
"""A recording of at least so many seconds and fewer bytes per second than this is none: AMR, the
leanest format that anything records in, has 600. A late timestamp would ask for hours of work on
nothing.
"""

TICK = 1.0
"""Seconds between two glances at other things: each glance lists a folder, and a known recording
takes less time than that.
"""

GROWING = "It is still being copied; the next build takes it."


@dataclass(frozen=True, slots=True)
class Belonging:
    """A file that is no story by itself: a further part of a recording, a copy of one, or a file
    beside some recordings or (empty ``of``) beside all those in its folder.
    """

    path: str
    role: Literal["part", "copy", "beside"]
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything the drop folder holds. ``fingerprints`` names the store's entries it rests on.
    ``unsure`` means that something could not be looked at, which the next build tries again.
    ``as_told`` are the same stories by path, before the gate takes names out, each with a digest of
    everything it was told from: if that digest is unchanged, the next build reuses the story.
    """

    stories: tuple[Story, ...]
    refused: tuple[Refused, ...]
    passed: tuple[Passed, ...]
    fingerprints: tuple[str, ...]
    belongings: tuple[Belonging, ...] = ()
    unsure: bool = False
    as_told: Mapping[str, ToldStory] = field(default_factory=dict)


def gather(
    inventory: Inventory,
    settings: Settings,
    store: Store,
    glance: Callable[[], None] = lambda: None,
    known_at: Mapping[str, str] = MappingProxyType({}),
) -> Intake:
    """Digest, probe and understand every recording of ``inventory``, with a ``glance`` at other
    things now and then. ``known_at`` are the paths, by digest, at which the ledger knows
    recordings; the paths at which they were last told take precedence.
    """
    with Reader() as reader:
        looking = _Looking(inventory, settings, store, reader)
        telling = _Telling(settings, store)
        recordings = [*_once(looking.recordings(glance), {**known_at, **telling.told_at})]
        shelves = Shelves(inventory, settings, store, reader)
        stories = tuple(
            telling.story(recording, probe, shelves.of(recording, copies))
            for recording, probe, copies in recordings
        )
    growing = [Passed(each.path, GROWING) for each in inventory.growing]
    return Intake(
        stories,
        tuple(looking.refused),
        (*inventory.passed, *looking.passed, *growing, *shelves.passed),
        (*looking.fingerprints, *shelves.fingerprints),
        (
            *(Belonging(path, "beside", of) for path, of in shelves.near),
            *_parts_and_copies(recordings),
        ),
        looking.unsure or shelves.unsure or bool(growing),
        telling.told,
    )


class _Looking:
    """One look at every recording: which can be used, and which not and why."""

    def __init__(
        self, inventory: Inventory, settings: Settings, store: Store, reader: Reader
    ) -> None:
        self.unsure = False
        self.refused: list[Refused] = []
        self.passed: list[Passed] = []
        self.fingerprints: list[str] = []
        self._found = {each.path: each for each in inventory.recordings}
        self._hours = settings.policy.max_hours
        self._store = store
        self._reader = reader

    def recordings(self, glance: Callable[[], None]) -> list[tuple[Recording, Probe]]:
        """Every usable recording, a camcorder's parts joined, by path."""
        looked, due = {}, time.monotonic()
        for path, found in self._found.items():
            if time.monotonic() >= due:
                glance()
                due = time.monotonic() + TICK
            looked[path] = self._look(found)
        usable = {path: seen for path, seen in looked.items() if seen}
        parts = join_parts(sorted((path, probe) for path, (_, probe) in usable.items()))
        return [
            (self._recording([self._found[path] for path in paths], usable), usable[paths[0]][1])
            for paths in parts
        ]

    def _look(self, found: Found) -> tuple[str, Probe] | None:
        """A file's digest and probe; None if it is refused, or changes while we look at it."""
        digest = ""
        try:
            before = stamp(found.place)
            digest = self._store.digest(found.path, (found.place,))
            probe = self._probe(found, f"probe{probing.VERSION}-{digest}")
            if stamp(found.place) != before:
                self.unsure = True
                self.passed.append(Passed(found.path, GROWING))
                return None
        except (Refusal, ToolError) as error:
            self.unsure = self.unsure or isinstance(error, ToolError)
            self.refused.append(Refused(found.path, error.what, digest))
            return None
        except OSError as error:
            self.unsure = True
            self.refused.append(Refused(found.path, f"It can't be read ({error.strerror})."))
            return None
        if reason := self._too_long(found, probe.seconds or 0):
            self.refused.append(Refused(found.path, reason, digest))
            return None
        return digest, probe

    def _too_long(self, found: Found, seconds: float) -> str:
        """Why so many seconds are impossible; "" if they are not."""
        if seconds > self._hours * 3600:
            return f"It is longer than {self._hours:g} hours. Cut it into parts."
        if seconds > LONG and found.bytes < THINNEST * seconds:
            said = timedelta(seconds=round(seconds))
            return (
                f"It says that it lasts {said}, but there is next to nothing in it: the file is "
                "damaged. Copy it again, or record again."
            )
        return ""

    def _probe(self, found: Found, fingerprint: str) -> Probe:
        self.fingerprints.append(fingerprint)
        facts = remembered(
            self._store, fingerprint, lambda: asdict(probing.probe(self._reader, found.place))
        )
        return probing.probe_of(facts)

    def _recording(self, parts: list[Found], usable: Mapping[str, tuple[str, Probe]]) -> Recording:
        digest, _ = usable[parts[0].path]
        part_digests: tuple[str, ...] = ()
        if len(parts) > 1:
            part_digests = tuple(usable[each.path][0] for each in parts)
            whole = " ".join(each.path for each in parts)
            digest = self._store.digest(whole, tuple(each.place for each in parts))
        return Recording(
            path=parts[0].path,
            parts=tuple(each.path for each in parts),
            bytes=sum(each.bytes for each in parts),
            digest=digest,
            part_digests=part_digests,
        )


class _Telling:
    """Tells stories, or reuses those told before from exactly the same."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.told: dict[str, ToldStory] = {}
        self._settings = settings
        self._given = ordered_digest(program(), libraries(), settings.model_dump())
        self._before = store.told()

    @property
    def told_at(self) -> Mapping[str, str]:
        """The paths of the recordings that stories were told from before, by digest."""
        return {each.story.recording.digest: path for path, each in self._before.items()}

    def story(self, recording: Recording, probe: Probe, beside: Beside) -> Story:
        """The story of a recording, told or remembered. If a sheet or a sidecar can't be read, an
        approved story stays public only if telling it without that source gives the same story as
        before; otherwise the source had something to say, and the story waits for it.
        """
        made_of = ordered_digest(self._given, recording, probe, beside)
        told = self._before.get(recording.path)
        if told is None or told.made_of != made_of:
            story = tell(recording, probe, beside, self._settings)
            if beside.unread:
                same = (
                    told is not None and replace(told.story, unread=(), notes=story.notes) == story
                )
                story = without(story, beside.unread, same=same)
            told = ToldStory(made_of, story)
        self.told[recording.path] = told
        return told.story


def _once(
    recordings: list[tuple[Recording, Probe]], known_at: Mapping[str, str]
) -> Iterable[tuple[Recording, Probe, tuple[Recording, ...]]]:
    """Each recording once, with those elsewhere that are the same bytes. A copy of one that is
    known is none that speaks for it, wherever it lies; where the known one was moved, that which
    has most of its path does. Of those that came together it is the first that a person named.
    """
    by_digest: dict[str, list[tuple[Recording, Probe]]] = defaultdict(list)
    for recording, probe in recordings:
        by_digest[recording.digest].append((recording, probe))
    for digest, same in by_digest.items():
        if len(same) > 1:
            same.sort(key=partial(_farness, known_at.get(digest, "")))
        (recording, probe), *others = same
        yield recording, probe, tuple(other for other, _ in others)


def _farness(known: str, found: tuple[Recording, Probe]) -> tuple[bool, int, bool]:
    """What copies are sorted by: how far one is from the path where their story is ``known``."""
    path = found[0].path
    shared = {*known.split("/")} & {*path.split("/")}
    return path != known, -len(shared), named_by_machine(path)


def _parts_and_copies(
    recordings: Iterable[tuple[Recording, Probe, tuple[Recording, ...]]],
) -> Iterator[Belonging]:
    for recording, _, copies in recordings:
        for each in copies:
            yield Belonging(each.path, "copy", (recording.path,))
        for each in (recording, *copies):
            yield from (Belonging(part, "part", (each.path,)) for part in each.parts[1:])
