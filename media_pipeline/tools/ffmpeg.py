"""ffmpeg: which one, how its arguments are built, and how it is run.

Arguments are built as a graph by ffmpeg-python's ``compile()``, which escapes what must be
escaped; its ``run()`` has no time limit and is never used. The only module that imports
ffmpeg-python and imageio-ffmpeg.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ffmpeg
import imageio_ffmpeg

from media_pipeline.errors import CrashError, ToolError
from media_pipeline.tools import files
from media_pipeline.tools.launcher import Finished, Limits, run_jailed

VARIABLE = "MEDIA_PIPELINE_FFMPEG"
"""Environment variable that names an ffmpeg to use instead of the embedded one."""

DEMUXERS = "mov,matroska,mp3,wav,ogg,flac,aac,amr,avi,mpegts,mpeg,mpegvideo,asf,aiff,caf,dv,w64"
"""What a recording may be. Everything else (playlists, SDP, subtitles, pictures) could make
ffmpeg open a second file or an address, whatever the file's own name says."""

MAX_STREAMS = 32
"""Tracks; no recording has so many."""

MAX_FRAME_PIXELS = 8912896
"""4096 × 2176, the most that is decoded; 4K film has 8.3 million."""

BELIEVABLE_RATE = 240
"""Frames a second that phones do record. More is a time base taken for a rate (1,000 in WebM,
60,000 in DV)."""

ADDED_SECONDS = 10.0
"""How many seconds past its probed end an input may run before it is cut."""

Stream = Any
"""A node of an ffmpeg-python graph; the library has no types of its own."""


FULL = os.strerror(errno.ENOSPC)


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """An ffmpeg program and the line that states its version, on which results depend."""

    path: str
    version: str


@cache
def find_ffmpeg(configured: str = "") -> Ffmpeg:
    """The ffmpeg to use: the environment's, else the settings', else the embedded one.

    Raises :class:`ToolError` if it can't be run.
    """
    path = _named(configured)
    told = run_jailed([path, "-version"], Limits(wall=20), Path.cwd())
    first = told.stdout.decode("utf-8", "replace").partition("\n")[0].strip()
    if told.code != 0 or not first.startswith("ffmpeg version"):
        raise ToolError(
            "this is not an ffmpeg that runs.", path, f"Check the setting ffmpeg or ${VARIABLE}."
        )
    return Ffmpeg(path, first)


def ffmpeg_file(configured: str = "") -> Path:
    """The file of that program, without running it."""
    path = _named(configured)
    return Path(shutil.which(path) or path)


def _named(configured: str) -> str:
    return os.environ.get(VARIABLE) or configured or imageio_ffmpeg.get_ffmpeg_exe()


def source(path: Path, seconds: float | None = None, **options: object) -> Stream:
    """An untrusted input: one demuxer of :data:`DEMUXERS`, this file only, bounded in length."""
    bounds: dict[str, object] = {
        "protocol_whitelist": "file",
        "format_whitelist": DEMUXERS,
        "max_streams": MAX_STREAMS,
        "max_pixels": MAX_FRAME_PIXELS,
        "threads": 1,
    }
    if seconds is not None:
        bounds["t"] = f"{seconds + ADDED_SECONDS:.3f}"
    return ffmpeg.input(f"file:{path.absolute()}", **bounds, **options)


def raw_source(path: Path, **options: object) -> Stream:
    """An input that this program made itself, such as raw samples."""
    return ffmpeg.input(f"file:{path.absolute()}", protocol_whitelist="file", **options)


def sink(*streams: Stream, path: Path | None, **options: object) -> Stream:
    """An output. With ``None`` the result is thrown away, for runs that only want a filter's
    report.

    Nothing of the source's own metadata, chapters, subtitles or data gets into it.
    """
    stripped: dict[str, object] = {
        "map_metadata": -1,
        "map_chapters": -1,
        "sn": None,
        "dn": None,
        "fflags": "+bitexact",
        "flags": "+bitexact",
        "threads": 1,
    }
    if path is None:
        return ffmpeg.output(*streams, "-", **stripped, f="null")
    return ffmpeg.output(*streams, f"file:{path.absolute()}", **(stripped | options))


def concat(*sounds: Stream) -> Stream:
    """One sound after the other."""
    return ffmpeg.concat(*sounds, v=0, a=1)


def run_ffmpeg(
    tool: Ffmpeg,
    outputs: Sequence[Stream],
    cwd: Path,
    limits: Limits,
    *,
    progress: bool = False,
) -> Finished:
    """Run the graph that ends in ``outputs``. Its exit code is returned, never trusted.

    With ``progress``, ffmpeg keeps a file of that name in ``cwd``. Raises :class:`CrashError` if a
    signal ended it twice, and :class:`ToolError` if the disk is full: ffmpeg reports that on
    stderr, but its exit code may not show it (5.1 ended with 0).
    """
    head = ["-nostdin", "-hide_banner", "-nostats", "-y", "-max_alloc", str(1 << 28)]
    head += ["-filter_complex_threads", "1"]
    if progress:
        head += ["-progress", "file:progress", "-stats_period", "1"]
    arguments = ffmpeg.get_args(ffmpeg.merge_outputs(*outputs))
    command = [tool.path, *head, *arguments]
    finished = run_jailed(command, limits, cwd)
    if finished.code < 0:
        finished = run_jailed(command, limits, cwd)
    if finished.code < 0:
        raise CrashError(
            f"The program that decodes it (ffmpeg) was ended by signal {-finished.code}, twice."
        )
    if FULL in finished.stderr:
        raise ToolError("the disk is full.", str(cwd), "Make room and build again.")
    return finished


def touchstone(tool: Ffmpeg, folder: Path) -> str:
    """SHA-256 of what ``tool`` makes, on this very machine, of a test picture and a second of noise
    with each encoder that is used: where two machines differ in it, so do their results.

    ``folder`` must be empty; the files stay in it. Takes about a second. Raises :class:`ToolError`
    if the test can't be encoded.
    """
    picture = ffmpeg.input("testsrc2=size=640x360:rate=25:duration=1", f="lavfi")
    noise = ffmpeg.input("anoisesrc=color=pink:seed=1:duration=1:sample_rate=48000", f="lavfi")
    parts = noise.filter_multi_output("asplit", 3)
    film, mp3, opus = (folder / name for name in ("film.mp4", "sound.mp3", "sound.opus"))
    outputs = [
        sink(picture, parts[0], path=film, vcodec="libx264", pix_fmt="yuv420p", acodec="aac"),
        sink(parts[1], path=mp3, acodec="libmp3lame", ar=44100),
        sink(parts[2], path=opus, acodec="libopus"),
    ]
    finished = run_ffmpeg(tool, outputs, folder, Limits(wall=60))
    made = [each for each in (film, mp3, opus) if each.exists()]
    if finished.code or len(made) < len(outputs):
        raise ToolError("it can't encode all that is needed.", tool.path, "Use another ffmpeg.")
    return files.digest(made)
