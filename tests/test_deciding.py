"""Approving, holding and withdrawing in a workspace: what is refused, and what is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from schools import School

from media_pipeline.cli import cli
from media_pipeline.errors import LedgerError

Named = Callable[[str], Path]
MEMO = "recordings/Reception/Somali/Dawacadii.m4a"
REASON = ("--reason", "a parent asked")


@pytest.fixture
def school(tmp_path: Path, recording: Named) -> School:
    """A school with one published story."""
    school = School(tmp_path / "school")
    school.drop(recording("memo.m4a"), MEMO.removeprefix("recordings/"))
    return school.publish()


def run(school: School, command: str, *words: str) -> Result:
    """Run a command in the school's workspace."""
    return CliRunner().invoke(cli, [command, "-w", str(school.root), *words])


def test_a_withdrawal_that_lost_its_newline_holds(school: School) -> None:
    """The story does not come back to the site."""
    school.stop("withdrawn", MEMO)
    ledger = school.root / "decisions/ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().removesuffix(b"\n"))
    school.build()
    assert school.stories()[MEMO]["state"] == "withdrawn"
    assert not [name for name in school.site() if name.startswith("stories/")]


def test_a_public_school_without_its_ledger_is_not_built(school: School) -> None:
    """No new ledger is begun in its place, and the site stays as it is."""
    before = school.site()
    (school.root / "decisions/ledger.jsonl").unlink()
    with pytest.raises(LedgerError, match="the ledger is not there"):
        school.build()
    assert not (school.root / "decisions/ledger.jsonl").exists()
    assert school.site() == before


def test_what_an_older_ledger_does_not_know_is_built_first(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger that was put back where nothing has a copy of it stays readable."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another machine"))
    ledger = school.root / "decisions/ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().splitlines(keepends=True)[0])
    result = run(school, "withdraw", MEMO, *REASON)
    assert result.exit_code == 2
    assert "Build first so that it is known" in result.stderr
    school.build()
    assert run(school, "withdraw", MEMO, *REASON).exit_code == 0


def test_holding_a_folder_leaves_what_was_withdrawn(school: School) -> None:
    """Before and after a build; by name it is refused, with a sentence."""
    school.stop("withdrawn", MEMO)
    for _ in range(2):
        assert run(school, "hold", "recordings", *REASON).exit_code == 0
        named = run(school, "hold", MEMO, *REASON)
        assert (named.exit_code, "it was withdrawn" in named.stderr) == (2, True)
        school.build()
        assert school.stories()[MEMO]["state"] == "withdrawn"


def test_a_reused_name_is_the_recording_that_is_there(school: School, recording: Named) -> None:
    """It can be withdrawn by its path; the one that is gone, by its id."""
    former = school.stories()[MEMO]["id"]
    school.drop(recording("voice-note.opus"), "Reception/Somali/Dawacadii.m4a")
    school.build(allow_missing=True)
    assert run(school, "withdraw", MEMO, *REASON).exit_code == 0
    assert run(school, "withdraw", former, *REASON).exit_code == 0
    school.build()
    assert school.stories()[MEMO]["state"] == "withdrawn"


def test_an_empty_id_to_replace_is_refused(school: School) -> None:
    """A script's variable that is not set approves nothing."""
    result = run(school, "approve", MEMO, "--as", "")
    assert result.exit_code == 2
    assert "no story of that id" in result.stderr


def test_a_folder_is_no_new_take(school: School, recording: Named) -> None:
    """Of one that a colleague holds, ``approve FOLDER`` approves nothing either."""
    new = school.drop(recording("voice-note.ogg"), "Year 3/en/Alone/Geri.ogg")
    school.build()
    school.stop("held", new)
    result = run(school, "approve", new.rpartition("/")[0], "--as", school.stories()[MEMO]["id"])
    assert result.exit_code == 2
    assert "by its path or id" in result.stderr


def test_a_copys_path_is_its_storys(school: School) -> None:
    """As ``status`` tells where the same recording lies, too."""
    copy = school.drop(school.root / MEMO, "Year 3/en/Copy.m4a")
    school.build()
    for command in ("hold", "withdraw"):
        result = run(school, command, copy, *REASON)
        assert (result.exit_code, MEMO in result.output) == (0, True)
    assert run(school, "unhold", "recordings/Year 3", "--by", "Kim").exit_code == 2


def test_a_copys_path_describes_its_story(school: School) -> None:
    """A sidecar beside a copy would not be used."""
    copy = school.drop(school.root / MEMO, "Year 3/en/Copy.m4a")
    school.build()
    result = run(school, "describe", copy, "--teller", "Amina")
    assert f"Written: {MEMO}.toml." in result.output


def test_paths_may_start_where_one_is(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or at the root of the disk; what lies outside of the workspace is no story."""
    within = MEMO.removeprefix("recordings/")
    for folder, word in (
        (school.root, MEMO),
        (school.root / "recordings", within),
        (school.root / "recordings", f"./{within}"),
        (school.root / "recordings", "Reception/"),
        (school.root.parent, f"{school.root.name}/{MEMO}"),
        (school.root.parent, str(school.root / MEMO)),
    ):
        monkeypatch.chdir(folder)
        result = run(school, "hold", word, *REASON)
        assert (result.exit_code, MEMO in result.output) == (0, True), word
    result = run(school, "hold", str(school.root.parent), *REASON)
    assert (result.exit_code, "no such story" in result.stderr) == (2, True)
    assert run(school, "describe", str(school.root / MEMO), "--teller", "Amina").exit_code == 0
    assert (school.root / f"{MEMO}.toml").exists()


def retitled(school: School, path: str, title: str) -> str:
    """Give a story another title and approve it so; returns its slug."""
    school.write(f"{path}.toml", f'title = "{title}"\nlanguage = "so"\n')
    school.build()
    school.approve(path)
    school.build()
    return str(school.stories()[path]["slug"])


def test_an_address_that_was_never_public_goes_with_its_title(
    school: School, recording: Named
) -> None:
    """Somebody saw the name in it in time, and corrected it."""
    path = school.drop(recording("eight-bits.wav"), "Somali/Amina Khan was naughty.wav")
    school.build()
    school.approve(path)
    slug = retitled(school, path, "The nice fox")
    assert slug.startswith("the-nice-fox-")
    assert not [name for name, held in school.site().items() if b"amina-khan" in held]
    assert not [name for name in school.site() if "amina-khan" in name]


def test_an_address_that_was_public_is_for_life(school: School) -> None:
    """Whatever the title becomes, and though the site was built anew since."""
    slug = school.stories()[MEMO]["slug"]
    school.stop("held", MEMO)
    shutil.rmtree(school.root / "build")
    assert retitled(school, MEMO, "The nice fox") == slug


def test_status_says_what_is_approved_and_not_on_the_site_yet(
    school: School, recording: Named
) -> None:
    """Nobody need wonder what is public."""
    path = school.drop(recording("eight-bits.wav"), "Somali/Bisad.wav")
    school.build()
    school.approve(path)
    said = "1 approved story comes onto the site with the next build: media-pipeline build"
    assert said in run(school, "status").output
    school.build()
    assert "with the next build" not in run(school, "status").output
