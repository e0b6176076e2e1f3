"""Make a workspace of any number of stories with finished media, without encoding each.

    python -m benchmarks.large_school WORKSPACE 10000

Every recording is a file of its own, and every story goes the whole way: it is found, digested,
probed, told, received, and shown; the real engine asks for each job and records it. Only the work
is done once for each kind of job: a further job of that kind is given the same files as links. So a
build of the workspace afterwards does what it does in a school of that size.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tales import CLASSES, YEARS, tale
from media_pipeline import pipeline
from media_pipeline.commands import deciding
from media_pipeline.engine.making import make_exhibits
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.pool import Result, carry_out
from media_pipeline.engine.run import Engine
from media_pipeline.intake.find import find
from media_pipeline.media.audio import SoundWork
from media_pipeline.model import Built, Done, Job
from media_pipeline.stages.surveying import survey
from media_pipeline.tools.reporter import Bar
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace, open_workspace

APPROVED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

SETTINGS = """\
name = "Hill School"
address = "https://stories.hill.example/"
interface_languages = [{languages}]
decisions_copy = "copy"
"""

CLASS = """
[[classes]]
id = "year-{year}{letter}"
name = "Year {year}{letter}"
"""

RATE = 8000
"""Samples per second of the recordings, which last one second."""


@dataclass(slots=True)
class ReadyMade:
    """Does each kind of work once, and hands out its results under every other fingerprint."""

    done: dict[str, Done] = field(default_factory=dict)

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`media_pipeline.engine.pool.Pool`."""
        for job in jobs:
            sort = _sort(job)
            if ready := self.done.get(sort):
                yield _given(ready, job, store)
                continue
            result = carry_out(job, store, work)
            if isinstance(result, Done):
                self.done[sort] = result
            yield result


class Silent:
    """A reporter that says nothing."""

    def say(self, line: str) -> None:
        """Nothing is said."""

    def explain(self, name: str, reasons: Sequence[str]) -> None:
        """Nothing is said."""

    def ended(self, fingerprint: str, name: str) -> None:
        """Nothing is said."""

    @contextlib.contextmanager
    def progress(self, label: str, costs: Mapping[str, float], work: Path) -> Iterator[Bar]:
        """Nothing is said."""
        yield self


def make_school(root: Path, stories: int, languages: Sequence[str] = ("en",)) -> Workspace:
    """Make a workspace of that many published stories in ``root``, and build it."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "school.toml").write_text(_settings(languages), encoding="utf-8")
    for number in range(stories):
        drop(root, number)
    workspace = open_workspace(root)
    fill(workspace)
    build(workspace)
    deciding.approve(workspace, (), "The benchmark", APPROVED, everything=True)
    build(workspace)
    return workspace


def build(workspace: Workspace, jobs: int = 2) -> Built:
    """Build as the command line does."""
    return pipeline.build(workspace, Silent(), lambda: datetime.now(UTC), jobs=jobs, settle=0.0)


def fill(workspace: Workspace) -> None:
    """Give every story of the drop folder its finished media."""
    with closing(Store(workspace.build)) as store:
        seen = survey(workspace, store, APPROVED, find(workspace.root, settle=0.0))
        planner = Planner(workspace.root, store.root, workspace.settings)
        make_exhibits(seen.worked_on, planner, Engine(store, ReadyMade(), Silent()))


def drop(root: Path, number: int) -> Path:
    """Drop the recording with that number, and what a teacher put beside it."""
    told = tale(number)
    folder = root / "recordings" / told.class_name / told.language
    folder.mkdir(parents=True, exist_ok=True)
    recording = folder / f"{told.title}.wav"
    recording.write_bytes(_sound(number))
    if told.french:
        said = f'teller = "{told.teller}"\n[title]\nfr = "{told.french}"\n'
        recording.with_suffix(".toml").write_text(said, encoding="utf-8")
    if told.about:
        recording.with_suffix(".txt").write_text(told.about, encoding="utf-8")
    if told.said:
        cues = itertools.starmap(_cue, enumerate(told.said))
        recording.with_suffix(".vtt").write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")
    return recording


def _settings(languages: Sequence[str]) -> str:
    letters = "abc"[: CLASSES // YEARS]
    classes = itertools.product(range(YEARS), letters)
    return SETTINGS.format(languages=", ".join(f'"{each}"' for each in languages)) + "".join(
        CLASS.format(year=year, letter=letter) for year, letter in classes
    )


def _cue(at: int, text: str) -> str:
    return f"00:00:00.{at * 200:03} --> 00:00:00.{at * 200 + 190:03}\n{text}\n"


def _sound(number: int) -> bytes:
    """A WAV file of one second of noise; no two are the same."""
    samples = random.Random(number).randbytes(RATE)  # noqa: S311 - the same school each time
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE, 1, 8)
    held = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(held)) + held


def _sort(job: Job) -> str:
    """What jobs have in common that are given the same result."""
    kind = type(job.work).__name__
    return f"{kind} {job.work.profile}" if isinstance(job.work, SoundWork) else kind


def _given(ready: Done, job: Job, store: Path) -> Done:
    """The files of ``ready``, as links in the store's place for ``job``."""
    place = f"{job.fingerprint[:2]}/{job.fingerprint}"
    (store / place).mkdir(parents=True, exist_ok=True)
    renditions = []
    for each in ready.made.renditions:
        path = f"{place}/{Path(each.path).name}"
        if not (store / path).exists():
            os.link(store / each.path, store / path)
        renditions.append(replace(each, path=path))
    return Done(job.fingerprint, replace(ready.made, renditions=tuple(renditions)), 0.0)


if __name__ == "__main__":
    make_school(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] or ("en",))
