"""What a person is told while the work goes on."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from media_pipeline.tools import reporter
from media_pipeline.tools.reporter import ConsoleReporter

COSTS = {"ab": 10.0, "cd": 30.0}


def console(*, terminal: bool) -> tuple[Callable[[], Console], io.StringIO]:
    """What makes a console, and what that shows."""
    shown = io.StringIO()
    return partial(Console, file=shown, force_terminal=terminal, width=100), shown


def test_a_line_is_shown_as_it_is() -> None:
    """Brackets and long paths are neither colours nor broken."""
    where, shown = console(terminal=False)
    line = "[bold]recordings/" + "x" * 200
    ConsoleReporter(where).say(line)

    assert shown.getvalue() == line + "\n"


def test_reasons_are_told_to_who_asks() -> None:
    """With --explain, and only then."""
    for explaining, expected in ((True, "  sound of fox: recording changed\n"), (False, "")):
        where, shown = console(terminal=False)
        ConsoleReporter(where, explaining=explaining).explain("sound of fox", ["recording changed"])

        assert shown.getvalue() == expected


def test_quick_work_without_a_terminal_is_one_line(tmp_path: Path) -> None:
    """A log is not filled with a line for each job."""
    where, shown = console(terminal=False)
    with ConsoleReporter(where).progress("sound", COSTS, tmp_path) as bar:
        bar.ended("ab", "fox")
        bar.ended("cd", "cow")

    assert shown.getvalue() == "  sound: 2 of 2, cow\n"


def test_long_work_without_a_terminal_has_a_line_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads the log sees that it goes on."""
    monkeypatch.setattr(reporter, "LONG", 0.0)
    where, shown = console(terminal=False)
    with ConsoleReporter(where).progress("sound", COSTS, tmp_path) as bar:
        bar.ended("ab", "fox")

    assert shown.getvalue() == "  sound: 1 of 2, fox\n"


@pytest.mark.parametrize("folder", ["cd", "cd-0f1e2d3c"])
def test_a_bar_moves_while_one_long_job_runs(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what ffmpeg says of itself: 20 of 40 seconds are half; on a cluster, of an attempt."""
    monkeypatch.setattr(reporter, "TICK", 0.01)
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "progress").write_text("out_time_us=10000000\nout_time_us=20000000\n")
    where, shown = console(terminal=True)
    with ConsoleReporter(where).progress("sound", COSTS, tmp_path):
        time.sleep(0.4)

    assert "50%" in shown.getvalue()


def test_a_bar_is_full_when_all_is_done(tmp_path: Path) -> None:
    """What has ended counts whole, whatever its progress file said last."""
    where, shown = console(terminal=True)
    with ConsoleReporter(where).progress("sound", COSTS, tmp_path) as bar:
        bar.ended("ab", "fox")
        bar.ended("cd", "cow")
        time.sleep(0.2)

    assert "100%" in shown.getvalue()


@pytest.mark.parametrize("content", ["", "out_time_us=N/A\n", "frame=1\n"])
def test_a_progress_file_that_says_nothing_is_no_progress(content: str, tmp_path: Path) -> None:
    """ffmpeg begins with none."""
    (tmp_path / "progress").write_text(content)

    assert reporter._seconds_done(tmp_path / "progress") == 0.0
