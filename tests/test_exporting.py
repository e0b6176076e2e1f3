"""A copy of the site on a memory stick: what is on it, what is not, and that it opens."""

from __future__ import annotations

import errno
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from schools import SETTINGS, School, tree
from tools_needed import mounted

from media_pipeline.cli import cli
from media_pipeline.model import Page
from media_pipeline.publish.check import check_site
from media_pipeline.publish.usb.fat import room_taken, wrong_names
from media_pipeline.publish.usb.folder import MARK, Stick
from media_pipeline.scrub.proof import scanning
from media_pipeline.tools import files

Named = Callable[[str], Path]


def usb(school: School, stick: Path, *words: str) -> Result:
    """Copy to a stick."""
    said = ["usb", str(stick), "-w", str(school.root), *words]
    return CliRunner().invoke(cli, said, catch_exceptions=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, recording: Named) -> School:
    """A school with two sounds and a film, all public. No test changes it."""
    school = School(tmp_path_factory.mktemp("built") / "school")
    school.drop(recording("memo.m4a"), "Reception/Somali/Dawacadii.m4a")
    school.drop(recording("voice-note.opus"), "Reception/French/Le corbeau.opus")
    school.drop(recording("plain.mp4"), "Year 3/English/Films/Our pond.mp4")
    return school.publish()


@pytest.fixture
def school(built: School, tmp_path: Path) -> School:
    """A copy of it to work on."""
    return built.copied(tmp_path / "school")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick, with what Windows leaves on it."""
    stick = tmp_path / "stick"
    (stick / "System Volume Information").mkdir(parents=True)
    return stick


def test_a_stick_has_every_story_under_names_that_any_system_reads(
    school: School, stick: Path
) -> None:
    """All of them, in one language, with a start page."""
    said = usb(school, stick)
    assert said.exit_code == 0, said.output
    assert "3 stories" in said.output
    assert "can't be called back" in said.output
    there = tree(stick)
    assert wrong_names(Page(path, b"") for path in there) == []
    assert sum(bool(re.fullmatch(r"site/stories/[^/]+/index\.html", each)) for each in there) == 3
    assert not any(each.startswith("site/fr/") for each in there)
    assert b"Please delete this copy" in there["START.html"]


def test_pages_name_only_what_is_on_the_stick(school: School, stick: Path) -> None:
    """No link and no player leads to a file that was left behind."""
    assert usb(school, stick, "--size", "5MB").exit_code == 0
    named = {
        page.parent / link
        for page in (stick / "site").glob("stories/*/index.html")
        for link in re.findall(r'(?:href|src|poster)="([^":#]+)', page.read_text("utf-8"))
        if "media/" in link
    }
    assert named
    assert [path for path in named if not path.is_file()] == []


def test_a_language_may_be_chosen(school: School, stick: Path) -> None:
    """Its pages stand at the root; one that the school has not is refused."""
    usb(school, stick, "--language", "fr")
    assert '<html lang="fr"' in (stick / "site/index.html").read_text("utf-8")
    assert usb(school, stick, "--language", "ur").exit_code == 2


def test_a_second_copy_copies_only_what_differs(school: School, stick: Path) -> None:
    """Nothing, where nothing changed."""
    usb(school, stick)
    assert "0 files copied, 0 deleted." in usb(school, stick).output


def test_a_stick_has_the_logo_and_the_names_of_languages(
    school: School, stick: Path, recording: Named
) -> None:
    """Both beside the pages that name them; a spoken name is no story there either."""
    Image.new("RGB", (300, 300), "teal").save(school.root / "logo.png")
    school.write("school.toml", f'{SETTINGS}\n[look]\nlogo = "logo.png"\n')
    school.drop(recording("voice-note.ogg"), "Spoken names/Somali.ogg")
    school.publish()
    assert "3 stories" in usb(school, stick).output
    there = tree(stick)
    assert "site/icons/logo.png" in there
    page = there["site/index.html"].decode()
    (sound,) = set(re.findall(r"media/somali-[\w-]+\.mp3|media/soomaali-[\w-]+\.mp3", page))
    assert f"site/{sound}" in there
    assert sum(bool(re.fullmatch(r"site/stories/[^/]+/index\.html", each)) for each in there) == 3


def test_what_was_withdrawn_since_the_last_build_is_not_copied(school: School, stick: Path) -> None:
    """And goes from a stick that has it: the ledger counts, not what the site shows."""
    usb(school, stick)
    gone = next(each for each in school.stories().values() if "Somali" in each["path"])
    school.stop("withdrawn", gone["path"])
    assert "2 stories" in usb(school, stick).output
    there = tree(stick)
    slug = gone["slug"]
    assert [path for path, data in there.items() if slug in path or slug.encode() in data] == []


def test_a_stick_is_not_emptied_for_want_of_a_build(school: School, stick: Path) -> None:
    """``build`` may be deleted at any time."""
    usb(school, stick)
    before = tree(stick)
    shutil.rmtree(school.root / "build")
    said = usb(school, stick)
    assert (said.exit_code, "Build first" in said.stderr) == (1, True)
    assert tree(stick) == before


def test_what_was_withdrawn_leaves_a_stick_though_no_other_story_is_made(
    school: School, stick: Path
) -> None:
    """The recordings of the others are gone, which is no want of a build."""
    usb(school, stick)
    first, *others = school.stories()
    for path in others:
        (school.root / path).unlink()
    school.build(allow_missing=True)
    school.stop("withdrawn", first)
    school.build(allow_missing=True)
    assert usb(school, stick).exit_code == 0
    assert not list((stick / "site").rglob("*.mp3"))


def test_what_somebody_deleted_on_a_stick_is_not_counted_as_deleted(
    school: School, stick: Path
) -> None:
    """It is copied again."""
    usb(school, stick)
    shutil.rmtree(stick / "site/media")
    assert re.search(r"[1-9]\d* files copied, 0 deleted\.", usb(school, stick).output)


def test_where_little_fits_the_newest_small_files_do(school: School, stick: Path) -> None:
    """It keeps within the size, and says how many are left out."""
    usb(school, stick)
    whole = _taken(stick)
    held = [len({*tree(stick)})]
    for part in (0.97, 0.9, 0.8, 0.7):
        usb(school, stick, "--size", f"{whole * part / 1e6:.3f}MB")
        assert _taken(stick) <= whole * part
        held.append(len({*tree(stick)}))
    assert held == sorted(held, reverse=True)
    assert usb(school, stick, "--size", "0.1MB").exit_code == 1


def test_a_folder_with_other_things_is_refused(school: School, stick: Path) -> None:
    """Nothing of it is touched; nor does a copy stand in the workspace."""
    (stick / "Holiday.jpg").write_bytes(b"ours")
    assert usb(school, stick).exit_code == 2
    assert (stick / "Holiday.jpg").read_bytes() == b"ours"
    assert not (stick / "site").exists()
    assert usb(school, school.root / "build").exit_code == 2
    assert usb(school, stick / "no" / "such").exit_code == 2


def texts(stick: Path) -> str:
    """All that can be read on a stick."""
    endings = (".html", ".js", ".json", ".vtt", ".txt")
    there = tree(stick).items()
    return "\n".join(data.decode() for path, data in there if path.endswith(endings))


def slug_of(school: School, word: str) -> str:
    """The slug of the story in whose path the word stands."""
    return str(next(each["slug"] for path, each in school.stories().items() if word in path))


def path_of(school: School, word: str) -> str:
    """The path of that story's recording."""
    return next(path for path in school.stories() if word in path)


def test_every_reference_of_a_copy_leads_to_a_file(built: School, stick: Path) -> None:
    """In another language than the school's first; and nothing is there that needs a network."""
    usb(built, stick, "--language", "fr")
    site = stick / "site"
    with scanning(built.root, "") as scan:
        assert check_site(site, "", scan, lambda _path: None) == []
    home = (site / "index.html").read_text("utf-8")
    assert "subscribe/" not in home
    assert '<span lang="en" dir="ltr">Hill School</span>' in home
    assert [name for name in ("sw.js", "kept", "embed", "search") if (site / name).exists()] == []
    assert "https://stories.hill.example" not in texts(stick)


def test_what_must_go_is_gone_before_anything_is_written(
    school: School, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the stick is pulled out at the first write; and the same command mends it."""
    usb(school, stick)
    gone = slug_of(school, "Somali")
    school.stop("withdrawn", path_of(school, "Somali"))

    def pulled(*_: Any, **__: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as out:
        out.setattr(files, "write", pulled)
        said = usb(school, stick)
    assert said.exit_code == 1
    assert "it was pulled out, or it is broken." in said.output
    (stick / MARK).rename(stick.parent / MARK)
    assert gone not in texts(stick)
    (stick.parent / MARK).rename(stick / MARK)
    assert not (stick / "START.html").exists()
    assert usb(school, stick).exit_code == 0
    assert (stick / "START.html").exists()
    assert gone not in texts(stick)


def test_a_copy_that_was_broken_off_goes_on(
    built: School, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came whole is kept, half a file is not, and nothing leads into half a copy."""
    came: list[Path] = []

    def breaks(source: Path, target: Path, size: int) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        if len(came) == 3:
            target.write_bytes(b"half")
            raise OSError(errno.EIO, "Input/output error")
        shutil.copyfile(source, target)
        came.append(target)

    with monkeypatch.context() as out:
        out.setattr("media_pipeline.publish.usb.folder._copy", breaks)
        assert usb(built, stick).exit_code == 1
    assert not (stick / "START.html").exists()
    marks = {path: path.stat().st_mtime_ns for path in came}
    usb(built, stick)
    assert {path: path.stat().st_mtime_ns for path in came} == marks
    usb(built, tmp_path / "whole")
    assert tree(stick) == tree(tmp_path / "whole")


def test_what_is_not_ours_is_never_touched(school: School, stick: Path) -> None:
    """Somebody put things beside the copy, and into it."""
    usb(school, stick)
    theirs = [stick / "homework.doc", stick / "site/media/our-song.mp3"]
    for path in theirs:
        path.write_bytes(b"theirs")
    school.stop("withdrawn", path_of(school, "French"))
    assert usb(school, stick).exit_code == 0
    assert [path.read_bytes() for path in theirs] == [b"theirs", b"theirs"]


def test_a_file_that_stands_where_ours_must_is_refused(built: School, stick: Path) -> None:
    """And left as it is."""
    usb(built, stick)
    ours = json.loads((stick / MARK).read_text())
    del ours["files"]["site/index.html"]
    (stick / MARK).write_text(json.dumps(ours))
    (stick / "site/index.html").write_text("theirs")
    said = usb(built, stick)
    assert (said.exit_code, "not part of the copy" in said.output) == (2, True)
    assert (stick / "site/index.html").read_text() == "theirs"


def test_a_list_that_names_files_elsewhere_deletes_nothing_there(
    built: School, stick: Path
) -> None:
    """A stick comes back from other people's computers."""
    letter = stick.parent / "letter.txt"
    letter.write_text("dear")
    usb(built, stick)
    said = json.loads((stick / MARK).read_text())
    said["files"] |= {"../letter.txt": "", str(letter): "", "site/../../letter.txt": ""}
    (stick / MARK).write_text(json.dumps(said))
    assert usb(built, stick).exit_code == 0
    assert letter.read_text() == "dear"


def test_a_link_within_a_copy_is_refused(built: School, stick: Path) -> None:
    """Writing and deleting would follow it."""
    usb(built, stick)
    (stick / "site").rename(stick.parent / "elsewhere")
    (stick / "site").symlink_to(stick.parent / "elsewhere")
    assert "a link stands" in usb(built, stick).output


@pytest.mark.parametrize("folder", ["recordings/stick", "build/site", "."])
def test_the_workspaces_own_folders_are_refused(built: School, folder: str) -> None:
    """A copy among the recordings would be taken for new ones."""
    assert "workspace's own folders" in usb(built, built.root / folder).output


def test_a_withdrawal_while_it_copies_holds(
    school: School, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is read again before the page to start from is written."""
    gone, stops = slug_of(school, "French"), [path_of(school, "French")]
    bring = Stick.bring

    def slow(*given: Any) -> Any:
        done = bring(*given)
        if stops:
            school.stop("withdrawn", stops.pop())
        return done

    monkeypatch.setattr(Stick, "bring", slow)
    assert "2 stories" in usb(school, stick).output
    assert gone not in texts(stick)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB; left out where none can be mounted."""
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=2m", "tmpfs") as disk:
        yield disk


def test_a_disk_that_is_full_is_said(
    built: School, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where something else filled it while the copy was made; nothing is left to start from."""
    monkeypatch.setattr(Stick, "free", lambda _: 10**9)
    said = usb(built, small_disk)
    assert (said.exit_code, "it is full. Make room there" in said.output) == (1, True)
    assert not (small_disk / "START.html").exists()
    assert (small_disk / MARK).exists()


def test_no_more_is_copied_than_there_is_room_for(built: School, small_disk: Path) -> None:
    """Whatever size is said."""
    said = usb(built, small_disk, "--size", "8GB")
    assert (said.exit_code, "not even the newest" in said.output) == (1, True)
    assert list(small_disk.iterdir()) == []


@pytest.mark.needs_chromium
def test_a_story_plays_off_the_stick(school: School, stick: Path, chromium: Any) -> None:
    """From the start page to a story that is heard, with no server."""
    usb(school, stick)
    page = chromium.new_page()
    page.goto((stick / "START.html").as_uri())
    page.click("main a")
    page.wait_for_url("**/site/index.html")
    slug = next(each["slug"] for each in school.stories().values() if "Somali" in each["path"])
    page.goto((stick / f"site/stories/{slug}/index.html").as_uri())
    seconds = page.evaluate(
        """async () => {
            const audio = document.querySelector("audio");
            audio.preload = "auto";
            audio.load();
            await new Promise((done, no) => { audio.oncanplay = done; audio.onerror = no; });
            return audio.duration;
        }"""
    )
    page.close()
    assert seconds > 0


def _taken(stick: Path) -> int:
    pages = [Page(path, data) for path, data in tree(stick).items()]
    return room_taken(pages)


def test_a_copy_that_can_not_be_made_anew_goes(school: School, stick: Path) -> None:
    """What was withdrawn is not left on a stick because the rest of it does not fit."""
    usb(school, stick)
    school.stop("withdrawn", path_of(school, "Somali"))
    assert usb(school, stick, "--size", "0.1MB").exit_code == 1
    assert {*tree(stick)} <= {MARK}


def test_a_lost_logo_keeps_nothing_on_a_stick(school: School, stick: Path) -> None:
    """The copy is made without it."""
    Image.new("RGB", (300, 300), "teal").save(school.root / "logo.png")
    school.write("school.toml", f'{SETTINGS}\n[look]\nlogo = "logo.png"\n')
    school.build()
    usb(school, stick)
    gone = slug_of(school, "Somali")
    (school.root / "logo.png").unlink()
    school.stop("withdrawn", path_of(school, "Somali"))
    assert usb(school, stick).exit_code == 0
    assert gone not in texts(stick)
    assert "logo.png" not in texts(stick)


@pytest.mark.parametrize("listed", ["photos/Fox.wav", "C:/Users/me/Fox.wav", "../Fox.wav"])
def test_no_list_leads_a_copy_out_of_its_stick(
    school: School, stick: Path, tmp_path: Path, listed: str
) -> None:
    """A stick comes back from other people's computers."""
    (tmp_path / "away").mkdir()
    theirs = tmp_path / "away/Fox.wav"
    theirs.write_bytes(b"theirs")
    usb(school, stick)
    (stick / "photos").symlink_to(tmp_path / "away")
    said = json.loads((stick / MARK).read_bytes())
    said["files"][listed] = ""
    (stick / MARK).write_text(json.dumps(said))
    usb(school, stick)
    assert theirs.read_bytes() == b"theirs"
