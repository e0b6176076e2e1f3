"""The smaller works: pictures, words, covers and tags, each in a folder of its own."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import mutagen
import pytest
from PIL import Image

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media.cover import CoverSpec
from media_pipeline.media.pieces import CoverWork, PictureWork, TagWork, WordsWork, words_of
from media_pipeline.media.tags import Tags
from media_pipeline.model import Cue, Rendition, Role, Words
from media_pipeline.tools import files

Named = Callable[[str], Path]

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:02.500\nOnce upon a time\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def picture(path: Path, words: str = "CANARY") -> Path:
    """A photograph of 300 × 200 pixels that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = words
    Image.new("RGB", (300, 200), "orange").save(path, exif=exif)
    return path


def digest(path: Path) -> str:
    """Its SHA-256."""
    return files.digest([path])


# ── pictures ──────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_built_anew(tmp_path: Path, folder: Path) -> None:
    """The same pixels, and nothing of what it carried."""
    path = picture(tmp_path / "fox.jpg")
    (made,) = PictureWork(str(path), digest(path))(folder).renditions

    assert (made.role, made.mime, made.width, made.height) == (Role.ART, "image/jpeg", 300, 200)
    assert made.digest == digest(folder / made.path)
    assert b"CANARY" not in (folder / made.path).read_bytes()


def test_what_is_no_picture_is_refused(tmp_path: Path, folder: Path) -> None:
    """With a sentence, by whoever looked at it in the child."""
    (tmp_path / "fox.jpg").write_text("not a picture")

    with pytest.raises(Refusal):
        PictureWork(str(tmp_path / "fox.jpg"), digest(tmp_path / "fox.jpg"))(folder)


def test_a_picture_that_changes_during_the_work_is_thrown_away(
    tmp_path: Path, folder: Path
) -> None:
    """What was built of other bytes than were digested is no result."""
    path = picture(tmp_path / "fox.jpg")

    with pytest.raises(ToolError, match="changed while it was worked on"):
        PictureWork(str(path), "0" * 64)(folder)


# ── words ─────────────────────────────────────────────────────────────────────────────────


def test_words_come_as_facts(tmp_path: Path, folder: Path) -> None:
    """And as words again from what a store kept of them."""
    (tmp_path / "fox.vtt").write_text(CAPTIONS)
    made = WordsWork(str(tmp_path / "fox.vtt"), digest(tmp_path / "fox.vtt"))(folder)

    assert words_of(made.facts) == Words((Cue(1.0, 2.5, "Once upon a time"),), "Once upon a time")


def test_words_that_change_during_the_work_are_thrown_away(tmp_path: Path, folder: Path) -> None:
    """What was read of other bytes than were digested is no result."""
    (tmp_path / "fox.vtt").write_text(CAPTIONS)

    with pytest.raises(ToolError, match="changed while it was worked on"):
        WordsWork(str(tmp_path / "fox.vtt"), "0" * 64)(folder)


# ── covers ────────────────────────────────────────────────────────────────────────────────

SPEC = CoverSpec("The fox", "en", "story", seed="d1")


def test_a_cover_is_square(folder: Path) -> None:
    """Of the size that was asked for, and the same each time."""
    made, small = CoverWork(SPEC, 300)(folder).renditions
    assert (small.role, small.width, small.height) == (Role.PREVIEW, 300, 300)

    with Image.open(folder / made.path) as cover:
        assert (cover.size, cover.mode, cover.format) == ((300, 300), "RGB", "JPEG")
    assert CoverWork(SPEC, 300)(folder).renditions == (made, small)


def test_a_cover_whose_picture_is_gone_is_a_tools_failure(tmp_path: Path, folder: Path) -> None:
    """The next build tries again; the recording is not blamed."""
    spec = CoverSpec("The fox", "en", "story", seed="d1", picture=tmp_path / "gone.jpg")

    with pytest.raises(ToolError, match="cover can't be drawn"):
        CoverWork(spec, 300)(folder)


# ── tags ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def delivered(recording: Named, tmp_path: Path) -> tuple[Rendition, ...]:
    """An enclosure and a saver in a store of their own."""
    path = tmp_path / "store" / "enclosure.mp3"
    path.parent.mkdir()
    shutil.copyfile(recording("plain.mp3"), path)
    shutil.copyfile(path, path.with_name("saver.mp3"))
    size, sum_ = path.stat().st_size, digest(path)
    return (
        Rendition(Role.ENCLOSURE, "enclosure.mp3", "audio/mpeg", size, sum_, 2.0, -16.0, -1.5),
        Rendition(Role.SAVER, "saver.mp3", "audio/mpeg", size, sum_, 2.0, -16.0, -1.5),
    )


@pytest.fixture
def tags(tmp_path: Path) -> Tags:
    """What is said of a story, with a cover."""
    Image.new("RGB", (300, 300), "orange").save(tmp_path / "cover.jpg")
    return Tags(
        title="ਲੂੰਬੜੀ", teller="Simran", album="Oak School", language="pa", language_iso="pan",
        genre="Stories", year=2026, school="Oak School", seconds=2.0, art=tmp_path / "cover.jpg",
    )  # fmt: skip


def test_tags_go_into_copies(
    delivered: tuple[Rendition, ...], tags: Tags, tmp_path: Path, folder: Path
) -> None:
    """What was encoded stays in the store as it was; figures of its sound go along."""
    before = digest(tmp_path / "store/enclosure.mp3")
    made = TagWork(delivered, str(tmp_path / "store"), tags)(folder).renditions

    assert digest(tmp_path / "store/enclosure.mp3") == before
    assert [each.digest for each in made] == [digest(folder / each.path) for each in made]
    assert [each.bytes for each in made] == [(folder / each.path).stat().st_size for each in made]
    assert [(each.lufs, each.dbtp, each.seconds) for each in made] == [(-16.0, -1.5, 2.0)] * 2


def test_a_saver_carries_no_art(
    delivered: tuple[Rendition, ...], tags: Tags, tmp_path: Path, folder: Path
) -> None:
    """It is for saving."""
    TagWork(delivered, str(tmp_path / "store"), tags)(folder)
    art = {
        name: any(key.startswith("APIC") for key in mutagen.File(folder / name).tags)
        for name in ("enclosure.mp3", "saver.mp3")
    }

    assert art == {"enclosure.mp3": True, "saver.mp3": False}


def test_a_work_travels_to_another_process(
    delivered: tuple[Rendition, ...], tags: Tags, tmp_path: Path, folder: Path
) -> None:
    """Each is data: pickled, it does the same."""
    for work in (TagWork(delivered, str(tmp_path / "store"), tags), CoverWork(SPEC, 300)):
        here = work(folder)
        assert pickle.loads(pickle.dumps(work))(folder) == here  # noqa: S301 - our own
