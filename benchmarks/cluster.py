"""How much sooner a build ends with more workers: in this process, on all cores, on a cluster.

    python -m benchmarks.run cluster

Builds a school of the corpus's stories (see scripts/real_school.py) from nothing, each way in turn.
The rest of a build's time goes on work that is never shared out: looking at recordings, rendering
pages, placing files. Then 200 jobs of no work are handed out, to see what that costs. Nobody else
should be using the machine.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.contest import CORPUS, ROOT, Section, Sizes, times
from media_pipeline import pipeline
from media_pipeline.engine.cluster import joined
from media_pipeline.engine.fingerprint import job
from media_pipeline.engine.pool import InlinePool, LocalPool, Pool
from media_pipeline.model import Made, Rendition, Role
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.reporter import Bar
from media_pipeline.workspace import open_workspace

LEFT_OUT = ("Words", "Songs", "News", "Lessons", "Films")
MANY = 200
SHARED = "sound and film"
HEAD = (
    "way", "build, s", "times as fast", "sound and film, s", "times as fast", "CPU, s",
    "handing out a job, ms",
)  # fmt: skip
PROSE = (
    "A school of real stories built from nothing, each way in turn; the start of processes, of a "
    "scheduler and of workers is in all figures. What is never shared out (looking at recordings, "
    "rendering pages, placing files) is in the whole build's alone."
)


@dataclass
class Stopwatch:
    """A reporter that times each round of jobs."""

    rounds: dict[str, float] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """Nothing is shown."""

    def explain(self, name: str, reasons: Sequence[str]) -> None:
        """Nothing is shown."""

    def ended(self, fingerprint: str, name: str) -> None:
        """Only the round counts."""

    @contextlib.contextmanager
    def progress(self, label: str, costs: Mapping[str, float], work: Path) -> Iterator[Bar]:
        """See :class:`media_pipeline.tools.reporter.Reporter`."""
        began = time.monotonic()
        yield self
        self.rounds[label] = self.rounds.get(label, 0.0) + time.monotonic() - began


@dataclass(frozen=True)
class Nothing:
    """A work that does nothing but write a file of four bytes."""

    def __call__(self, folder: Path) -> Made:
        """See :class:`media_pipeline.model.Work`."""
        (folder / "none").write_bytes(b"none")
        digest = hashlib.sha256(b"none").hexdigest()
        return Made((Rendition(Role.ENCLOSURE, "none", "text/plain", 4, digest),))


def measure(sizes: Sizes) -> Section:
    """Build and hand out, each way in turn."""
    cores = os.cpu_count() or 1
    ways: dict[str, dict[str, Any]] = {
        "in one process": {},
        f"--jobs {cores}": {"jobs": cores},
        f"--dask local:{cores}": {"dask": f"local:{cores}"},
    }
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        school = school_in(Path(folder) / "school")
        built: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
        for _ in range(sizes.rounds):
            for name, given in ways.items():
                built[name].append(built_once(school, given))
                print(f"  {name}: {built[name][-1][0]:.1f} s", flush=True)
        handed_out = handing_out(Path(folder), cores)
    return Section("More workers", rows(built, handed_out), PROSE)


def school_in(root: Path) -> Path:
    """A workspace of real stories, if the corpus is beside the checkout; else of the demo
    school's.
    """
    if CORPUS.is_dir():
        script = ROOT / "scripts/real_school.py"
        subprocess.run([sys.executable, script, CORPUS, root], check=True, stdout=sys.stderr)
        for each in LEFT_OUT:
            shutil.rmtree(root / "recordings" / each, ignore_errors=True)
        return root
    shutil.copytree(ROOT / "recordings", root / "recordings")
    shutil.copy(ROOT / "school.toml", root)
    return root


def built_once(school: Path, given: Mapping[str, Any]) -> tuple[float, float, float]:
    """Seconds of a whole build, of its sound and film, and of processor time."""
    shutil.rmtree(school / "build", ignore_errors=True)
    watch, began, used = Stopwatch(), time.monotonic(), processor()
    pipeline.build(open_workspace(school), watch, lambda: datetime.now(UTC), settle=0.0, **given)
    return time.monotonic() - began, watch.rounds[SHARED], processor() - used


def processor() -> float:
    """Processor seconds used by this process and those it started."""
    each = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


def rows(
    built: Mapping[str, Sequence[tuple[float, float, float]]], handed_out: Sequence[float]
) -> tuple[tuple[str, ...], ...]:
    """The table: a row for each way, with its medians."""
    medians = [
        tuple(statistics.median(column) for column in zip(*each, strict=True))
        for each in built.values()
    ]
    whole, shared, _ = medians[0]
    return (
        HEAD,
        *(
            (
                name,
                f"{seconds:.1f}",
                times(whole, seconds),
                f"{made:.1f}",
                times(shared, made),
                f"{used:.1f}",
                f"{each:.1f}",
            )
            for name, (seconds, made, used), each in zip(built, medians, handed_out, strict=True)
        ),
    )


def handing_out(folder: Path, cores: int) -> list[float]:
    """Milliseconds that one job costs besides its work, each way."""
    jobs = [job(f"nothing {at}", {"at": at}, Nothing(), 1.0) for at in range(1, MANY + 1)]
    cache = folder / "cache"
    cache.mkdir()

    def timed(pool: Pool) -> float:
        warm, measured = jobs[:cores], jobs[cores:]
        (cache / "work").mkdir()
        list(pool.run(warm, cache / "objects", cache / "work"))
        began = time.monotonic()
        list(pool.run(measured, cache / "objects", cache / "work"))
        shutil.rmtree(cache / "work")
        return (time.monotonic() - began) / len(measured) * 1000

    with (
        LocalPool(cores) as local,
        joined(f"local:{cores}", cache, find_ffmpeg(), lambda: None, Stopwatch()) as cluster,
    ):
        return [timed(InlinePool()), timed(local), timed(cluster)]
