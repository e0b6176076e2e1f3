"""A build on a cluster: the same site, and a coordinator that is killed goes on where it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from clusters import PATIENCE, Cluster, cluster
from schools import School, tree
from tools_needed import LINUX
from waiting import comes_true

Named = Callable[[str], Path]

pytestmark = [pytest.mark.slow, LINUX]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers."""
    with cluster(tmp_path_factory.mktemp("cluster")) as it:
        yield it


@pytest.fixture(scope="module")
def open_school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with three published stories, built in one process."""
    school = School(tmp_path_factory.mktemp("open") / "school")
    school.drop(recording("memo.m4a"), "Reception/Punjabi/ਪਿਆਸਾ ਕਾਂ - Simran.m4a")
    school.drop(recording("voice-note.opus"), "Year 3/fr/Le corbeau.opus")
    school.drop(recording("plain.mp4"), "Year 3/en/The owl.mp4")
    return school.publish()


@pytest.fixture
def unbuilt(open_school: School, tmp_path: Path) -> School:
    """A copy of it, of which nothing is built."""
    copy = open_school.copied(tmp_path / "copy")
    shutil.rmtree(copy.root / "build")
    return copy


def test_a_cluster_gives_the_same_bytes_as_one_process(
    unbuilt: School, open_school: School, two: Cluster
) -> None:
    """Every file of the site; and why each work is done is told alike."""
    unbuilt.build(dask=two.address)
    assert unbuilt.site() == open_school.site()
    assert unbuilt.reporter.reasons["sound of recordings/Year 3/fr/Le corbeau.opus"] == (
        "it was never done",
    )
    assert unbuilt.reporter.lines == [f"Working on 2 workers at {two.address}."]
    assert sorted(each.name for each in (unbuilt.root / "build/cache").iterdir()) == ["objects"]


def test_a_coordinator_that_was_killed_goes_on_where_it_was(
    unbuilt: School, open_school: School, two: Cluster
) -> None:
    """What was recorded is not done again, nothing is lost, and the site is the same."""
    command = [sys.executable, "-m", "media_pipeline", "build", "--dask", two.address]
    with subprocess.Popen(
        command, cwd=unbuilt.root, env=os.environ, stdout=subprocess.DEVNULL
    ) as coordinator:
        assert comes_true(lambda: len(recorded(unbuilt)) >= 4, PATIENCE)
        coordinator.kill()
    done = recorded(unbuilt)
    before = results(unbuilt, done)
    unbuilt.build(dask=two.address)
    assert recorded(unbuilt) > done
    assert results(unbuilt, done) == before
    assert unbuilt.site() == open_school.site()
    assert not (unbuilt.root / "build/cache/work").exists()


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


def results(school: School, fingerprints: set[str]) -> dict[str, tuple[int, int, bytes]]:
    """Each file that was made by these, and when."""
    objects = school.root / "build/cache/objects"
    return {
        path: ((status := (objects / path).stat()).st_ino, status.st_mtime_ns, content)
        for path, content in tree(objects).items()
        if path.split("/")[1] in fingerprints
    }
