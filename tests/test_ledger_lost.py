"""The ledger damaged, shortened, lost or put back from a backup, in a school that is public."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from schools import School

from media_pipeline.cli import cli
from media_pipeline.errors import LedgerError, WorkspaceError
from media_pipeline.workspace.ledger import open_ledger

Named = Callable[[str], Path]
Change = Callable[[Path], object]
MEMO, FRENCH = "recordings/Reception/so/Dawacadii.m4a", "recordings/Year 3/fr/Le corbeau.opus"


@pytest.fixture(scope="module")
def open_one(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with two published stories; tests take copies of it."""
    school = School(tmp_path_factory.mktemp("open") / "school")
    school.drop(recording("memo.m4a"), MEMO.removeprefix("recordings/"))
    school.drop(recording("voice-note.opus"), FRENCH.removeprefix("recordings/"))
    return school.publish()


@pytest.fixture
def school(open_one: School, tmp_path: Path) -> School:
    """A copy of the school, in which a withdrawal has been decided and not been carried out."""
    copy = open_one.copied(tmp_path / "school")
    copy.stop("withdrawn", MEMO)
    return copy


def run(school: School, *words: str) -> Result:
    """Run a command in the school's workspace."""
    command, *rest = words
    return CliRunner().invoke(cli, [command, "-w", str(school.root), *rest])


def ledger(school: School) -> Path:
    """The ledger's file."""
    return school.root / "decisions/ledger.jsonl"


def lines(count: int) -> Change:
    """Cut lines off the end."""
    return lambda path: path.write_bytes(
        b"".join(path.read_bytes().splitlines(keepends=True)[:-count])
    )


def damaged(path: Path) -> None:
    """Another name in the first approval."""
    path.write_bytes(path.read_bytes().replace(b'"by":"Kim"', b'"by":"Tim"', 1))


CHANGES = [
    pytest.param(damaged, "is not what was written there", id="damaged"),
    pytest.param(lines(1), "lines, and its copy", id="without its last line"),
    pytest.param(lines(6), "lines, and its copy", id="without many lines"),
    pytest.param(Path.unlink, "the ledger is not there", id="missing"),
]


@pytest.mark.parametrize(("change", "said"), CHANGES)
def test_threat_23_the_build_stops_and_the_withdrawal_is_carried_out(
    school: School, change: Change, said: str
) -> None:
    """The other story, its feeds and the home page stay; nothing is written to the ledger."""
    stories = school.stories()
    change(ledger(school))
    before = ledger(school).read_bytes() if ledger(school).exists() else b""
    with pytest.raises(LedgerError, match=said) as caught:
        school.build()
    assert "restore-ledger" in str(caught.value)
    site, slug = school.site(), stories[MEMO]["slug"]
    assert [name for name, text in site.items() if slug in name or slug.encode() in text] == []
    french = stories[FRENCH]["slug"]
    assert {"index.html", "feeds/all.xml", f"stories/{french}/index.html"} <= site.keys()
    assert (ledger(school).read_bytes() if ledger(school).exists() else b"") == before


def test_threat_23_the_site_stays_where_nothing_was_withdrawn(open_one: School) -> None:
    """Byte for byte, with a damaged ledger."""
    whole, before = ledger(open_one).read_bytes(), open_one.site()
    damaged(ledger(open_one))
    try:
        with pytest.raises(LedgerError):
            open_one.build()
    finally:
        ledger(open_one).write_bytes(whole)
    assert open_one.site() == before


@pytest.mark.parametrize(("change", "_"), CHANGES)
def test_threat_27_an_older_ledger_is_completed_and_the_withdrawal_stands(
    school: School, change: Change, _: str
) -> None:
    """One command puts back what is missing, and the next build goes on."""
    whole = ledger(school).read_bytes()
    change(ledger(school))
    done = run(school, "restore-ledger")
    assert done.exit_code == 0, done.output
    assert ledger(school).read_bytes() == whole
    school.build()
    assert school.stories()[MEMO]["state"] == "withdrawn"
    assert school.stories()[FRENCH]["state"] == "published"


def test_threat_27_no_stick_is_made_of_what_an_older_ledger_lets(school: School) -> None:
    """It would have what was withdrawn."""
    lines(1)(ledger(school))
    assert run(school, "usb", str(school.root.parent / "stick")).exit_code == 1
    assert not list((school.root.parent / "stick").rglob("*.mp3"))


@pytest.mark.parametrize(("change", "said"), CHANGES)
@pytest.mark.parametrize(
    "words",
    [("status",), ("families",), ("approve", "--all"), ("unhold", FRENCH),
     ("hold", FRENCH, "--reason", "x"), ("erase", FRENCH, "--reason", "x", "--yes"),
     ("where", "R-014")],
    ids=lambda words: words[0],
)  # fmt: skip
def test_whoever_asks_or_decides_is_told_of_a_ledger_that_is_not_whole(
    school: School, words: tuple[str, ...], change: Change, said: str
) -> None:
    """It would call public what was withdrawn, or not know what is to be."""
    change(ledger(school))
    done = run(school, *words)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "restore-ledger" in done.stderr


def test_a_workspace_elsewhere_goes_on_and_begins_a_copy(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine has no copy of the ledger."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    school.build()
    (copy,) = (tmp_path / "state").rglob("ledger.jsonl")
    assert copy.read_bytes() == ledger(school).read_bytes()


def test_a_workspace_that_was_moved_finds_its_copy(school: School) -> None:
    """A withdrawal that its older ledger lacks is known still."""
    school.build()
    whole = ledger(school).read_bytes()
    school.root.rename(school.root.with_name("moved"))
    moved = School(school.root.with_name("moved"), now=school.now)
    lines(1)(ledger(moved))
    with pytest.raises(LedgerError, match="and its copy"):
        moved.build()
    assert run(moved, "restore-ledger").exit_code == 0
    assert ledger(moved).read_bytes() == whole


def test_a_moved_workspace_finds_its_copy_beside_those_of_folders_with_any_name(
    school: School,
) -> None:
    """An owner whose path is no text in UTF-8, as an old disk's, is another one's."""
    school.build()
    copy = open_ledger(school.workspace).copy
    assert copy is not None
    other = copy.parent.with_name("0-other")
    other.mkdir()
    (other / "workspace").write_bytes(b"/srv/\xe9cole\n")
    school.root.rename(school.root.with_name("moved"))
    moved = School(school.root.with_name("moved"), now=school.now)
    lines(1)(ledger(moved))
    with pytest.raises(LedgerError, match="and its copy"):
        moved.build()


def test_a_new_workspace_is_not_taken_for_the_one_that_stood_there(tmp_path: Path) -> None:
    """Its copy is kept beside, and a new one is begun."""
    folder = tmp_path / "school"
    copy = None
    for _ in range(2):
        assert run_init(folder).exit_code == 0
        workspace = School(folder).workspace
        copy = open_ledger(workspace).copy
        assert copy is not None
        assert copy.read_bytes() == (folder / "decisions/ledger.jsonl").read_bytes()
        shutil.rmtree(folder)
    assert copy is not None
    kept = copy.parent.parent.glob(f"{copy.parent.name}-before-*")
    assert len(list(kept)) == 1


def test_threat_27_settings_that_are_lost_too_bring_no_withdrawn_story_back(
    open_one: School, tmp_path: Path
) -> None:
    """``init`` leaves the ledger's copy where it is and says so; a build stops until it is back."""
    school = open_one.copied(tmp_path / "school")
    assert run(school, "withdraw", MEMO, "--reason", "a parent asked").exit_code == 0
    settings, whole = (school.root / "school.toml").read_bytes(), ledger(school).read_bytes()
    for lost in (school.root / "school.toml", ledger(school)):
        lost.unlink()
    done = run_init(school.root)
    assert done.exit_code == 0, done.output
    (said,) = (line for line in done.output.splitlines() if "restore-ledger" in line)
    (copy,) = (Path(each) for each in said.split() if each.endswith("ledger.jsonl"))
    assert copy.read_bytes() == whole
    assert not ledger(school).exists()
    (school.root / "school.toml").write_bytes(settings)
    with pytest.raises(LedgerError, match="restore-ledger"):
        school.build()
    assert run(school, "restore-ledger").exit_code == 0
    school.build()
    assert ledger(school).read_bytes() == whole
    assert school.stories()[MEMO]["state"] == "withdrawn"


@pytest.mark.parametrize(
    "left", ["recordings/Reception/Fox.m4a", "build/report.json", "decisions/public.json"]
)
def test_threat_27_a_folder_that_was_lived_in_keeps_its_copy(tmp_path: Path, left: str) -> None:
    """Whatever of it was lost; a folder that was begun and never used does not."""
    folder = tmp_path / "school"
    assert run_init(folder).exit_code == 0
    copy = open_ledger(School(folder).workspace).copy
    assert copy is not None
    before = copy.read_bytes()
    shutil.rmtree(folder)
    (folder / left).parent.mkdir(parents=True)
    (folder / left).touch()
    assert str(copy) in run_init(folder).output
    assert copy.read_bytes() == before


def run_init(folder: Path) -> Result:
    """Make a workspace."""
    return CliRunner().invoke(cli, ["init", str(folder)])


def test_the_copy_stands_where_the_setting_says(school: School) -> None:
    """Relative to the workspace, or anywhere."""
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'decisions_copy = "../other-disk/copy"\n{settings}')
    school.build()
    copy = school.root.parent / "other-disk/copy/ledger.jsonl"
    assert copy.read_bytes() == ledger(school).read_bytes()


def test_threat_30_broken_work_takes_no_site_down(
    open_one: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most stories can't be made: the site stays unless it is said otherwise."""
    monkeypatch.setattr("media_pipeline.stages.surveying.FEW", 0)
    school = open_one.copied(tmp_path / "school")
    shutil.rmtree(school.root / "build/cache")
    (school.root / "build/state.sqlite").unlink()
    monkeypatch.setattr("media_pipeline.media.audio.SoundWork.__call__", None)
    before = school.site()
    with pytest.raises(WorkspaceError, match="could not be made"):
        school.build(fresh=True)
    assert school.site() == before
    school.build(fresh=True, allow_missing=True)
    assert not any(name.startswith("stories/") for name in school.site())


def test_threat_30_withdrawals_do_not_count_as_lost(school: School) -> None:
    """All stories withdrawn, and their recordings deleted: an empty site is what was asked for."""
    school.stop("withdrawn", FRENCH)
    for path in (MEMO, FRENCH):
        (school.root / path).unlink()
    school.build()
    assert not any(name.startswith("stories/") for name in school.site())
