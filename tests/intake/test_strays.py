"""Names in the drop folder that are passed over, and whether anyone is told."""

from __future__ import annotations

import pytest

from media_pipeline.intake.strays import (
    MEDIA_SUFFIXES,
    PICTURE_SUFFIXES,
    WORDS_SUFFIXES,
    stray,
    stray_folder,
)

QUIET = """
    .DS_Store/._Story.m4a/.Story.m4a/Thumbs.db/desktop.ini/x.tmp/Story.m4a.bak/.nfs0001
    ~$recordings.xlsx/.~lock.recordings.csv#/.syncthing.Story.m4a.tmp/~syncthing~Story.m4a.tmp
    00000.CPI/00000.MPL/INDEX.BDM/MOV001.MOI/GH010123.THM/GL010123.LRV/C0001M01.XML/AVCHD.TN1
    VTS_01_0.IFO/VTS_01_0.BUP/IMG_1234.AAE/00001.BIM/README.txt/README/Read me.txt/ANSWERS.html
"""
TOLD = """
    .Story.m4a.icloud/Story.gdoc/Story.m4a.url/Story.m4a.lnk/Story.m4a.crdownload/Story.m4a.part
    Story (conflicted copy 2026-03-04).m4a/Story (Amina's conflicted copy 2026-03-04).m4a
    Story (Copie en conflit de Accueil 2026-03-04).m4a/Story (Case Conflict).m4a
    Story.sync-conflict-20260304-101112-ABCDEFG.m4a/Story_conflict-20260304-101112.m4a
    Story-DESKTOP-AB12CD3.m4a/Story-LAPTOP-AB12CD3-2.m4a/Story-DESKTOP-AB12 conflicted.m4a
    ledger.jsonl
"""
LOOKED_AT = """
    Story.m4a/00000.MTS/-y.mp3/fox.vtt/fox.pa.words.txt/fox.toml/recordings.csv/notes.docx
    The conflict (a play).m4a/We are conflicted.m4a/The big (conflict) play.m4a/Cat~.m4a
    My-laptop-adventure.m4a/Desktop-story.m4a/Status.m4a/Read me a story.m4a/Story.icloud.m4a
"""


def names(listed: str) -> list[str]:
    """The names in a text, between slashes and lines."""
    return [name.strip() for line in listed.strip().split("\n") for name in line.split("/")]


@pytest.mark.parametrize("name", names(QUIET))
def test_what_computers_and_cameras_leave_is_passed_over_in_silence(name: str) -> None:
    """Nobody is bothered with hidden, temporary and index files."""
    found = stray(name)
    assert found is not None
    assert found.quiet


@pytest.mark.parametrize("name", names(TOLD))
def test_what_stands_in_a_recordings_place_is_told(name: str) -> None:
    """A placeholder, a half download and a conflict copy come with a sentence."""
    found = stray(name)
    assert found is not None
    assert not found.quiet
    assert found.why.endswith(".")


@pytest.mark.parametrize("name", names(LOOKED_AT))
def test_other_names_are_looked_at(name: str) -> None:
    """A title may hold the words that strays are known by."""
    assert stray(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *(".Trashes", ".stfolder", ".stversions", "$RECYCLE.BIN", "System Volume Information"),
        *("__MACOSX", "@eaDir", "#recycle", "lost+found", "LOST.DIR", "AVCHDTN", "THMBNL"),
    ],
)
def test_system_folders_are_not_entered(name: str) -> None:
    """What systems and cameras keep beside recordings is passed over in silence."""
    found = stray_folder(name)
    assert found is not None
    assert found.quiet


@pytest.mark.parametrize("name", ["decisions", "Decisions"])
def test_decisions_among_the_recordings_are_told(name: str) -> None:
    """Anyone may write in the drop folder, so a ledger there is ignored and reported."""
    found = stray_folder(name)
    assert found is not None
    assert not found.quiet


@pytest.mark.parametrize(
    "name",
    ["Reception", "Punjabi", "DCIM", "100MSDCF", "PRIVATE", "AVCHD", "BDMV", "STREAM", "CLIP"],
)
def test_folders_that_hold_recordings_are_entered(name: str) -> None:
    """A camera's folders are walked down to its recordings."""
    assert stray_folder(name) is None


def test_no_ending_means_two_things() -> None:
    """A file is a recording, a picture or words, and never passed over by its ending."""
    endings = [*MEDIA_SUFFIXES, *PICTURE_SUFFIXES, *WORDS_SUFFIXES]
    assert len(endings) == len(set(endings))
    assert [None] * len(endings) == [stray(f"Story.{ending}") for ending in endings]
