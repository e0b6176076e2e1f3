"""The parser child: its answers, its faults, and that they stay its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tools_needed import LINUX

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media.words import read_words
from media_pipeline.tools import reader
from media_pipeline.tools.launcher import GIGABYTE, Limits, start_jailed
from media_pipeline.tools.reader import Reader

QUICK = Limits(memory=GIGABYTE, wall=3.0)

WITH_FAULTS = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import faults
sys.modules["media_pipeline.faults"] = faults
from media_pipeline.tools.parser_child import serve
serve()
"""


class FaultyReader(Reader):
    """A reader whose child also knows the functions of :mod:`faults`."""

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            command = [sys.executable, "-c", WITH_FAULTS]
            self._child = start_jailed(command, self._limits, Path.cwd(), stdin=subprocess.PIPE)
        return self._child

    def ask(self, function: str) -> dict[str, Any] | None:
        """What the child answers, asked once."""
        request = json.dumps([f"media_pipeline.faults:{function}", []])
        return self._ask(request.encode() + b"\n")


@pytest.fixture
def fox(tmp_path: Path) -> str:
    """A file that can be read."""
    (tmp_path / "fox.txt").write_text("Once upon a time", encoding="utf-8")
    return str(tmp_path / "fox.txt")


# ── answers ───────────────────────────────────────────────────────────────────────────────


def test_an_answer_comes_as_json_has_it(fox: str) -> None:
    """A function of this program, called in the child."""
    with Reader() as child:
        assert child.call(read_words, fox) == {"cues": [], "text": "Once upon a time"}


def test_a_refusal_comes_through(tmp_path: Path) -> None:
    """What a parser refuses with a sentence is refused with that sentence."""
    (tmp_path / "fox.txt").write_bytes(b"x" * 1_000_001)

    with Reader() as child, pytest.raises(Refusal, match="larger than 1 MB"):
        child.call(read_words, str(tmp_path / "fox.txt"))


def test_an_exception_is_an_answer_and_the_child_lives_on(tmp_path: Path) -> None:
    """What a parser raises is told; no second child is needed."""
    with Reader() as child:
        running = child._running()
        with pytest.raises(ToolError, match="FileNotFoundError"):
            child.call(read_words, str(tmp_path / "nothing.txt"))

        assert child._running() is running


def test_only_this_programs_functions_are_called() -> None:
    """A request that names another module is not obeyed."""
    with Reader() as child, pytest.raises(ToolError, match="only this program's own functions"):
        child.call(os.system, "true")


def test_what_a_parser_prints_is_no_answer() -> None:
    """A library that writes on standard output or error is not heard."""
    with FaultyReader(QUICK) as child:
        assert child.ask("quiet") == {"value": "quiet"}


# ── faults ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("fault", ["crashing", "interrupted", "cyclic"])
def test_a_fault_is_no_answer_and_the_next_child_works(fault: str) -> None:
    """Dead by a signal, dead in mid-answer, dead of an answer that JSON can't say."""
    with FaultyReader(QUICK) as child:
        assert child.ask(fault) is None
        assert child.ask("quiet") == {"value": "quiet"}


def test_time_is_limited() -> None:
    """A parser that never answers is stopped."""
    began = time.monotonic()
    with FaultyReader(Limits(memory=GIGABYTE, wall=1.0)) as child:
        assert child.ask("sleeping") is None

    assert time.monotonic() - began < 5


@LINUX
def test_memory_is_limited() -> None:
    """A parser that wants 2 GB fails alone."""
    with FaultyReader(QUICK) as child:
        assert child.ask("greedy") == {"error": "MemoryError: "}


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a child says without end does not fill the coordinator's memory."""
    monkeypatch.setattr(reader, "LONGEST_ANSWER", 1000)

    with FaultyReader(QUICK) as child:
        assert child.ask("wordy") is None
        assert child.ask("quiet") == {"value": "quiet"}


def test_one_death_is_forgiven(fox: str) -> None:
    """A child that something else killed costs the file nothing."""
    with Reader() as child:
        child.call(read_words, fox)
        child._running().kill()

        assert child.call(read_words, fox)["text"] == "Once upon a time"


def test_a_file_that_kills_every_child_is_an_error(
    fox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one more try it is told, in words."""
    monkeypatch.setattr(Reader, "_ask", lambda *_: None)

    with Reader() as child, pytest.raises(ToolError):
        child.call(read_words, fox)


# ── its life ──────────────────────────────────────────────────────────────────────────────


def test_a_closed_reader_leaves_no_process() -> None:
    """The child ends with the block."""
    with Reader() as child:
        running = child._running()

    assert running.poll() is not None


def test_a_child_is_replaced_before_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many calls a new one is started."""
    monkeypatch.setattr(reader, "CALLS", 1)
    with Reader() as child:
        first = child._running()
        child._running()

        assert child._running().pid != first.pid
