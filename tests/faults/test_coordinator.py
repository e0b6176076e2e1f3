"""The coordinator that can be struck: what outlives it is not overlooked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from tools_needed import LINUX

pytestmark = LINUX

KILLED_AFTER_IT_BEGAN = """
import os, signal, subprocess, sys
sys.path.insert(0, {folder!r})
import coordinator

def become(order):
    silent = {{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}}
    begun = subprocess.Popen({begun!r}, start_new_session=True, **silent)
    print(begun.pid, file=sys.stderr, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

coordinator._become = become
coordinator.GONE_WITHIN = 1.0
coordinator._look_after({{}}, sys.stdout)
"""


def left_of(*begun: str) -> tuple[int, list[str]]:
    """What is told of a coordinator that was killed once it had begun a program."""
    folder = str(Path(__file__).parent)
    program = textwrap.dedent(KILLED_AFTER_IT_BEGAN.format(folder=folder, begun=begun))
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    _, code, left = said.stdout.splitlines()
    told: list[str] = json.loads(left)
    if told:
        os.kill(int(said.stderr), signal.SIGKILL)
    return int(code), told


def test_what_lives_on_is_told() -> None:
    """In a session of its own, with nothing that would name its coordinator."""
    assert left_of("sleep", "30") == (-signal.SIGKILL, ["sleep 30 "])


def test_what_ends_in_time_is_no_orphan() -> None:
    """It ended by itself after its coordinator."""
    assert left_of("sleep", "0.2") == (-signal.SIGKILL, [])
