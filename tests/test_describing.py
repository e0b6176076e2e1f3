"""What is said of a recording on the command line: written as a sidecar, or refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from schools import School

from media_pipeline.commands.describing import describe
from media_pipeline.errors import UsageError

FOX = "recordings/en/Fox.m4a"


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school with a file that is named like a recording, and a decision."""
    school = School(tmp_path / "school")
    school.write(FOX, "sound")
    school.write("recordings/en/Fox.txt", "A tale.")
    school.write("decisions/ledger.m4a", "sound")
    (school.root / "recordings/out").symlink_to(school.root / "decisions")
    (school.root / "recordings/link.m4a").symlink_to(school.root / FOX)
    return school


@pytest.mark.parametrize(
    "what",
    [
        *("recordings/../decisions/ledger.m4a", "decisions/ledger.m4a", "..", "recordings/.."),
        *("recordings/out/ledger.m4a", "recordings/link.m4a", "recordings/en/Fox.txt"),
        *("recordings/en", "recordings/en/None.m4a", "", "../school/recordings/en/Fox.m4a"),
    ],
)
def test_what_is_no_recording_in_the_drop_folder_is_refused(school: School, what: str) -> None:
    """Nothing is written there, or anywhere."""
    with pytest.raises(UsageError, match="no such recording"):
        describe(school.workspace, what, {"title": "Fox"})
    assert list(school.root.rglob("*.m4a.toml")) == []


@pytest.mark.parametrize(
    "name", ["Fox.toml", "fox.toml", "FOX.M4A.TOML", "Fox.m4a.toml", "Fox.pa.toml"]
)
def test_a_sidecar_that_speaks_of_it_is_seen_however_it_is_written(
    school: School, name: str
) -> None:
    """As a build reads it: a second one would win over what somebody said there."""
    school.write(f"recordings/en/{name}", 'rights = "families-only"\n')
    with pytest.raises(UsageError, match="there already") as refused:
        describe(school.workspace, FOX, {"title": "Fox"})
    assert refused.value.where == f"recordings/en/{name}"
    there = {each.name for each in (school.root / "recordings/en").iterdir()}
    assert there == {"Fox.m4a", "Fox.txt", name}


@pytest.mark.parametrize("title", ["The\x7f fox", "The \ud800fox", "The\x00\n fox", "The fox\x1b"])
def test_a_sidecar_can_always_be_read_again(school: School, title: str) -> None:
    """Control characters and lone surrogates are left out of it."""
    written = school.root / describe(school.workspace, FOX, {"title": title, "season": "02"})
    assert tomllib.loads(written.read_text(encoding="utf-8")) == {"title": "The fox", "season": 2}


def test_a_value_of_which_nothing_can_be_shown_says_nothing(school: School) -> None:
    """No empty sidecar is written."""
    with pytest.raises(UsageError, match="say something"):
        describe(school.workspace, FOX, {"title": "\x7f\ud800"})
    assert not (school.root / f"{FOX}.toml").exists()


def test_a_teller_can_be_taken_away(school: School) -> None:
    """With nothing else said: the file's name would go on naming the child."""
    path = describe(school.workspace, FOX, {"teller": ""})
    assert tomllib.loads((school.root / path).read_text(encoding="utf-8")) == {"teller": ""}


def test_a_value_that_is_not_understood_is_told_without_a_file_that_is_not_there(
    school: School,
) -> None:
    """No sidecar was written."""
    with pytest.raises(UsageError, match=r"^language: “Panjabbi”"):
        describe(school.workspace, FOX, {"language": "Panjabbi"})


def test_what_is_to_be_cut_is_checked_before_it_is_written(school: School) -> None:
    """As somebody types it, in minutes and seconds."""
    with pytest.raises(UsageError, match="“0:12” is not after “0:15”"):
        describe(school.workspace, FOX, {"cut": "0:15-0:12"})
    given = {"cut": "0:12-0:15, 1:02-1:05", "start": "0:03", "captions": "keep"}
    written = school.root / describe(school.workspace, FOX, given)
    assert tomllib.loads(written.read_text(encoding="utf-8")) == given
