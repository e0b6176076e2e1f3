"""Lock files: one holder, whom a kill lets go."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_pipeline.tools.locks import locked

HOLDER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from media_pipeline.tools.locks import locked
    with locked(Path("lock"), waiting=lambda: print("waits", flush=True)):
        print("has it", flush=True)
        sys.stdin.read()
    """)


class WouldWaitError(Exception):
    """Raised instead of waiting."""


def would_wait() -> None:
    """Another process has the lock."""
    raise WouldWaitError


@contextlib.contextmanager
def another(folder: Path, word: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that wants the lock, and has said ``word``; killed in the end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=folder,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            assert said(process) == word
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    """The next word that it says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_threat_19_a_lock_excludes_another_process(tmp_path: Path) -> None:
    """Two builds at once: the second is told so."""
    with (
        another(tmp_path, "has it"),
        pytest.raises(WouldWaitError),
        locked(tmp_path / "lock", would_wait),
    ):
        pass


def test_a_lock_waits_for_its_holder(tmp_path: Path) -> None:
    """It is told once that another has it, and then had."""
    with contextlib.ExitStack() as waiting:
        with locked(tmp_path / "lock", would_wait):
            waiter = waiting.enter_context(another(tmp_path, "waits"))
        assert said(waiter) == "has it"


def test_threat_19_a_killed_holders_lock_is_free(tmp_path: Path) -> None:
    """A power cut or a kill -9 locks nobody out."""
    with another(tmp_path, "has it") as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()

        with locked(tmp_path / "lock", would_wait):
            pass


def test_a_lock_can_be_had_again(tmp_path: Path) -> None:
    """Whoever had it lets it go."""
    for _ in range(2):
        with locked(tmp_path / "lock", would_wait):
            pass
