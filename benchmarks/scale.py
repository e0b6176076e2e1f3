"""How the cost of a build grows with the number of stories, beside Hugo and Pelican.

    python -m benchmarks.scale [STORIES ...]     # 100 1000 10000, where none is given

Each school is made once, with finished media (``large_school.py``), in a folder of its own. Then
the real ``build`` is measured in a process of its own: with nothing changed, with one new story
once its media are made, and with every page made anew. Wall time is told beside processor time, of
the process and of those that it starts, since other work on a machine lengthens only the former.
Hugo (Debian) and Pelican (PyPI, in an environment that ``PELICAN`` names) render as many pages of
as much text, where they are there.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.contest import ROOT, Section, Sizes
from benchmarks.large_school import build, drop, fill, make_school
from benchmarks.memory import peak
from media_pipeline.commands import deciding
from media_pipeline.tools.remembered import SITE, UNCHANGED
from media_pipeline.workspace import open_workspace

STORIES = (100, 1000, 10_000)
HEAD = ("stories", "what", "seconds", "CPU seconds", "MB of the coordinator", "files written")
RUNS = 3
NEW = 1_000_000
"""The number of the first new story: no school has so many."""

PELICAN = "PELICAN"
"""The environment variable that names a ``pelican`` to compare with."""

HUGO_SETTINGS = 'baseURL = "https://stories.hill.example/"\ntitle = "Hill School"\npaginate = 60\n'
HUGO_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
    "<body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>"
)
HUGO_LIST = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
    '<body><ul>{{ range (.Paginate .Pages).Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}'
    "</a></li>{{ end }}</ul></body></html>"
)
PELICAN_SETTINGS = (
    'SITEURL = "https://stories.hill.example"\nSITENAME = "Hill School"\nTIMEZONE = "UTC"\n'
    'DEFAULT_LANG = "en"\nAUTHOR = "Hill School"\nDEFAULT_PAGINATION = 60\n'
    'FEED_ALL_RSS = "feeds/all.xml"\nCATEGORY_FEED_RSS = "feeds/{slug}.xml"\n'
)
PAGE_BYTES = 11_000
"""Of a story's page, about; theirs are given text up to it."""


PAGES = frozenset({".html", ".xml"})
OEMBED = "oembed.json"
"""What any generator makes of templates, beside files of these endings."""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of processors, the coordinator's most megabytes, files written."""

    wall: float
    processor: float
    memory: float = 0.0
    written: int = 0

    def cells(self) -> tuple[str, ...]:
        """As a table has it."""
        return (
            f"{self.wall:.2f}",
            f"{self.processor:.2f}",
            f"{self.memory:.0f}",
            f"{self.written}",
        )


def measure(sizes: Sizes, stories: Sequence[int] = STORIES) -> Section:
    """Measure all of it, of schools of no more stories than ``sizes`` has."""
    rows: list[tuple[str, ...]] = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        for count in (each for each in stories if each <= sizes.stories):
            school = Path(folder) / f"school-{count}"
            make_school(school, count)
            costs = {name: _median(school, name) for name in CASES}
            costs |= dict(_others(Path(folder) / f"others-{count}", count))
            rows += [(f"{count}", name, *cost.cells()) for name, cost in costs.items()]
            shutil.rmtree(school)
    return Section(
        "Many stories",
        tuple(rows),
        "A build with nothing changed, with one new story whose media are made, and of every page "
        f"from finished media: medians of {RUNS} runs, each in a process of its own, whose start "
        "is not counted.",
    )


def nothing_changed(root: Path) -> None:
    """Nothing is made ready for it."""
    if not root.is_dir():
        raise FileNotFoundError(root)


def one_new(root: Path) -> None:
    """A new story, made and approved."""
    number = NEW + sum(1 for _ in (root / "recordings").rglob("*.wav"))
    drop(root, number)
    workspace = open_workspace(root)
    fill(workspace)
    build(workspace)
    deciding.approve(workspace, (), "The benchmark", datetime.now(UTC), everything=True)


def all_anew(root: Path) -> None:
    """Every page as if its template were another: it is rendered, and written, as others do it.

    A page that is as it was would be left as it is, so they are taken away.
    """
    with closing(sqlite3.connect(root / "build/state.sqlite")) as base, base:
        base.execute("delete from note where name in (?, ?)", (SITE, UNCHANGED))
        base.execute("delete from part")
    for path in (root / "build/site").rglob("*.*"):
        if path.suffix in PAGES or path.name == OEMBED:
            path.unlink()


CASES: dict[str, Callable[[Path], None]] = {
    "nothing changed": nothing_changed,
    "one new story": one_new,
    "every page anew": all_anew,
}


def _median(root: Path, name: str) -> Cost:
    """The middle one of some runs, by processor time."""
    runs = []
    for _ in range(RUNS):
        CASES[name](root)
        command = [sys.executable, "-m", "benchmarks.scale", "--build", str(root)]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        runs.append(Cost(**json.loads(said)))
    return sorted(runs, key=lambda cost: cost.processor)[RUNS // 2]


def _build_once(root: Path) -> Cost:
    """One build in this process, as the command line does it."""
    workspace = open_workspace(root)
    began, spent = time.perf_counter(), _processor()
    built = build(workspace, os.cpu_count() or 1)
    memory = peak(os.getpid())
    wall, processor = time.perf_counter() - began, _processor() - spent
    return Cost(wall, processor, memory, len(built.placing.written))


def _processor() -> float:
    """Processor seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _others(folder: Path, count: int) -> Iterator[tuple[str, Cost]]:
    """What renders all of as many pages, where it is there."""
    if hugo := shutil.which("hugo"):
        _hugo_site(folder / "hugo", count)
        yield "Hugo, every page", _run([hugo, "--quiet"], folder / "hugo")
    if pelican := os.environ.get(PELICAN):
        _pelican_site(folder / "pelican", count)
        yield "Pelican, every page", _run([pelican, "-q", "content"], folder / "pelican")


def _run(command: Sequence[str], folder: Path) -> Cost:
    began, spent = time.perf_counter(), _processor()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return Cost(time.perf_counter() - began, _processor() - spent)


def _hugo_site(folder: Path, count: int) -> None:
    layouts, content = folder / "layouts/_default", folder / "content/stories"
    for each in (layouts, content):
        each.mkdir(parents=True)
    (folder / "config.toml").write_text(HUGO_SETTINGS, encoding="utf-8")
    (layouts / "single.html").write_text(HUGO_PAGE, encoding="utf-8")
    (layouts / "list.html").write_text(HUGO_LIST, encoding="utf-8")
    for number in range(count):
        said = f'---\ntitle: "Story {number}"\ndate: 2026-11-23T09:00:00Z\n---\n\n{_text(number)}'
        (content / f"story-{number}.md").write_text(said, encoding="utf-8")


def _pelican_site(folder: Path, count: int) -> None:
    content = folder / "content"
    content.mkdir(parents=True)
    (folder / "pelicanconf.py").write_text(PELICAN_SETTINGS, encoding="utf-8")
    for number in range(count):
        said = (
            f"Title: Story {number}\nDate: 2026-11-23 09:00\nCategory: class-{number % 21}\n\n"
            f"{_text(number)}"
        )
        (content / f"story-{number}.md").write_text(said, encoding="utf-8")


def _text(number: int) -> str:
    paragraph = f"The fox of story {number} went to the river, and the crow went to the hill. " * 10
    return "\n\n".join([paragraph] * (PAGE_BYTES // len(paragraph)))


def main() -> None:
    """Print the table, or build once for it."""
    if sys.argv[1:2] == ["--build"]:
        print(json.dumps(asdict(_build_once(Path(sys.argv[2])))))
        return
    print(measure(Sizes(), [int(each) for each in sys.argv[1:]] or STORIES).markdown())


if __name__ == "__main__":
    main()
