"""How the cost of a build grows with the number of stories, compared with Hugo and Pelican.

    python -m benchmarks.scale [STORIES ...]     # 100 1000 10000, if none is given

Each school is made once, with finished media (``large_school.py``), in a folder of its own. Then
the command ``build`` is measured from start to end: with nothing changed, with one new story whose
media are made, and with every page made again. Wall time is given beside processor time (of the
process and of those that it starts), since other work on a machine lengthens only the former.

Hugo (Debian) and Pelican (PyPI, in an environment that ``PELICAN`` names) make equal pages, if they
are installed (``marks``).
"""

from __future__ import annotations

import contextlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.contest import ROOT, Section, Sizes
from benchmarks.large_school import build, drop, fill, make_school
from benchmarks.marks import HUGO, Mark, others
from benchmarks.memory import LOOK, peak
from media_pipeline.commands import deciding
from media_pipeline.intake.find import FRESH
from media_pipeline.publish.standing import placed_stamp
from media_pipeline.tools.remembered import SITE, UNCHANGED
from media_pipeline.workspace import open_workspace

STORIES = (100, 1000, 10_000)
HEAD = (
    "stories",
    "what",
    "seconds",
    "CPU seconds",
    "MB of the coordinator",
    "files written",
    "MB written",
)
RUNS = 3
TWO_LANGUAGES_AT = 1000
"""The size of the school in which the cost of a further language of the pages is measured."""

NEW = 1_000_000
"""The number of the first new story: no school has so many."""

PAGES = frozenset({".html", ".xml"})
OEMBED = "oembed.json"
"""With files of these endings, what any generator makes from templates."""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of processors, files written and their bytes, and the most megabytes
    that our coordinator held.
    """

    wall: float
    processor: float
    written: int
    size: int
    memory: float | None = None

    def cells(self) -> tuple[str, ...]:
        """The cells of a table's row."""
        return (
            f"{self.wall:.2f}",
            f"{self.processor:.2f}",
            "–" if self.memory is None else f"{self.memory:.0f}",
            f"{self.written}",
            f"{self.size / 1e6:.1f}",
        )


def measure(sizes: Sizes, stories: Sequence[int] = STORIES) -> Section:
    """Measure everything, in schools of no more stories than ``sizes`` has."""
    rows: list[tuple[str, ...]] = [HEAD]
    every: dict[int, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (each for each in stories if each <= sizes.stories):
            school = Path(folder) / f"school-{count}"
            make_school(school, count)
            every[count] = race(school, Path(folder) / f"others-{count}", count)
            rows += [(f"{count}", name, *cost.cells()) for name, cost in every[count].items()]
            if count == TWO_LANGUAGES_AT:
                school = school.with_name(f"{school.name}-en-fr")
                make_school(school, count, ("en", "fr"))
                cost = _middle(partial(_ours, school, ANEW))
                rows.append((f"{count}", f"{ANEW}, in two languages", *cost.cells()))
    return Section(
        "Many stories",
        tuple(rows),
        "A build with nothing changed, with one new story whose media are made, and of every page "
        f"from finished media: medians of {RUNS} runs of the command, Python's start included. "
        "A further language of the pages costs what two cost more than one. "
        "Hugo's pages and feeds are equal to ours: as many, of as many bytes, "
        "with the same values of each story, from templates that have the same work with them. So "
        "are Pelican's pages of stories and shelves; it makes no other sorts, and shorter feeds."
        f"\n\n{chart(every)}",
    )


def race(school: Path, rivals: Path, count: int) -> dict[str, Cost]:
    """What each case costs in a school of ``count`` stories, and what it costs others, whose sites
    are made in ``rivals``.
    """
    costs = {name: _middle(partial(_ours, school, name)) for name in CASES}
    return costs | {each.name: _middle(partial(_run, each)) for each in others(rivals, count)}


def chart(costs: Mapping[int, Mapping[str, Cost]]) -> str:
    """A Mermaid plot of the processor time per thousand stories: a cost that grows in proportion to
    the work is a level line.
    """
    names = [name for name in (ANEW, HUGO) if all(name in of for of in costs.values())]
    lines = []
    for name in names:
        each = (f"{of[name].processor / count * 1000:.1f}" for count, of in costs.items())
        lines.append(f"    line [{', '.join(each)}]")
    sizes = ", ".join(f'"{count}"' for count in costs)
    return "\n".join(
        (
            "```mermaid",
            "xychart-beta",
            f'    title "CPU seconds for 1,000 stories: {", ".join(names)}"',
            f'    x-axis "stories" [{sizes}]',
            '    y-axis "CPU s"',
            *lines,
            "```",
        )
    )


def nothing_changed(root: Path) -> None:
    """Prepare nothing."""
    if not root.is_dir():
        raise FileNotFoundError(root)


def one_new(root: Path) -> None:
    """Add a new story, with its media made, and approve it."""
    number = NEW + sum(1 for _ in (root / "recordings").rglob("*.wav"))
    drop(root, number)
    workspace = open_workspace(root)
    fill(workspace)
    build(workspace)
    deciding.approve(workspace, (), "The benchmark", datetime.now(UTC), everything=True)


def all_anew(root: Path) -> None:
    """Make every page as if its template had changed: it is rendered and written, as others do it.

    An unchanged page would not be written again, so the pages are put aside.
    """
    with closing(sqlite3.connect(root / "build/state.sqlite")) as base, base:
        base.execute("delete from note where name in (?, ?)", (SITE, UNCHANGED))
        base.execute("delete from part where name not like 'codes/%'")  # they use no template
        for suffix in (*PAGES, ".json"):
            base.execute("delete from scrubbed where mark like ?", (f"%{suffix}",))
    made = (root / "build/site").rglob("*.*")
    _put_aside((each for each in made if each.suffix in PAGES or each.name == OEMBED), root)


def _put_aside(paths: Iterable[Path], root: Path) -> None:
    """Move files to a folder beside ``root``; it is deleted with everything else at the end. (For
    each new file, ext4 without a journal skips every inode that was freed in the last minutes.)
    """
    aside = Path(tempfile.mkdtemp(dir=root.parent, prefix="aside-"))
    for number, path in enumerate([*paths]):
        path.rename(aside / f"{number}")


ANEW = "every page anew"
CASES: dict[str, Callable[[Path], None]] = {
    "nothing changed": nothing_changed,
    "one new story": one_new,
    ANEW: all_anew,
}


def _middle(run: Callable[[], Cost]) -> Cost:
    """The median of some runs, by processor time."""
    return sorted((run() for _ in range(RUNS)), key=lambda cost: cost.processor)[RUNS // 2]


def _ours(root: Path, name: str) -> Cost:
    """One build of ours, after the case of that name was prepared."""
    CASES[name](root)
    _settle(root)
    command = [sys.executable, "-m", "media_pipeline", "build", "-w", str(root)]
    before = _stamps(root / "build/site")
    began, spent = time.perf_counter(), _processor()
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    memory = 0.0
    while child.poll() is None:
        memory = max(memory, peak(child.pid))
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(LOOK)
    wall, processor = time.perf_counter() - began, _processor() - spent
    if child.returncode:
        raise RuntimeError(f"the build of {root} ended with {child.returncode}")
    after = _stamps(root / "build/site")
    written = [path for path, stamp in after.items() if before.get(path) != stamp]
    return Cost(wall, processor, len(written), _size(written), memory)


def _settle(root: Path) -> None:
    """Wait until no recording is so fresh that the build would check it twice and wait in between:
    only the clock decides that, and a file's time of change can't be set back.
    """
    changed = max(each.stat().st_ctime for each in (root / "recordings").rglob("*.*"))
    time.sleep(max(0.0, changed + FRESH - time.time()))


def _stamps(site: Path) -> dict[Path, str]:
    """The stamp of each file; without the time of its change, which a further link to it alters."""
    return {each: placed_stamp(each.stat()) for each in site.rglob("*") if each.is_file()}


def _processor() -> float:
    """Processor seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _run(mark: Mark) -> Cost:
    """One build of a contestant, with no files in place; folders are, as with ours."""
    _put_aside((each for each in mark.site.rglob("*") if each.is_file()), mark.source)
    began, spent = time.perf_counter(), _processor()
    subprocess.run(mark.command, cwd=mark.source, check=True, stdout=subprocess.DEVNULL)
    wall, processor = time.perf_counter() - began, _processor() - spent
    written = [path for path in mark.site.rglob("*") if path.is_file()]
    return Cost(wall, processor, len(written), _size(written))


def _size(files: Iterable[Path]) -> int:
    """Their total bytes."""
    return sum(path.stat().st_size for path in files)


def main() -> None:
    """Print the table."""
    print(measure(Sizes(), [int(each) for each in sys.argv[1:]] or STORIES).markdown())


if __name__ == "__main__":
    main()
