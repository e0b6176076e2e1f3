"""The coordinator is killed (SIGKILL), at named points and at random: nothing is lost by
it, nothing half is visible, and the next build ends where one that nobody killed does.

``make torture`` kills ten times as often, and each named point from where the drill began.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from drills import Coordinators, Ended, Sound, describe, digests, short_recording
from schools import School, tree
from tools_needed import LINUX

from media_pipeline.gate.ledger import Ledger

pytestmark = [pytest.mark.slow, LINUX]

TORTURE = int(os.environ.get("TORTURE", "1"))
"""How many times as much as in the tests."""

LIVES, KILLS = 10 * TORTURE, 10
"""Schools that are built under random kills, and kills in each."""

SEED = 17

Event = Callable[[School, Coordinators], None]


def first_build(school: School, _: Coordinators) -> None:
    """Nothing is there but what people made and decided."""
    shutil.rmtree(school.root / "build")


def new_story(school: School, coordinators: Coordinators) -> None:
    """One story was made and is approved; another has just been dropped."""
    source = school.root / "recordings/The crow.wav"
    short_recording(source, school.root / "recordings/The wolf.wav", 7)
    assert coordinators.run(school).code == 0
    school.approve()
    short_recording(source, school.root / "recordings/The bear.wav", 8)


def changed_story(school: School, coordinators: Coordinators) -> None:
    """One story has another title, which is approved; another's new title is not."""
    describe(school, "The fox", 'title = "The clever fox"\n')
    assert coordinators.run(school).code == 0
    school.approve()
    describe(school, "The hare", 'title = "The quick hare"\n')


def withdrawal(school: School, _: Coordinators) -> None:
    """One story goes."""
    school.stop("withdrawn", "recordings/The fox.wav")


EVENTS: tuple[Event, ...] = (new_story, withdrawal, changed_story, first_build)

SAMPLED = 4
"""Of the points that an event before came to, one in so many is struck again."""


@dataclass(frozen=True)
class Drill:
    """A school just before a build, what that build comes to, and the points on its way."""

    event: Event
    before: School
    after: School
    allowed: dict[str, set[str]]
    points: tuple[tuple[str, int], ...]
    seconds: float

    def begin(self, root: Path) -> Sound:
        """A copy of the school before the build, in which every file of the site is known."""
        school = self.before.copied(root)
        return Sound(school, self.allowed, set(self.after.site()))

    def ends_equal(self, school: School) -> None:
        """Site, results and ledger are those of a build that nobody killed."""
        assert school.site() == self.after.site()
        assert _results(school) == _results(self.after)
        assert _decided(school) == _decided(self.after)
        assert list((school.root / "build").rglob(".tmp-*")) == []


@pytest.fixture(scope="module")
def drills(
    public_school: School, coordinators: Coordinators, tmp_path_factory: pytest.TempPathFactory
) -> list[Drill]:
    """A drill for each thing that happens in a school."""
    folder = tmp_path_factory.mktemp("drill")
    return [
        prepared(event, public_school, coordinators, folder / event.__name__) for event in EVENTS
    ]


def prepared(
    event: Event, public_school: School, coordinators: Coordinators, folder: Path
) -> Drill:
    """Bring a school to just before a build, and see what that build does."""
    folder.mkdir()
    before = public_school.copied(folder / "before")
    assert coordinators.run(before).code == 0
    event(before, coordinators)
    after = before.copied(folder / "after")
    log = folder / "log"
    began = time.monotonic()
    assert coordinators.run(after, log=str(log)).code == 0
    seconds = time.monotonic() - began
    allowed = digests(before.site() if (before.root / "build").exists() else {}, after.site())
    counts: Counter[str] = Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        first, _, path = line.partition(" ")
        if len(first) == 64:
            allowed.setdefault(path, set()).add(first)
        else:
            counts[line] += 1
    points = tuple((name, _middle(name, count)) for name, count in counts.items())
    return Drill(event, before, after, allowed, points, seconds)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_threat_29_and_17_a_kill_at_each_named_point_harms_nothing(
    event: Event, drills: list[Drill], coordinators: Coordinators, tmp_path: Path
) -> None:
    """Before, amid and after every kind of write, move, record and deletion, one after another in
    one school, each where the build before it was killed.
    """
    drill = drills[EVENTS.index(event)]
    sound = drill.begin(tmp_path / "0")
    for number, (point, nth) in enumerate(_struck(drill, drills), 1):
        ended = coordinators.run(sound.school, point=point, nth=nth)
        if not ended.killed or TORTURE > 1:
            # What came before the point was done already: from the beginning, then.
            assert ended.code in (0, -9), ended.said
            finished(drill, sound, coordinators)
            shutil.rmtree(sound.school.root)
            sound = drill.begin(tmp_path / str(number))
            ended = coordinators.run(sound.school, point=point, nth=nth)
        assert ended.killed, f"{point}: {ended.said}"
        sound.holds()
    finished(drill, sound, coordinators)


def test_threat_17_and_29_a_hundred_kills_at_random_harm_nothing(
    drills: list[Drill], coordinators: Coordinators, tmp_path: Path
) -> None:
    """At any moment from a build's beginning to its end, in schools where this or that happens."""
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    kills = 0
    for life in range(LIVES):
        drill = drills[life % len(drills)]
        sound = drill.begin(tmp_path / f"life-{life}")
        for _ in range(KILLS):
            while not killed(sound, coordinators, chance.random() * drill.seconds).killed:
                shutil.rmtree(sound.school.root)
                sound = drill.begin(tmp_path / f"life-{life}")
            kills += 1
            sound.holds()
        finished(drill, sound, coordinators)
        shutil.rmtree(sound.school.root)
    assert kills == LIVES * KILLS


def _struck(drill: Drill, drills: list[Drill]) -> list[tuple[str, int]]:
    """Each named point at the first event that comes to it, and a sample of them at others: what
    is done to a page or a result is the same act whatever led to it. All of them for torture.
    """
    earlier = {
        point for each in drills[: drills.index(drill)] for point, _ in each.points if TORTURE == 1
    }
    again = [each for each in drill.points if each[0] in earlier]
    sample = set(again[drills.index(drill) :: SAMPLED])
    return [each for each in drill.points if each[0] not in earlier or each in sample]


def _middle(point: str, count: int) -> int:
    """Half way through the site's files; at the first of what stays made where a kill follows."""
    return 1 if point.endswith(("work", "result", "record")) else (count + 1) // 2


def killed(sound: Sound, coordinators: Coordinators, after: float) -> Ended:
    """Build, and kill it after so many seconds, if it has not ended."""
    ended = coordinators.run(sound.school, after=after)
    assert ended.killed or ended.code == 0, ended.said
    return ended


def finished(drill: Drill, sound: Sound, coordinators: Coordinators) -> None:
    """The next build does all that was left."""
    ended = coordinators.run(sound.school)
    assert ended.code == 0, ended.said
    sound.holds()
    drill.ends_equal(sound.school)


def _results(school: School) -> dict[str, bytes]:
    return tree(school.root / "build/cache")


def _decided(school: School) -> list[str]:
    """What the ledger says, without times, which are those of the builds."""
    return [
        json.dumps([line.event.event, line.event.id, line.event.public, line.event.private])
        for line in Ledger(school.root / "decisions").read()
    ]
