"""Memory: the coordinator and its parser child, by the length of a recording.

    python -m benchmarks.run memory

Peaks are the kernel's own (VmHWM), read twenty times a second while a build runs.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.contest import BUILD, ROOT, Section, Sizes, bare

LOOK = 0.05
"""Seconds between two readings."""

MOST = 200
"""MB that the coordinator may take."""

KINDS = {
    "tools.parser_child": "parser child",
    "ffmpeg": "ffmpeg",
    "-m media_pipeline build": "worker",
    "multiprocessing": "worker",
}
"""What a child's command contains, and what the child is. A worker that is a copy of the
coordinator has the coordinator's command, and so has any child just before it becomes another
program.
"""


def measure(sizes: Sizes) -> Section:
    """Build a short WAV, and a long one."""
    rows: list[tuple[str, ...]] = [("recording", "coordinator", "parser child", "worker", "ffmpeg")]
    peaks = {}
    for seconds in (60, round(sizes.hours * 3600)):
        peaks[seconds] = found = peaks_of_build(seconds)
        size = 2 * 44100 * seconds / 1e6
        rows.append((f"WAV of {seconds / 60:.0f} min, {size:.0f} MB", *map(_shown, _row(found))))
    short, long = (found["coordinator"] for found in peaks.values())
    return Section(
        "Memory",
        tuple(rows),
        f"Peaks in MB of resident memory, of one build with one worker. The aim is that the "
        f"coordinator takes {MOST} MB at most, for one recording of any length (the longer one "
        f"changed it by {long - short:+.0f} MB) and for 10,000 stories (below).",
    )


def peaks_of_build(seconds: int) -> dict[str, float]:
    """Peak memory in MB, by kind of process, of a build of a tone of that many ``seconds``."""
    school = BUILD / f"memory-{seconds}"
    shutil.rmtree(school, ignore_errors=True)
    command = [sys.executable, "-m", "media_pipeline"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(BUILD / "home")}
    subprocess.run(
        [*command, "init", school], check=True, env=environment, stdout=subprocess.DEVNULL
    )
    place = school / "recordings/English"
    place.mkdir(parents=True)
    tone = f"sine=frequency=440:sample_rate=44100:duration={seconds}"
    bare("-f", "lavfi", "-i", tone, "-c:a", "pcm_s16le", place / "A long tone.wav")
    build = subprocess.Popen(
        [*command, "build", "-w", school, "--jobs", "1"], env=environment, stdout=subprocess.DEVNULL
    )
    peaks: dict[str, float] = {}
    while build.poll() is None:
        for name, most in [("coordinator", peak(build.pid)), *_children(build.pid)]:
            peaks[name] = max(peaks.get(name, 0.0), most)
        with contextlib.suppress(subprocess.TimeoutExpired):
            build.wait(LOOK)
    (story,) = json.loads((school / "build/report.json").read_bytes())["stories"]
    if not story["renditions"]:
        raise RuntimeError(f"nothing was made of {seconds} s: {story['reason']}")
    shutil.rmtree(school)
    return peaks


def _children(parent: int) -> list[tuple[str, float]]:
    """What each descendant of a process is, and its peak."""
    found = []
    for child in _started_by(parent):
        try:
            words = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        kind = next((kind for sign, kind in KINDS.items() if sign in words), "other")
        found += [(kind, peak(child)), *_children(child)]
    return found


def _started_by(parent: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{parent}/task").iterdir())
        return [int(each) for task in tasks for each in (task / "children").read_text().split()]
    except OSError:
        return []


def peak(process: int) -> float:
    """The most that a process has held in memory since its program started, in megabytes.

    ``getrusage`` would report no less than what its parent held when it started it.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    _, _, after = status.partition("VmHWM:")
    return int(after.split()[0]) / 1000 if after else 0.0


def _row(peaks: dict[str, float]) -> list[float]:
    """The peak of each kind; raises :class:`KeyError` if one was never seen, as its name has then
    changed.
    """
    return [peaks[name] for name in ("coordinator", "parser child", "worker", "ffmpeg")]


def _shown(peak: float) -> str:
    return f"{peak:.0f}"
