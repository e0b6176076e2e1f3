"""The same school with real recordings, real builds in processes, and real kills."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import struct
import wave
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from drills import LATE, SETTLED, Coordinators
from people import FAMILIES, IN_IT, NAMELESS, Told
from pretending import Pretence, Step
from schools import School

from media_pipeline.commands import deciding
from media_pipeline.gate.book import Book, read_book
from media_pipeline.gate.ledger import Ledger
from media_pipeline.model import Audience
from media_pipeline.tools import files
from media_pipeline.tools.store import Store

SETTINGS = """\
name = "Hill School"
interface_languages = ["en"]
decisions_copy = "second"

[defaults]
language = "en"
"""
"""Without an address there is no feed, and no sheet to print."""

KILLS: dict[Step, tuple[str, Step]] = {
    Step.NOTHING: ("before append of a ledger", Step.NOTHING),
    Step.TAKEN_DOWN: ("before append of a ledger", Step.NOTHING),
    Step.RECEIVED: ("before rename of a page", Step.HALF_PUBLISHED),
    Step.HALF_PUBLISHED: ("before rename of a page", Step.HALF_PUBLISHED),
    Step.PUBLISHED: ("before sync of everything of a page", Step.HALF_PUBLISHED),
    Step.EXHIBITS_KEPT: ("after deletion of a page", Step.HALF_PUBLISHED),
}
"""Where a build is killed, and how far it has come then as a family can see."""

RATE, SECONDS = 16_000, 0.6

WORDS = ("fox", "crow", "hare", "wolf", "bear")


@dataclass
class RealSchool(Pretence):
    """A workspace on the disk; ``heard`` are recordings by their renditions' digests."""

    school: School = field(kw_only=True)
    coordinators: Coordinators = field(kw_only=True)
    heard: dict[str, int] = field(default_factory=dict)
    pretends = False

    @classmethod
    def begun(cls, root: Path, coordinators: Coordinators, opening: dict[str, Told]) -> RealSchool:
        """A workspace in which ``opening`` was made and waits."""
        school = School(root, now=LATE)
        school.write("school.toml", SETTINGS)
        for number in range(4):
            _sing(root / f"songs/{number}.wav", 300 + 130 * number)
        begun = cls(school=school, coordinators=coordinators, disk=dict(opening))
        begun.build(Step.DONE, frozenset(), lambda: None)
        return begun

    def copied(self, root: Path) -> RealSchool:
        """The same elsewhere."""
        return replace(
            self,
            school=self.school.copied(root),
            disk=dict(self.disk),
            site=dict(self.site),
            heard=dict(self.heard),
        )

    def digest(self, recording: int) -> str:
        return files.digest([self.school.root / f"songs/{recording}.wav"])

    @property
    def book(self) -> Book:
        return read_book(Ledger(self.school.root / "decisions").read())

    def approve(self, what: Sequence[str], *, everything: bool = False) -> None:
        deciding.approve(self.school.workspace, what, "Kim", self.school.now, everything=everything)

    def approve_as(self, path: str, older: str) -> None:
        deciding.approve(self.school.workspace, [path], "Kim", self.school.now, story_id=older)

    def stop(self, word: str, event: str) -> None:
        self.school.stop(event, word)

    def build(self, last: Step, failing: frozenset[int], meanwhile: Callable[[], None]) -> Step:
        """Build in a process. What happens meanwhile comes after recordings are received, and so
        between two builds.
        """
        self._lay_out()
        if last is not Step.DONE:
            point, come = KILLS[last]
            ended = self.coordinators.run(self.school, point=point, nth=1)
            assert ended.killed or ended.code == 0, ended.said
            last = come if ended.killed else Step.DONE
        if last is Step.DONE:
            self._built()
        before = _decided(self.school.root), self.agreed
        meanwhile()
        if last is Step.DONE and (_decided(self.school.root), self.agreed) != before:
            self._write_register()
            self._built()
        self._look()
        return last

    def _built(self) -> None:
        ended = self.coordinators.run(self.school, "build", "--jobs", "1", "--allow-missing")
        assert ended.code == 0, ended.said

    def _lay_out(self) -> None:
        """Make the drop folder what people did."""
        self._write_register()
        folder = self.school.root / "recordings"
        for each in folder.iterdir():
            path = f"recordings/{each.name.removesuffix('.toml')}"
            if path not in self.disk:
                each.unlink()
        for path, (recording, words) in self.disk.items():
            target = self.school.root / path
            shutil.copyfile(self.school.root / f"songs/{recording}.wav", target)
            said = {
                NAMELESS: "",
                FAMILIES: 'title = "Families"\nrights = "families-only"\n',
            }.get(words, f'title = "{words}"\n')
            sidecar = target.with_name(f"{target.name}.toml")
            said += f"people = {json.dumps(IN_IT[recording])}\n"
            sidecar.write_text(said, encoding="utf-8")
            for each in (target, sidecar):
                os.utime(each, (SETTLED, SETTLED))

    def _write_register(self) -> None:
        """Write what people agreed to, on the days of the computer's own clock."""
        if self.agreed is None:
            return
        rows = ["code,class,voice,image,name,from,until,leaves"]
        for code, row in self.agreed.items():
            whom = list(Audience)[row.whom]
            ended = row.until is not None and row.until < self.today
            rows.append(f"{code},,{whom},,{whom},,{'2026-01-01' if ended else ''},")
        self.school.write("decisions/consent.csv", "\n".join(rows) + "\n")

    def _look(self) -> None:
        """See what is public, by the pages and the names of their media."""
        with closing(Store(self.school.root / "build")) as store:
            numbers = {self.digest(number): number for number in range(4)}
            for each in store.exhibits().values():
                for rendition in each.renditions:
                    recording = numbers[each.story.recording.digest]
                    self.heard[rendition.digest[:12]] = recording
        self.site = {}
        for page in self.school.root.glob("build/site/stories/*/index.html"):
            self.site[page.parent.name] = self._told(page.read_text(encoding="utf-8"), page)

    def _told(self, text: str, page: Path) -> Told:
        named = re.findall(rf"{page.parent.name}-([0-9a-f]{{12}})\.mp3", text)
        title: Any = re.search(r"<title>([^<]*)", text)
        (words,) = [each for each in WORDS if each in title[1].casefold()]
        return self.heard[named[0]], words


def _decided(root: Path) -> int:
    """The length of the ledger, which tells whether anybody decided anything."""
    return (root / "decisions/ledger.jsonl").stat().st_size


def _sing(path: Path, pitch: int) -> None:
    """A recording of one tone that comes and goes."""
    path.parent.mkdir(exist_ok=True)
    samples = [
        round(9000 * math.sin(2 * math.pi * pitch * at / RATE) * math.sin(14 * at / RATE))
        for at in range(round(RATE * SECONDS))
    ]
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, len(samples), "NONE", ""))
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
