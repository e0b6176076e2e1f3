"""What machines must have in common, and how it is said that they have not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from media_pipeline.engine.traits import differences, processor_features, traits
from media_pipeline.engine.worker import TOKEN, introduced
from media_pipeline.tools.ffmpeg import Ffmpeg, find_ffmpeg

HERE = {
    "Python": ("3.11",),
    "libraries": ("mutagen 1.48", "pillow 13.0"),
    "processor": ("avx", "avx2", "sse2"),
}


def test_a_machine_is_like_itself() -> None:
    """Told twice, it is the same, in all that counts."""
    told = traits(find_ffmpeg())
    assert told == traits(find_ffmpeg())
    assert told["Python"] == (f"{sys.version_info.major}.{sys.version_info.minor}",)
    assert all(told.values())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ()),
        ({"Python": ("3.12",)}, ("Python: 3.12 there, 3.11 here",)),
        (
            {"libraries": ("mutagen 1.47", "pillow 13.0")},
            ("libraries: mutagen 1.47 there, mutagen 1.48 here",),
        ),
        ({"processor": ("avx", "sse2")}, ("processor: nothing else there, avx2 here",)),
        ({"fonts": ("3",)}, ("fonts: 3 there, nothing else here",)),
        (
            {"Python": ("3.12",), "processor": ("avx", "avx2", "avx512f", "sse2")},
            ("Python: 3.12 there, 3.11 here", "processor: avx512f there, nothing else here"),
        ),
    ],
)
def test_differences_are_told_by_name(
    changed: dict[str, tuple[str, ...]], said: tuple[str, ...]
) -> None:
    """Only what differs, on either side."""
    assert differences({**HERE, **changed}, HERE) == said


@pytest.mark.parametrize(
    ("cpuinfo", "features"),
    [
        (
            "flags\t\t: fpu mmx sse sse2 pni ssse3 sse4_1 avx2 hypervisor nx\n\nflags\t: fpu\n",
            ("avx2", "mmx", "pni", "sse", "sse2", "sse4_1", "ssse3"),
        ),
        ("Features\t: fp asimd evtstrm crc32\n", ("asimd", "crc32")),
        ("nothing of the kind\n", ()),
    ],
)
def test_features_are_those_that_encoders_choose_by(
    cpuinfo: str, features: tuple[str, ...], tmp_path: Path
) -> None:
    """What the system tells of memory and virtual machines changes no byte."""
    (tmp_path / "cpuinfo").write_text(cpuinfo)
    assert processor_features(tmp_path / "cpuinfo") == features


def test_a_worker_without_the_folder_says_so(tmp_path: Path) -> None:
    """A share that is not mounted there, or elsewhere."""
    said = introduced(str(tmp_path / "meeting"), "own", find_ffmpeg())
    assert said.fault == f"No such file or directory: {tmp_path / 'meeting' / TOKEN}"


def test_a_worker_without_the_ffmpeg_says_so(tmp_path: Path) -> None:
    """It must stand where the coordinator's stands."""
    missing = tmp_path / "ffmpeg"
    said = introduced(str(tmp_path), "own", Ffmpeg(str(missing), "ffmpeg version 9.0"))
    assert said.fault == f"No such file or directory: {missing}"


def test_a_worker_leaves_a_word_that_can_be_taken_away(tmp_path: Path) -> None:
    """What it read and wrote, and what it is."""
    (tmp_path / TOKEN).write_text("fox")
    said = introduced(str(tmp_path), "own", find_ffmpeg())
    assert (said.read, said.fault) == ("fox", "")
    assert (tmp_path / "own" / TOKEN).read_text() == said.wrote
    assert said.traits["a test encode"]
