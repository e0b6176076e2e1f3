"""Ten thousand random sequences of what happens in a school, on the gate alone: never once is
anything public that nobody approved, and every id and address is for life.

Each happening is three numbers that mean something whatever was left out before them, so that a
sequence that fails is shortened until every happening of it is needed. (Hypothesis, asked for such
numbers, takes as long again to choose them, and of its sequences one in twenty publishes anything.)
"""

from __future__ import annotations

import copy
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from drills import Coordinators
from people import (
    EVERYONE,
    FAMILIES,
    HELD,
    IN_IT,
    NAMELESS,
    NOBODY,
    THE_FAMILIES,
    WITHDRAWN,
    Agreed,
    People,
    Told,
)
from pretending import Pretence, Step, told
from real_builds import RealSchool
from tools_needed import LINUX

from media_pipeline.errors import UsageError
from media_pipeline.gate import book
from media_pipeline.gate import decide as deciding
from media_pipeline.gate import shown as showing
from media_pipeline.gate.book import Entry, read_book
from media_pipeline.gate.events import Event
from media_pipeline.gate.lines import Line
from media_pipeline.gate.second import Compared
from media_pipeline.model import Story
from media_pipeline.stages import reporting
from media_pipeline.workspace.ledger import all_known

TORTURE = int(os.environ.get("TORTURE", "1"))

SEQUENCES = 10_000 * TORTURE
HAPPENINGS = 12
"""In a sequence."""

REAL, REAL_HAPPENINGS = 50 * TORTURE, 3
"""Sequences of real builds, and what happens in each after its first stories are public."""

PATHS = tuple(f"recordings/New Recording {number}.wav" for number in (1, 2, 3))
RECORDINGS = 4
WORDS = ("fox", "crow", "hare", "wolf", "bear", FAMILIES, NAMELESS)
OPENING = {PATHS[0]: (0, "fox"), PATHS[1]: (1, "crow")}
"""Recordings that most schools begin with, both public."""


@dataclass
class Happenings:
    """A school and the people's memory of it, and what can happen to both."""

    school: Pretence = field(default_factory=Pretence)
    people: People = field(default_factory=People)
    ids: dict[int, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Told] = field(default_factory=lambda: dict(OPENING))
    kept_lines: int = 0
    remembered: set[Told] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def elsewhere(self, school: Pretence) -> Happenings:
        """The same people with a copy of their school, to which other things can happen: nothing of
        it is counted yet.
        """
        own = {name: value for name, value in vars(self).items() if name != "school"}
        return Happenings(school, **copy.deepcopy(own) | {"counts": Counter()})

    def opening(self, _one: int, _other: int) -> None:
        """Bring a school to where its first stories are public."""
        self.restore(0, 0)
        self.build(0, 0)
        self.approve_all(0, 0)
        self.build(0, 0)

    def happen(self, what: int, one: int, other: int) -> None:
        """One thing after another; the numbers choose among what there is."""
        happening = _happening(what)
        happening(self, one, other)
        self.counts[happening.__name__] += 1

    # ── recordings ──

    def drop(self, one: int, other: int) -> None:
        """A recording is dropped, whatever was there."""
        words = WORDS[other // RECORDINGS % len(WORDS)]
        self.school.disk[PATHS[one % len(PATHS)]] = (other % RECORDINGS, words)

    def edit(self, one: int, other: int) -> None:
        """Something else is said of a recording."""
        if path := self._path(one):
            recording, _ = self.school.disk[path]
            self.school.disk[path] = (recording, WORDS[other % len(WORDS)])

    def rename(self, one: int, other: int) -> None:
        """A recording and what lies beside it have another name."""
        free = [path for path in PATHS if path not in self.school.disk]
        if free and (path := self._path(one)):
            self.school.disk[free[other % len(free)]] = self.school.disk.pop(path)

    def lose(self, one: int, _: int) -> None:
        """A recording is deleted."""
        if path := self._path(one):
            del self.school.disk[path]

    def back_up(self, _one: int, _other: int) -> None:
        """The recordings are copied to a safe place."""
        self.kept = dict(self.school.disk)

    def restore(self, _one: int, _other: int) -> None:
        """The recordings are as they were then."""
        self.school.disk = dict(self.kept)

    def _path(self, one: int) -> str:
        there = sorted(self.school.disk)
        return there[one % len(there)] if there else ""

    # ── decisions ──

    def approve(self, one: int, _: int) -> None:
        """By name."""
        path = PATHS[one % len(PATHS)]
        self._same(self.people.approve(path), lambda: self.school.approve([path]))

    def approve_all(self, _one: int, _other: int) -> None:
        """All that waits."""
        self.people.approve_all()
        self.school.approve([], everything=True)

    def approve_as(self, one: int, other: int) -> None:
        """A new take of another story."""
        path, key = PATHS[one % len(PATHS)], self._story(other)
        if key is not None:
            story_id = self.ids[key]
            self._same(
                self.people.approve_as(path, key), lambda: self.school.approve_as(path, story_id)
            )
            self.ids = {each: self.ids[each] for each in self.people.stories}

    def hold(self, one: int, _: int) -> None:
        """A story is held, by its id."""
        self._stop(one, "held", HELD)

    def withdraw(self, one: int, _: int) -> None:
        """A story is withdrawn, by its id."""
        self._stop(one, "withdrawn", WITHDRAWN)

    def _stop(self, one: int, event: str, decision: str) -> None:
        key = self._story(one)
        if key is not None:
            story_id = self.ids[key]
            self._same(self.people.stop(key, decision), lambda: self.school.stop(story_id, event))

    def _story(self, one: int) -> int | None:
        there = sorted(self.people.stories)
        return there[one % len(there)] if there else None

    def _same(self, can: bool, command: Callable[[], None]) -> None:  # noqa: FBT001 - what is said
        """A command is refused where people would refuse it, and nowhere else."""
        try:
            command()
        except UsageError:
            assert not can
        else:
            assert can

    # ── consent ──

    def agree(self, one: int, other: int) -> None:
        """Somebody's row of the register is changed; where there was none yet, all agreed."""
        people = sorted({each for known in IN_IT.values() for each in known})
        rows = dict(self.school.agreed or dict.fromkeys(people, Agreed()))
        until = None if other // 4 % 3 else self.people.today + other // 12 % 3
        whom = (NOBODY, THE_FAMILIES, EVERYONE, EVERYONE)[other % 4]
        rows[people[one % len(people)]] = Agreed(whom, until)
        self.school.agreed = self.people.agreed = rows

    def days_pass(self, one: int, _: int) -> None:
        """One or two, with which a consent may end."""
        self.people.today += 1 + one % 2
        self.school.today = self.people.today

    # ── an older ledger ──

    def keep_ledger(self, _one: int, _other: int) -> None:
        """The ledger is copied to a safe place."""
        self.kept_lines = len(self.school.lines)

    def put_ledger_back(self, one: int, _: int) -> None:
        """The older ledger is put back, and on it something is withdrawn, while its second copy
        was away. What a build does then: nothing that either knows to be withdrawn is public. At
        last the newest ledger is found again.
        """
        if not self.school.pretends:
            return
        newest, older = tuple(self.school.lines), self.school.lines[: self.kept_lines]
        known = sorted(read_book(older).entries)
        if known:
            gone = Event("withdrawn", known[one % len(known)])
            older = [*older, Line(len(older) + 1, newest[-1].at, gone, "")]
        both = all_known(Compared(tuple(older), newest, None))
        self.school.take_down(both)
        expected = {key for key, each in self.people.stories.items() if each.decision == WITHDRAWN}
        fallen = {each.id for each in both.withdrawn}
        assert {self.ids[key] for key in expected} <= fallen
        assert not known or read_book(newest).entries.keys() & {gone.id} <= fallen
        for each in self.school.site.values():
            story_id = self.ids[self.people.story_of[each[0]]]
            assert story_id not in fallen

    # ── builds ──

    def build(self, one: int, _: int) -> None:
        """A whole build; in one of four the machine fails on some recordings."""
        self._build(Step.DONE, one)

    def kill(self, one: int, other: int) -> None:
        """A build is killed at one of its steps."""
        self._build(Step(1 + other % (len(Step) - 1)), one)

    def decide_meanwhile(self, one: int, other: int) -> None:
        """A story is withdrawn, held, or approved while a build runs."""
        decision = (self.withdraw, self.hold, self.approve, self.agree)[other % 4]
        self._build(Step.DONE, 0, lambda: decision(one, other // 4))

    def _build(self, last: Step, one: int, meanwhile: Callable[[], None] | None = None) -> None:
        fails = self.school.pretends and one % 4 == 1
        failing = frozenset({one % RECORDINGS, one // 4 % RECORDINGS} if fails else ())
        before = dict(self.school.site)
        disk = dict(self.school.disk)
        remembered = {path: told(each.story) for path, each in self.school.exhibits.items()}
        self.remembered = set(remembered.values())
        worked_on: dict[str, Told] = {}

        def at_work() -> None:
            self._receive(disk)
            worked_on.update(self._worked_on(disk))
            if meanwhile:
                meanwhile()

        last = self.school.build(last, failing, at_work)
        self._receive(disk)
        made = {
            path: each
            for path, each in worked_on.items()
            if each[0] not in failing or remembered.get(path) == each
        }
        self._judge(last, before, made)
        if last is Step.DONE:
            recorded = {each[0]: path for path, each in made.items()}
            copies = {path: recorded[each[0]] for path, each in disk.items() if each[0] in recorded}
            self.people.show(made, copies)

    def _receive(self, disk: Mapping[str, Told]) -> None:
        """Remember the recordings that the ledger has received, and their ids, which are for
        life.
        """
        book = self.school.book
        for recording, _ in disk.values():
            if self.school.digest(recording) in book.by_digest:
                self.people.receive(recording)
        for key in self.people.stories:
            given_id = book.by_digest[self.school.digest(key)]
            assert self.ids.setdefault(key, given_id) == given_id

    def _worked_on(self, disk: dict[str, Told]) -> dict[str, Told]:
        """Each recording once, by its first path; none that is an earlier take or withdrawn."""
        first: dict[int, str] = {}
        for path in sorted(disk):
            first.setdefault(disk[path][0], path)
        found = {}
        for recording, path in first.items():
            story = self.people.stories.get(self.people.story_of.get(recording, -1))
            if story and story.take == recording and story.decision != WITHDRAWN:
                found[path] = disk[path]
        return found

    def _judge(self, last: Step, before: dict[str, Told], made: dict[str, Told]) -> None:
        """What is public was approved; what is approved and made is public after a whole build."""
        site = self.school.site
        if last >= Step.RECEIVED:
            assert {recording for recording, _ in self.school.disk.values()} <= (
                self.people.story_of.keys()
            )
        for address, each in site.items():
            assert self.people.may_be_public(each) or before.get(address) == each, each
        if last >= Step.TAKEN_DOWN:
            for each in site.values():
                story = self.people.stories[self.people.story_of[each[0]]]
                assert last is Step.HALF_PUBLISHED or story.decision not in (HELD, WITHDRAWN)
                known = each in self.remembered and last is not Step.HALF_PUBLISHED
                assert not known or self.people.agreement(each) == EVERYONE
        if last >= Step.PUBLISHED:
            expected = {each for each in made.values() if self.people.may_be_public(each)}
            assert set(site.values()) == expected
            self.counts["public"] += len(expected)
            if self.school.pretends:
                for_families = {
                    each for each in made.values() if self.people.for_whom(each) == THE_FAMILIES
                }
                assert self.school.families == for_families
                self.counts["families"] += len(for_families)
        for address, each in site.items():
            story_id = self.ids[self.people.story_of[each[0]]]
            assert self.addresses.setdefault(story_id, address) == address
        assert len(set(self.addresses.values())) == len(self.addresses)


_HAPPENINGS: tuple[Callable[[Happenings, int, int], None], ...] = (
    Happenings.drop,
    Happenings.drop,
    Happenings.drop,
    Happenings.build,
    Happenings.approve,
    Happenings.build,
    Happenings.approve_all,
    Happenings.build,
    Happenings.edit,
    Happenings.rename,
    Happenings.lose,
    Happenings.approve_as,
    Happenings.hold,
    Happenings.withdraw,
    Happenings.back_up,
    Happenings.restore,
    Happenings.kill,
    Happenings.kill,
    Happenings.decide_meanwhile,
    Happenings.approve,
    Happenings.agree,
    Happenings.agree,
    Happenings.days_pass,
    Happenings.keep_ledger,
    Happenings.put_ledger_back,
)


OPEN = (-1, 0, 0)


def _happening(what: int) -> Callable[[Happenings, int, int], None]:
    return Happenings.opening if what < 0 else _HAPPENINGS[what % len(_HAPPENINGS)]


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown of a story is pure, and most of the time: it is worked out once for each."""
    known: dict[int, tuple[Story, dict[str, str]]] = {}

    def shown_fields(story: Story) -> dict[str, str]:
        if id(story) not in known:
            known[id(story)] = (story, showing.shown_fields(story))
        return known[id(story)][1]

    for module in (deciding, reporting):
        monkeypatch.setattr(module, "shown_fields", shown_fields)


@pytest.mark.slow
@pytest.mark.usefixtures("remembering")
def test_threat_25_ten_thousand_sequences_never_make_public_what_nobody_approved() -> None:
    """Drop, edit, rename, approve, hold, withdraw, agree or not, time goes on, restore recordings
    or the ledger, build, kill: in any order.
    """
    counts: Counter[str] = Counter()
    for seed in range(SEQUENCES):
        steps = sequence(seed)
        try:
            counts.update(played(steps).counts)
        except Exception as error:
            shortest = shortened(steps)
            error.add_note("\n".join(["It takes:", *map(named, shortest)]))
            played(shortest)
            raise
    assert counts["public"] > SEQUENCES
    assert counts["families"] > SEQUENCES / 20


@pytest.mark.slow
@LINUX
def test_threat_25_fifty_sequences_of_real_builds_never_do_either(
    coordinators: Coordinators, tmp_path: Path
) -> None:
    """Real recordings, real builds, real kills; shorter, for each takes seconds."""
    counts: Counter[str] = Counter()
    school = RealSchool.begun(tmp_path / "opened", coordinators, OPENING)
    opened = played([OPEN], Happenings(school))
    for seed in range(REAL):
        opening, *steps = sequence(4 * seed + 1)[: REAL_HAPPENINGS + 1]
        assert opening == OPEN
        copied = opened.elsewhere(school.copied(tmp_path / str(seed)))
        counts.update(played(steps, copied).counts)
        shutil.rmtree(tmp_path / str(seed))
    assert counts["public"] > REAL


def test_a_sequence_that_fails_is_shortened_to_what_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A gate that forgets withdrawals is found, by the four things that show it."""
    monkeypatch.setattr(book, "_decided", _forgetful)
    failing = next(steps for steps in map(sequence, range(1000)) if fails(steps))
    shortest = shortened(failing)
    assert fails(shortest)
    assert len(shortest) <= 5


def _forgetful(entry: Entry, line: Line) -> Entry:
    """Of an entry: everything but that it was stopped."""
    return entry if line.event.event == "withdrawn" else _remembered(entry, line)


_remembered = book._decided

Steps = Sequence[tuple[int, int, int]]


def sequence(seed: int) -> Steps:
    """The same at each run; three of four begin in a school that has public stories."""
    chance = random.Random(seed).randbytes(3 * HAPPENINGS)  # noqa: S311 - no secret
    steps = list(zip(chance[::3], chance[1::3], chance[2::3], strict=True))
    return [OPEN, *steps] if seed % 4 else steps


def played(steps: Steps, begun: Happenings | None = None) -> Happenings:
    """A school to which all of it happened."""
    school = begun or Happenings()
    for step in steps:
        school.happen(*step)
    return school


def fails(steps: Steps) -> bool:
    """Whether anything was public that may not be, or lost."""
    try:
        played(steps)
    except Exception:  # noqa: BLE001 - a crash is a failure too
        return True
    return False


def shortened(steps: Steps) -> Steps:
    """The same failure by fewer happenings: what can be left out is, the last first."""
    at = len(steps)
    while at > 0:
        at -= 1
        fewer = [*steps[:at], *steps[at + 1 :]]
        if fails(fewer):
            steps, at = fewer, len(fewer)
    return steps


def named(step: tuple[int, int, int]) -> str:
    """A happening as a person reads it."""
    what, *numbers = step
    return f"  {_happening(what).__name__} {numbers}"
