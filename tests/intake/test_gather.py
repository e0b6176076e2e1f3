"""The whole of intake on real files: dropped, put with what lies beside them, read, refused."""

from __future__ import annotations

import os
import shlex
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import imageio_ffmpeg
import openpyxl
import pytest
from makers import H264, bars, voice

from media_pipeline.intake import probe as probing
from media_pipeline.intake.find import find
from media_pipeline.intake.gather import Intake, gather
from media_pipeline.model import Probe, Rights, Story
from media_pipeline.settings import Policy, SchoolClass, Settings
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.store import Store

Named = Callable[[str], Path]

SCHOOL = Settings(name="Hill", classes=(SchoolClass(id="reception", name={"en": "Reception"}),))


class Drop:
    """A workspace's drop folder, and what intake makes of it."""

    def __init__(self, root: Path, store: Store, recording: Named) -> None:
        self.root = root
        self.folder = root / "recordings"
        self.folder.mkdir()
        self._store = store
        self._recording = recording

    def sound(self, path: str, name: str = "memo.m4a") -> Path:
        """Drop a recording; each path has bytes of its own."""
        target = self.copy(path, name)
        with target.open("ab") as file:
            file.write(struct.pack(">I4s", 8 + len(path.encode()), b"free") + path.encode())
        return target

    def copy(self, path: str, name: str = "memo.m4a") -> Path:
        """Drop a recording as it is."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._recording(name), target)
        return target

    def write(self, path: str, content: str | bytes) -> Path:
        """Drop any file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return target

    def intake(self, settings: Settings = SCHOOL) -> Intake:
        """All that the drop folder holds."""
        inventory = find(self.root, settle=0, wait=lambda _: None)
        return gather(inventory, settings, self._store)

    def remember(self) -> None:
        """As a build does: how each story is told now."""
        self._store.keep_stories(self.intake().as_told, {}, {})

    def stories(self) -> dict[str, Story]:
        """The stories by their path in the drop folder."""
        return {
            each.recording.path.removeprefix("recordings/"): each for each in self.intake().stories
        }

    def story(self) -> Story:
        """The one story."""
        (story,) = self.intake().stories
        return story


@pytest.fixture
def drop(tmp_path: Path, recording: Named) -> Iterator[Drop]:
    """An empty drop folder."""
    with closing(Store(tmp_path / "build")) as store:
        yield Drop(tmp_path, store, recording)


def passed(intake: Intake) -> dict[str, str]:
    """What was passed over and is told."""
    return {
        each.path.removeprefix("recordings/"): each.why for each in intake.passed if not each.quiet
    }


def refused(intake: Intake) -> dict[str, str]:
    """What can't be used, and why."""
    return {each.path.removeprefix("recordings/"): each.reason for each in intake.refused}


# ── what lies beside a recording ──


def test_all_that_is_named_after_a_recording_lies_beside_it(drop: Drop) -> None:
    """Sidecar, text, pictures, words in two languages and words without times."""
    drop.sound("Reception/Fox.m4a")
    drop.write("Reception/Fox.toml", 'language = "pa"\nchapters = [["0:01", "The grapes"]]\n')
    drop.write("Reception/Fox.txt", "A tale\nof grapes.")
    for name in ("Fox.HEIC", "Fox.jpg", "Fox.vtt", "Fox.en.srt", "Fox.fr.words.txt"):
        drop.write(f"Reception/{name}", name)
    story, found = drop.story(), drop.intake()
    assert (story.language, story.description) == ("pa", {"pa": "A tale of grapes."})
    assert [each.path.rpartition("/")[2] for each in story.pictures] == ["Fox.HEIC", "Fox.jpg"]
    assert {each.path.rpartition("/")[2]: each.language for each in story.words} == {
        "Fox.vtt": "pa",
        "Fox.en.srt": "en",
        "Fox.fr.words.txt": "fr",
    }
    assert [chapter.title for chapter in story.chapters] == ["The grapes"]
    assert passed(found) == {}


def test_numbered_pictures_stand_in_the_order_of_their_numbers(drop: Drop) -> None:
    """Ten comes after nine, however a number is joined to the name; one without is the first."""
    drop.sound("en/Fox.m4a")
    names = ["Fox.jpg", "Fox 1.jpg", "Fox-2.jpg", "fox_03.png", "Fox 9.jpg", "Fox (10).jpg"]
    for name in reversed(names):
        drop.write(f"en/{name}", name)
    assert [each.path.rpartition("/")[2] for each in drop.story().pictures] == names
    assert passed(drop.intake()) == {}


def test_a_number_that_is_a_recordings_own_is_no_picture_of_another(drop: Drop) -> None:
    """Fox 2 is a story of its own, and its picture is never shown with Fox."""
    for name in ("Fox.m4a", "Fox 2.m4a"):
        drop.sound(f"en/{name}")
    for name in ("Fox 1.jpg", "Fox 2.jpg", "Fox_2.png", "Fox 2 1.jpg"):
        drop.write(f"en/{name}", name)
    shown = {
        path: [each.path.rpartition("/")[2] for each in story.pictures]
        for path, story in drop.stories().items()
    }
    assert shown == {"en/Fox.m4a": ["Fox 1.jpg"], "en/Fox 2.m4a": ["Fox 2.jpg", "Fox 2 1.jpg"]}
    assert passed(drop.intake()) == {"en/Fox_2.png": "No recording here has its name."}


def test_a_sidecar_with_the_whole_name_wins(drop: Drop) -> None:
    """Two recordings of one name, a sound and a film, may have one each."""
    drop.sound("en/Fox.m4a")
    drop.sound("en/Fox.mp4", "plain.mp4")
    drop.write("en/Fox.toml", 'title = "Of both"\n')
    drop.write("en/Fox.m4a.toml", 'title = "Of the sound"\n')
    assert {path: each.shown_title for path, each in drop.stories().items()} == {
        "en/Fox.m4a": "Of the sound",
        "en/Fox.mp4": "Of both",
    }


def test_what_is_named_after_one_recording_is_not_its_twins(drop: Drop) -> None:
    """Names that differ in case or composition only are two stories, each with its own."""
    for name in ("fox", "Fox", "Amélie", "Ame\u0301lie"):
        drop.sound(f"en/{name}.m4a")
        drop.write(f"en/{name}.toml", f'description = "{name.encode().hex()}"\n')
    drop.write("en/Fox.mp3.jpg", b"nobody's")
    for path, story in drop.stories().items():
        stem = path.removeprefix("en/").removesuffix(".m4a")
        assert story.description == {"en": stem.encode().hex()}
        assert story.pictures == ()


def test_a_name_in_another_case_is_meant_where_there_is_one_only(drop: Drop) -> None:
    """Cameras write capitals, people do not."""
    drop.sound("en/FOX.M4A")
    drop.write("en/fox.jpg", b"picture")
    drop.write("en/Fox.m4a.toml", 'title = "The fox"\n')
    story = drop.story()
    assert (story.shown_title, len(story.pictures)) == ("The fox", 1)


@pytest.mark.parametrize("ending", ["mov", "avi", "mts", "aac", "ogg", "ts"])
def test_a_recordings_ending_is_no_language(drop: Drop, ending: str) -> None:
    """Mohave, Avikam, Yora, Ari, Ogbogolo and Tsonga have these codes."""
    drop.sound(f"pa/Fox.{ending}")
    drop.write(f"pa/Fox.{ending}.vtt", "WEBVTT\n")
    assert [each.language for each in drop.story().words] == ["pa"]


def test_what_is_named_after_nothing_is_told(drop: Drop) -> None:
    """A typing mistake in a sidecar's name is not lost in silence."""
    drop.sound("en/Fox.m4a")
    for name in ("Fix.toml", "Fix 2.jpg", "Fox.xx9.vtt", "Fix.words.txt"):
        drop.write(f"en/{name}", "")
    assert set(passed(drop.intake()).values()) == {"No recording here has its name."}
    assert len(passed(drop.intake())) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"title = ",
        b"\xff\xfet\0",
        b"a = " + b"[" * 5000,
        b"a = " + b"9" * 9000,
        b"x" * 70_000,
        b"a." * 30_000 + b"a = 1",
    ],
)
def test_a_broken_sidecar_makes_its_story_wait_and_no_other(drop: Drop, content: bytes) -> None:
    """What somebody wanted to say is not known, so the story needs it."""
    drop.sound("en/Fox.m4a")
    drop.write("en/Fox.toml", content)
    drop.sound("en/Crow.m4a")
    stories = drop.stories()
    assert stories["en/Fox.m4a"].needs == ("sidecar",)
    assert stories["en/Fox.m4a"].notes[0].startswith("Fox.toml: it ")
    assert stories["en/Crow.m4a"].needs == ()


def test_a_sidecars_own_dates_are_dates(drop: Drop) -> None:
    """TOML's dates and times as well as texts."""
    for number, written in enumerate(("2026-03-04", "2026-03-04T10:00:00Z", '"2026-03-04"')):
        drop.sound(f"en/{number} foxes.m4a")
        drop.write(f"en/{number} foxes.toml", f"date = {written}\n")
    assert {str(story.told) for story in drop.stories().values()} == {"2026-03-04"}


def test_a_text_of_an_old_windows_keeps_its_accents(drop: Drop) -> None:
    """Notepad's texts, old and new."""
    drop.sound("fr/Un.m4a")
    drop.sound("fr/Deux.m4a")
    drop.write("fr/Un.txt", "Le Chat botté".encode("cp1252"))
    drop.write("fr/Deux.txt", "Le Chat botté".encode("utf-16"))
    assert {each.description["fr"] for each in drop.stories().values()} == {"Le Chat botté"}


def test_marks_of_direction_that_were_copied_with_a_line_are_no_mistake(drop: Drop) -> None:
    """Nobody sees them."""
    drop.sound("Fox.m4a")
    drop.write("Fox.toml", '\u2068title = "The vixen"\u2069\nlanguage = "en"\u2069\n')
    assert drop.story().needs == ()
    assert drop.story().shown_title == "The vixen"


def test_a_sidecar_is_read_as_its_byte_order_mark_says(drop: Drop) -> None:
    """Notepad's “Unicode” and “UTF-8 with BOM”."""
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16")):
        drop.sound(f"fr/{number}.m4a")
        drop.write(f"fr/{number}.toml", 'title = "Le Chat botté"\r\n'.encode(encoding))
    told = drop.stories().values()
    assert [(story.title["fr"], story.notes) for story in told] == [("Le Chat botté", ())] * 3


def test_an_attachment_that_is_gone_meanwhile_stops_nothing(drop: Drop) -> None:
    """It is told, and the recording is a story without it."""
    drop.sound("en/Fox.m4a")
    gone = [drop.write(f"en/Fox.{ending}", "x") for ending in ("jpg", "vtt", "txt")]
    inventory = find(drop.root, settle=0, wait=lambda _: None)
    for each in gone:
        each.unlink()
    found = gather(inventory, SCHOOL, drop._store)
    assert len(found.stories) == 1
    why = "It can't be read (No such file or directory)."
    assert passed(found) == {
        "en/Fox.jpg": why, "en/Fox.vtt": why, "en/Fox.txt": "It can't be read. Copy it again."
    }  # fmt: skip


# ── sheets ──


def test_the_nearest_sheet_speaks(drop: Drop) -> None:
    """A folder's own sheet goes before that of the folder above, row by row."""
    for name in ("One", "Two"):
        drop.sound(f"pa/{name}.m4a")
    drop.write("recordings.csv", "file,teller\npa/One,Above\nTwo,Above\n")
    book = openpyxl.Workbook()
    book.active.append(["file", "teller"])
    book.active.append(["One", "Near"])
    book.save(drop.folder / "pa" / "recordings.xlsx")
    assert {path: each.teller for path, each in drop.stories().items()} == {
        "pa/One.m4a": "Near",
        "pa/Two.m4a": "Above",
    }


PRIVATE = 'rights = "families-only"\n'


@pytest.mark.parametrize(
    "beside",
    [
        {"en/Fox.m4a.toml": 'title = "Fox"\n', "en/Fox.toml": PRIVATE},
        {"en/Fox.en.toml": 'title = "Fox"\n', "en/Fox.toml": PRIVATE},
        {"en/Fox.toml.txt": PRIVATE},
        {
            "en/recordings.csv": "file,title\nFox,Fox\n",
            "recordings.csv": "file,rights\nFox,families-only\n",
        },
        {"en/recordings.csv": "file,rights,rights\nFox,families-only,\n"},
        {"en/recordings.csv": "file,title,rights\nFox,Fox,\nFox.m4a,Fox,families-only\n"},
    ],
    ids=[
        "two sidecars",
        "a language's sidecar",
        "notepad",
        "two sheets",
        "column twice",
        "row twice",
    ],
)
def test_threat_25_what_keeps_a_recording_private_holds_wherever_it_is_said(
    drop: Drop, beside: dict[str, str]
) -> None:
    """Two people may have said something of it, each in a place of their own."""
    drop.sound("en/Fox.m4a")
    for path, text in beside.items():
        drop.write(path, text)
    assert drop.stories()["en/Fox.m4a"].rights is Rights.FAMILIES_ONLY


def test_threat_25_a_row_that_may_speak_of_two_keeps_both_private(drop: Drop) -> None:
    """Whether or not they were public before."""
    drop.sound("en/a/Hen.m4a")
    drop.sound("en/b/Hen.m4a")
    drop.write("en/recordings.csv", "file,title,rights\nHen,The hen,families-only\n")
    told = drop.stories().values()
    assert [each.rights for each in told] == [Rights.FAMILIES_ONLY] * 2
    assert "The hen" not in {each.shown_title for each in told}


def test_a_second_row_with_another_title_changes_nothing(drop: Drop) -> None:
    """The first holds, as is told, and what was approved stays."""
    drop.sound("en/Fox.m4a")
    drop.write("en/recordings.csv", "file,title\nFox,The fox\n")
    drop.remember()
    drop.write("en/recordings.csv", "file,title\nFox,The fox\nFox.m4a,Another\n")
    story = drop.story()
    assert (story.shown_title, story.needs, story.unread) == ("The fox", (), ("sheet",))


def test_a_row_that_may_speak_of_two_and_keeps_nothing_private_changes_neither(drop: Drop) -> None:
    """What was approved stays as it was."""
    drop.sound("en/a/Hen.m4a")
    drop.sound("en/b/Hen.m4a")
    drop.remember()
    drop.write("en/recordings.csv", "file,title\nHen,The hen\n")
    assert [each.needs for each in drop.stories().values()] == [(), ()]


def test_threat_25_what_is_to_be_cut_and_said_in_a_second_sidecar_is_waited_for(drop: Drop) -> None:
    """``describe`` wrote the first, and a teacher the second as the page for teachers says."""
    drop.sound("en/Fox.m4a")
    drop.write("en/Fox.m4a.toml", 'title = "Fox"\n')
    drop.write("en/Fox.toml", 'cut = [["0:00", "0:00.5"]]\n')
    assert drop.stories()["en/Fox.m4a"].needs == ("cut",)


def test_a_sidecar_goes_before_a_sheet_and_a_sheet_before_folders(drop: Drop) -> None:
    """On real files, field by field."""
    drop.sound("pa/Songs/Fox - Amina.m4a")
    drop.write("recordings.csv", "file;language;kind;teller\nFox - Amina;ur;play;Bilal\n")
    drop.write("pa/Songs/Fox - Amina.toml", 'language = "so"\n')
    story = drop.story()
    assert (story.language, story.kind, story.teller) == ("so", "play", "Bilal")


def test_a_broken_sheet_is_told_and_stops_nothing(drop: Drop) -> None:
    """The recordings stand without it."""
    drop.sound("en/Fox.m4a")
    drop.write("en/recordings.xlsx", b"PK\x03\x04 broken")
    drop.write("en/recordings.csv", "title\nFox\n")
    found = drop.intake()
    assert len(found.stories) == 1
    assert passed(found) == {
        "en/recordings.csv": "The sheet's first row needs a column called “file”.",
        "en/recordings.xlsx": (
            "The sheet can't be read as an Excel workbook; save it again as .xlsx."
        ),
    }


def test_a_sheet_with_merged_cells_is_waited_for(drop: Drop) -> None:
    """Excel shows “families-only” for both; the file has it for the first alone."""
    drop.sound("en/Fox.m4a")
    drop.sound("en/Crow.m4a")
    book = openpyxl.Workbook()
    for row in (["file", "rights"], ["Fox", "families-only"], ["Crow", "families-only"]):
        book.active.append(row)
    book.save(drop.folder / "en/recordings.xlsx")
    drop.remember()
    book.active.merge_cells("B2:B3")
    book.save(drop.folder / "en/recordings.xlsx")
    drop.remember()
    assert "Unmerge Cells" in passed(drop.intake())["en/recordings.xlsx"]
    assert {path: each.needs for path, each in drop.stories().items()} == {
        "en/Crow.m4a": ("sheet",),
        "en/Fox.m4a": ("sheet",),
    }


def test_what_a_sheet_said_is_waited_for_where_it_is_broken(drop: Drop) -> None:
    """A story that it restricted must not come back without that; others stand as they were."""
    drop.sound("en/Fox.m4a")
    drop.sound("en/Crow.m4a")
    drop.write("en/recordings.csv", "file,rights,cut\nFox,families-only,0:02-0:03\n")
    drop.remember()
    drop.write("en/recordings.csv", "File name,rights,cut\nFox,families-only,0:02-0:03\n")
    for _ in range(2):  # as long as it is broken
        drop.remember()
        assert {path: (each.needs, each.unclear) for path, each in drop.stories().items()} == {
            "en/Crow.m4a": ((), ()),
            "en/Fox.m4a": (("sheet",), ("sheet",)),
        }
    drop.write("en/recordings.csv", "file,rights\nFox,families-only\n")
    assert drop.stories()["en/Fox.m4a"].needs == ()


def test_the_first_sheet_that_is_broken_lets_nothing_new_be_approved(drop: Drop) -> None:
    """What was approved before it stands, as it is told as before."""
    drop.sound("en/Fox.m4a")
    drop.remember()
    drop.write("en/recordings.csv", "File name,rights\nFox,families-only\n")
    story = drop.story()
    assert (story.needs, story.unread) == ((), ("sheet",))


def test_a_row_that_may_mean_two_recordings_is_waited_for_by_both(drop: Drop) -> None:
    """It may be either's rights."""
    for name in ("Fox.m4a", "Crow.m4a"):
        drop.sound(f"en/{name}")
    drop.copy("en/Fox.opus", "voice-note.opus")
    drop.write("en/recordings.csv", "file,rights\nFox,families-only\n")
    assert {path: each.needs for path, each in drop.stories().items()} == {
        "en/Crow.m4a": (),
        "en/Fox.m4a": ("sheet",),
        "en/Fox.opus": ("sheet",),
    }


def test_a_picture_that_is_being_copied_is_no_recording_of_a_row(drop: Drop) -> None:
    """The row speaks of the recording beside it."""
    drop.sound("en/Fox.m4a")
    picture = drop.write("en/Fox.jpg", b"some")
    drop.write("en/recordings.csv", "file,rights\nFox,families-only\n")

    def grow(_: float) -> None:
        picture.write_bytes(b"some more")

    (story,) = gather(find(drop.root, wait=grow), SCHOOL, drop._store).stories
    assert (story.rights, story.needs) == (Rights.FAMILIES_ONLY, ())


@pytest.mark.parametrize(
    "name", ["en/Fox.toml", "en/fox.toml", "en/recordings.csv", "recordings.csv"]
)
def test_what_is_being_saved_is_waited_for(drop: Drop, name: str) -> None:
    """It said that the story is for families only, and may say it again."""
    drop.sound("en/Fox.m4a")
    drop.sound("fr/Crow.m4a")
    line = 'rights = "families-only"\n'
    path = drop.write(name, line if name.endswith(".toml") else "file,rights\nFox,families-only\n")
    drop.remember()

    def grow(_: float) -> None:
        path.write_bytes(path.read_bytes() + b"\n")

    found = gather(find(drop.root, wait=grow), SCHOOL, drop._store)
    needs = {each.recording.path: each.needs for each in found.stories}
    source = "sidecar" if name.endswith(".toml") else "sheet"
    assert needs == {"recordings/en/Fox.m4a": (source,), "recordings/fr/Crow.m4a": ()}
    assert found.unsure


def test_a_row_without_a_recording_is_told(drop: Drop) -> None:
    """And a row for a refused recording is not: it is there."""
    drop.write("en/Broken.mp3", "")
    drop.write("recordings.csv", "file\nen/Broken\nen/Fix.m4a\n")
    assert passed(drop.intake()) == {"recordings.csv": "No recording here is called “en/Fix.m4a”."}


# ── recordings ──


def test_identical_bytes_at_two_paths_are_one_story(drop: Drop) -> None:
    """The first path's, and it is said where the others lie."""
    for path in ("en/Fox.m4a", "fr/Renard.m4a", "pa/x/Fox copy.m4a"):
        drop.copy(path)
    story = drop.story()
    assert story.recording.path == "recordings/en/Fox.m4a"
    assert story.copies == ("recordings/fr/Renard.m4a", "recordings/pa/x/Fox copy.m4a")


@pytest.mark.parametrize(
    "other", ["en/New Recording 4.m4a", "en/Renard (2).m4a", "en/Renard_-_Copy.m4a"]
)
def test_of_copies_that_came_together_one_that_a_person_named_speaks(
    drop: Drop, other: str
) -> None:
    """Wherever it lies: else its title and language would be lost."""
    drop.copy(other)
    drop.copy("fr/Renard.m4a")
    story = drop.story()
    assert (story.recording.path, story.copies) == (
        "recordings/fr/Renard.m4a",
        (f"recordings/{other}",),
    )


def test_a_copy_does_not_speak_for_a_recording_that_is_known(drop: Drop) -> None:
    """Whoever lays a copy into a folder that comes first has not told another story."""
    for path in ("Assembly/For Friday.m4a", "so/Reception/Dawaco.m4a"):
        drop.copy(path)
    inventory = find(drop.root, settle=0, wait=lambda _: None)
    (first,) = drop.intake().stories
    known_at = {first.recording.digest: "recordings/so/Reception/Dawaco.m4a"}
    (story,) = gather(inventory, SCHOOL, drop._store, known_at=known_at).stories
    assert (story.recording.path, story.copies) == (
        "recordings/so/Reception/Dawaco.m4a",
        ("recordings/Assembly/For Friday.m4a",),
    )


@pytest.mark.parametrize("own", ["", 'rights = "own"\n'])
def test_rights_beside_a_copy_bind_the_story_and_the_rest_is_told(drop: Drop, own: str) -> None:
    """A family's no holds wherever it was written."""
    for path in ("en/Fox.m4a", "fr/Renard.m4a"):
        drop.copy(path)
    drop.write("en/Fox.toml", f'kind = "story"\n{own}')
    drop.write("fr/Renard.toml", 'rights = "families-only"\nkind = "story"\nteller = "Amina"\n')
    drop.write("fr/Renard.jpg", b"picture")
    story = drop.story()
    assert (story.rights, story.teller, story.pictures) == (Rights.FAMILIES_ONLY, "", ())
    assert story.notes == (
        (
            "recordings/fr/Renard.m4a: not used, as the first of the same recording goes before "
            "it: teller."
        ),
        (
            "recordings/fr/Renard.jpg: not used, as it is beside a copy or a later part of its "
            "recording."
        ),
    )


def test_a_row_of_a_sheet_for_a_copy_binds_too(drop: Drop) -> None:
    """Whichever path the row names."""
    for path in ("en/Fox.m4a", "fr/Renard.m4a"):
        drop.copy(path)
    drop.write("recordings.csv", "file,rights\nRenard,families-only\n")
    assert drop.story().rights is Rights.FAMILIES_ONLY


def test_rights_beside_a_copy_that_are_not_understood_are_waited_for(drop: Drop) -> None:
    """They may have said families-only."""
    for path in ("en/Fox.m4a", "fr/Renard.m4a"):
        drop.copy(path)
    drop.write("fr/Renard.toml", 'rights = "familys-only"\n')
    assert drop.story().needs == ("rights",)


def test_a_sidecars_names_of_fields_are_in_any_case(drop: Drop) -> None:
    """As a sheet's are; the same name twice is not understood."""
    drop.sound("en/Fox.m4a")
    drop.write("en/Fox.toml", 'Rights = "families-only"\nTITLE = "The fox"\n')
    drop.sound("en/Crow.m4a")
    drop.write("en/Crow.toml", 'Rights = "families-only"\nrights = "own"\n')
    stories = drop.stories()
    fox = stories["en/Fox.m4a"]
    assert (fox.rights, fox.shown_title, fox.notes) == (Rights.FAMILIES_ONLY, "The fox", ())
    assert stories["en/Crow.m4a"].needs == ("sidecar",)


def test_refused_files_stop_nothing_and_are_left_where_they_are(drop: Drop) -> None:
    """Each has its own sentence; the recording beside them is a story."""
    drop.sound("en/Fox.m4a")
    files = {
        "en/empty.mp3": b"",
        "en/list.mp3": b"#EXTM3U\nfile:///etc/passwd\n",
        "en/page.mp4": b"<html></html>",
        "en/zeros.wav": bytes(4000),
    }
    for path, content in files.items():
        drop.write(path, content)
    found = drop.intake()
    assert [each.recording.path for each in found.stories] == ["recordings/en/Fox.m4a"]
    assert set(refused(found)) == set(files)
    assert len(set(refused(found).values())) == 4
    assert {path: (drop.folder / path).read_bytes() for path in files} == files


def test_a_recording_of_thirty_years_is_refused(drop: Drop) -> None:
    """The school says how long one may be."""
    film = drop.sound("en/Fox.mkv", "matroska.mkv")
    content = bytearray(film.read_bytes())
    place = content.index(b"\x44\x89\x88") + 3
    content[place : place + 8] = struct.pack(">d", 1e12)
    film.write_bytes(content)
    assert refused(drop.intake()) == {"en/Fox.mkv": "It is longer than 6 hours. Cut it into parts."}


def test_threat_03_hours_of_nothing_are_refused(drop: Drop) -> None:
    """A late timestamp asks for hours of pictures that a few kilobytes do not hold."""
    film = drop.sound("en/Fox.mkv", "matroska.mkv")
    content = bytearray(film.read_bytes())
    place = content.index(b"\x44\x89\x88") + 3
    content[place : place + 8] = struct.pack(">d", 5 * 3600 * 1000)
    film.write_bytes(content)
    assert refused(drop.intake()) == {
        "en/Fox.mkv": "It says that it lasts 5:00:00, but there is next to nothing in it: the file "
        "is damaged. Copy it again, or record again."
    }


def test_the_longest_length_is_a_setting(drop: Drop) -> None:
    """Two seconds are more than a two-thousandth of an hour."""
    drop.sound("en/Fox.m4a")
    short = SCHOOL.model_copy(update={"policy": Policy(max_hours=0.0005)})
    assert drop.intake(short).stories == ()
    assert len(drop.intake().stories) == 1


def test_a_known_file_is_not_looked_at_again(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor a renamed one, nor a refused one: what was seen is kept by the bytes."""
    fox = drop.sound("en/Fox.m4a")
    drop.write("en/words.mp3", "words")
    before = drop.intake()
    fox.rename(fox.with_name("Renard.m4a"))

    def never(*_: object) -> Probe:
        raise AssertionError

    monkeypatch.setattr(probing, "probe", never)
    after = drop.intake()
    assert after.stories[0].probe == before.stories[0].probe
    assert refused(after) == refused(before)


def test_a_tools_failure_is_told_and_tried_again(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been the machine: the next look finds a story."""
    drop.sound("en/Fox.m4a")
    monkeypatch.setattr(Reader, "_ask", lambda *_: None)
    (why,) = refused(drop.intake()).values()
    assert "more time or memory" in why
    monkeypatch.undo()
    assert len(drop.intake().stories) == 1


def test_threat_21_a_file_replaced_within_the_second_at_its_size_is_noticed(drop: Drop) -> None:
    """Other bytes are another recording, whatever size and time say."""
    path = drop.sound("en/Fox.m4a")
    times = path.stat()
    before = drop.story().recording.digest
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert drop.story().recording.digest != before


def test_threat_20_a_file_that_changes_while_it_is_read_is_left_for_later(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest would be that of no file that ever was."""
    path = drop.sound("en/Fox.m4a")
    look = probing.probe

    def while_it_grows(reader: Reader, name: str) -> Probe:
        seen = look(reader, name)
        with path.open("ab") as file:
            file.write(b"more")
        return seen

    monkeypatch.setattr(probing, "probe", while_it_grows)
    found = drop.intake()
    assert found.stories == ()
    assert passed(found) == {"en/Fox.m4a": "It is still being copied; the next build takes it."}


def test_a_growing_file_is_told_and_so_is_nothing_beside_it(drop: Drop) -> None:
    """Its sidecar waits with it."""
    path = drop.sound("en/Fox.m4a")
    drop.write("en/Fox.toml", 'title = "The fox"\n')

    def grow(_: float) -> None:
        path.write_bytes(b"more")

    found = gather(find(drop.root, wait=grow), SCHOOL, drop._store)
    assert passed(found) == {"en/Fox.m4a": "It is still being copied; the next build takes it."}


def test_a_cameras_card_is_one_story_for_each_recording(drop: Drop) -> None:
    """Parts joined, index files and previews passed over in silence."""
    stream = drop.folder / "Reception/fr/PRIVATE/AVCHD/BDMV/STREAM"
    stream.mkdir(parents=True)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error"]
    command += shlex.split(f"{bars(seconds=4)} {voice(4)} {H264} -g 25 -c:a ac3 -f segment")
    command += ["-segment_format", "mpegts", "-segment_time", "2", str(stream / "%05d.MTS")]
    subprocess.run(command, check=True)
    drop.copy(f"{stream.relative_to(drop.folder)}/00002.MTS", "interlaced.mts")
    for name in ("BDMV/INDEX.BDM", "BDMV/MOVIEOBJ.BDM", "BDMV/CLIPINF/00000.CPI",
                 "BDMV/PLAYLIST/00000.MPL", "AVCHDTN/THUMB.TDT"):  # fmt: skip
        drop.write(f"Reception/fr/PRIVATE/AVCHD/{name}", b"index")
    found = drop.intake()
    assert [len(each.recording.parts) for each in found.stories] == [2, 1]
    assert found.stories[0].recording.bytes == sum(
        (stream / name).stat().st_size for name in ("00000.MTS", "00001.MTS")
    )
    assert (found.stories[0].class_id, found.stories[0].language) == ("reception", "fr")
    assert passed(found) == {}
    assert found.stories[0].notes == ()


@pytest.mark.parametrize(
    "name", ["-y", "http:x", "100%d", "a\nb", "'\"$(x)", "🦊", "\u202e3pm.fox"]
)
def test_odd_names_are_stories_or_need_a_title(drop: Drop, name: str) -> None:
    """None of them stops anything, and none shows more than can be read."""
    drop.sound(f"en/{name}.m4a")
    story = drop.story()
    assert story.shown_title.isprintable()
    assert bool(story.shown_title) != ("title" in story.needs)
