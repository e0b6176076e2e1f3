"""What is neither media nor an allowed tag is found, wherever a container can hide it."""

# mutagen says it is typed, but few of its functions are.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import base64
import io
import shutil
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import Picture
from mutagen.id3 import COMM, ID3, PRIV, TIT3, TSSE, TXXX
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus
from PIL import Image
from tag_files import BITEXACT, CHAPTERS, CODECS, SAID, ffmpeg

from media_pipeline.media.tags import ALLOWED, Tags, foreign_tags, write_tags


@pytest.fixture(params=CODECS)
def path(request: pytest.FixtureRequest, made: dict[str, Path], tmp_path: Path) -> Path:
    """A copy to write tags into, once for each container."""
    return Path(shutil.copy(made[request.param], tmp_path / f"story{request.param}"))


def test_every_name_is_on_the_list(path: Path, art: Path) -> None:
    """The allowed names of each container are few, and none of them is a comment or a tool."""
    write_tags(path, replace(SAID, art=art, chapters=CHAPTERS))
    if path.suffix == ".mp3":
        names = {name[:4] for name in ID3(path, translate=False)}
    elif path.suffix == ".opus":
        comments: Any = OggOpus(path).tags
        names = {name.upper() for name, _ in comments}
    else:
        atoms: Any = MP4(path).tags
        names = {*atoms, "chpl"}
    assert names <= ALLOWED[path.suffix]


def _id3(frame: object) -> Callable[[Path], None]:
    def dirty(path: Path) -> None:
        tag = ID3(path, translate=False)
        tag.add(frame)
        tag.save(path, v1=0, v2_version=3)

    return dirty


def _id3_version_4(path: Path) -> None:
    ID3(path).save(path, v1=0, v2_version=4)


def _id3_in_a_chapter(path: Path) -> None:
    tag = ID3(path, translate=False)
    tag.getall("CHAP")[0].sub_frames.add(TIT3(encoding=3, text=["CANARY"]))
    tag.save(path, v1=0, v2_version=3)


def _id3_version_1(path: Path) -> None:
    ID3(path, translate=False).save(path, v1=2, v2_version=3)


def _apev2(path: Path) -> None:
    tag = APEv2()
    tag["Artist"] = "CANARY"
    tag.save(path)


def _in_id3_padding(path: Path) -> None:
    content = bytearray(path.read_bytes())
    size = content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9]
    content[10 + size - 6 : 10 + size] = b"CANARY"
    path.write_bytes(content)


def _at_the_end(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"CANARY" * 8)


def _mp4(name: str, value: object) -> Callable[[Path], None]:
    def dirty(path: Path) -> None:
        file = MP4(path)
        file[name] = value
        file.save(padding=lambda _: 0)

    return dirty


def _mp4_atom(path: Path) -> None:
    path.write_bytes(path.read_bytes() + struct.pack(">I4s", 14, b"uuid") + b"CANARY")


def _mp4_free(path: Path) -> None:
    path.write_bytes(path.read_bytes() + struct.pack(">I4s", 14, b"free") + b"CANARY")


def _mp4_time(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.index(b"mvhd") + 8
    content[place : place + 4] = b"\xe2\0\0\0"
    path.write_bytes(content)


def _mp4_handler(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"SoundHandler", b"Core CANARY!"))


def _sei(path: Path) -> None:
    """x264's word on itself, as it stands in a film that nobody stripped."""
    again = path.with_name("again.mp4")
    settings = ("-c:v", "libx264", "-c:a", "copy", "-movflags", "+faststart")
    ffmpeg("-i", str(path), *BITEXACT, "-map_chapters", "-1", *settings, str(again))
    write_tags(again, Tags())
    again.replace(path)


def _second_sound(path: Path) -> None:
    again = path.with_name("again.m4a")
    twice = ("-map", "0:a", "-map", "0:a", "-c", "copy", "-map_chapters", "-1")
    ffmpeg("-i", str(path), *BITEXACT, *twice, str(again))
    write_tags(again, Tags())
    again.replace(path)


def _mp4_words(path: Path) -> None:
    """A stream of text, as telemetry and captions are."""
    said = path.with_name("said.srt")
    said.write_text("1\n00:00:00,000 --> 00:00:01,000\nCANARY\n", "utf-8")
    again = path.with_name("again.m4a")
    kept = ("-map", "0:a", "-map", "1", "-c:a", "copy", "-c:s", "mov_text", "-map_chapters", "-1")
    ffmpeg("-i", str(path), "-i", str(said), *BITEXACT, *kept, "-f", "mp4", str(again))
    write_tags(again, Tags())
    again.replace(path)


def _in_mdat(path: Path) -> None:
    """Behind the last sample, where no player looks."""
    content = bytearray(path.read_bytes())
    place = content.rindex(b"mdat") - 4
    size = int.from_bytes(content[place : place + 4]) + 6
    content[place : place + 4] = size.to_bytes(4)
    path.write_bytes(content + b"CANARY")


def _compressor(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"\x0cLavc libx264", b"\x0cCANARY camera"[:13]))


def _elsewhere(path: Path) -> None:
    """A track whose media are in another file."""
    path.write_bytes(path.read_bytes().replace(b"url \0\0\0\x01", b"url \0\0\0\0"))


def _opus_sound_padding(path: Path) -> None:
    """Bytes that no decoder looks at, in a packet of sound (RFC 6716, section 3.2.5)."""
    content = path.read_bytes()
    file, begin = io.BytesIO(content), 0
    while (page := OggPage(file)).position <= 0:
        begin = file.tell()
    first, *rest = page.packets
    page.packets = [bytes([first[0] | 3, 0x41, 6]) + first[1:] + b"CANARY", *rest]
    path.write_bytes(content[:begin] + page.write() + content[file.tell() :])


def _opus(name: str, value: str) -> Callable[[Path], None]:
    def dirty(path: Path) -> None:
        file: Any = OggOpus(path)
        file.tags.append((name, value))
        file.save(padding=lambda _: 0)

    return dirty


def _opus_vendor(path: Path) -> None:
    file: Any = OggOpus(path)
    file.tags.vendor = "Lavf61"
    file.save(padding=lambda _: 0)


def _opus_padding(path: Path) -> None:
    file: Any = OggOpus(path)
    file.tags._pad_data = b"\x01CANARY"
    file.save()


def _opus_icon(path: Path) -> None:
    picture = Picture()
    picture.mime, picture.type, picture.desc = "image/png", 1, "CANARY"
    _opus("METADATA_BLOCK_PICTURE", base64.b64encode(picture.write()).decode())(path)


@pytest.mark.parametrize(
    ("suffix", "dirty", "expected"),
    [
        (".mp3", _id3(COMM(encoding=0, lang="eng", desc="", text=["C"])), ("COMM",)),
        (".mp3", _id3(TSSE(encoding=0, text=["Lavf61"])), ("TSSE",)),
        (".mp3", _id3(TXXX(encoding=0, desc="gps", text=["C"])), ("TXXX",)),
        (".mp3", _id3(PRIV(owner="C", data=b"C")), ("PRIV",)),
        (".mp3", _id3_in_a_chapter, ("CHAP/TIT3",)),
        (".mp3", _id3_version_4, ("ID3v2.4 with flags 0",)),
        (".mp3", _id3_version_1, ("bytes that are no sound: b'TAGThe f'",)),
        (".mp3", _apev2, ("bytes that are no sound: b'APETAGEX'",)),
        (".mp3", _in_id3_padding, ("bytes in the padding",)),
        (".mp3", _at_the_end, ("bytes that are no sound: b'CANARYCA'",)),
        (".m4a", _mp4("©too", ["Lavf61"]), ("©too",)),
        (".m4a", _mp4("©cmt", ["C"]), ("©cmt",)),
        (".m4a", _mp4("©xyz", ["+51.5-0.1/"]), ("©xyz",)),
        (
            ".m4a",
            _mp4("----:com.apple.iTunes:iTunSMPB", [MP4FreeForm(b"C")]),
            ("----:com.apple.iTunes:iTunSMPB",),
        ),
        (".m4a", _mp4_atom, ("uuid",)),
        (".m4a", _mp4_free, ("bytes in free",)),
        (".m4a", _mp4_time, ("a time in moov/mvhd",)),
        (".m4a", _mp4_handler, ("moov/trak/mdia/hdlr Core CANARY!",)),
        (".mp4", _sei, ("SEI in the film",)),
        (".mp4", _compressor, ("the name of a compressor",)),
        (".m4a", _second_sound, ("a second stream of soun",)),
        (".m4a", _in_mdat, ("bytes that are no sample",)),
        (".m4a", _elsewhere, ("a reference to another file",)),
        (".opus", _opus_sound_padding, ("bytes in the padding of the sound",)),
        (".opus", _opus("ENCODER", "Lavc libopus"), ("ENCODER",)),
        (".opus", _opus("location", "C"), ("LOCATION",)),
        (".opus", _opus_vendor, ("vendor Lavf61",)),
        (".opus", _opus_padding, ("bytes in the padding",)),
        (".opus", _opus_icon, ("METADATA_BLOCK_PICTURE image/png CANARY",)),
        (".opus", _at_the_end, ("bytes that are no sound",)),
    ],
)
def test_what_is_foreign_is_named(
    suffix: str,
    dirty: Callable[[Path], None],
    expected: tuple[str, ...],
    made: dict[str, Path],
    tmp_path: Path,
) -> None:
    """A tag, a stretch of bytes or a time that is not allow-listed is found and named."""
    path = Path(shutil.copy(made[suffix], tmp_path / f"dirty{suffix}"))
    write_tags(path, replace(SAID, chapters=CHAPTERS))
    assert foreign_tags(path) == ()
    dirty(path)
    assert expected == foreign_tags(path)


def test_a_stream_of_text_is_foreign(made: dict[str, Path], tmp_path: Path) -> None:
    """Telemetry, captions and time codes are streams of their own."""
    path = Path(shutil.copy(made[".m4a"], tmp_path / "dirty.m4a"))
    _mp4_words(path)
    assert {"a stream of text"} <= {each.replace("sbtl", "text") for each in foreign_tags(path)}


def test_what_an_encoder_says_goes(path: Path) -> None:
    """A file as ffmpeg leaves it may have names of tools among its tags; ours replace them."""
    before = foreign_tags(path)
    assert {".mp3": 1, ".m4a": 0, ".mp4": 0, ".opus": 2}[path.suffix] == len(before)
    write_tags(path, SAID)
    assert foreign_tags(path) == ()


def test_a_camera_in_the_cover_is_foreign(path: Path, tmp_path: Path) -> None:
    """A cover with EXIF is found inside the finished file."""
    cover = tmp_path / "camera.jpg"
    exif = Image.Exif()
    exif[0x010F] = "CANARY"
    Image.new("RGB", (32, 32)).save(cover, exif=exif)
    write_tags(path, Tags(art=cover))
    (found,) = foreign_tags(path)
    assert found.endswith(" with APP1")
