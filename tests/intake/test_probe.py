"""What a recording is seen to hold, and what is refused as none."""

from __future__ import annotations

import os
import shlex
import signal
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest
from makers import NAMES
from PIL import Image
from pillow_heif import register_heif_opener

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.intake.probe import probe
from media_pipeline.model import VideoStream
from media_pipeline.tools.jail import become
from media_pipeline.tools.launcher import GIGABYTE, Limits
from media_pipeline.tools.reader import Reader

Named = Callable[[str], Path]

REFUSED = ("no-index.mp4", "zero-bytes.mp3", "words.mp3")
CUT_OFF = ("truncated.wav", "truncated.caf", "truncated.wma")
A_FRAME_OR_A_PACKET = 0.09

S, P, BOTH = "sound", "picture", "both"
DEVICES: dict[str, tuple[str, float | None]] = {
    **dict.fromkeys(("plain.mp4", "told-all.mp4", "odd-size.mp4", "varying-rate.mp4"), (BOTH, 2)),
    **dict.fromkeys(("interlaced.mts", "interlaced.mpg", "old-phone.3gp"), (BOTH, 2)),
    **dict.fromkeys(("ten-bit.mov", "motion-jpeg.avi", "windows.wmv", "matroska.mkv"), (BOTH, 2)),
    **dict.fromkeys(("rotated-90.mov", "unknown-track.mov"), (BOTH, 2)),
    **dict.fromkeys(("eight-bits.wav", "twenty-four-bits.wav", "floating.wav"), (S, 2)),
    **dict.fromkeys(("long-header.wav", "wave64.w64", "wrong-length.wav", "memo.m4a"), (S, 2)),
    **dict.fromkeys(("voice-memo.caf", "voice-memo.aiff", "dictaphone.wma", "plain.mp3"), (S, 2)),
    **dict.fromkeys(("old-phone.amr", "voice-note.ogg", "voice-note.opus", "raw.aac"), (S, 2)),
    **dict.fromkeys(("lossless.flac", "cover.mp3", "cover.m4a", "book.m4b"), (S, 2)),
    **dict.fromkeys(("no-sound.mp4", "hdr-pq.mov", "hdr-hlg.mov"), (P, 2)),
    **dict.fromkeys(("no-length.webm", "truncated.webm"), (BOTH, None)),
    "camcorder.dv": (BOTH, 1),
    "slow-slides.mp4": (P, 3),
    "half-second.wav": (S, 0.6),
    "one-sample.wav": (S, 1 / 44100),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One parser child for all."""
    with Reader() as reader:
        yield reader


def refusal(reader: Reader, path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Refusal) as caught:
        probe(reader, str(path))
    return caught.value.what


def ffmpeg(words: str, path: Path) -> Path:
    """A file that ffmpeg makes."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *shlex.split(words), str(path)]
    subprocess.run(command, check=True)
    return path


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name == "quarter-hour.mp3" else [])
        for name in NAMES
        if name not in (*REFUSED, *CUT_OFF)
    ],
)
def test_every_recording_holds_something_of_some_length(
    reader: Reader, recording: Named, name: str
) -> None:
    """Whatever is odd about it, it is seen what can be played."""
    seen = probe(reader, str(recording(name)))
    assert seen.audio or seen.video
    assert seen.seconds is None or seen.seconds > 0


@pytest.mark.parametrize("name", DEVICES)
def test_every_devices_recording_is_read(reader: Reader, recording: Named, name: str) -> None:
    """Sound, picture and length of each, whatever wrote it; MediaRecorder tells no length."""
    holds, seconds = DEVICES[name]
    seen = probe(reader, str(recording(name)))
    assert (seen.audio is not None, seen.video is not None) == (holds != P, holds != S)
    assert seen.seconds == (seconds and pytest.approx(seconds, abs=A_FRAME_OR_A_PACKET))


def film(reader: Reader, path: Path) -> VideoStream:
    """The picture of a film."""
    video = probe(reader, str(path)).video
    assert video is not None
    return video


@pytest.mark.parametrize(
    ("name", "turned", "size"),
    [
        ("plain.mp4", 0, (160, 120)),
        ("rotated-90.mov", 90, (120, 160)),
        ("rotated-180.mov", 180, (160, 120)),
        ("rotated-270.mov", 270, (120, 160)),
        ("wide-pixels.mp4", 0, (262, 144)),
        ("camcorder.dv", 0, (768, 576)),
    ],
)
def test_size_is_as_it_is_displayed(
    reader: Reader, recording: Named, name: str, turned: int, size: tuple[int, int]
) -> None:
    """After rotation, which is clockwise, and with square pixels."""
    video = film(reader, recording(name))
    assert (video.rotation, (video.width, video.height)) == (turned, size)


@pytest.mark.parametrize("name", ["interlaced.mts", "interlaced.mpg", "camcorder.dv", "plain.mp4"])
def test_interlaced_pictures_are_told_by_their_frames(
    reader: Reader, recording: Named, name: str
) -> None:
    """What the frame says counts, and 50 fields are 25 frames, in DV too."""
    video = film(reader, recording(name))
    assert (video.interlaced, video.fps) == (name != "plain.mp4", 25.0)


@pytest.mark.parametrize(
    ("name", "light"),
    [
        ("hdr-pq.mov", (True, "yuv420p10le", "bt2020nc")),
        ("hdr-hlg.mov", (True, "yuv420p10le", "bt2020nc")),
        ("ten-bit.mov", (False, "yuv420p10le", "")),
        ("motion-jpeg.avi", (False, "yuvj420p", "bt470bg")),
        ("plain.mp4", (False, "yuv420p", "")),
    ],
)
def test_hdr_is_told_by_its_transfer(
    reader: Reader, recording: Named, name: str, light: tuple[bool, str, str]
) -> None:
    """Ten bits alone are not HDR."""
    video = film(reader, recording(name))
    assert (video.hdr, video.pixel_format, video.matrix) == light


@pytest.mark.parametrize("name", ["cover.mp3", "cover.m4a"])
def test_an_attached_picture_is_no_film(reader: Reader, recording: Named, name: str) -> None:
    """A sound with a cover is a sound."""
    seen = probe(reader, str(recording(name)))
    assert seen.video is None
    assert seen.audio is not None


def test_a_second_track_that_nobody_can_decode_is_left_out(
    reader: Reader, recording: Named
) -> None:
    """An iPhone's spatial sound stands beside one that plays."""
    audio = probe(reader, str(recording("unknown-track.mov"))).audio
    assert audio is not None
    assert (audio.index, audio.codec, audio.channels) == (0, "aac", 1)


def test_a_camcorders_clock_is_read(reader: Reader, recording: Named) -> None:
    """The first timestamp, by which parts are joined."""
    assert probe(reader, str(recording("interlaced.mts"))).start == pytest.approx(1.47, abs=0.01)


@pytest.mark.parametrize(
    ("ending", "codec"),
    [
        *(("mp3", "libmp3lame"), ("flac", "flac"), ("wav", "pcm_s16le"), ("wma", "wmav2")),
        *(("ogg", "libopus"), ("opus", "libopus"), ("mkv", "flac")),
    ],
)
def test_own_tags_are_read_wherever_a_format_keeps_them(
    reader: Reader, tmp_path: Path, ending: str, codec: str
) -> None:
    """Title, artist and language, and nothing else: no place, no maker."""
    tags = "-metadata title=ਲੂੰਬੜੀ -metadata artist='Amina K' -metadata language=pan"
    private = "-metadata location=+51.5-000.1/ -metadata comment=CANARY"
    words = f"-f lavfi -i anullsrc=d=0.2 {tags} {private} -c:a {codec}"
    path = ffmpeg(words, tmp_path / f"tagged.{ending}")
    expected = {"title": "ਲੂੰਬੜੀ", "artist": "Amina K", "language": "pan"}
    assert probe(reader, str(path)).tags == expected


def test_a_tracks_language_is_a_makers_guess(reader: Reader, tmp_path: Path) -> None:
    """Cameras mark every film as English."""
    words = "-f lavfi -i anullsrc=d=0.2 -c:a aac -metadata:s:a language=eng"
    assert probe(reader, str(ffmpeg(words, tmp_path / "film.m4a"))).tags == {}


def test_a_long_tag_is_cut(reader: Reader, tmp_path: Path) -> None:
    """Nobody's title has a hundred thousand characters."""
    words = f"-f lavfi -i anullsrc=d=0.2 -metadata title={'x' * 100_000}"
    path = ffmpeg(words, tmp_path / "tagged.flac")
    assert len(probe(reader, str(path)).tags["title"]) == 500


TEXTS = {
    "hls.mp3": ("#EXTM3U\n#EXTINF:9,\nfile://{other}\n#EXT-X-ENDLIST\n", "a list of addresses"),
    "concat.m4a": ("ffconcat version 1.0\nfile '{other}'\n", "a list of files"),
    "session.wav": (
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n",
        "a list of ad",
    ),
    "dash.mp4": ('<?xml version="1.0"?>\n<MPD><BaseURL>{other}</BaseURL></MPD>', "a web page or"),
    "drawing.mp4": ('\ufeff <svg><image href="file://{other}"/></svg>', "a web page or drawing"),
    "words.m4a": ("ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ\n", "a text"),
    "captions.mp4": ("1\n00:00:01,000 --> 00:00:02,000\nThe fox\n", "a text"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_with_a_recordings_name_is_refused_by_what_it_is(
    reader: Reader, recording: Named, tmp_path: Path, name: str
) -> None:
    """Nothing that it names is opened."""
    text, said = TEXTS[name]
    other = recording("plain.mp3")
    read = other.stat().st_atime_ns
    path = tmp_path / name
    path.write_text(text.replace("{other}", str(other)), encoding="utf-8")
    assert refusal(reader, path).startswith(f"It is {said}")
    assert other.stat().st_atime_ns == read


def test_a_text_of_windows_is_a_text(reader: Reader, tmp_path: Path) -> None:
    """UTF-16 with its mark."""
    (tmp_path / "words.mp3").write_text("The fox\n", encoding="utf-16")
    assert refusal(reader, tmp_path / "words.mp3").startswith("It is a text")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF"])
def test_a_picture_with_a_recordings_name_is_refused(
    reader: Reader, tmp_path: Path, form: str
) -> None:
    """Also an iPhone's, which is an MP4 of one frame."""
    register_heif_opener()
    path = tmp_path / "picture.mp4"
    Image.new("RGB", (64, 64), "red").save(path, form)
    assert refusal(reader, path).startswith("It is a picture with a recording's name.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "It is empty"),
        (bytes(5000), "There are only zeros in it"),
        (b"%PDF-1.7\n%\xe2\xe3", "It is a PDF"),
        (b"PK\x03\x04" + bytes(300), "It is a zip file or a document"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "It is a zip file or a document"),
        (bytes(range(256)) * 40, "It can't be read: the file is damaged"),
    ],
)
@pytest.mark.parametrize("name", ["x.mp3", "x.mp4", "x.wav", "x.amr", "x.mts"])
def test_what_is_no_recording_is_refused_by_what_it_is(
    reader: Reader, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """Each with its own sentence, whatever its ending claims."""
    (tmp_path / name).write_bytes(content)
    assert refusal(reader, tmp_path / name).startswith(said)


def test_a_film_without_its_index_is_refused_as_not_whole(reader: Reader, recording: Named) -> None:
    """The first half of a phone's film holds nothing that plays."""
    assert "was not copied whole" in refusal(reader, recording("no-index.mp4"))


@pytest.mark.parametrize("name", CUT_OFF)
def test_a_file_that_says_it_is_longer_is_refused(
    reader: Reader, recording: Named, name: str
) -> None:
    """Its header was written when the recording ended."""
    assert refusal(reader, recording(name)).endswith("it was not copied whole. Copy it again.")


def with_length(source: Path, path: Path, milliseconds: float) -> Path:
    """A Matroska film that says it lasts so long."""
    content = bytearray(source.read_bytes())
    place = content.index(b"\x44\x89\x88") + 3
    content[place : place + 8] = struct.pack(">d", milliseconds)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("milliseconds", "seconds"), [(1e12, 1e9), (float("nan"), None), (-5e3, None)]
)
def test_a_length_is_told_where_it_can_be_one(
    reader: Reader, recording: Named, tmp_path: Path, milliseconds: float, seconds: float | None
) -> None:
    """30 years are a length, to be refused for it; less than nothing is none."""
    path = with_length(recording("matroska.mkv"), tmp_path / "long.mkv", milliseconds)
    assert probe(reader, str(path)).seconds == seconds


def test_a_picture_of_256_million_points_is_refused_before_it_is_decoded(
    reader: Reader, tmp_path: Path
) -> None:
    """A few kilobytes would take half a gigabyte."""
    words = "-f lavfi -i color=red:s=16000x16000:r=1:d=1 -c:v mjpeg -pix_fmt yuvj420p -frames:v 1"
    path = ffmpeg(words, tmp_path / "huge.avi")
    began = time.monotonic()
    assert refusal(reader, path).startswith("Its picture has 16000 × 16000 points")
    assert time.monotonic() - began < 1


def test_more_tracks_than_any_recording_has_are_refused(reader: Reader, tmp_path: Path) -> None:
    """A file of forty tracks is no recording."""
    words = f"-f lavfi -i anullsrc=d=0.1 {'-map 0 ' * 40} -c:a pcm_s16le"
    path = ffmpeg(words, tmp_path / "many.mkv")
    assert refusal(reader, path) == "It holds more than 32 tracks; no recording has so many."


@pytest.mark.parametrize("name", ["-y.mp3", "http:x.mp3", "100%d.mp3", "a\nb.mp3", "🦊|x.mp3"])
def test_a_name_is_never_an_option_or_an_address(
    reader: Reader, recording: Named, tmp_path: Path, name: str
) -> None:
    """The file itself is opened."""
    (tmp_path / name).write_bytes(recording("plain.mp3").read_bytes())
    assert probe(reader, str(tmp_path / name)).seconds == pytest.approx(2, abs=A_FRAME_OR_A_PACKET)


def test_a_child_that_dies_is_replaced_and_the_other_files_go_on(recording: Named) -> None:
    """One file's crash is that file's alone, told after one more try."""
    path = str(recording("plain.mp3"))
    parent_and_limits = [str(os.getpid()), str(GIGABYTE), "60", str(GIGABYTE), "64"]
    with Reader() as reader:
        whole = probe(reader, path)
        with pytest.raises(ToolError, match="took more time or memory"):
            reader.call(become, [*parent_and_limits, "/bin/false"])  # type: ignore[arg-type]
        assert probe(reader, path) == whole


def test_a_child_killed_between_two_files_costs_nothing(recording: Named) -> None:
    """The next file is read by the next child."""
    path = str(recording("plain.mp3"))
    with Reader() as reader:
        whole = probe(reader, path)
        assert reader._child is not None
        os.kill(reader._child.pid, signal.SIGKILL)
        assert probe(reader, path) == whole


@pytest.mark.parametrize("limits", [Limits(memory=GIGABYTE // 16, wall=20), Limits(wall=0.01)])
def test_what_takes_too_much_is_no_refusal_of_the_file(recording: Named, limits: Limits) -> None:
    """It may be the machine's fault, so it is told as a tool's failure, in plain words."""
    with Reader(limits) as reader, pytest.raises(ToolError, match="more time or memory"):
        probe(reader, str(recording("plain.mp3")))
