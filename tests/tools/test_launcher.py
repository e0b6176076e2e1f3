"""The jail: what a child may not do, on this machine, for real."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import SOON, alive, gone_within
from tools_needed import LINUX
from waiting import comes_true

from media_pipeline.errors import ToolError, ToolTimeout
from media_pipeline.tools import launcher
from media_pipeline.tools.launcher import OUTPUT_CAP, Finished, Limits, run_jailed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has the time limit alone")

Run = Callable[..., Finished]


@pytest.fixture(params=["prlimit", "python"])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a Python program in the jail: as it is here, and where prlimit is missing."""
    if request.param == "python":
        monkeypatch.setattr(launcher, "_limiter", lambda: None)
    elif launcher._limiter() is None:
        pytest.skip("no prlimit here")

    def run_program(program: str, limits: Limits = Limits(wall=20)) -> Finished:  # noqa: B008
        return run_jailed([sys.executable, "-c", textwrap.dedent(program)], limits, tmp_path)

    return run_program


# ── limits ────────────────────────────────────────────────────────────────────────────────


def test_what_a_child_says_and_how_it_ends_is_told(run: Run) -> None:
    """Exit code, standard output and standard error, apart."""
    ended = run("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")

    assert ended == Finished(3, b"out\n", "err\n")


@LINUX
def test_memory_is_limited(run: Run) -> None:
    """A child that wants 3 GB gets a MemoryError, and the machine keeps its memory."""
    ended = run("b = bytearray(3 << 30); print('had it')")

    assert (ended.code, ended.stdout) == (1, b"")
    assert "MemoryError" in ended.stderr


def test_a_files_size_is_limited(run: Run, tmp_path: Path) -> None:
    """A child that writes without end leaves a file of the limit's size at most."""
    ended = run(
        "f = open('big', 'wb', buffering=0)\nwhile True: f.write(bytes(65536))",
        Limits(wall=20, file_size=1 << 20),
    )

    assert ended.code != 0
    assert (tmp_path / "big").stat().st_size == 1 << 20


def test_processor_time_is_limited(run: Run) -> None:
    """A child that computes without end is ended by the kernel."""
    ended = run("while True: pass", Limits(wall=20, processor=1))

    assert ended.code < 0


def test_open_files_are_limited(run: Run) -> None:
    """A child can't exhaust the machine's files."""
    ended = run("held = [open('/dev/null') for _ in range(100)]")

    assert "Too many open files" in ended.stderr


def test_no_core_is_dumped(run: Run) -> None:
    """A crash leaves no copy of a child's voice on the disk."""
    ended = run("import resource; print(resource.getrlimit(resource.RLIMIT_CORE))")

    assert ended.stdout == b"(0, 0)\n"


def test_standard_input_is_closed(run: Run) -> None:
    """A child that asks a question gets no answer, and does not wait for one."""
    assert run("import sys; print(repr(sys.stdin.read()))").stdout == b"''\n"


def test_the_environment_is_small(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No home, no person's settings, no secret."""
    monkeypatch.setenv("HOME", "/home/coordinator")
    monkeypatch.setenv("SCHOOL_PASSWORD", "CANARY")
    ended = run("import os; print(sorted(os.environ))")
    names = set(ended.stdout.decode().strip("[]\n").replace("'", "").split(", "))
    if launcher._limiter() and Path("/bin/sh").resolve().name == "bash":  # not on Debian
        names.discard("SHLVL")

    assert names <= {
        "PATH", "TMPDIR", "MALLOC_ARENA_MAX", "LC_ALL", "LC_CTYPE", "TZ", "OMP_NUM_THREADS",
    }  # fmt: skip


@LINUX
def test_a_child_is_batch_work_and_its_starter_is_not(run: Run) -> None:
    """So that threads which hand on frames don't push each other aside."""
    ended = run("import os; print(os.sched_getscheduler(0) == os.SCHED_BATCH)")

    assert ended.stdout == b"True\n"
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


@LINUX
def test_a_policy_that_somebody_chose_stays(run: Run) -> None:
    """Who runs a build when nothing else runs meant ffmpeg too."""
    ended: list[Finished] = []

    def idly() -> None:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        ended.append(run("import os; print(os.sched_getscheduler(0) == os.SCHED_IDLE)"))

    thread = threading.Thread(target=idly)  # a policy is a thread's, and not everyone may leave it
    thread.start()
    thread.join()

    assert ended[0].stdout == b"True\n"


@LINUX
@pytest.mark.parametrize("name", ["sched_getscheduler", "sched_setscheduler"])
def test_where_no_policy_may_be_chosen_children_run_all_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A container may forbid it, or a system have none."""

    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, name, forbidden)

    assert run("print('ran')").stdout == b"ran\n"


# ── output ────────────────────────────────────────────────────────────────────────────────


def test_much_output_neither_blocks_nor_fills_memory(run: Run) -> None:
    """50 MB on both pipes are drained; the last of them is kept."""
    ended = run(
        """
        import sys
        for _ in range(50):
            sys.stdout.write("o" * (1 << 20)); sys.stderr.write("e" * (1 << 20))
        sys.stdout.write("the end")
        """
    )

    assert ended.code == 0
    assert len(ended.stdout) == len(ended.stderr) == OUTPUT_CAP
    assert ended.stdout.endswith(b"the end")


def test_output_that_is_no_text_is_told(run: Run) -> None:
    """A title in an unknown encoding breaks nothing."""
    ended = run("import sys; sys.stderr.buffer.write(b'\\xff\\xfe title')")

    assert "title" in ended.stderr


# ── time ──────────────────────────────────────────────────────────────────────────────────


def test_time_is_limited(run: Run) -> None:
    """A child that sleeps is stopped when its time is up, and that is an error of its own."""
    began = time.monotonic()
    with pytest.raises(ToolTimeout, match="stopped after 1 seconds"):
        run("import time; time.sleep(60)", Limits(wall=1))

    assert time.monotonic() - began < 1 + SOON


def test_a_child_that_ignores_signals_is_stopped_too(run: Run) -> None:
    """SIGTERM would be ignored; what is sent can't be."""
    with pytest.raises(ToolTimeout):
        run(
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
            Limits(wall=0.5),
        )


def test_a_child_whose_folder_goes_away_is_ended(run: Run, tmp_path: Path) -> None:
    """Who wanted its work has given it up: a cluster's job that was done by another."""
    with pytest.raises(ToolError, match="its folder is gone"):
        run(
            """
            import os, time
            os.rmdir(os.getcwd())
            time.sleep(60)
            """,
            Limits(wall=30),
        )


@LINUX
def test_a_childs_children_end_with_it(run: Run, tmp_path: Path) -> None:
    """The whole group is killed when the time is up."""
    with pytest.raises(ToolTimeout):
        run(
            """
            import pathlib, subprocess, time
            child = subprocess.Popen(["sleep", "60"])
            pathlib.Path("child").write_text(str(child.pid))
            time.sleep(60)
            """,
            Limits(wall=1.5),
        )

    assert gone_within(int((tmp_path / "child").read_text()), SOON)


def test_a_grandchild_that_left_the_group_holds_nobody(run: Run, tmp_path: Path) -> None:
    """It keeps the pipes open; the launcher comes back all the same."""
    began = time.monotonic()
    ended = run(
        """
        import subprocess, pathlib
        child = subprocess.Popen(["sleep", "30"], start_new_session=True)
        pathlib.Path("child").write_text(str(child.pid))
        print("done", flush=True)
        """
    )
    os.kill(int((tmp_path / "child").read_text()), 9)

    assert ended.stdout == b"done\n"
    assert time.monotonic() - began < 2 * SOON


@LINUX
@pytest.mark.parametrize("limiter", ["launcher._limiter", "lambda: None"])
def test_threat_17_a_child_dies_with_its_coordinator(limiter: str, tmp_path: Path) -> None:
    """SIGKILL of the coordinator leaves no orphan after five seconds."""
    program = f"""
        import os, sys
        from pathlib import Path
        from media_pipeline.tools import launcher
        launcher._limiter = {limiter}
        child = launcher.start_jailed(
            [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(60)"],
            launcher.Limits(), Path.cwd(),
        )
        child.stdout.readline()
        print(child.pid, flush=True)
        child.wait()
        """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=tmp_path, stdout=subprocess.PIPE
    ) as coordinator:
        assert coordinator.stdout is not None
        child = int(coordinator.stdout.readline())
        assert alive(child)
        coordinator.kill()

    assert gone_within(child, SOON)


@LINUX
@pytest.mark.parametrize("limiter", ["launcher._limiter", "lambda: None"])
def test_threat_17_nothing_begins_where_its_coordinator_was_killed_just_before(
    limiter: str, tmp_path: Path
) -> None:
    """The system had not been told yet that the two end together."""
    slow = tmp_path / "slow"
    slow.write_text('#!/bin/sh\necho $$ > started\nsleep 1\nexec "$@"\n')
    slow.chmod(0o755)
    program = f"""
        from pathlib import Path
        from media_pipeline.tools import launcher
        launcher._limiter = {limiter}
        jail = launcher._jail
        launcher._jail = lambda limits: [{str(slow)!r}, *jail(limits)]
        launcher.start_jailed(["/usr/bin/touch", "begun"], launcher.Limits(), Path.cwd()).wait()
        """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=tmp_path
    ) as coordinator:
        started = tmp_path / "started"
        assert comes_true(lambda: started.exists() and started.read_text(), SOON)
        coordinator.kill()

    child = int(started.read_text())
    assert gone_within(child, SOON)
    assert not (tmp_path / "begun").exists()


# ── what can't be started ─────────────────────────────────────────────────────────────────


def test_a_folder_that_is_missing_is_an_error_of_its_own(tmp_path: Path) -> None:
    """Where nothing can be started, it is said which program and why."""
    with pytest.raises(ToolError, match="could not be started"):
        run_jailed(["true"], Limits(), tmp_path / "nowhere")


def test_a_program_that_is_missing_ends_with_a_code(run: Run, tmp_path: Path) -> None:
    """The jail starts, what it should become does not: no exception, and no success."""
    assert run_jailed([str(tmp_path / "nothing")], Limits(wall=10), tmp_path).code != 0
