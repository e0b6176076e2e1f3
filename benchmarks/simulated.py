"""A hundred thousand stories: planning and publishing them, without their files.

    python -m benchmarks.run simulated

The stories of a small school are repeated under other ids, with other titles. What a build then
works out from them alone is measured: the jobs of each story, the shows, the parts that the site
and its feeds are made of, and which of these change with one more story. No page is rendered: the
other benchmarks tell what one costs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import NAMESPACE_OID, uuid5

from benchmarks.contest import ROOT, Section, Sizes
from benchmarks.large_school import APPROVED, make_school
from benchmarks.memory import peak
from media_pipeline.engine.plan import Planner
from media_pipeline.gate.book import read_book
from media_pipeline.model import Episode, Part, Show
from media_pipeline.publish.shows import Decided
from media_pipeline.publish.whole import school_shows, whole_parts
from media_pipeline.stages.audiences import parted, permitted
from media_pipeline.stages.surveying import as_last_built, grounds_of
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace, open_workspace
from media_pipeline.workspace.ledger import open_ledger

STORIES = (1_000, 10_000, 100_000)
MODEL = 100
"""Stories of the small school."""

HEAD = ("stories", "jobs, CPU s", "shows, CPU s", "parts, CPU s", "parts", "anew by one more", "MB")

Value = TypeVar("Value")


def measure(sizes: Sizes) -> Section:
    """Measure each number of stories in a process of its own, whose memory is reported."""
    with tempfile.TemporaryDirectory() as folder:
        make_school(Path(folder), MODEL)
        rows = [_row(Path(folder), count) for count in STORIES if count <= 10 * sizes.stories]
    return Section(
        "A hundred thousand stories, simulated",
        (HEAD, *rows),
        "What a build works out of so many stories once they are read: the jobs of their media, "
        "the shows, and the parts of which site and feeds are made. The last but one column is how "
        "many of these parts another story changes; all others stay as they stand.",
    )


def _row(school: Path, count: int) -> tuple[str, ...]:
    command = [sys.executable, "-m", "benchmarks.simulated", str(school), str(count)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(said.split())


def told(workspace: Workspace, count: int) -> tuple[Episode, ...]:
    """``count`` episodes, made from those that the school has."""
    with closing(Store(workspace.build)) as store:
        book = read_book(open_ledger(workspace).read())
        seen, exhibits = as_last_built(store, grounds_of(workspace, book, APPROVED))
    model, _ = parted(permitted(seen, exhibits))
    return tuple(again(model[number % len(model)], number) for number in range(count))


def again(model: Episode, number: int) -> Episode:
    """The same story under another id, published in another minute."""
    own = uuid5(NAMESPACE_OID, str(number))
    slug = f"{model.permit.slug.rpartition('-')[0]}-{number}-{own.hex[:6]}"
    published = APPROVED + timedelta(minutes=number)
    permit = replace(model.permit, id=str(own), slug=slug, published=published, decided=published)
    story = model.exhibit.story
    title = {language: f"{said} {number}" for language, said in story.title.items()}
    return Episode(permit, replace(model.exhibit, story=replace(story, title=title)))


def parts_of(
    episodes: Sequence[Episode], shows: Sequence[Show], workspace: Workspace
) -> list[Part]:
    """The parts that a site of these episodes is made of."""
    given = (episodes, shows, workspace.settings, workspace.templates, ())
    return [each for each in whole_parts(*given) if isinstance(each, Part)]


def simulate(workspace: Workspace, count: int) -> tuple[str, ...]:
    """A row of the table: the columns of :data:`HEAD`."""
    after = told(workspace, count + 1)
    before = after[:count]
    planner = Planner(workspace.root, workspace.build / "cache/objects", workspace.settings)
    _, planning = _timed(lambda: [planner.media(each.exhibit.story) for each in before])
    shows, showing = _timed(lambda: _shows(before, workspace))
    parts, parting = _timed(lambda: parts_of(before, shows, workspace))
    known = {each.name: each.made_of for each in parts}
    later = parts_of(after, _shows(after, workspace), workspace)
    anew = sum(known.get(each.name) != each.made_of for each in later)
    memory = peak(os.getpid())
    return f"{count}", planning, showing, parting, f"{len(parts)}", f"{anew}", f"{memory:.0f}"


def _shows(episodes: Sequence[Episode], workspace: Workspace) -> tuple[Show, ...]:
    return school_shows(episodes, workspace.settings, {}, Decided({}))


def _timed(work: Callable[[], Value]) -> tuple[Value, str]:
    """What ``work`` returns, and the CPU seconds that it took, in the table's format."""
    began = time.process_time()
    given = work()
    return given, f"{time.process_time() - began:.2f}"


if __name__ == "__main__":
    print(*simulate(open_workspace(Path(sys.argv[1])), int(sys.argv[2])))
