"""The demo school that the project ships: small, in many languages, and in the shapes it says."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RECORDINGS = ROOT / "recordings"
TELLINGS = {
    source.stem: tomllib.loads(source.read_text(encoding="utf-8"))
    for source in (ROOT / "scripts" / "demo" / "tellings").glob("*.toml")
}
TALE = RECORDINGS / "Stories" / "The fox and the grapes"
FILES = sorted(path for path in RECORDINGS.rglob("*") if path.is_file())
WORDS = [path for path in FILES if path.suffix in {".vtt", ".srt"}]
CUE = re.compile(r"(\d+):(\d\d):(\d\d)[.,](\d{3}) --> (\d+):(\d\d):(\d\d)[.,](\d{3})")


def one(pattern: str) -> bytes:
    """The bytes of the only recording that `pattern` matches."""
    (path,) = RECORDINGS.rglob(pattern)
    return path.read_bytes()


def test_the_demo_school_is_at_most_8_mb() -> None:
    """A clone stays quick on a school's connection."""
    assert sum(path.stat().st_size for path in FILES) <= 8_000_000


def test_at_least_eight_languages_are_spoken() -> None:
    """The school speaks more languages than a menu shows at once."""
    spoken = {name.partition("-")[2] for name in TELLINGS}
    assert len(spoken) >= 8, sorted(spoken)


def test_every_telling_has_its_recording() -> None:
    """What the script is told to make has been made and kept."""
    assert [
        name for name, telling in TELLINGS.items() if not (RECORDINGS / telling["path"]).is_file()
    ] == []


def test_one_tale_is_told_in_five_languages() -> None:
    """A tale's folder holds one recording for each language."""
    assert {path.stem for path in TALE.glob("*.m4a")} == {"en", "fr", "pa", "ur", "zh-Hans"}


def test_the_sheet_names_recordings_that_exist() -> None:
    """No row of the sheet is about a file that isn't there."""
    with (TALE / "recordings.csv").open(encoding="utf-8", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    assert [row["file"] for row in rows if not (TALE / row["file"]).is_file()] == []


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".toml"], ids=lambda path: path.stem
)
def test_every_sidecar_is_valid_toml_beside_its_recording(path: Path) -> None:
    """A sidecar can be read and belongs to something."""
    assert tomllib.loads(path.read_text(encoding="utf-8"))
    assert [other for other in path.parent.iterdir() if other.stem == path.stem and other != path]


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_timed_words_follow_one_another(path: Path) -> None:
    """Each sentence begins after the one before has ended."""
    cues = [
        [int(part) for part in match] for match in CUE.findall(path.read_text(encoding="utf-8"))
    ]
    times = [
        ((c[k] * 60 + c[k + 1]) * 60 + c[k + 2]) * 1000 + c[k + 3] for c in cues for k in (0, 4)
    ]
    assert len(cues) >= 5
    assert times == sorted(times)


def test_names_are_in_composed_form() -> None:
    """A clone has the same names on every system."""
    names = [path.relative_to(RECORDINGS).as_posix() for path in FILES]
    assert [name for name in names if name != unicodedata.normalize("NFC", name)] == []


def test_the_browsers_webm_has_no_duration() -> None:
    """The Duration element (0x4489, eight bytes long) is absent, as in what MediaRecorder makes."""
    head = one("*Kavin.webm")[:1024]
    assert head.startswith(b"\x1a\x45\xdf\xa3")
    assert b"\x44\x89\x88" not in head


def test_the_old_phones_recording_is_amr_in_3gp() -> None:
    """Its brand is 3GP and its sample entry is narrow-band AMR."""
    recording = one("*Arif.3gp")
    assert recording[4:11] == b"ftyp3gp"
    assert b"samr" in recording


def test_the_phones_film_is_marked_as_turned() -> None:
    """The track header's matrix (ISO/IEC 14496-12) turns by 90°: 0, 1, 0, −1, 0, 0 in 16.16."""
    quarter_turn = b"".join(
        value.to_bytes(4, "big", signed=True) for value in (0, 0x10000, 0, -0x10000, 0, 0)
    )
    assert quarter_turn in one("VID_20260312_101112.mp4")


def test_the_camcorders_film_has_m2ts_packets() -> None:
    """Each packet has four bytes of time before its sync byte, as AVCHD has it."""
    film = one("*The little red hen.mts")
    assert {film[start + 4] for start in range(0, len(film), 192)} == {0x47}


def test_the_refused_recording_is_a_playlist() -> None:
    """What is named as an MP3 is text that names another file."""
    assert one("Class assembly.mp3").startswith(b"#EXTM3U\n")


@pytest.mark.parametrize(
    "name",
    [
        "New Recording 4.m4a",
        "*Simran.ogg",
        "*Zofia.mp3",
        "*Oscar.mp3",
        "*Elif.opus",
        "*Vulpea și barza - Ana.m4a",
        "*拔苗助长.en.vtt",
        "*Frère Jacques.words.txt",
        "Sopa de pedra.jpg",
    ],
)
def test_it_has_what_the_way_is_shown_with(name: str) -> None:
    """One of each thing that the pipeline must understand is there."""
    assert len(one(name)) > 0
