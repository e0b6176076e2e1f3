"""Recordings of every container that intake takes, full of what devices and programs write.

Wherever a container can say where, when, by whom or with what it was made, :data:`CANARY` says it,
and :data:`PLACE` is the place.
"""

# mutagen says it is typed, but few of its functions are.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import io
import shlex
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pillow_heif
from makers import AAC, AMR, H264, bars, voice
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, COMM, GEOB, PRIV, TXXX, WXXX
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from PIL import Image
from PIL.PngImagePlugin import PngInfo

CANARY = "QCANARYQ"
PLACE = "+51.5007-000.1246/"

_FIELDS = (
    *("title", "artist", "album", "album_artist", "comment", "description", "synopsis", "lyrics"),
    *("copyright", "publisher", "composer", "performer", "genre", "encoded_by", "encoder"),
    *("make", "model", "software", "author", "keywords", "subject", "purl", "podcast", "network"),
    *("com.apple.quicktime.make", "com.apple.quicktime.model", "com.android.version", "serial"),
    *("originator", "originator_reference", "coding_history", "service_name", "service_provider"),
    *("handler_name", "IART", "ICMT", "ISFT", "IENG", "timecode_canary"),
)
SAYING = [
    *(word for name in _FIELDS for word in ("-metadata", f"{name}={CANARY} {name}")),
    *("-metadata", f"location={PLACE}", "-metadata", f"location-eng={PLACE}"),
    *("-metadata", f"com.apple.quicktime.location.ISO6709={PLACE}"),
    *("-metadata:s:0", f"title={CANARY}", "-metadata:s:0", f"handler_name={CANARY}"),
    *("-metadata:s:0", f"comment={CANARY}"),
]
CHAPTERS = f""";FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=300
title={CANARY} chapter
[CHAPTER]
TIMEBASE=1/1000
START=300
END=600
title={PLACE}
"""
SUBTITLES = f"1\n00:00:00,000 --> 00:00:00,500\n{CANARY} at {PLACE}\n"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY} {PLACE}</x:xmpmeta>".encode()
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
SEI = f"-bsf:v h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+{CANARY}"

SOUND, FILM = voice(0.8), f"{bars(seconds=0.8)} {voice(0.8)}"
PCM = "-c:a pcm_s16le -ac 2"
TAGGED = "-movflags +use_metadata_tags"

Finish = Callable[[Path], None]


def picture() -> bytes:
    """A cover from a camera."""
    exif = Image.Exif()
    exif[0x010F] = CANARY
    held = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(held, "JPEG", exif=exif, comment=CANARY)
    return held.getvalue()


def _id3(path: Path) -> None:
    file = MP3(path)
    tags: Any = file.tags
    tags.add(PRIV(owner=CANARY, data=CANARY.encode()))
    tags.add(GEOB(encoding=3, mime="a/b", filename=CANARY, desc=CANARY, data=CANARY.encode()))
    tags.add(COMM(encoding=1, lang="eng", desc=CANARY, text=[CANARY]))
    tags.add(TXXX(encoding=1, desc="serial", text=[CANARY]))
    tags.add(WXXX(encoding=3, desc=CANARY, url=f"https://{CANARY}.example/"))
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc=CANARY, data=picture()))
    file.save(v1=2)
    _tail(path)


def _mp4(path: Path) -> None:
    file = MP4(path)
    if file.tags is None:
        file.add_tags()
    file["covr"] = [MP4Cover(picture(), MP4Cover.FORMAT_JPEG)]
    file["©xyz"] = [PLACE]
    file["©cmt"] = [CANARY]
    file["----:com.apple.iTunes:serial"] = [MP4FreeForm(CANARY.encode())]
    file.save()
    boxes = (b"uuid", XMP_BOX + XMP), (b"free", CANARY.encode()), (b"Qcan", CANARY.encode())
    with path.open("ab") as out:
        for name, body in boxes:
            out.write(struct.pack(">I4s", 8 + len(body), name) + body)


def _telemetry(path: Path) -> None:
    """The stream of text becomes one of GPS samples, as action cameras write it."""
    content = path.read_bytes()
    assert b"tx3g" in content
    path.write_bytes(content.replace(b"tx3g", b"gpmd").replace(b"sbtl", b"meta"))
    _mp4(path)


def _riff(path: Path) -> None:
    """More chunks than ffmpeg writes: what field recorders say, and XMP."""
    content = bytearray(path.read_bytes())
    xml = f"<BWFXML><NOTE>{CANARY}</NOTE><LOCATION_GPS>{PLACE}</LOCATION_GPS></BWFXML>".encode()
    for name, body in ((b"iXML", xml), (b"_PMX", XMP), (b"junk", CANARY.encode())):
        padded = body + b"\0" * (len(body) % 2)
        content += name + struct.pack("<I", len(padded)) + padded
    content[4:8] = struct.pack("<I", len(content) - 8)
    path.write_bytes(content)


def _flac(path: Path) -> None:
    file = FLAC(path)
    held = Picture()
    held.type, held.mime, held.desc, held.data = 3, "image/jpeg", CANARY, picture()
    file.add_picture(held)
    file.save()


def _tail(path: Path) -> None:
    """Bytes after the end, where no player looks."""
    with path.open("ab") as file:
        file.write(CANARY.encode() * 4)


def _nothing(_: Path) -> None:
    return


RECIPES: dict[str, tuple[str, Finish]] = {
    "one.mp3": (f"{SOUND} -c:a libmp3lame -id3v2_version 4 -map 0:a", _id3),
    "two.m4a": (f"{SOUND} {AAC} {TAGGED} -map 0:a", _mp4),
    "three.wav": (f"{SOUND} -c:a pcm_s16le -write_bext 1 -map 0:a", _riff),
    "four.flac": (f"{SOUND} -c:a flac -map 0:a", _flac),
    "five.ogg": (f"{SOUND} -c:a libopus -ac 1 -b:a 24k -map 0:a", _nothing),
    "six.caf": (f"{SOUND} -c:a pcm_s16be -map 0:a", _nothing),
    "seven.aiff": (f"{SOUND} -c:a pcm_s16be -write_id3v2 1 -map 0:a", _nothing),
    "eight.wma": (f"{SOUND} -c:a wmav2 -map 0:a", _nothing),
    "nine.amr": (f"{SOUND} {AMR} -map 0:a", _tail),
    "ten.aac": (f"{SOUND} {AAC} -f adts -write_id3v2 1 -map 0:a", _nothing),
    "eleven.w64": (f"{SOUND} -c:a pcm_s16le -map 0:a", _tail),
    "twelve.mp4": (
        f"{FILM} {H264} {AAC} {SEI} {TAGGED} -map 0 -map 1 -map SUBTITLES -c:s mov_text",
        _telemetry,
    ),
    "thirteen.mov": (f"{FILM} {H264} {AAC} {TAGGED} -timecode 01:02:03:04 -map 0 -map 1", _mp4),
    "fourteen.mkv": (
        f"{FILM} {H264} -c:a flac {SEI} -map 0 -map 1 -map SUBTITLES -c:s srt ATTACHED",
        _nothing,
    ),
    "fifteen.webm": (
        f"{FILM} -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus -map 0 -map 1", _nothing,
    ),
    "sixteen.avi": (f"{FILM} -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le -map 0 -map 1", _riff),
    "seventeen.wmv": (f"{FILM} -c:v wmv2 -c:a wmav2 -map 0 -map 1", _nothing),
    "eighteen.3gp": (
        f"{bars('176x144', '15', 0.8)} {SOUND} -c:v h263 {AMR} -map 0 -map 1", _nothing,
    ),
    "nineteen.ts": (f"{FILM} {H264} {SEI} -c:a ac3 -f mpegts -map 0 -map 1 -map DATA -c:d copy",
                    _nothing),
    "twenty.mpg": (f"{FILM} -c:v mpeg2video -c:a mp2 -map 0 -map 1", _tail),
    "twentyone.dv": (
        f"{bars('720x576', '25', 0.8)} {SOUND} -c:v dvvideo -pix_fmt yuv420p {PCM} -map 0 -map 1",
        _tail,
    ),
}  # fmt: skip
"""Name → what ffmpeg is told, and what is planted by hand."""


def save_picture(path: Path) -> Path:
    """A picture with a maker, a place and a comment in all that its format can hold."""
    exif = Image.Exif()
    exif[0x010F] = CANARY
    exif.get_ifd(0x8825)[1] = CANARY
    drawn = Image.linear_gradient("L").convert("RGB")
    if path.suffix == ".heic":
        pillow_heif.from_pillow(drawn).save(path, exif=exif.tobytes(), xmp=XMP)
        return path
    options: dict[str, Any] = {"exif": exif}
    if path.suffix == ".png":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", CANARY)
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
    else:
        options |= {"xmp": XMP, "icc_profile": CANARY.encode()}
    drawn.save(path, **options)
    return path


def make(folder: Path, name: str) -> Path:
    """The recording called ``name`` in ``folder``."""
    recipe, finish = RECIPES[name]
    path = folder / name
    before, _, codecs = recipe.partition(" -c:")
    inputs, words = shlex.split(before), shlex.split(f"-c:{codecs}")
    chapters = inputs.count("-i")
    inputs += ["-i", _file(folder, "chapters.txt", CHAPTERS.encode())]
    if "SUBTITLES" in words:
        inputs += ["-i", _file(folder, "said.srt", SUBTITLES.encode())]
    if "DATA" in words:
        inputs += ["-f", "data", "-i", _file(folder, "gps.bin", f"{CANARY}{PLACE}".encode() * 9)]
    spelt = {
        "SUBTITLES": [str(chapters + 1)],
        "DATA": [str(chapters + 1)],
        "ATTACHED": [
            *("-attach", _file(folder, f"{CANARY}.ttf", b"\0\1\0\0" + CANARY.encode())),
            *("-attach", _file(folder, f"{CANARY}.jpg", picture())),
            *("-metadata:s:t:0", "mimetype=application/x-truetype-font"),
            *("-metadata:s:t:1", "mimetype=image/jpeg"),
        ],
    }
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", *inputs]
    command += [each for word in words for each in spelt.get(word, [word])]
    command += [*SAYING, "-map_chapters", str(chapters), "-threads", "1", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{name}: {done.stderr}"
    finish(path)
    return path


def _file(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)
