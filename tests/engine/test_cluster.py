"""A cluster, with a real scheduler and workers: what is given to it is done, whoever dies."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import dask
import pytest
from clusters import PATIENCE, TESTS, Cluster, cluster
from labours import labour, toil
from processes import SOON, gone_within
from schools import RecordingReporter, School
from tools_needed import LINUX
from waiting import comes_true

from media_pipeline.engine import scheduler
from media_pipeline.engine.cluster import DaskPool, joined
from media_pipeline.engine.pool import UNMADE, InlinePool, Result
from media_pipeline.errors import ClusterError, UsageError
from media_pipeline.model import Done, Failed, Job
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.files import stamp

pytestmark = [pytest.mark.slow, LINUX]


class Workplace:
    """A workspace's cache on a cluster, and what became of the jobs that were done there."""

    def __init__(self, address: str, cache: Path) -> None:
        self.address = address
        self.cache = cache
        self.store, self.work = cache / "objects", cache / "work"
        self.reporter = RecordingReporter()
        self.glance: Callable[[], None] = lambda: None
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
    acted = list[Path]()

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


def test_a_worker_that_was_asleep_comes_back_to_nothing(tmp_path: Path) -> None:
    """Its job was done by another meanwhile. What it was at is given up, and touches nothing."""
    notes, asleep = tmp_path / "notes", list[int]()
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", workers=0) as lone:
        place = Workplace(lone.address, tmp_path / "cache")
        lone.add(nanny=False)

        def stop(worker: int, folder: Path) -> None:
            asleep.extend([worker, *encoders(folder)])
            for each in asleep:
                os.kill(each, signal.SIGSTOP)
            lone.add()

        with once_encoding(place, notes, stop):
            results = place.run([toil("crow", notes, endless=1)])
        assert isinstance(results["crow"], Done)
        (made,) = place.store.glob("*/*/*")
        before = stamp(made)
        for each in asleep:
            os.kill(each, signal.SIGCONT)
        assert all(gone_within(each, PATIENCE) for each in asleep)
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


def test_a_scheduler_that_hangs_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given up, in silence it would hold the build for ever."""
    monkeypatch.setattr(scheduler, "HANGS", 2.0)
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", workers=1) as one:
        place, notes = Workplace(one.address, tmp_path / "cache"), tmp_path / "notes"
        at = one.processes[0].pid
        with (
            pytest.raises(ClusterError, match="does not answer any more"),
            once_encoding(place, notes, lambda *_: os.kill(at, signal.SIGSTOP)),
        ):
            place.run([toil("crow", notes, endless=1)])


NOWHERE: dict[str, object] = {
    f"distributed.comm.tls.{each}": "/none.pem" for each in ("ca-file", "client.cert", "client.key")
}


@pytest.mark.parametrize(
    ("address", "configured", "said"),
    [
        ("tls://127.0.0.1:1", {}, "there are no certificates for it here"),
        ("tls://127.0.0.1:1", NOWHERE, "can't be read"),
        ("tcp://127.0.0.1:1", {"distributed.comm.require-encryption": True}, "to be sealed"),
        ("tcp://127.0.0.1:1", {}, "no scheduler answers there"),
    ],
)
def test_what_is_wrong_with_a_scheduler_is_a_sentence(
    address: str, configured: dict[str, object], said: str, tmp_path: Path
) -> None:
    """Certificates are what one forgets first."""
    place = Workplace(address, tmp_path / "cache")
    with dask.config.set(configured), pytest.raises(ClusterError, match=said), place.pool():
        pass


def test_local_starts_workers_of_its_own(tmp_path: Path) -> None:
    """And ends them."""
    place = Workplace("local:1", tmp_path / "cache")
    result = place.run([labour("fox")])["fox"]
    assert isinstance(result, Done)
    assert gone_within(result.made.facts["process"], SOON)
    assert place.reporter.lines == ["Working on 1 worker at local:1."]


ALONE = """\
import contextlib
import signal
from pathlib import Path
from labours import toil
from test_cluster import Workplace
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # not heard below a shell's "&"
    here = Path.cwd()
    with contextlib.suppress(KeyboardInterrupt):
        Workplace("local:1", here / "cache").run([toil("crow", here / "notes", endless=1)])
"""


def test_threat_17_local_workers_end_with_a_coordinator_that_is_killed(tmp_path: Path) -> None:
    """And so does their ffmpeg, within seconds."""
    (tmp_path / "alone.py").write_text(ALONE)
    notes, paths = tmp_path / "notes", [TESTS.parent, TESTS, TESTS / "engine"]
    notes.mkdir()
    with subprocess.Popen(
        [sys.executable, "alone.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))},
    ) as coordinator:
        assert comes_true(lambda: encoders(tmp_path / "cache"), PATIENCE)
        (note,) = notes.iterdir()
        left = [int(note.read_text().partition(" ")[0]), *encoders(tmp_path / "cache")]
        coordinator.kill()
    assert all(gone_within(each, SOON) for each in left)


def test_local_workers_are_ended_by_ctrl_c_without_a_word(tmp_path: Path) -> None:
    """A terminal sends it to all of them; the coordinator alone has to say that."""
    (tmp_path / "alone.py").write_text(ALONE)
    (tmp_path / "notes").mkdir()
    paths = [TESTS.parent, TESTS, TESTS / "engine"]
    with subprocess.Popen(
        [sys.executable, "alone.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as coordinator:
        try:
            assert comes_true(lambda: encoders(tmp_path / "cache"), PATIENCE)
            os.killpg(coordinator.pid, signal.SIGINT)
            _, said = coordinator.communicate(timeout=PATIENCE)
        finally:
            coordinator.kill()
    assert said == ""
    assert comes_true(lambda: not encoders(tmp_path / "cache"), SOON)


@pytest.mark.parametrize("address", ["local:0", "local:many", "foo://bar:1", "host", "tcp://host"])
def test_what_is_no_address_is_wrong_usage(address: str, tmp_path: Path) -> None:
    """It is said at once."""
    place = Workplace(address, tmp_path / "cache")
    with pytest.raises(UsageError, match="--dask: "), place.pool():
        pass


def test_a_coordinator_that_was_killed_goes_on_where_it_was(
    two: Cluster, recording: Callable[[str], Path], tmp_path: Path
) -> None:
    """What was recorded is not done again, nothing is lost, and the site is byte for byte that of
    one process.
    """
    school = School(tmp_path / "school")
    school.write("school.toml", 'name = "Hill School"\n[defaults]\nlanguage = "en"\n')
    school.drop(recording("memo.m4a"), "ਪਿਆਸਾ ਕਾਂ.m4a")
    school.drop(recording("half-second.mp4"), "The owl.mp4")
    expected = school.publish().site()
    shutil.rmtree(school.root / "build")
    command = [sys.executable, "-m", "media_pipeline", "build", "--dask", two.address]
    with subprocess.Popen(
        command, cwd=school.root, env=os.environ, stdout=subprocess.DEVNULL
    ) as coordinator:
        assert comes_true(lambda: len(recorded(school)) >= 3, PATIENCE)
        coordinator.kill()
    done = recorded(school)
    before = results(school, done)
    school.build(dask=two.address)
    assert recorded(school) > done
    assert results(school, done) == before
    assert school.site() == expected
    assert school.reporter.lines == [f"Working on 2 workers at {two.address}."]
    assert sorted(each.name for each in (school.root / "build/cache").iterdir()) == ["objects"]


def recorded(school: School) -> set[str]:
    """The fingerprints of the jobs whose results are recorded."""
    base = school.root / "build/state.sqlite"
    if not base.exists():
        return set()
    with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True, timeout=PATIENCE)) as state:
        try:
            rows = state.execute("select fingerprint, made from made").fetchall()
        except sqlite3.OperationalError:  # it has no tables yet
            return set()
    return {name for name, made in rows if "renditions" in made and "-" not in name}


def results(school: School, fingerprints: set[str]) -> dict[Path, tuple[int, int, bytes]]:
    """Each file that was made by these, and when."""
    return {
        path: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in (school.root / "build/cache/objects").glob("*/*/*")
        if path.parent.name in fingerprints
    }
