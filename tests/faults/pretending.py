"""A school in memory: the program's own decisions, on a ledger, a drop folder, a pool and a site
that only pretend. Steps of a build are those of ``pipeline.build``, and a kill may end it at each.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, auto
from functools import cache

from people import FAMILIES, IN_IT, NAMELESS, Agreed, Told

from media_pipeline.engine.making import Making
from media_pipeline.errors import UsageError
from media_pipeline.flow import _spared, _unmade
from media_pipeline.gate.approve import Shown, approvals, choose, decisions, replacement, unseen
from media_pipeline.gate.book import Book, read_book
from media_pipeline.gate.consent import consents_on
from media_pipeline.gate.decide import Grounds, received
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.lines import Line
from media_pipeline.gate.register import WISHES, Consent, Register
from media_pipeline.intake.gather import Intake
from media_pipeline.model import Audience, Exhibit, Failed, Probe, Recording, Rights, State, Story
from media_pipeline.stages import reporting
from media_pipeline.stages.audiences import permitted, public_permit
from media_pipeline.stages.surveying import Survey, judged

NAMESPACE = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
PROBE = Probe("mov", 60.0, 0.0, None, None)


class Step(IntEnum):
    """Where a kill may end a build: after each of these."""

    NOTHING = auto()
    TAKEN_DOWN = auto()
    RECEIVED = auto()
    HALF_PUBLISHED = auto()
    PUBLISHED = auto()
    EXHIBITS_KEPT = auto()
    DONE = auto()


@cache
def digest(recording: int) -> str:
    """The digest of a recording."""
    return hashlib.sha256(str(recording).encode()).hexdigest()


RECORDINGS: Mapping[str, int] = {digest(number): number for number in range(16)}


@cache
def story(path: str, told: Told) -> Story:
    """The story that a recording and what is said of it come to."""
    recording, words = told
    return Story(
        Recording(path, (path,), 1, digest(recording)),
        PROBE,
        {} if words == NAMELESS else {"pa": words},
        "pa",
        people=IN_IT[recording],
        rights=Rights.FAMILIES_ONLY if words == FAMILIES else Rights.OWN,
        needs=("title",) if words == NAMELESS else (),
        credit=words,
    )


def told(each: Story) -> Told:
    """A recording, and what is said of it."""
    return RECORDINGS[each.recording.digest], each.credit


@dataclass
class Pretence:
    """What a workspace holds: recordings by path, the ledger, what was shown, and the site."""

    disk: dict[str, Told] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    site: dict[str, Told] = field(default_factory=dict)
    families: set[Told] = field(default_factory=set)
    agreed: dict[str, Agreed] | None = None
    today: int = 0
    _read: tuple[int, Book] | None = None
    pretends = True

    def digest(self, recording: int) -> str:
        """The digest of a recording."""
        return digest(recording)

    @property
    def book(self) -> Book:
        """The ledger, read to its end; once for each end."""
        if self._read is None or self._read[0] != len(self.lines):
            self._read = len(self.lines), read_book(self.lines)
        return self._read[1]

    def write(self, events: Iterable[Event]) -> None:
        """Append to the ledger."""
        for event in events:
            number = len(self.lines) + 1
            self.lines.append(Line(number, MORNING + timedelta(hours=number), event, ""))

    @property
    def grounds(self) -> Grounds:
        """All that the gate goes by, today."""
        return self._grounds(self.book)

    def _grounds(self, book: Book) -> Grounds:
        if self.agreed is None:
            return Grounds(book)
        rows = {
            code: Consent(
                code,
                given=dict.fromkeys(WISHES, list(Audience)[row.whom]),
                until=None if row.until is None else _day(row.until),
            )
            for code, row in self.agreed.items()
        }
        day = _day(self.today)
        rules = {"name_beside_face": False, "after_leaving": False}
        return Grounds(
            book, consents=consents_on(day, Register(rows), {}, now=day, began=date.min, **rules)
        )

    # ── what the coordinator does ──

    def approve(self, what: Sequence[str], *, everything: bool = False) -> None:
        """As ``approve``; raises as it does."""
        choice = choose(what, self.shown, everything=everything)
        self.write(approvals(choice, self.book, "Kim", names=False))

    def approve_as(self, path: str, older: str) -> None:
        """As ``approve --as``; raises as it does."""
        (row,) = choose([path], self.shown).rows
        self.write(replacement(row, older, self.book, "Kim", names=False))

    def stop(self, word: str, event: str) -> None:
        """As ``hold`` and ``withdraw``; raises as they do."""
        here = {row.id for row in self.shown}
        gone = [unseen(each) for each in self.book.entries.values() if each.id not in here]
        choice = choose([word], self.shown, gone=gone)
        self.write(decisions(choice, self.book, EventType(event), "asked to", "Kim"))

    # ── what a build does ──

    def build(self, last: Step, failing: frozenset[int], meanwhile: Callable[[], None]) -> Step:
        """The steps of a build, to the ``last`` of them, where it is killed. The work on
        ``failing`` recordings fails by the machine's fault. ``meanwhile`` is what somebody does
        while media are made. Returns the last step that was taken.
        """
        if last >= Step.TAKEN_DOWN:
            self.take_down(self.book)
        if last < Step.RECEIVED:
            return last
        intake = Intake(tuple(_stories(self.disk)), (), (), ())
        self.write(received(intake.stories, self.book, NAMESPACE))
        seen = judged(intake, self.grounds, {})
        made = _made(seen, failing)
        exhibits = {**_spared(_unmade(made), seen, self.exhibits), **made.exhibits}
        meanwhile()
        seen = judged(intake, self.grounds, {})
        if last >= Step.HALF_PUBLISHED:
            self.site = _public(seen, exhibits) | (self.site if last is Step.HALF_PUBLISHED else {})
            self.families = {
                told(exhibits[path].story)
                for path, verdict in seen.verdicts.items()
                if path in exhibits
                and (permit := verdict.permit)
                and permit.audience is Audience.FAMILIES
            }
        if last >= Step.EXHIBITS_KEPT:
            self.exhibits = exhibits
        if last is Step.DONE:
            self.shown = reporting.shown_rows(intake.stories, seen.verdicts, exhibits)
        return last

    def take_down(self, book: Book) -> None:
        """As :func:`media_pipeline.takedown.trees.take_down` on everyone's site, on slugs alone."""
        stopped = (State.HELD, State.WITHDRAWN)
        standing, grounds = set(self.site), self._grounds(book)
        leaving = standing & {each.slug for each in book.entries.values() if each.state in stopped}
        if not leaving and grounds.consents is None:
            return
        earlier = {
            path: each
            for path, each in self.exhibits.items()
            if (entry := book.of(each.story.recording.digest))
            and (grounds.consents or entry.slug in standing)
        }
        seen = judged(
            Intake(tuple(each.story for each in earlier.values()), (), (), ()), grounds, {}
        )
        kept = {permit.slug for each in seen.verdicts.values() if (permit := public_permit(each))}
        known = {book.entries[each.id].slug for each in seen.verdicts.values() if each.id}
        leaving |= standing & (known - kept)
        if leaving and standing - leaving <= kept:
            self.site = _public(seen, earlier)
        self.site = {slug: each for slug, each in self.site.items() if slug not in leaving}


def _day(number: int) -> date:
    return date(2026, 11, 23) + timedelta(days=number)


def _stories(disk: Mapping[str, Told]) -> Iterable[Story]:
    """Each recording once, by its first path."""
    paths: dict[int, str] = {}
    for path in sorted(disk):
        paths.setdefault(disk[path][0], path)
    for path in paths.values():
        copies = tuple(
            each for each in sorted(disk) if each != path and disk[each][0] == disk[path][0]
        )
        yield replace(story(path, disk[path]), copies=copies) if copies else story(path, disk[path])


def _made(seen: Survey, failing: frozenset[int]) -> Making:
    exhibits, failed = {}, {}
    for each in seen.worked_on:
        path = each.recording.path
        if told(each)[0] in failing:
            failed[path] = Failed("", "No space left on device", refusal=False)
        else:
            exhibits[path] = Exhibit(each, (), 60.0)
    return Making(exhibits, {}, failed)


def _public(seen: Survey, exhibits: Mapping[str, Exhibit]) -> dict[str, Told]:
    return {each.permit.slug: told(each.exhibit.story) for each in permitted(seen, exhibits)}


REFUSED = UsageError
"""How a command says that it can't do what was asked."""
