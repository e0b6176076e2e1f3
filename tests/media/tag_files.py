"""Files for the tests of tags: one in each container, made by the embedded ffmpeg."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from media_pipeline.media.tags import Tags

CODECS = {
    ".mp3": ("-c:a", "libmp3lame", "-b:a", "96k", "-ac", "1"),
    ".m4a": ("-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart"),
    ".mp4": (
        *("-c:a", "aac", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart"),
        *("-bsf:v", "filter_units=remove_types=6"),
    ),
    ".opus": ("-c:a", "libopus", "-b:a", "24k"),
}
BITEXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-threads", "1")
TONE = ("-f", "lavfi", "-i", "sine=440:duration=3")
PICTURE = ("-f", "lavfi", "-i", "testsrc=size=160x90:rate=10:duration=3")

SAID = Tags(
    title="The fox and the grapes",
    teller="Amina",
    album="Stories in Punjabi",
    language="pa-Guru",
    language_iso="pan",
    genre="Speech",
    year=2026,
    grouping="Year 1",
    credit="After Aesop",
    licence="CC BY 4.0",
    school="Hill Primary School",
    website="https://school.example/stories/",
    words="Once upon a time\nthere was a fox.",
    words_language_iso="eng",
    seconds=3.0,
)
CHAPTERS = ((0.0, "The fox"), (1.25, "The grapes"), (2.5, "ਅੰਤ"))


def ffmpeg(*arguments: str) -> bytes:
    """What the bundled ffmpeg writes to its standard output."""
    tool = imageio_ffmpeg.get_ffmpeg_exe()
    command = [tool, "-nostdin", "-v", "error", "-y", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def described(path: Path) -> str:
    """What ffmpeg says of ``path``: its tags, chapters and streams."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, check=False, capture_output=True).stderr.decode()


def make_containers(folder: Path) -> dict[str, Path]:
    """A file of three seconds in each container, with no tags, as the pipeline encodes it."""
    files = {}
    for suffix, codecs in CODECS.items():
        inputs = (*TONE, *PICTURE) if suffix == ".mp4" else TONE
        files[suffix] = folder / f"made{suffix}"
        ffmpeg(*inputs, *BITEXACT, *codecs, str(files[suffix]))
    return files


def make_cover(path: Path) -> Path:
    """A cover of noise, larger than a page of Ogg."""
    Image.effect_noise((600, 600), 90).convert("RGB").save(path, "JPEG", quality=90)
    return path
