"""One contract for the tags of every container, on files that ffmpeg made."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tag_files import BITEXACT, CHAPTERS, CODECS, SAID, described, ffmpeg

from media_pipeline.errors import ToolError
from media_pipeline.media.tags import Tags, foreign_tags, read_tags, write_tags
from media_pipeline.media.tags.fields import MAX_TEXT, MAX_WORDS

OTHER_SCRIPTS = {
    "Gurmukhi": "ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ",
    "Arabic": "الثعلب والعنب",
    "Nastaliq": "لومڑی اور انگور",
    "Chinese": "狐狸和葡萄",
    "Tamil": "நரியும் திராட்சையும்",
    "beyond sixteen bits": "𠮷野家 𞤀𞤁𞤂",
    "family emoji": "👨\u200d👩\u200d👧 🦊🍇",
    "joiner": "می\u200cخواهم",
    "accents": "Ça coûte là-bas",
}


@pytest.fixture(params=CODECS)
def path(request: pytest.FixtureRequest, made: dict[str, Path], tmp_path: Path) -> Path:
    """A copy to write tags into, once for each container."""
    return Path(shutil.copy(made[request.param], tmp_path / f"story{request.param}"))


# ── the contract ──────────────────────────────────────────────────────────────────────────


def test_every_field_comes_back(path: Path, art: Path) -> None:
    """What was written is read, and nothing else is in the file."""
    write_tags(path, replace(SAID, art=art, chapters=CHAPTERS))
    expected = {
        "title": "The fox and the grapes",
        "teller": "Amina",
        "album": "Stories in Punjabi",
        "language": "pan" if path.suffix == ".mp3" else "pa-Guru",
        "genre": "Speech",
        "year": "2026",
        "grouping": "Year 1",
        "rights": "After Aesop; CC BY 4.0",
        "school": "Hill Primary School",
        "website": "https://school.example/stories/",
        "words": "Once upon a time\nthere was a fox.",
        "chapters": "0.000 The fox\n1.250 The grapes\n2.500 ਅੰਤ",
        "art": hashlib.sha256(art.read_bytes()).hexdigest(),
    }
    assert expected == read_tags(path)
    assert foreign_tags(path) == ()


@pytest.mark.parametrize("title", OTHER_SCRIPTS.values(), ids=OTHER_SCRIPTS)
def test_other_scripts_come_back(path: Path, title: str) -> None:
    """A title, words and chapter in any script, and in emoji, are the same when read."""
    write_tags(path, Tags(title=title, words=title, chapters=((0.0, title),), seconds=3))
    assert {"title": title, "words": title, "chapters": f"0.000 {title}"} == read_tags(path)


def test_empty_fields_are_not_written(path: Path) -> None:
    """Nothing said is nothing written."""
    write_tags(path, Tags())
    assert read_tags(path) == {}
    assert foreign_tags(path) == ()


def test_the_same_tags_give_the_same_bytes(path: Path, art: Path, tmp_path: Path) -> None:
    """Two copies are equal, and so is a file that is written twice."""
    tags = replace(SAID, art=art, chapters=CHAPTERS)
    twin = Path(shutil.copy(path, tmp_path / f"twin{path.suffix}"))
    write_tags(path, tags)
    once = path.read_bytes()
    write_tags(twin, tags)
    write_tags(path, tags)
    assert once == twin.read_bytes()
    assert once == path.read_bytes()


def test_new_tags_leave_nothing_of_the_old(path: Path, art: Path, tmp_path: Path) -> None:
    """A file with other tags before is equal to one that never had them."""
    fresh = Path(shutil.copy(path, tmp_path / f"fresh{path.suffix}"))
    write_tags(path, replace(SAID, art=art, chapters=CHAPTERS))
    for target in (path, fresh):
        write_tags(target, Tags(title="Short"))
    assert fresh.read_bytes() == path.read_bytes()


def test_sound_and_picture_are_untouched(path: Path, art: Path, made: dict[str, Path]) -> None:
    """All that is decoded is the same with tags as without."""
    write_tags(path, replace(SAID, art=art, chapters=CHAPTERS, words="word " * 9000))
    expected = ffmpeg("-i", str(made[path.suffix]), "-map", "0:a", "-f", "md5", "-")
    assert expected == ffmpeg("-i", str(path), "-map", "0:a", "-f", "md5", "-")
    if path.suffix == ".mp4":
        expected = ffmpeg("-i", str(made[".mp4"]), "-map", "0:v:0", "-f", "md5", "-")
        assert expected == ffmpeg("-i", str(path), "-map", "0:v:0", "-f", "md5", "-")


def test_another_reader_finds_title_chapters_and_picture(path: Path, art: Path) -> None:
    """ffmpeg, which shares no code with the writer, reads the same."""
    write_tags(path, replace(SAID, art=art, chapters=CHAPTERS))
    report = described(path)
    assert "The fox and the grapes" in report
    starts = [line.split()[3] for line in report.split("\n") if "Chapter #" in line]
    assert starts == ["0.000000,", "1.250000,", "2.500000,"]
    assert report.index(": The grapes") < report.index(": ਅੰਤ")
    cover = ffmpeg(
        "-i", str(path), "-map", "0:v:disp:attached_pic", "-c", "copy", "-f", "data", "-"
    )
    assert art.read_bytes() == cover


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("a\x00b\x1b\n c\u202ed", "ab cd", id="controls and overrides"),
        pytest.param(" \t ", "", id="nothing but spaces"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("x" * 100_000, "x" * MAX_TEXT, id="100 KB"),
        pytest.param("x" * (MAX_TEXT - 1) + "ਕਿ", "x" * (MAX_TEXT - 1), id="letter with its vowel"),
        pytest.param("x" * (MAX_TEXT - 1) + "👩\u200d🏫", "x" * (MAX_TEXT - 1), id="emoji"),
    ],
)
def test_lines_are_cleaned_and_cut(path: Path, given: str, expected: str) -> None:
    """Control characters go, and a long line ends before a whole letter."""
    write_tags(path, Tags(title=given))
    assert expected == read_tags(path).get("title", "")


def test_words_are_cut(path: Path) -> None:
    """Words that would make a player skip the tag are cut."""
    write_tags(path, Tags(words="ਕ" * (MAX_WORDS + 50)))
    assert read_tags(path)["words"] == "ਕ" * MAX_WORDS
    assert foreign_tags(path) == ()


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        pytest.param(Tags(year=-5), {}, id="year"),
        pytest.param(Tags(language_iso="Punjabi"), {}, id="ISO 639-2"),
        pytest.param(Tags(website="javascript:alert(1)"), {}, id="script as an address"),
        pytest.param(
            Tags(website="https://school.example/ਕ"),
            {"website": "https://school.example/%E0%A8%95"},
            id="address in another script",
        ),
        pytest.param(Tags(licence="CC0"), {"rights": "CC0"}, id="licence alone"),
    ],
)
def test_what_is_no_value_is_not_written(path: Path, tags: Tags, expected: dict[str, str]) -> None:
    """A year, code or address that is none is left out; an address is made ASCII."""
    write_tags(path, tags)
    assert expected == read_tags(path)


def test_chapters_are_put_in_order(path: Path) -> None:
    """Chapters outside the sound, without a title or at the same time as another are left out."""
    given = ((2.0, "b"), (0.5, "a"), (0.5, "z"), (-1.0, "no"), (9.0, "no"), (1.0, " "))
    write_tags(path, Tags(chapters=given, seconds=3.0))
    assert read_tags(path)["chapters"] == "0.500 a\n2.000 b"


def test_as_many_chapters_as_a_byte_counts(path: Path) -> None:
    """60,000 chapters with long titles become as many as every format can hold."""
    given = tuple((second / 100, "ਅੰਤ" * 90) for second in range(60_000))
    write_tags(path, Tags(chapters=given, seconds=600.0))
    assert len(read_tags(path)["chapters"].split("\n")) == 255
    assert foreign_tags(path) == ()


# ── each container's own ──────────────────────────────────────────────────────────────────


def test_mp3_is_version_2_3_in_plain_latin_or_utf_16(made: dict[str, Path], tmp_path: Path) -> None:
    """The tag is of version 2.3, ASCII stays one byte a letter, and other text is UTF-16."""
    path = Path(shutil.copy(made[".mp3"], tmp_path / "story.mp3"))
    write_tags(path, Tags(title="Fox", teller="ਅਮੀਨਾ", year=2026))
    content = path.read_bytes()
    assert content[:6] == b"ID3\x03\x00\x00"
    assert b"TIT2\0\0\0\x05\0\0\0Fox\0" in content
    assert b"\x01\xff\xfe" + "ਅਮੀਨਾ".encode("utf-16-le") in content
    assert b"TYER" in content
    assert b"TDRC" not in content


def test_mp3_gapless_lengths_stay(made: dict[str, Path], tmp_path: Path) -> None:
    """The encoder's header, which says how much silence it added, is the first frame still."""
    path = Path(shutil.copy(made[".mp3"], tmp_path / "story.mp3"))
    header = path.read_bytes().index(b"Info")
    expected = path.read_bytes()[header : header + 156]
    write_tags(path, SAID)
    assert expected in path.read_bytes()[:4096]


@pytest.mark.parametrize("suffix", [".m4a", ".mp4"])
def test_mp4_can_be_played_while_it_loads(
    suffix: str, made: dict[str, Path], art: Path, tmp_path: Path
) -> None:
    """The index stays before the media, with its header first and the tags last in it."""
    path = Path(shutil.copy(made[suffix], tmp_path / f"story{suffix}"))
    write_tags(path, replace(SAID, art=art, chapters=CHAPTERS))
    content = path.read_bytes()
    places = [content.index(name) for name in (b"moov", b"mvhd", b"trak", b"udta", b"mdat")]
    assert sorted(places) == places


def test_mp4_sound_has_its_language(made: dict[str, Path], tmp_path: Path) -> None:
    """Players read a track's language from its own header, in ISO 639-2."""
    path = Path(shutil.copy(made[".mp4"], tmp_path / "story.mp4"))
    write_tags(path, SAID)
    report = described(path)
    assert "(pan): Audio" in report
    assert "(und): Video" in report


def test_long_media_is_moved_whole(tmp_path: Path) -> None:
    """An MP4 of many chunks plays the same after its index has grown and shrunk."""
    path = tmp_path / "long.m4a"
    ffmpeg("-f", "lavfi", "-i", "sine=300:duration=90", *BITEXACT, *CODECS[".m4a"], str(path))
    expected = ffmpeg("-i", str(path), "-f", "md5", "-")
    write_tags(path, replace(SAID, chapters=CHAPTERS, words="word " * 5000))
    assert expected == ffmpeg("-i", str(path), "-f", "md5", "-")
    write_tags(path, Tags(title="Short"))
    assert expected == ffmpeg("-i", str(path), "-f", "md5", "-")


# ── errors ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", [".m4a", ".mp4", ".opus"])
@pytest.mark.parametrize("content", [b"", b"only words, and nothing to play" * 9])
def test_a_file_of_another_kind_is_an_error(suffix: str, content: bytes, tmp_path: Path) -> None:
    """Tags are not written into what the suffix does not say."""
    path = tmp_path / f"words{suffix}"
    path.write_bytes(content)
    with pytest.raises(ToolError):
        write_tags(path, SAID)


def test_a_container_without_tags_is_an_error(tmp_path: Path) -> None:
    """A suffix that has no tags is named in the error."""
    path = tmp_path / "story.webm"
    path.write_bytes(b"\x1a\x45\xdf\xa3")
    with pytest.raises(ToolError, match=r"story\.webm: there are no tags for this kind of file"):
        write_tags(path, SAID)
