"""Pools: each job once, its results whole or not at all, and one that dies harms no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from labours import labour
from processes import SOON, alive, gone_within
from tools_needed import LINUX

from media_pipeline.engine.pool import (
    UNENDED,
    UNMADE,
    InlinePool,
    LocalPool,
    Pool,
    Result,
    carry_out,
)
from media_pipeline.model import Done, Failed, Job


def run(pool: Pool, jobs: list[Job], folder: Path) -> dict[str, Result]:
    """The results of jobs, by their names."""
    names = {job.fingerprint: job.name.removeprefix("word ") for job in jobs}
    results = list(pool.run(jobs, folder / "store", folder / "work"))
    assert sorted(each.fingerprint for each in results) == sorted(names)
    return {names[each.fingerprint]: each for each in results}


def with_tests() -> dict[str, str]:
    """The environment of a program that has this one's modules, and the tests'."""
    tests = Path(__file__).parents[1]
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])}


def failure(result: Result) -> tuple[str, bool]:
    """Why a job failed, and whether its recording is at fault."""
    assert isinstance(result, Failed)
    return result.reason, result.refusal


@pytest.fixture(params=[InlinePool, partial(LocalPool, 2)], ids=["inline", "local"])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    """Each pool that this machine has."""
    with request.param() as pool:
        yield pool


FULL = (
    "It could not be written (No space left on device). The disk is full; make room and build "
    "again, nothing is lost."
)


def test_results_stand_in_the_store_under_their_fingerprints(pool: Pool, tmp_path: Path) -> None:
    """What a job tells of is moved there whole; nothing else of its folder stays."""
    jobs = [labour("fox"), labour("crow")]
    results = run(pool, jobs, tmp_path)
    for job in jobs:
        result = results[job.name.removeprefix("word ")]
        assert isinstance(result, Done)
        (word,) = result.made.renditions
        place = f"{job.fingerprint[:2]}/{job.fingerprint}"
        assert word.path == f"{place}/word.txt"
        assert [each.name for each in (tmp_path / "store" / place).iterdir()] == ["word.txt"]
        assert (tmp_path / "store" / word.path).read_text() == job.inputs["word"]
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(
    ("word", "reason", "refusal"),
    [
        ("refuse", "There is no sound in it.", True),
        ("tool", f"{UNMADE} (ffmpeg: it was ended by signal 11)", False),
        ("late", f"{UNENDED} (ffmpeg: it was stopped after 5 seconds)", False),
        ("full", FULL, False),
        ("bug", f"{UNMADE} (KeyError: 'word')", False),
    ],
)
def test_a_failing_job_says_why_and_whose_fault_it_is(
    pool: Pool, tmp_path: Path, word: str, reason: str, *, refusal: bool
) -> None:
    """It never raises, leaves nothing behind, and the others are done."""
    results = run(pool, [labour(word), labour("fox")], tmp_path)
    assert failure(results[word]) == (reason, refusal)
    assert isinstance(results["fox"], Done)
    assert len(list((tmp_path / "store").glob("*/*"))) == 1
    assert list((tmp_path / "work").iterdir()) == []


def test_a_local_pool_works_in_other_processes(tmp_path: Path) -> None:
    """One machine and a cluster run the same code."""
    result = run(LocalPool(1), [labour("fox")], tmp_path)["fox"]
    assert isinstance(result, Done)
    assert result.made.facts["process"] != os.getpid()


@pytest.mark.parametrize("word", ["die", "die late"])
def test_a_worker_that_dies_harms_no_other_job(tmp_path: Path, word: str) -> None:
    """It is tried once more, alone; then it is told, and not as the recording's fault."""
    words = ["a", "b", word, "c", "d"]
    results = run(LocalPool(2), [labour(each) for each in words], tmp_path)
    assert failure(results[word]) == (
        f"{UNMADE} (The work on it ended without a word, twice.)",
        False,
    )
    assert all(isinstance(results[each], Done) for each in "abcd")


@LINUX
def test_a_worker_that_dies_between_two_rounds_is_replaced(tmp_path: Path) -> None:
    """The next round's jobs are done."""
    with LocalPool(2) as pool:
        first = run(pool, [labour("a")], tmp_path)["a"]
        assert isinstance(first, Done)
        os.kill(first.made.facts["process"], signal.SIGKILL)
        assert gone_within(first.made.facts["process"], SOON)
        second = run(pool, [labour("b"), labour("c")], tmp_path)
        assert all(isinstance(each, Done) for each in second.values())


@LINUX
@pytest.mark.parametrize(
    ("before", "begun"),
    [
        ("pass", "fork"),
        ("list(InlinePool().run([labour('a')], Path('store'), Path('work')))", "spawn"),
        ("carry_out(labour('a'), Path('store'), Path('work'))", "spawn"),
        ("Thread(target=signal.pause, daemon=True).start()", "spawn"),
    ],
    ids=["as it began", "worked here", "worked in no pool", "several threads"],
)
def test_processes_are_copies_where_that_is_safe(tmp_path: Path, before: str, begun: str) -> None:
    """A copy has one thread; whoever needs another, as libraries do, would wait for ever."""
    program = (
        "import signal; from pathlib import Path; from threading import Thread;"
        "from labours import labour; from media_pipeline.engine.pool import InlinePool, carry_out;"
        "from media_pipeline.tools.copies import context_for_jobs;"
        f"{before}; print(context_for_jobs().get_start_method())"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path, env=with_tests(), check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert said == f"{begun}\n"


@LINUX
def test_where_there_is_no_further_process_jobs_are_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And none that had begun waits for ever for work."""
    fork, begun = os.fork, []

    def refused() -> int:
        begun.append(1)
        if len(begun) % 2 == 0:
            raise BlockingIOError
        return fork()

    monkeypatch.setattr(os, "fork", refused)
    copies = multiprocessing.get_context("fork")
    monkeypatch.setattr("media_pipeline.engine.pool.context_for_jobs", lambda: copies)
    with LocalPool(3) as pool:
        done = run(pool, [labour("fox")], tmp_path)["fox"]
    assert isinstance(done, Done)
    assert done.made.facts["process"] == os.getpid()
    for each in multiprocessing.active_children():
        each.join(SOON)
    assert multiprocessing.active_children() == []


def test_processes_stay_for_the_next_round(tmp_path: Path) -> None:
    """To start one takes longer than most jobs do."""
    with LocalPool(1) as pool:
        processes = set()
        for word in "abc":
            result = run(pool, [labour(word)], tmp_path)[word]
            assert isinstance(result, Done)
            processes.add(result.made.facts["process"])
    assert len(processes) == 1


@LINUX
def test_processes_end_when_the_pool_is_left(tmp_path: Path) -> None:
    """Nothing stays behind a build."""
    with LocalPool(1) as pool:
        result = run(pool, [labour("a")], tmp_path)["a"]
        assert isinstance(result, Done)
    assert gone_within(result.made.facts["process"], SOON)


@LINUX
def test_threat_17_workers_end_with_a_coordinator_that_is_killed(tmp_path: Path) -> None:
    """However long their work is."""
    program = (
        "from pathlib import Path; from labours import labour;"
        "from media_pipeline.engine.pool import LocalPool;"
        "list(LocalPool(1).run([labour('last')], Path('store'), Path('work')))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=tmp_path, env=with_tests(), stdout=subprocess.PIPE
    ) as coordinator:
        assert coordinator.stdout is not None
        worker = int(coordinator.stdout.readline())
        assert alive(worker)
        coordinator.kill()
    assert gone_within(worker, SOON)


def test_what_a_killed_run_left_is_not_taken_for_a_result(tmp_path: Path) -> None:
    """A job begins in an empty folder."""
    job = labour("fox")
    left = tmp_path / "work" / job.fingerprint
    left.mkdir(parents=True)
    (left / "half.mp3").write_bytes(b"half")
    done = carry_out(job, tmp_path / "store", tmp_path / "work")
    assert isinstance(done, Done)
    assert not left.exists()


def test_a_job_done_again_takes_the_place_of_what_stood_there(tmp_path: Path) -> None:
    """A kill between the files and the record leaves files; the next run replaces them."""
    job = labour("fox")
    place = tmp_path / "store" / job.fingerprint[:2] / job.fingerprint
    place.mkdir(parents=True)
    (place / "word.txt").write_bytes(b"half")
    assert isinstance(carry_out(job, tmp_path / "store", tmp_path / "work"), Done)
    assert (place / "word.txt").read_bytes() == b"fox"


def test_no_jobs_start_no_process(tmp_path: Path) -> None:
    """A build with nothing to do is quick."""
    assert run(LocalPool(2), [], tmp_path) == {}
