"""What every benchmark needs: what a program costs, contestants in turn, and a section to show.

Costs are processor seconds of a program and of everything it started, as counted by the kernel when
it ends, so that other work on the machine hardly disturbs them. Contestants run one after another
in rounds, so that a disturbance affects all of them; a figure is the median of its rounds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.tools.ffmpeg import find_ffmpeg

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build/bench"
"""The folder of everything that benchmarks make. Recordings made once are kept."""

CORPUS = ROOT / (os.environ.get("CORPUS") or "../shared/corpus")
"""Real recordings that may be beside the checkout; without them, the demo school's are used."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    minutes: int = 60
    clips: int = 500
    film_seconds: int = 120
    hours: float = 3.0
    rounds: int = 3
    stories: int = 10_000


QUICK = Sizes(minutes=2, clips=12, film_seconds=4, hours=0.05, rounds=1, stories=100)
"""For checking that a benchmark works; its figures prove nothing."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of docs/performance.md: a title, rows of a table (its head first), and prose."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    prose: str

    def markdown(self) -> str:
        """The section as Markdown."""
        head, *rest = self.rows
        lines = [head, tuple("---" for _ in head), *rest]
        table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        return f"## {self.title}\n\n{table}\n\n{self.prose.strip()}\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor and wall seconds."""

    cpu: float
    wall: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall)


def spent(command: Sequence[str | Path], cwd: Path = ROOT) -> Cost:
    """Run ``command`` to its end. Raises :class:`RuntimeError` if it fails."""
    began = time.monotonic()
    child = subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "FFMPEG_PATH": ffmpeg()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {child.returncode}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began)


def ours(module: str, *arguments: str | Path) -> Cost:
    """The cost of a benchmark's own work in a process of its own, Python's start included."""
    return spent([sys.executable, "-m", f"benchmarks.{module}", *arguments])


def contest(contestants: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """The median cost of each contestant; they take turns."""
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            costs[name].append(run())
            print(f"  {name}: {costs[name][-1].cpu:.1f} s of processor time", flush=True)
    return {
        name: Cost(
            statistics.median(each.cpu for each in got),
            statistics.median(each.wall for each in got),
        )
        for name, got in costs.items()
    }


def ffmpeg() -> str:
    """The ffmpeg that all contestants use: ours."""
    return find_ffmpeg().path


def bare(*arguments: str | Path) -> Cost:
    """A bare ffmpeg command."""
    return spent([ffmpeg(), "-nostdin", "-v", "error", "-y", *arguments])


def said(*arguments: str | Path) -> str:
    """What an ffmpeg command reports about what it measured."""
    command = [ffmpeg(), "-nostdin", "-hide_banner", "-nostats", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def environment(name: str, *packages: str) -> Path:
    """The Python of a virtual environment for a rival, made once."""
    folder = BUILD / name
    python = folder / "bin/python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip: list[str | Path] = [
            python,
            "-m",
            "pip",
            "--quiet",
            "--disable-pip-version-check",
            "install",
        ]
        subprocess.run([*pip, *packages], check=True)
        (folder / "ready").touch()
    return python


def times(one: float, other: float) -> str:
    """A ratio in the form in which it is shown."""
    return f"{one / other:.2f} ×"
