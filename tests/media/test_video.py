"""Films, from a recording to what is delivered: sizes, sound, sync, posters, and no traces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from listening import judge, onset, samples
from makers import maker
from PIL import Image
from works import film_of, sound_of, take_of

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media import audio
from media_pipeline.media.sound import Setting
from media_pipeline.media.video import FilmWork
from media_pipeline.model import Made, Role
from media_pipeline.settings import Audio, Loudness, Video

Named = Callable[[str], Path]

SYNC = 0.04
"""Seconds between lips and voice that nobody notices: a frame at 25 a second."""

CANARIES = (b"CANARY", b"+51.5007", b"x264 - core")
"""What told-all.mp4 says of where and by whom it was made, and x264's word on its settings."""


def films(made: Made) -> list[tuple[str, int, int]]:
    """Each film's file, width and height."""
    return [(each.path, each.width, each.height) for each in made.renditions if _is_film(each.role)]


def _is_film(role: Role) -> bool:
    return role in (Role.VIDEO, Role.VIDEO_SAVER)


def stream_of(path: Path) -> av.VideoStream:
    """The picture stream of a film, closed: for what its header says."""
    with av.open(str(path)) as container:
        return container.streams.video[0]


def brightness(path: Path) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The time of each frame, in seconds, and its mean luma."""
    with av.open(str(path)) as container:
        frames = [
            (float(frame.time or 0), float(frame.to_ndarray(format="gray").mean()))
            for frame in container.decode(video=0)
        ]
    times, lumas = zip(*frames, strict=True)
    return np.array(times), np.array(lumas)


def packets(path: Path) -> list[bytes]:
    """The encoded pictures of a film."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


# ── what devices record ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "size", "seconds"),
    [
        pytest.param("plain.mp4", (160, 120), 2.0, id="plain"),
        pytest.param("rotated-90.mov", (120, 160), 2.0, id="turned"),
        pytest.param("rotated-180.mov", (160, 120), 2.0, id="upside down", marks=pytest.mark.slow),
        pytest.param("interlaced.mts", (320, 240), 2.0, id="interlaced"),
        pytest.param("ten-bit-hevc.mov", (160, 120), 2.0, id="ten bits"),
        pytest.param("odd-size.mp4", (320, 240), 2.0, id="odd size", marks=pytest.mark.slow),
        pytest.param("varying-rate.mp4", (160, 120), 2.0, id="varying rate"),
        pytest.param("unknown-track.mov", (160, 120), 2.0, id="a track nobody knows"),
        pytest.param("no-length.webm", (160, 120), 2.0, id="no length", marks=pytest.mark.slow),
        pytest.param("old-phone.3gp", (176, 144), 2.0, id="old telephone", marks=pytest.mark.slow),
        pytest.param("windows.wmv", (160, 120), 2.0, id="windows", marks=pytest.mark.slow),
        pytest.param("matroska.mkv", (160, 120), 2.0, id="matroska", marks=pytest.mark.slow),
        pytest.param("motion-jpeg.avi", (160, 120), 2.0, id="motion jpeg", marks=pytest.mark.slow),
        pytest.param("half-second.mp4", (160, 120), 0.6, id="half a second"),
    ],
)
def test_every_film_is_upright_whole_and_as_loud_as_it_must_be(
    name: str, size: tuple[int, int], seconds: float, recording: Named, tmp_path: Path
) -> None:
    """H.264 in 8 bits, progressive, at its size and length; every sound of it judged."""
    made = film_of(recording(name), tmp_path)
    video = stream_of(tmp_path / "video.mp4")

    assert films(made) == [("video.mp4", *size)]
    assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
    assert (video.codec_context.width, video.codec_context.height) == size
    assert made.facts["seconds"] == pytest.approx(seconds, abs=0.06)
    assert judge(made, tmp_path) == []


@pytest.mark.parametrize("name", ["hdr-pq.mov", "hdr-hlg.mov"])
def test_hdr_becomes_sdr(name: str, recording: Named, tmp_path: Path) -> None:
    """8 bits, BT.709, and said so."""
    film_of(recording(name), tmp_path)
    video = stream_of(tmp_path / "video.mp4").codec_context

    assert (video.pix_fmt, video.color_trc, video.colorspace) == ("yuv420p", 1, 1)


def test_wide_pixels_become_square(recording: Named, tmp_path: Path) -> None:
    """A picture of 180 × 144 pixels of 16:11 is 262 wide."""
    assert films(film_of(recording("wide-pixels.mp4"), tmp_path)) == [("video.mp4", 262, 144)]


@pytest.mark.slow
def test_a_camcorders_dv_has_two_rungs(recording: Named, tmp_path: Path) -> None:
    """576 lines give a film of their own size and a saver of 360."""
    made = film_of(recording("camcorder.dv"), tmp_path)

    assert films(made) == [("video.mp4", 768, 576), ("video-saver.mp4", 480, 360)]
    assert judge(made, tmp_path) == []


@pytest.mark.slow
def test_full_hd_is_made_smaller_twice(recording: Named, tmp_path: Path) -> None:
    """720 lines and 360, never the 1080 of the camera."""
    made = film_of(recording("full-hd.mp4"), tmp_path)

    assert films(made) == [("video.mp4", 1280, 720), ("video-saver.mp4", 640, 360)]


# ── sound and pictures together ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    ["beep-and-flash.mp4", "late-sound.mkv", "late-sound.mp4", "late-picture.mkv"],
)
def test_a_flash_and_a_beep_stay_together(name: str, recording: Named, tmp_path: Path) -> None:
    """Both at two seconds, whichever of the two tracks began late."""
    film_of(recording(name), tmp_path)
    times, lumas = brightness(tmp_path / "video.mp4")
    flash = float(times[int(np.argmax(lumas > 128))])

    assert onset(samples(tmp_path / "video.mp4")) == pytest.approx(flash, abs=SYNC)
    assert flash == pytest.approx(2.0, abs=SYNC)


def test_sounds_beside_a_film_last_as_long_as_its_own(recording: Named, tmp_path: Path) -> None:
    """Captions that fit the film fit the enclosure: a beep at two seconds is there too."""
    film_of(recording("late-sound.mkv"), tmp_path)

    assert onset(samples(tmp_path / "enclosure.mp3")) == pytest.approx(2.0, abs=SYNC)


def test_one_picture_over_a_whole_telling_is_whole(recording: Named, tmp_path: Path) -> None:
    """Six seconds of voice over one of pictures last six seconds."""
    made = film_of(recording("still-and-voice.mp4"), tmp_path)

    assert made.facts["seconds"] == pytest.approx(6.0, abs=0.05)


def test_wrong_sound_is_made_again_without_the_pictures(
    recording: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pictures of the second attempt are those of the first, byte for byte."""
    path = recording("plain.mp4")
    film_of(path, tmp_path / "right")
    monkeypatch.setattr(audio, "first_setting", lambda *_: Setting(gain=0.0, ceiling=-1.0))
    made = film_of(path, tmp_path / "mended")

    assert (tmp_path / "mended" / "pictures-video.mp4").exists()
    assert packets(tmp_path / "mended/video.mp4") == packets(tmp_path / "right/video.mp4")
    assert judge(made, tmp_path / "mended") == []


def test_a_second_sound_track_is_left_out(recording: Named, tmp_path: Path) -> None:
    """A film has one sound: the first that can be decoded."""
    film_of(recording("unknown-track.mov"), tmp_path)

    with av.open(str(tmp_path / "video.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]


@pytest.mark.parametrize("name", ["no-sound.mp4", "muted.mp4"])
def test_a_silent_film_is_pictures_alone(name: str, recording: Named, tmp_path: Path) -> None:
    """No sound track, or one in which nothing is heard: no enclosure, and it is said."""
    made = film_of(recording(name), tmp_path)

    assert [each.role for each in made.renditions] == [Role.VIDEO, Role.POSTER]
    assert made.facts["warnings"] == ["There is no sound in this film."]
    with av.open(str(tmp_path / "video.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]


def test_a_film_is_not_trimmed(recording: Named, tmp_path: Path) -> None:
    """Two seconds of silence before a beep go with two seconds of pictures."""
    made = film_of(recording("beep-and-flash.mp4"), tmp_path)

    assert (made.facts["seconds"], made.facts["offset"]) == (3.0, 0.0)


# ── posters ───────────────────────────────────────────────────────────────────────────────


def test_a_poster_is_not_black(recording: Named, tmp_path: Path) -> None:
    """A film that begins with 1.5 s of black shows what comes after."""
    made = film_of(recording("black-start.mp4"), tmp_path)
    (poster,) = [each for each in made.renditions if each.role is Role.POSTER]

    with Image.open(tmp_path / poster.path) as still:
        assert np.asarray(still.convert("L")).mean() > 40
        assert still.size == (poster.width, poster.height) == (160, 120)


def test_a_film_that_is_all_black_has_no_poster(recording: Named, tmp_path: Path) -> None:
    """Better none than a black square."""
    made = film_of(recording("all-black.mp4"), tmp_path)

    assert [each.role for each in made.renditions] == [Role.VIDEO]


# ── privacy ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("made_as", [film_of, sound_of], ids=["film", "sound"])
def test_nothing_that_a_source_told_is_in_any_output(
    made_as: Callable[[Path, Path], Made], recording: Named, tmp_path: Path
) -> None:
    """Place, maker, title and comment of a telephone, and settings of encoders, are nowhere."""
    made = made_as(recording("told-all.mp4"), tmp_path)

    for each in made.renditions:
        content = (tmp_path / each.path).read_bytes()
        assert [canary for canary in CANARIES if canary in content] == [], each.path


# ── refused, or thrown away ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["truncated.mp4", "truncated-film.webm"])
def test_half_a_film_is_refused(name: str, recording: Named, tmp_path: Path) -> None:
    """What its container claims is not there, whatever ffmpeg's exit code was."""
    with pytest.raises(Refusal, match="It stops after 0:01 of 0:02: it was not copied whole"):
        film_of(recording(name), tmp_path)


def test_half_a_film_without_a_length_is_what_it_holds(recording: Named, tmp_path: Path) -> None:
    """A browser's recording that was cut off never said how long it is."""
    made = film_of(recording("truncated.webm"), tmp_path)

    assert made.facts["seconds"] == pytest.approx(1.0, abs=0.2)


def test_a_film_that_changes_during_the_work_is_thrown_away(tmp_path: Path) -> None:
    """What was made of other bytes than were digested is no result."""
    path = maker(tmp_path, "no-sound.mp4")
    work = FilmWork(replace(take_of(path), digest="0" * 64), "speech", Loudness(), Audio(), Video())
    (tmp_path / "work").mkdir()

    with pytest.raises(ToolError, match="changed while it was worked on"):
        work(tmp_path / "work")


def test_the_same_film_gives_the_same_bytes(recording: Named, tmp_path: Path) -> None:
    """Pictures, sound and poster: one thread each, and no time of making."""
    one = film_of(recording("plain.mp4"), tmp_path / "one")
    two = film_of(recording("plain.mp4"), tmp_path / "two")

    assert [each.digest for each in one.renditions] == [each.digest for each in two.renditions]
    assert len(one.renditions) == 5


def test_settings_decide_sizes(recording: Named, tmp_path: Path) -> None:
    """Another ladder in school.toml is what comes out."""
    work = FilmWork(
        take_of(recording("interlaced.mpg")), "speech", Loudness(), Audio(),
        Video(height=240, saver_height=144),
    )  # fmt: skip

    assert films(work(tmp_path)) == [("video.mp4", 320, 240), ("video-saver.mp4", 192, 144)]
