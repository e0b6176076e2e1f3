"""The one place that starts ffmpeg, and every other child that reads other people's bytes.

A child runs in a jail: limits on memory, processor time, file size and open files; a process group
of its own, which is killed when its time is up; no standard input; and its output drained and
capped. On Linux it also dies with the thread that started it.

The limits are set by util-linux's ``prlimit`` and ``setpriv``, and a small shell refuses to start
the program if the parent died before the kernel was asked to end them together: 3 ms for all three.
Where those tools are missing (macOS, small Linuxes), the Python child of ``jail.py`` does the same
and then becomes the program. On Windows there is the time limit alone.

On Linux a child is scheduled as batch work. ffmpeg hands each frame from thread to thread; as batch
work, a thread that is woken does not push aside the one that woke it, and finds several frames when
its turn comes. That saves a tenth of the time, both on the processor and on the clock
(docs/decisions.md).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from media_pipeline.errors import ToolError, ToolTimeout
from media_pipeline.tools import jail

GIGABYTE = 1 << 30
OUTPUT_CAP = 1 << 20
KILL_AFTER = 2.0
LOOK = 1.0
"""Seconds between checks that the child's folder still exists."""

UNLESS_ORPHANED = 'test "$PPID" = "$1" && shift && unset PWD OLDPWD SHLVL && exec "$@"'
"""Shell code: become the program if the given process is still the parent, without the variables
that shells add to the environment (bash leaves its SHLVL all the same).
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: memory and file size in bytes, times in seconds.

    2.5 GB holds two H.264 ladders of 1080p with margin; a probe needs a tenth of that.
    """

    memory: int = 5 * GIGABYTE // 2
    processor: int = 24 * 3600
    file_size: int = 16 * GIGABYTE
    wall: float = 3600.0
    open_files: int = 64


@dataclass(frozen=True, slots=True)
class Finished:
    """How a child ended: its exit code (negative for a signal) and what it said, capped."""

    code: int
    stdout: bytes
    stderr: str


def run_jailed(command: Sequence[str], limits: Limits, cwd: Path) -> Finished:
    """Run ``command`` in the jail, in ``cwd``, to its end.

    The exit code is returned, never judged: ffmpeg's says little (see docs/decisions.md). Raises
    :class:`ToolTimeout` after ``limits.wall`` seconds, and :class:`ToolError` if the program can't
    be started, or if ``cwd`` disappears: whoever wanted the work has then given it up.
    """
    child = start_jailed(command, limits, cwd)
    assert child.stdout is not None
    assert child.stderr is not None
    heard = [_Drain(child.stdout), _Drain(child.stderr)]
    try:
        code = _ended(child, heard[0], Path(command[0]).name, limits.wall, cwd)
    finally:
        kill(child)
        stdout, stderr = (drain.finish() for drain in heard)
    return Finished(code, stdout, stderr.decode("utf-8", "replace"))


def _ended(
    child: subprocess.Popen[bytes], stdout: _Drain, name: str, wall: float, cwd: Path
) -> int:
    """The exit code of a child, once it has ended by itself.

    Its ``stdout`` closes with it, which wakes this thread at once. ``Popen.wait`` looks again and
    again, up to 50 ms apart, which is 25 ms on average for each of a clip's children.
    """
    ends = time.monotonic() + wall
    while True:
        left = max(0.0, min(LOOK, ends - time.monotonic()))
        closed = stdout.is_closed_within(left)
        try:
            return child.wait(timeout=left if closed else 0)
        except subprocess.TimeoutExpired:
            if time.monotonic() >= ends:
                raise ToolTimeout(f"it was stopped after {wall:.0f} seconds", name) from None
            if not cwd.exists():
                raise ToolError("it was stopped: its folder is gone.", name) from None


def start_jailed(
    command: Sequence[str], limits: Limits, cwd: Path, *, stdin: int | None = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start ``command`` in the jail and return it running, its output in pipes."""
    try:
        with _as_batch_work():
            return subprocess.Popen(
                [*_jail(limits), *command],
                cwd=cwd,
                env=_environment(),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
    except OSError as error:
        raise ToolError(
            f"it could not be started ({error.strerror})", Path(command[0]).name
        ) from error


@contextlib.contextmanager
def _as_batch_work() -> Iterator[None]:
    """Make children that this thread starts meanwhile batch work: they inherit the thread's policy,
    so it is changed for that long. (``chrt`` would be one more program, and would fail where this
    is forbidden.) A policy that somebody chose stays; where policies can't be read or set, nothing
    changes.
    """
    if sys.platform != "linux":
        yield
        return
    changed = False
    with contextlib.suppress(OSError):  # a container may forbid it, and musl has none
        if os.sched_getscheduler(0) == os.SCHED_OTHER:
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
            changed = True
    try:
        yield
    finally:
        if changed:
            with contextlib.suppress(OSError):
                os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def kill(child: subprocess.Popen[bytes]) -> None:
    """Kill a child and everything it started at once: ffmpeg can take minutes to obey SIGTERM."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    try:
        child.wait(timeout=KILL_AFTER)
    except subprocess.TimeoutExpired as error:
        raise ToolError("it could not be stopped", f"process {child.pid}") from error


class _Drain:
    """Reads a pipe to its end in a thread, keeping the last :data:`OUTPUT_CAP` bytes."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while block := self._pipe.read1(65536):  # type: ignore[attr-defined]
            self._kept += block
            if len(self._kept) > 2 * OUTPUT_CAP:
                del self._kept[:-OUTPUT_CAP]

    def is_closed_within(self, seconds: float) -> bool:
        """Wait so long for the pipe's end; whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def finish(self) -> bytes:
        self._thread.join(KILL_AFTER)
        # A grandchild that left the group may still hold the pipe; closing would wait for it.
        if not self._thread.is_alive():
            self._pipe.close()
        return bytes(self._kept[-OUTPUT_CAP:])


@cache
def _limiter() -> tuple[str, str] | None:
    prlimit, setpriv = shutil.which("prlimit"), shutil.which("setpriv")
    return (prlimit, setpriv) if prlimit and setpriv else None


def _jail(limits: Limits) -> list[str]:
    """The words to put before a command to run it within ``limits``."""
    if os.name != "posix":
        return []
    parent = str(os.getpid())
    figures = [limits.memory, limits.processor, limits.file_size, limits.open_files]
    if (found := _limiter()) is None:
        return [sys.executable, "-I", "-S", jail.__file__, parent, *map(str, figures)]
    prlimit, setpriv = found
    names = ("--as", "--cpu", "--fsize", "--nofile")
    options = [f"{name}={figure}" for name, figure in zip(names, figures, strict=True)]
    dies = [setpriv, "--pdeathsig", "KILL", "--", "/bin/sh", "-c", UNLESS_ORPHANED, "sh", parent]
    return [prlimit, *options, "--core=0", *dies]


def _environment() -> dict[str, str]:
    """The child's whole environment: nothing of the user's, and one memory arena per pair of
    threads.

    glibc's arenas each reserve 64 MB of address space, which the memory limit counts.
    """
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ
    }
    return kept | {
        "MALLOC_ARENA_MAX": "2",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "1",
    }
