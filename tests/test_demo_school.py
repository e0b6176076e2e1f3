"""The demo school that comes with the program, built as ``make build`` builds it."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from schools import School, tree

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> School:
    """The demo school in a folder of its own, built with two processes."""
    root = tmp_path_factory.mktemp("demo") / "school"
    shutil.copytree(ROOT / "recordings", root / "recordings")
    shutil.copytree(ROOT / "decisions", root / "decisions")
    shutil.copytree(ROOT / "feeds", root / "feeds")
    school = School(root, now=datetime(2030, 1, 1, tzinfo=UTC))
    shutil.copyfile(ROOT / "school.toml", root / "school.toml")
    school.build(jobs=2)
    return school


def test_every_state_is_as_the_coordinator_left_it(demo: School) -> None:
    """17 public, one that waits, one that needs a title, one that is refused."""
    stories = demo.stories().values()
    assert Counter(each["state"] for each in stories) == {
        "published": 17,
        "waiting": 2,
        "refused": 1,
    }
    assert [each["needs"] for each in stories if each["needs"]] == [["title"]]


def test_committed_decisions_are_complete(demo: School) -> None:
    """Building it decides nothing: ids, slugs, dates and feeds are in the ledger already."""
    assert (demo.root / "decisions/ledger.jsonl").read_bytes() == (
        ROOT / "decisions/ledger.jsonl"
    ).read_bytes()


def test_every_delivered_file_is_as_loud_as_it_should_be(demo: School) -> None:
    """−16 LUFS ±0.5 and at most −1 dBTP, by the figures of the report."""
    wrong = [
        (each["path"], rendition)
        for each in demo.stories().values()
        for rendition in each["renditions"]
        if rendition["lufs"] is not None
        and (abs(rendition["lufs"] + 16) > 0.5 or rendition["dbtp"] > -1)
    ]
    assert wrong == []


def test_a_stranger_finds_nothing_wrong(demo: School) -> None:
    """Links, enclosures, feeds, tags, pictures."""
    assert demo.check() == []


def test_nothing_of_the_recordings_themselves_is_public(demo: School) -> None:
    """No file name, folder or path of the drop folder, and nothing of what waits."""
    private = [b"recordings/", b"New Recording", b"VID_2026", b"Vulpea", b"DICTAPHONE", b"VN-00"]
    site = tree(demo.root / "build/site")
    found = [(name, word) for name, content in site.items() for word in private if word in content]
    assert found == []


def test_a_year_later_the_same_bytes_are_built(demo: School) -> None:
    """No clock has a say in what is public."""
    before = demo.site()
    shutil.rmtree(demo.root / "build/site")
    demo.now = datetime(2031, 12, 1, tzinfo=UTC)
    demo.build()
    assert demo.site() == before
