"""A cluster, with a real scheduler and workers: what is given to it is done, whoever dies."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clusters import PATIENCE, TESTS, Cluster, cluster
from labours import labour, toil
from processes import SOON, gone_within, parent
from schools import RecordingReporter
from tools_needed import LINUX
from waiting import comes_true

from media_pipeline.engine.cluster import DaskPool, joined
from media_pipeline.engine.pool import UNMADE, InlinePool, Result
from media_pipeline.errors import ClusterError, UsageError
from media_pipeline.model import Done, Failed, Job
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.store import stamp

pytestmark = [pytest.mark.slow, LINUX]


class Workplace:
    """A workspace's cache on a cluster, and what became of the jobs that were done there."""

    def __init__(self, address: str, cache: Path) -> None:
        self.address = address
        self.cache = cache
        self.store, self.work = cache / "objects", cache / "work"
        self.reporter = RecordingReporter()
        self.glance: Callable[[], None] = bool
        cache.mkdir()

    @contextlib.contextmanager
    def pool(self) -> Iterator[DaskPool]:
        given = (self.address, self.cache, find_ffmpeg(), self.glance, self.reporter)
        with joined(*given) as pool:
            yield pool

    def run(self, jobs: list[Job]) -> dict[str, Result]:
        """The results of jobs, by their words; every job has one."""
        words = {job.fingerprint: job.name.removeprefix("word ") for job in jobs}
        self.work.mkdir()
        with self.pool() as pool:
            results = list(pool.run(jobs, self.store, self.work))
        assert sorted(each.fingerprint for each in results) == sorted(words)
        assert list(self.work.iterdir()) == []
        shutil.rmtree(self.work)
        return {words[each.fingerprint]: each for each in results}

    def written(self) -> list[str]:
        """What stands in the store, in order."""
        return sorted(each.read_text() for each in self.store.glob("*/*/*"))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers."""
    with cluster(tmp_path_factory.mktemp("cluster")) as it:
        yield it


@pytest.fixture
def place(two: Cluster, tmp_path: Path) -> Workplace:
    """A workspace's cache on it."""
    return Workplace(two.address, tmp_path / "cache")


def test_jobs_end_as_they_do_in_one_process(place: Workplace, tmp_path: Path) -> None:
    """What is made stands in the same places, what fails says the same, and both workers work."""
    words = ["refuse", "tool", "late", "full", "bug", *"abcdefgh"]
    jobs = [labour(word) for word in words]
    here = list(InlinePool().run(jobs, tmp_path / "store", tmp_path / "work"))
    there = place.run(jobs)
    processes = set()
    for word, expected in zip(words, here, strict=True):
        result = there[word]
        if isinstance(expected, Failed):
            assert result == expected
        else:
            assert isinstance(result, Done)
            assert result.made.renditions == expected.made.renditions
            processes.add(result.made.facts["process"])
    assert place.written() == list("abcdefgh")
    assert len(processes - {os.getpid()}) == 2
    assert place.reporter.lines == [f"Working on 2 workers at {place.address}."]


def encoders(folder: Path) -> list[int]:
    """The processes of ffmpeg that work in a folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(folder).encode() in each.read_bytes():
                found.append(int(each.parent.name))
    return found


@contextlib.contextmanager
def once_encoding(
    place: Workplace, notes: Path, act: Callable[[int, Path], None]
) -> Iterator[None]:
    """Act, once, at the first glance at which a toil is at its endless encoding: the worker's
    process and the folder are given.
    """
    acted = []

    def glance() -> None:
        for note in () if acted else tuple(notes.glob("0-*")):
            process, _, folder = note.read_text().partition(" ")
            assert comes_true(lambda: encoders(Path(folder)), PATIENCE)  # noqa: B023 - at once
            acted.append(note)
            act(int(process), Path(folder))

    place.glance = glance
    yield
    assert acted


def test_a_worker_killed_in_mid_encode_loses_nothing(place: Workplace, tmp_path: Path) -> None:
    """Its ffmpeg ends with it, within seconds, and the job is done by another, all else once."""
    notes = tmp_path / "notes"

    def kill(worker: int, folder: Path) -> None:
        orphans = encoders(folder)
        os.kill(worker, signal.SIGKILL)
        assert all(gone_within(each, SOON) for each in orphans)

    jobs = [toil("crow", notes, endless=1), *map(labour, "abcd")]
    with once_encoding(place, notes, kill):
        results = place.run(jobs)
    assert all(isinstance(each, Done) for each in results.values())
    assert len(list(notes.iterdir())) == 2
    assert place.written() == ["a", "b", "c", "crow", "d"]


def test_a_worker_that_was_asleep_comes_back_to_nothing(place: Workplace, tmp_path: Path) -> None:
    """Its job was done by another meanwhile. What it was at is given up, and touches nothing."""
    notes, asleep = tmp_path / "notes", list[int]()

    def stop(worker: int, folder: Path) -> None:
        # The whole machine, as it were: with its nanny, which would put another in its place.
        asleep.extend([parent(worker), worker, *encoders(folder)])
        for each in asleep:
            os.kill(each, signal.SIGSTOP)

    try:
        with once_encoding(place, notes, stop):
            results = place.run([toil("crow", notes, endless=1)])
        assert isinstance(results["crow"], Done)
        (made,) = place.store.glob("*/*/*")
        before = stamp(made)
    finally:
        for each in asleep:
            os.kill(each, signal.SIGCONT)
    assert all(gone_within(each, PATIENCE) for each in asleep[2:])
    assert stamp(made) == before
    assert len(list(notes.iterdir())) == 2
    assert not place.work.exists()


def test_a_poisonous_file_fails_alone(place: Workplace) -> None:
    """It takes three workers with it, which come back, and no other job is blamed."""
    results = place.run([labour(each) for each in ["a", "die", *"bcdefg"]])
    poison = results.pop("die")
    assert isinstance(poison, Failed)
    assert poison.reason == f"{UNMADE} (The work on it ended without a word, 3 times.)"
    assert not poison.refusal
    assert all(isinstance(each, Done) for each in results.values())
    assert place.written() == list("abcdefg")


def test_what_ends_the_build_ends_the_work(place: Workplace, tmp_path: Path) -> None:
    """A glance that raises: a worker gives up what it was at, and is free again."""
    notes, left = tmp_path / "notes", list[int]()

    def end(_: int, folder: Path) -> None:
        left.extend(encoders(folder))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), once_encoding(place, notes, end):
        place.run([toil("crow", notes, endless=1)])
    assert all(gone_within(each, SOON) for each in left)
    assert list(place.work.iterdir()) == []


def test_a_worker_of_another_program_is_left_out(
    two: Cluster, place: Workplace, tmp_path: Path
) -> None:
    """It says in what it differs; the others work. Where there is no other, the build ends."""
    package = tmp_path / "other"
    shutil.copytree(TESTS.parent / "media_pipeline", package / "media_pipeline")
    (package / "site_templates").symlink_to(TESTS.parent / "site_templates")
    with (package / "media_pipeline/media/tracks.py").open("a") as file:
        file.write("# it is another\n")
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", workers=0) as lone:
        lone.add(package=package)
        with pytest.raises(ClusterError) as raised, Workplace(lone.address, tmp_path / "c").pool():
            pass
        assert "none of its workers can be used. tcp://127.0.0.1:" in str(raised.value)
        assert "media-pipeline: " in str(raised.value)
        lone.add()
        mixed = Workplace(lone.address, tmp_path / "mixed")
        assert comes_true(lambda: joins(mixed), PATIENCE)
        assert isinstance(mixed.run([labour("fox")])["fox"], Done)
        assert any("is left out: media-pipeline: " in line for line in mixed.reporter.lines)


def joins(place: Workplace) -> bool:
    """Whether there is a worker that can be used."""
    try:
        with place.pool():
            return True
    except ClusterError:
        return False


def test_no_scheduler_is_told_in_time(tmp_path: Path) -> None:
    """Nothing answers there: within ten seconds it is said, and where."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        began = time.monotonic()
        place = Workplace(address, tmp_path / "cache")
        with pytest.raises(ClusterError, match="no scheduler answers there"), place.pool():
            pass
    assert time.monotonic() - began < 12


def test_a_scheduler_that_goes_ends_the_build(tmp_path: Path) -> None:
    """It is said, and nothing hangs."""
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", workers=1) as one:
        place, notes = Workplace(one.address, tmp_path / "cache"), tmp_path / "notes"

        with (
            pytest.raises(ClusterError, match="does not answer any more"),
            once_encoding(place, notes, lambda *_: one.end()),
        ):
            place.run([toil("crow", notes, endless=1)])


def test_local_starts_workers_of_its_own(tmp_path: Path) -> None:
    """And ends them."""
    place = Workplace("local:1", tmp_path / "cache")
    result = place.run([labour("fox")])["fox"]
    assert isinstance(result, Done)
    assert gone_within(result.made.facts["process"], SOON)
    assert place.reporter.lines == ["Working on 1 worker at local:1."]


@pytest.mark.parametrize("address", ["local:0", "local:many", "foo://bar:1", "host", "tcp://host"])
def test_what_is_no_address_is_wrong_usage(address: str, tmp_path: Path) -> None:
    """It is said at once."""
    place = Workplace(address, tmp_path / "cache")
    with pytest.raises(UsageError, match="--dask: "), place.pool():
        pass
