"""Lock files: one holder, whom a kill lets go."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from media_pipeline.tools.locks import locked

HOLDER = textwrap.dedent("""
    import time
    from pathlib import Path
    from media_pipeline.tools.locks import locked
    with locked(Path("lock"), waiting=lambda: print("waits", flush=True)):
        print("has it", flush=True)
        time.sleep(60)
    """)


class WouldWaitError(Exception):
    """Raised instead of waiting."""


def would_wait() -> None:
    """Another process has the lock."""
    raise WouldWaitError


def test_threat_19_a_lock_excludes_another_process(tmp_path: Path) -> None:
    """Two builds at once: the second is told so."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=tmp_path, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WouldWaitError), locked(tmp_path / "lock", would_wait):
            pass
        holder.kill()


def test_a_lock_waits_for_its_holder(tmp_path: Path) -> None:
    """It is told once that another has it, and then had."""
    with locked(tmp_path / "lock", would_wait):
        waiter = subprocess.Popen(
            [sys.executable, "-c", HOLDER], cwd=tmp_path, stdout=subprocess.PIPE, text=True
        )
        assert waiter.stdout is not None
        assert waiter.stdout.readline() == "waits\n"
    with waiter:
        assert waiter.stdout.readline() == "has it\n"
        waiter.kill()


def test_threat_19_a_killed_holders_lock_is_free(tmp_path: Path) -> None:
    """A power cut or a kill -9 locks nobody out."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=tmp_path, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.send_signal(signal.SIGKILL)
        holder.wait()

        with locked(tmp_path / "lock", would_wait):
            pass


def test_a_lock_can_be_had_again(tmp_path: Path) -> None:
    """Whoever had it lets it go."""
    for _ in range(2):
        with locked(tmp_path / "lock", would_wait):
            pass
