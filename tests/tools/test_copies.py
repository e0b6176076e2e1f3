"""Copies of this process share its work; where there can be none, this one does it all."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from processes import SOON, alive
from tools_needed import LINUX

from media_pipeline.errors import ToolError
from media_pipeline.tools.copies import FEW, meanwhile, spread
from media_pipeline.tools.locks import locked, locked_if_free

MANY = range(10 * FEW)


def doubled(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("items", [range(3), MANY], ids=["few", "many"])
def test_results_come_in_the_order_of_the_items(items: range, workers: int) -> None:
    """However many work."""
    assert [*spread(doubled, items, workers)] == [*map(doubled, items)]


@LINUX
def test_the_work_is_done_by_others() -> None:
    """This one only waits."""
    assert os.getpid() not in {*spread(lambda _: os.getpid(), MANY, 2)}


@LINUX
def test_where_there_is_no_further_process_this_one_does_it_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And nobody stays behind, waiting for a task."""
    forks = [os.fork]

    def refused() -> int:
        if not forks:
            raise BlockingIOError
        return forks.pop()()

    monkeypatch.setattr(os, "fork", refused)
    before = set(multiprocessing.active_children())
    assert [*spread(doubled, MANY, 2)] == [*map(doubled, MANY)]
    for process in set(multiprocessing.active_children()) - before:
        process.join(10)
        assert not process.is_alive()


@LINUX
def test_one_that_is_killed_is_told_in_a_sentence() -> None:
    """As a machine without memory does it."""
    with pytest.raises(ToolError, match="ended without a word"):
        list(spread(lambda _: os.kill(os.getpid(), signal.SIGKILL), MANY, 2))


# ── meanwhile ─────────────────────────────────────────────────────────────────────────────


@LINUX
def test_another_does_it_meanwhile() -> None:
    """And is gone in the end."""
    with meanwhile(os.getpid, apart=True) as other:
        process = other()
        assert process != os.getpid()
    assert not alive(process)


def test_without_another_it_is_done_when_it_is_asked_for() -> None:
    """By this one."""
    with meanwhile(os.getpid, apart=False) as other:
        assert other() == os.getpid()


@LINUX
def test_what_nobody_asks_for_is_waited_for_by_nobody() -> None:
    """It is ended where it stands, though it would never end."""
    began = time.monotonic()
    with meanwhile(signal.pause, apart=True):
        pass
    assert time.monotonic() - began < SOON
    assert multiprocessing.active_children() == []


@LINUX
def test_another_holds_no_lock_of_this_one(tmp_path: Path) -> None:
    """It would hold it on when this one was killed."""
    with ExitStack() as held:
        held.enter_context(locked(tmp_path / "lock", pytest.fail))
        with meanwhile(signal.pause, apart=True):
            held.close()
            with locked_if_free(tmp_path / "lock", SOON) as free:
                assert free


@LINUX
def test_what_another_could_not_do_is_done_here() -> None:
    """It was killed, or it failed: then that is said by this one, once."""
    here = os.getpid()

    def is_killed_elsewhere() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return here

    def fails() -> int:
        raise ToolError("no luck")

    with meanwhile(is_killed_elsewhere, apart=True) as killed:
        assert killed() == here
    with meanwhile(fails, apart=True) as failed, pytest.raises(ToolError, match="no luck"):
        failed()


@LINUX
def test_where_there_is_no_further_process_it_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When it is asked for."""

    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    with meanwhile(os.getpid, apart=True) as other:
        assert other() == os.getpid()
