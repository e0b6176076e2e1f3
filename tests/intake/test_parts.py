"""A camcorder's long recording is one story, and two recordings are two."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from makers import camcorder

from media_pipeline.intake.parts import join_parts
from media_pipeline.intake.probe import probe
from media_pipeline.model import Probe
from media_pipeline.tools.reader import Reader

Named = Callable[[str], Path]


def part(start: float, seconds: float | None = 60.0) -> Probe:
    """A part whose clock begins at ``start``."""
    return Probe("mpegts", seconds, start, None, None)


@pytest.mark.parametrize(
    ("files", "joined"),
    [
        pytest.param(
            [("a/00000.MTS", part(1.0)), ("a/00001.MTS", part(61.0)), ("a/00002.MTS", part(121.2))],
            [("a/00000.MTS", "a/00001.MTS", "a/00002.MTS")],
            id="clock goes on",
        ),
        pytest.param(
            [("a/00000.MTS", part(1.0)), ("a/00001.MTS", part(1.0))],
            [("a/00000.MTS",), ("a/00001.MTS",)],
            id="clock starts anew",
        ),
        pytest.param(
            [("a/00000.MTS", part(1.0)), ("a/00002.MTS", part(61.0))],
            [("a/00000.MTS",), ("a/00002.MTS",)],
            id="a number is missing",
        ),
        pytest.param(
            [("a/00000.MTS", part(1.0)), ("a/00001.MTS", part(62.0))],
            [("a/00000.MTS",), ("a/00001.MTS",)],
            id="a second is missing",
        ),
        pytest.param(
            [("a/00000.MTS", part(1.0)), ("b/00001.MTS", part(61.0))],
            [("a/00000.MTS",), ("b/00001.MTS",)],
            id="two folders",
        ),
        pytest.param(
            [("a/0001.mp4", part(1.0)), ("a/0002.mp4", part(61.0))],
            [("a/0001.mp4",), ("a/0002.mp4",)],
            id="no camcorder's format",
        ),
        pytest.param(
            [("a/00000.MTS", part(1.0, None)), ("a/00001.MTS", part(61.0))],
            [("a/00000.MTS",), ("a/00001.MTS",)],
            id="of unknown length",
        ),
        pytest.param(
            [("a/00000.MTS", part(1.0, 0.4)), ("a/00001.MTS", part(1.4, 0.4))],
            [("a/00000.MTS",), ("a/00001.MTS",)],
            id="two very short clips",
        ),
    ],
)
def test_parts_are_joined_where_one_goes_on_with_the_other(
    files: list[tuple[str, Probe]], joined: list[tuple[str, ...]]
) -> None:
    """The next number, at the time at which the last one ended, in the same folder."""
    assert join_parts(files) == joined


@pytest.fixture(scope="module")
def camera(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A camcorder's folder: a recording of 6 seconds cut in three, and another one."""
    folder = tmp_path_factory.mktemp("STREAM")
    camcorder(folder)
    shutil.copyfile(recording("interlaced.mts"), folder / "00003.MTS")
    return folder


def test_a_real_recording_in_parts_is_one(camera: Path) -> None:
    """A film cut by a muxer that lets the clock run on, and a second film."""
    with Reader() as reader:
        files = [(path.name, probe(reader, str(path))) for path in sorted(camera.iterdir())]
    assert join_parts(files) == [
        ("00000.MTS", "00001.MTS", "00002.MTS"),
        ("00003.MTS",),
    ]
