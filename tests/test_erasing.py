"""``erase``: nothing of a story is left on this machine but its digest."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from makers import camcorder
from PIL import Image
from remains import digest_of, remains, words_of
from schools import School

from media_pipeline.cli import cli
from media_pipeline.commands import erasing
from media_pipeline.gate.ledger import Ledger
from media_pipeline.workspace.ledger import open_ledger

Named = Callable[[str], Path]
CROW = "recordings/Reception/pa/ਪਿਆਸਾ ਕਾਂ - Simran.m4a"
FRENCH = "recordings/Year 3/fr/Le corbeau.opus"
COPY = "recordings/Year 3/pa/A copy.m4a"
BESIDE = [".toml", ".txt", ".vtt", ".jpg", " 2.jpg"]
REASON = ("--reason", "a canary of a reason", "--by", "Kim", "--yes")


@pytest.fixture(scope="module")
def open_one(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """Two published stories, one with all that may lie beside it and a copy; tests take copies."""
    school = School(tmp_path_factory.mktemp("open") / "school")
    school.drop(recording("memo.m4a"), CROW.removeprefix("recordings/"))
    school.drop(recording("memo.m4a"), COPY.removeprefix("recordings/"))
    school.drop(recording("voice-note.opus"), FRENCH.removeprefix("recordings/"))
    stem = CROW.removesuffix(".m4a")
    school.write(f"{stem}.toml", 'description = "ਇੱਕ ਕਾਂ ਸੀ।"\n')
    school.write(f"{stem}.txt", "ਇੱਕ ਕਾਂ ਸੀ।")
    school.write(f"{stem}.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nਕਾਂ\n")
    for name in (f"{stem}.jpg", f"{stem} 2.jpg", FRENCH.replace(".opus", ".jpg")):
        Image.new("RGB", (300, 200 + len(name)), "teal").save(school.root / name)
    school.write("recordings/recordings.csv", f"file,title\n{Path(FRENCH).name},Le corbeau\n")
    return school.publish()


@pytest.fixture
def school(open_one: School, tmp_path: Path) -> School:
    """A copy of that school."""
    return open_one.copied(tmp_path / "school")


def run(school: School, *words: str, typed: str = "") -> Result:
    """Run a command in the school's workspace."""
    command, *rest = words
    return CliRunner().invoke(cli, [command, "-w", str(school.root), *rest], input=typed)


def dropped(school: School) -> set[str]:
    """What lies in the drop folder."""
    found = (school.root / "recordings").rglob("*")
    return {each.relative_to(school.root).as_posix() for each in found if each.is_file()}


def test_the_path_of_an_earlier_take_erases_no_newer_one(school: School, recording: Named) -> None:
    """Nor does its folder."""
    old = school.drop(school.root / FRENCH, "Old/The raven.opus")
    fox = school.retake(FRENCH, recording("voice-note.ogg"))
    before = dropped(school)
    for word, told in ((old, "an earlier take of a story"), ("recordings/Old", "no such story")):
        refused = run(school, "erase", word, *REASON)
        assert refused.exit_code == 2
        assert told in refused.output
    assert dropped(school) == before
    assert school.stories()[FRENCH]["state"] == "published"
    assert run(school, "erase", fox, *REASON).exit_code == 0
    assert not {old, FRENCH} & dropped(school)


def test_a_part_of_an_earlier_take_erases_no_newer_one(school: School, recording: Named) -> None:
    """A camcorder's film was in several files."""
    parts = camcorder(school.root / "recordings/Year 3/en")
    first, second, _ = (each.relative_to(school.root).as_posix() for each in parts)
    sound = school.drop(recording("voice-note.ogg"), "Year 3/en/The film alone.ogg")
    school.build()
    film = school.stories()[first]["id"]
    school.approve(sound, story_id=film)
    before = dropped(school)
    refused = run(school, "erase", second, *REASON)
    assert refused.exit_code == 2
    assert "an earlier take of a story" in refused.output
    assert dropped(school) == before


def test_what_lies_where_it_was_received_goes_too(school: School) -> None:
    """The recording alone was moved, and approved there."""
    moved = "recordings/Reception/fr/Le grand corbeau.opus"
    (school.root / moved).parent.mkdir(parents=True)
    (school.root / FRENCH).rename(school.root / moved)
    school.build()
    school.approve()
    school.build()
    assert school.stories()[moved]["state"] == "published"
    assert run(school, "erase", moved, *REASON).exit_code == 0
    assert dropped(school).isdisjoint({moved, FRENCH.replace(".opus", ".jpg")})


def test_erased_story_is_left_nowhere_but_its_digest(school: School) -> None:
    """Recording, its copy, sidecar, words, pictures, cache and site; path, name and reason."""
    digest = digest_of(school, CROW)
    ledger, words = open_ledger(school.workspace), words_of(school, CROW, "Simran", "canary")
    done = run(school, "erase", CROW, *REASON)
    assert done.exit_code == 0, done.output
    assert dropped(school) == {
        FRENCH, FRENCH.replace(".opus", ".jpg"), "recordings/recordings.csv"
    }  # fmt: skip
    identity = {word for word in words if word.count("-") == 4 and len(word) == 36}
    left = remains(school.root, words - {digest} - identity)
    assert left == []
    assert {row.split(": ")[0] for row in remains(school.root, {digest})} == {
        "decisions/ledger.jsonl"
    }
    assert ledger.copy is not None
    assert remains(ledger.copy.parent, words - {digest} - identity) == []


def test_erased_ledger_still_verifies_and_builds(school: School) -> None:
    """The chain covers what was emptied; the other story stays public."""
    run(school, "erase", CROW, *REASON)
    lines = Ledger(school.root / "decisions").read()
    assert lines[-1].event.event == "erased"
    school.build()
    assert school.stories()[FRENCH]["state"] == "published"
    assert len(school.stories()) == 1


def test_threat_27_erased_bytes_dropped_again_are_held_and_told(
    school: School, recording: Named
) -> None:
    """The digest that is kept knows them."""
    run(school, "erase", CROW, *REASON)
    again = school.drop(recording("memo.m4a"), "Year 3/en/Again.m4a")
    done = run(school, "build")
    assert f"{again}: withdrawn. This recording was erased on " in done.output


def test_erase_asks_first(school: School) -> None:
    """Nothing is touched before somebody writes the word."""
    before = dropped(school), school.site()
    done = run(school, "erase", CROW, "--reason", "asked", typed="yes\n")
    assert done.exit_code == 1
    assert f"  {CROW}\n" in done.output
    assert (dropped(school), school.site()) == before
    assert run(school, "erase", CROW, "--reason", "asked", typed="ERASE\n").exit_code == 0


def test_erase_tells_where_copies_may_remain(school: School) -> None:
    """Rows of sheets, sticks, version control, backups."""
    (school.root.parent / ".git").mkdir()
    run(school, "usb", str(school.root.parent / "stick"))
    said = run(school, "erase", FRENCH, *REASON).output
    for words in ("recordings/recordings.csv: delete its rows", "git work tree", "backups",
                  "memory sticks made since (1)"):  # fmt: skip
        assert words in said


def test_what_speaks_of_another_recording_too_is_left_and_told(
    school: School, recording: Named
) -> None:
    """One picture for a sound and a film of one name."""
    shutil.copyfile(recording("voice-memo.caf"), school.root / FRENCH.replace(".opus", ".caf"))
    said = run(school, "erase", FRENCH, *REASON).output
    picture = FRENCH.replace(".opus", ".jpg")
    assert f"{picture} is another recording's, too, and was left." in said
    assert picture in dropped(school)


def test_a_recording_that_took_the_name_is_left(school: School, recording: Named) -> None:
    """The story is erased by its id; what lies there now is another's."""
    story = school.stories()[FRENCH]["id"]
    school.drop(recording("voice-note.ogg"), FRENCH.removeprefix("recordings/"))
    assert run(school, "erase", story, *REASON).exit_code == 0
    assert FRENCH in dropped(school)
    assert FRENCH.replace(".opus", ".jpg") in dropped(school)


def test_every_part_of_a_camcorders_film_is_erased(school: School) -> None:
    """Also after it was withdrawn, when nothing of it is remembered but by the ledger."""
    parts = camcorder(school.root / "recordings/Year 3/en")
    paths = [each.relative_to(school.root).as_posix() for each in parts]
    school.build()
    assert len(parts) == 3
    assert run(school, "withdraw", paths[0], *REASON[:4]).exit_code == 0
    done = run(school, "erase", paths[0], *REASON)
    assert done.exit_code == 0, done.output
    assert dropped(school) & set(paths) == set()
    assert "Erased: 3 files" in done.output


def test_threat_27_part_of_a_withdrawn_film_stays_withdrawn_and_is_erased(
    school: School,
) -> None:
    """A camcorder's files may be moved, and joined otherwise than they were."""
    parts = camcorder(school.root / "recordings/Year 3/en")
    school.build()
    first = parts[0].relative_to(school.root).as_posix()
    story = school.stories()[first]["id"]
    assert run(school, "withdraw", first, *REASON[:4]).exit_code == 0
    moved = school.root / "recordings/Reception" / parts[1].name
    parts[1].rename(moved)
    school.build()
    paths = {each.relative_to(school.root).as_posix() for each in (parts[0], parts[2], moved)}
    for path in paths:
        told = school.stories()[path]
        assert told["state"] == "withdrawn"
        assert "In it are files of a recording that was withdrawn" in told["reason"]
    done = run(school, "erase", story, *REASON)
    assert done.exit_code == 0, done.output
    assert "Erased: 3 files" in done.output
    assert dropped(school) & paths == set()


def test_threat_27_part_of_a_film_leaves_the_site_with_it_at_once(school: School) -> None:
    """A story of its own that lies elsewhere, and was approved, is the withdrawn film's picture."""
    parts = camcorder(school.root / "recordings/Year 3/en")
    lone = school.root / "recordings/Reception/en/Our pond.MTS"
    lone.parent.mkdir(parents=True)
    shutil.copyfile(parts[1], lone)
    school.build()
    path = lone.relative_to(school.root).as_posix()
    school.approve(path)
    school.build()
    slug = school.stories()[path]["slug"]
    assert [name for name in school.site() if slug in name]
    film = parts[0].relative_to(school.root).as_posix()
    assert run(school, "withdraw", film, *REASON[:4]).exit_code == 0
    assert not [name for name in school.site() if slug in name]


def test_what_a_killed_takedown_was_making_goes(school: School) -> None:
    """It may name the story."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = school.root / f"build/cache/aside-{gone.pid}/said.json"
    left.parent.mkdir()
    left.write_text("ਪਿਆਸਾ ਕਾਂ", encoding="utf-8")
    assert run(school, "erase", CROW, *REASON).exit_code == 0
    assert not left.parent.exists()


class Killed(BaseException):
    """As if the process had ended there."""


@pytest.mark.parametrize("moment", ["first file", "last file", "words noted", "ledger"])
def test_killed_erasure_is_completed_by_the_same_command(
    school: School, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Whenever it ended."""
    words = words_of(school, CROW, "Simran", "canary")
    deleted: list[Path] = []
    real = erasing._delete

    def delete(path: Path) -> None:
        if moment == "first file" or (moment == "last file" and len(deleted) == 6):
            raise Killed
        deleted.append(path)
        real(path)

    def stop(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_delete", delete)
        if moment == "words noted":
            patch.setattr(erasing, "forget", stop)
        if moment == "ledger":
            patch.setattr(Ledger, "settle", stop)
        with pytest.raises(Killed):
            CliRunner().invoke(
                cli, ["erase", "-w", str(school.root), CROW, *REASON], catch_exceptions=False
            )
    assert run(school, "erase", CROW, *REASON).exit_code == 0
    digest = digest_of_emptied(school)
    identity = {word for word in words if word.count("-") == 4 and len(word) == 36}
    assert remains(school.root, words - identity - {digest}) == []
    school.build()
    assert set(school.stories()) == {FRENCH}


def digest_of_emptied(school: School) -> str:
    """The digest in the line of the withdrawal."""
    rows = (school.root / "decisions/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    return str(next(row["digest"] for row in map(json.loads, rows) if row["event"] == "withdrawn"))
