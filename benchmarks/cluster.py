"""How much sooner a build ends with more workers: in this process, on all cores, on a cluster.

    python benchmarks/cluster.py CORPUS [ROUNDS] [CORES]

Builds a school of the corpus's stories (see scripts/real_school.py) from
nothing, each way in turn, so many rounds; prints medians. The rest of its time a build does what is
never shared out: it looks at recordings, renders pages, places files. Then 200 jobs of no work are
handed out, for what that costs. Nobody else should be using the machine.
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

from media_pipeline import pipeline
from media_pipeline.engine.cluster import joined
from media_pipeline.engine.fingerprint import job
from media_pipeline.engine.pool import InlinePool, LocalPool, Pool
from media_pipeline.model import Made, Rendition, Role
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.reporter import Bar
from media_pipeline.workspace import open_workspace

ROOT = Path(__file__).parents[1]
LEFT_OUT = ("Words", "Songs", "News", "Lessons", "Films")
MANY = 200
SHARED = "sound and film"


@dataclass
class Stopwatch:
    """A reporter that times each round of jobs."""

    rounds: dict[str, float] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """Nothing is shown."""

    def explain(self, name: str, reasons: Sequence[str]) -> None:
        """Nothing is shown."""

    def ended(self, fingerprint: str, name: str) -> None:
        """It is the round that counts."""

    @contextlib.contextmanager
    def progress(self, label: str, costs: Mapping[str, float], work: Path) -> Iterator[Bar]:
        """See :class:`media_pipeline.tools.reporter.Reporter`."""
        began = time.monotonic()
        yield self
        self.rounds[label] = self.rounds.get(label, 0.0) + time.monotonic() - began


@dataclass(frozen=True)
class Nothing:
    """A work of no work: a file of four bytes."""

    def __call__(self, folder: Path) -> Made:
        """See :class:`media_pipeline.model.Work`."""
        (folder / "none").write_bytes(b"none")
        digest = hashlib.sha256(b"none").hexdigest()
        return Made((Rendition(Role.ENCLOSURE, "none", "text/plain", 4, digest),))


def main() -> None:
    """Build and hand out, each way in turn."""
    corpus = Path(sys.argv[1])
    rounds, cores = (int(each) for each in (*sys.argv[2:], "3", str(os.cpu_count()))[:2])
    ways: dict[str, dict[str, Any]] = {
        "in one process": {},
        f"--jobs {cores}": {"jobs": cores},
        f"--dask local:{cores}": {"dask": f"local:{cores}"},
    }
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        school = Path(folder) / "school"
        script = ROOT / "scripts/real_school.py"
        subprocess.run([sys.executable, script, corpus, school], check=True, stdout=sys.stderr)
        for each in LEFT_OUT:
            shutil.rmtree(school / "recordings" / each, ignore_errors=True)
        built: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, given in ways.items():
                built[name].append(built_once(school, given))
        tell_builds(built)
        tell_handing_out(Path(folder), cores)


def built_once(school: Path, given: Mapping[str, Any]) -> tuple[float, float, float]:
    """Seconds of a whole build, of its sound and film, and of the processors."""
    shutil.rmtree(school / "build", ignore_errors=True)
    watch, began, used = Stopwatch(), time.monotonic(), processor()
    pipeline.build(open_workspace(school), watch, lambda: datetime.now(UTC), settle=0.0, **given)
    return time.monotonic() - began, watch.rounds[SHARED], processor() - used


def processor() -> float:
    """Seconds that this process and those it started have computed."""
    each = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


def tell_builds(built: Mapping[str, Sequence[tuple[float, float, float]]]) -> None:
    """A row for each way."""
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)]
        for name, rows in built.items()
    }
    whole, shared, _ = next(iter(medians.values()))
    print("| way | build, s | times as fast | sound and film, s | times as fast | CPU, s |")
    print("|---|---|---|---|---|---|")
    for name, (seconds, made, used) in medians.items():
        print(
            f"| {name} | {seconds:.1f} | {whole / seconds:.2f} | {made:.1f} | {shared / made:.2f}"
            f" | {used:.1f} |"
        )


def tell_handing_out(folder: Path, cores: int) -> None:
    """What one job costs beside its work."""
    jobs = [job(f"nothing {at}", {"at": at}, Nothing(), 1.0) for at in range(1, MANY + 1)]
    cache = folder / "cache"
    cache.mkdir()

    def timed(name: str, pool: Pool) -> None:
        warm, measured = jobs[:cores], jobs[cores:]
        (cache / "work").mkdir()
        list(pool.run(warm, cache / "objects", cache / "work"))
        began = time.monotonic()
        list(pool.run(measured, cache / "objects", cache / "work"))
        print(f"{name}: {(time.monotonic() - began) / len(measured) * 1000:.1f} ms a job")
        shutil.rmtree(cache / "work")

    timed("in one process", InlinePool())
    timed(f"--jobs {cores} (with the start of its processes)", LocalPool(cores))
    with joined(f"local:{cores}", cache, find_ffmpeg(), lambda: None, Stopwatch()) as pool:
        timed(f"--dask local:{cores}", pool)


if __name__ == "__main__":
    main()
