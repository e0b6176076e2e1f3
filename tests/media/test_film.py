"""Films: what devices record is made, decoded again, and looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from media_pipeline.errors import ToolError
from media_pipeline.media import film
from media_pipeline.media.frame import Size, ladder, rate
from media_pipeline.model import VideoStream
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.launcher import Limits

PLAIN = VideoStream(
    index=0, codec="h264", width=160, height=120, rotation=0, fps=25,
    interlaced=False, hdr=False, pixel_format="yuv420p",
)  # fmt: skip
FRAME = 1 / 24
"""Seconds; the longest frame of the rates below but one."""

Named = Callable[[str], Path]
Picture = npt.NDArray[np.float32]


def make(path: Path, stream: VideoStream, folder: Path, seconds: float | None = 2.0) -> Path:
    """Film ``path`` at the ladder's largest size into ``folder``, with its stills."""
    size, fps = ladder(stream, (720,))[0], rate(stream.fps)
    node = ffmpeg.source(path, seconds)["v:0"]
    branches = film.picture_branches(node, stream, [size], fps, seconds=seconds)
    made = folder / "film.mp4"
    outputs = [ffmpeg.sink(branches.renditions[0], path=made, **film.encode_options(size, fps, 18))]
    outputs += film.poster_outputs(branches, folder)
    finished = ffmpeg.run_ffmpeg(ffmpeg.find_ffmpeg(), outputs, folder, Limits())
    assert made.stat().st_size > 0, finished.stderr
    return made


def verify(path: Path) -> film.Seen:
    """What a finished film shows."""
    (seen,) = film.verify_pictures(ffmpeg.find_ffmpeg(), [path], path.parent, Limits())
    return seen


def picture(path: Path, at: float = 0.5, size: Size = Size(160, 120)) -> Picture:  # noqa: B008
    """A frame as RGB, 0–255, of ``size``."""
    node = ffmpeg.source(path)["v:0"].filter("trim", start=at)
    node = node.filter("scale", size.width, size.height)
    raw = path.parent / "frame.rgb"
    ending = ffmpeg.sink(
        node.filter("format", "rgb24"), path=raw, f="rawvideo", vcodec="rawvideo", **{"frames:v": 1}
    )
    ffmpeg.run_ffmpeg(ffmpeg.find_ffmpeg(), [ending], path.parent, Limits())
    return np.fromfile(raw, np.uint8).reshape(size.height, size.width, 3).astype(np.float32)


def distance(one: Picture, other: Picture) -> float:
    """Mean difference of two pictures, of 255."""
    return float(np.abs(one - other).mean())


# ── what devices record ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "stream", "seconds", "size", "frames"),
    [
        pytest.param("plain.mp4", PLAIN, 2, (160, 120), 50, id="plain"),
        pytest.param(
            "rotated-90.mov", replace(PLAIN, width=120, height=160, rotation=90), 2, (120, 160), 50,
            id="turned",
        ),
        pytest.param(
            "interlaced.mts", replace(PLAIN, width=320, height=240, interlaced=True), 2, (320, 240),
            50, id="interlaced",
        ),
        pytest.param(
            "odd-size.mp4", replace(PLAIN, width=319, height=241), 2, (318, 240), 50, id="odd",
        ),
        pytest.param(
            "wide-pixels.mp4", replace(PLAIN, width=262, height=144), 2, (262, 144), 50,
            id="pixels not square",
        ),
        pytest.param(
            "ten-bit.mov", replace(PLAIN, pixel_format="yuv420p10le"), 2, (160, 120), 50,
            id="10 bits",
        ),
        pytest.param(
            "thousand-frames.mp4", replace(PLAIN, width=64, height=48, fps=1000), 1, (64, 48), 30,
            id="1,000 frames a second",
        ),
        pytest.param(
            "varying-rate.mp4", replace(PLAIN, fps=20.36), 2, (160, 120), 48, id="varying rate",
        ),
        pytest.param("slow-slides.mp4", replace(PLAIN, fps=2), 3, (160, 120), 30, id="slides"),
        pytest.param("no-length.webm", PLAIN, 2, (160, 120), 50, id="no length"),
        pytest.param("half-second.mp4", PLAIN, 0.6, (160, 120), 15, id="0.6 s"),
        pytest.param("motion-jpeg.avi", PLAIN, 2, (160, 120), 50, id="full range"),
        pytest.param("changing-size.ts", PLAIN, 2, (160, 120), 50, id="size changes"),
    ],
)  # fmt: skip
def test_film_has_its_size_and_length(
    recording: Named,
    tmp_path: Path,
    name: str,
    stream: VideoStream,
    seconds: float,
    size: tuple[int, int],
    frames: int,
) -> None:
    """Whatever came in, the finished film decodes to the size wanted and to the source's length."""
    seen = verify(make(recording(name), stream, tmp_path, seconds))
    assert seen.size == Size(*size)
    assert seen.start == 0
    assert abs(seen.frames - frames) <= 1
    assert seen.seconds == pytest.approx(seconds, abs=FRAME)


def test_film_of_a_turned_phone_stands_upright(recording: Named, tmp_path: Path) -> None:
    """The rotation a phone wrote is applied, a quarter turn clockwise."""
    stream = replace(PLAIN, width=120, height=160, rotation=90)
    made = make(recording("rotated-90.mov"), stream, tmp_path)
    expected = np.rot90(picture(recording("plain.mp4")), k=-1)
    assert distance(picture(made, size=Size(120, 160)), expected) < 8


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        pytest.param("plain.mp4", PLAIN, id="plain"),
        pytest.param("ten-bit.mov", replace(PLAIN, pixel_format="yuv420p10le"), id="10 bits"),
        pytest.param("motion-jpeg.avi", replace(PLAIN, matrix="bt470bg"), id="full range"),
    ],
)
def test_film_keeps_its_colours(
    recording: Named, tmp_path: Path, name: str, stream: VideoStream
) -> None:
    """The same pattern, recorded otherwise, comes out as the plain one does."""
    got = picture(make(recording(name), stream, tmp_path))
    expected = picture(recording("plain.mp4"))
    assert distance(got, expected) < 5
    assert got.mean() == pytest.approx(expected.mean(), abs=1)


@pytest.mark.parametrize("name", ["hdr-pq.mov", "hdr-hlg.mov"])
def test_film_in_hdr_becomes_an_ordinary_one(recording: Named, tmp_path: Path, name: str) -> None:
    """Grey stays grey and as dark as it was, colours stay pure, and white leaves room above."""
    got = picture(make(recording(name), replace(PLAIN, hdr=True), tmp_path))
    grey, red, blue = (
        np.median(got[y : y + 6, x : x + 6], axis=(0, 1)) for x, y in ((24, 85), (4, 99), (90, 99))
    )
    assert grey == pytest.approx([127, 127, 127], abs=8)
    assert red == pytest.approx([226, 0, 0], abs=8)
    assert blue == pytest.approx([0, 0, 226], abs=8)


def test_film_of_untold_colours_goes_by_its_lines(recording: Named, tmp_path: Path) -> None:
    """A full HD film that says nothing of its colours is taken for BT.709, as players do."""
    stream = replace(PLAIN, width=1920, height=1080)
    path = recording("full-hd.mp4")
    small = Size(64, 36)
    made = picture(make(path, stream, tmp_path, 1.0), size=small)
    as_hd = replace(stream, matrix="bt709")
    assert distance(made, picture(make(path, as_hd, tmp_path, 1.0), size=small)) == 0
    as_sd = replace(stream, matrix="smpte170m")
    assert distance(made, picture(make(path, as_sd, tmp_path, 1.0), size=small)) > 3


def test_film_of_a_camcorder_has_no_combs(recording: Named, tmp_path: Path) -> None:
    """Two fields of different moments never stand in one picture, line by line."""
    stream = replace(PLAIN, width=320, height=240, interlaced=True)
    path = recording("interlaced.mts")
    made = make(path, stream, tmp_path)
    combed, clean = (_combs(picture(each, 1.0, Size(320, 240))) for each in (path, made))
    assert clean < combed / 2


def _combs(frame: Picture) -> float:
    """How much lines differ from those next to them and not from those two away."""
    luma = frame.mean(axis=2)
    next_to = np.abs(luma[1:-1] - (luma[:-2] + luma[2:]) / 2)
    two_away = np.abs(luma[2:] - luma[:-2])
    return float(np.maximum(next_to - two_away, 0).mean())


# ── what is written ───────────────────────────────────────────────────────────────────────


def test_ladder_is_made_in_one_run(recording: Named, tmp_path: Path) -> None:
    """Both sizes of a film come from one decode and have the same frames."""
    stream = replace(PLAIN, width=1920, height=1080)
    sizes = ladder(stream, (720, 360))
    node = ffmpeg.source(recording("full-hd.mp4"), 1.0)["v:0"]
    branches = film.picture_branches(node, stream, sizes, Fraction(25), seconds=1.0)
    sinks = [
        ffmpeg.sink(
            picture_node, path=tmp_path / f"{size.height}.mp4",
            **film.encode_options(size, Fraction(25), 27),
        )
        for picture_node, size in zip(branches.renditions, sizes, strict=True)
    ]  # fmt: skip
    sinks += film.poster_outputs(branches, tmp_path)
    ffmpeg.run_ffmpeg(ffmpeg.find_ffmpeg(), sinks, tmp_path, Limits())
    seen = [verify(tmp_path / f"{height}.mp4") for height in (720, 360)]
    assert [each.size for each in seen] == [Size(1280, 720), Size(640, 360)]
    assert [each.frames for each in seen] == [25, 25]


def test_film_is_the_same_bytes_twice(recording: Named, tmp_path: Path) -> None:
    """Made again, a film and its stills have the same bytes."""
    path = recording("varying-rate.mp4")
    stream = replace(PLAIN, fps=20.36)
    first = make(path, stream, tmp_path).read_bytes()
    still = (tmp_path / "still-003.jpg").read_bytes()
    assert make(path, stream, tmp_path).read_bytes() == first
    assert (tmp_path / "still-003.jpg").read_bytes() == still


def test_film_starts_before_it_is_loaded(recording: Named, tmp_path: Path) -> None:
    """An MP4's index stands before its pictures."""
    content = make(recording("plain.mp4"), PLAIN, tmp_path).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_film_tells_nothing_of_its_making(recording: Named, tmp_path: Path) -> None:
    """Neither a film nor a still holds what the source was told, or settings or paths."""
    make(recording("told-all.mp4"), PLAIN, tmp_path)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (b"CANARY", b"51.5007", b"x264 - core", b"options:", b"file:", b"Lavc6"):
        assert secret not in content


# ── the poster ────────────────────────────────────────────────────────────────────────────


def glance(*levels: int) -> npt.NDArray[np.uint8]:
    """A still of upright bars of these levels of grey."""
    row = np.repeat(np.array(levels, np.uint8), 64 // len(levels))
    return np.tile(row, (36, 1))


@pytest.mark.parametrize(
    ("stills", "expected"),
    [
        pytest.param([], None, id="none"),
        pytest.param([glance(0, 0), glance(16, 17)], None, id="all black"),
        pytest.param([glance(235, 235), glance(120, 121)], None, id="all blank"),
        pytest.param([glance(0, 0), glance(40, 200)], 1, id="black start"),
        pytest.param([glance(90, 100), glance(40, 200), glance(200, 40)], 1, id="richest"),
        pytest.param([glance(45, 195), glance(40, 200)], 0, id="the first that is nearly so"),
    ],
)
def test_choose_poster(stills: list[npt.NDArray[np.uint8]], expected: int | None) -> None:
    """A poster is the first rich still; neither black nor blank ones are."""
    assert film.choose_poster(np.array(stills, np.uint8).reshape(-1, 36, 64)) == expected


def test_poster_of_a_film_that_starts_black_is_not_black(recording: Named, tmp_path: Path) -> None:
    """A film whose first half is black gets a still of its second half, in full size and colour."""
    make(recording("black-start.mp4"), PLAIN, tmp_path, 3.0)
    poster = film.pick_poster(tmp_path)
    assert poster is not None
    assert poster.read_bytes()[:3] == b"\xff\xd8\xff"
    assert picture_of(poster, tmp_path).mean() > 80


def test_poster_has_the_films_colours(recording: Named, tmp_path: Path) -> None:
    """A still looks as its film does, in JPEG's own matrix and range."""
    make(recording("plain.mp4"), PLAIN, tmp_path)
    expected = picture(recording("plain.mp4"), 0.0)
    assert distance(picture_of(tmp_path / "still-001.jpg", tmp_path), expected) < 8


def test_poster_of_a_film_of_unknown_length(recording: Named, tmp_path: Path) -> None:
    """However short a film is that does not say its length, it has a still."""
    path = tmp_path / "short.webm"
    path.write_bytes(recording("truncated.webm").read_bytes())
    made = make(path, PLAIN, tmp_path, None)
    assert verify(made).seconds < 1
    assert film.pick_poster(tmp_path) == tmp_path / "still-001.jpg"


def test_film_that_is_all_black_has_no_poster(recording: Named, tmp_path: Path) -> None:
    """Where there is nothing to see, no still is taken for a poster."""
    make(recording("all-black.mp4"), PLAIN, tmp_path, 1.0)
    assert film.pick_poster(tmp_path) is None


def picture_of(still: Path, folder: Path) -> Picture:
    """A still as RGB."""
    raw = folder / "still.rgb"
    node = ffmpeg.raw_source(still).filter("format", "rgb24")
    ending = ffmpeg.sink(node, path=raw, f="rawvideo", vcodec="rawvideo")
    ffmpeg.run_ffmpeg(ffmpeg.find_ffmpeg(), [ending], folder, Limits())
    return np.fromfile(raw, np.uint8).reshape(120, 160, 3).astype(np.float32)


# ── proof ─────────────────────────────────────────────────────────────────────────────────


def test_half_a_film_is_seen_as_half(recording: Named, tmp_path: Path) -> None:
    """ffmpeg's exit code says that half a file is whole; what was decoded does not."""
    half = tmp_path / "half.mp4"
    half.write_bytes(recording("truncated.mp4").read_bytes())
    assert verify(half).seconds < 1.5


def test_what_shows_nothing_is_an_error(recording: Named, tmp_path: Path) -> None:
    """A file without pictures can't be verified, even after one that could."""
    verify(make(recording("plain.mp4"), PLAIN, tmp_path))
    sound = tmp_path / "sound.m4a"
    sound.write_bytes(recording("memo.m4a").read_bytes())
    with pytest.raises(ToolError, match="no picture"):
        verify(sound)
