"""Film: compared with one bare ffmpeg command that makes the same renditions from one decode.

    python -m benchmarks.run video

The command uses our sizes, scaler, qualities and preset, and makes the three sounds of a film's
story, too; each of its files is decoded and metered once more, as ours are. It runs twice: with one
thread per encoder, as ours must (the same bytes each time), and with ffmpeg's own choice of
threads.
"""

from __future__ import annotations

import re
import shutil
import sys
from functools import partial
from pathlib import Path

from benchmarks.audio import ENCODERS, METER, TRACKS, takes_of
from benchmarks.contest import (
    BUILD,
    CORPUS,
    ROOT,
    Cost,
    Section,
    Sizes,
    bare,
    contest,
    ours,
    said,
    times,
)
from media_pipeline.media.film import PRESET, encode_options
from media_pipeline.media.frame import Size, ladder, rate
from media_pipeline.media.video import FilmWork
from media_pipeline.settings import Audio, Loudness, Video

CLEAN = CORPUS / "video/big_buck_bunny_0_30.webm"
"""Film of 1280×720 without noise. A camera's recording is made from it, and results are compared
with it.
"""

DEMO = ROOT / "recordings/Year 3/中文/2026-10-14 拔苗助长.mp4"
FPS = 24
"""Its pictures per second; made steady, so that the same pictures are compared."""

COLOURS = "in_color_matrix=bt601:out_color_matrix=bt709"
TOLD = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
"""The colours in which a telephone films and which it declares, so that none needs converting."""

SCALER = "bicubic+accurate_rnd"
"""Our own scaler, so that the command makes the same pictures."""

GOOD = 93
"""The VMAF that a rendition of 720 lines should reach."""


def measure(sizes: Sizes) -> Section:
    """Race on one film as a telephone records it, in 1080p."""
    recording = film(sizes.film_seconds)
    cost = contest(
        {
            "bare, one thread each": partial(floor, recording, "1"),
            "ours": partial(ours, "video", "film", recording),
            "bare, threads as ffmpeg likes": partial(floor, recording, "0"),
        },
        sizes.rounds,
    )
    mine = cost["ours"]
    rows = [("film of 1080p, two renditions", "CPU s", "wall s", "ours: CPU", "ours: wall")]
    for name, each in cost.items():
        ratios = times(mine.cpu, each.cpu), times(mine.wall, each.wall)
        rows.append((name, f"{each.cpu:.1f}", f"{each.wall:.1f}", *ratios))
    made = {
        "ours": BUILD / "film/video.mp4",
        "the command's": BUILD / "bare-1/video.mp4",
        "with threads as ffmpeg likes": BUILD / "bare-0/video.mp4",
    }
    judged = "; ".join(
        f"{name} VMAF {vmaf(path, recording):.1f} in {picture_bytes(path) / 1e6:.2f} MB of pictures"
        for name, path in made.items()
    )
    return Section(
        "Film",
        tuple(rows),
        f"{sizes.film_seconds} s; all make the same five files (two films, an MP3, an Opus, "
        "a low-data MP3), and decode and meter them in the end; ours listens to the recording "
        f"first, feeds each encoder by it, and chooses a poster. At 720 lines: {judged}; "
        f"{GOOD} is wanted.",
    )


def film(seconds: int) -> Path:
    """A film of a camera's size and bit rate, made from one without noise."""
    BUILD.mkdir(parents=True, exist_ok=True)
    recording = BUILD / f"film-{seconds}.mp4"
    if not recording.exists():
        clean = CLEAN if CLEAN.exists() else DEMO
        new = recording.with_suffix(".new.mp4")
        bare(
            "-stream_loop", "-1", "-i", clean, "-t", str(seconds), "-vf",
            f"fps={FPS},scale=1920:1080:flags=lanczos:{COLOURS},{TOLD}",
            "-c:v", "libx264", "-preset", "veryfast", "-b:v", "16M", "-c:a", "aac",
            "-b:a", "160k", new,
        )  # fmt: skip
        new.replace(recording)
    return recording


def floor(recording: Path, threads: str) -> Cost:
    """One bare command for both films and the three sounds, and for each file one that decodes it
    and meters its sound.
    """
    folder = BUILD / f"bare-{threads}"
    folder.mkdir(exist_ok=True)
    stream = takes_of(recording)[0].probe.video
    assert stream is not None
    fps, settings = rate(stream.fps), Video()
    sizes = ladder(stream, (settings.height, settings.saver_height))
    scaled = [f"scale={size.width}:{size.height}:flags={SCALER}" for size in sizes]
    graph = f"[0:v]{scaled[0]},split=2[v0][s];[s]{scaled[1]}[v1]"
    command: list[str | Path] = ["-threads", threads, "-i", recording, "-filter_complex", graph]
    made = (folder / "video.mp4", folder / "video-saver.mp4")
    for index, quality in enumerate((settings.quality, settings.saver_quality)):
        wanted = encode_options(sizes[index], fps, quality)
        command += ["-map", f"[v{index}]", "-map", "0:a", "-c:v", "libx264", "-preset", PRESET]
        for name in ("crf", "maxrate", "bufsize", "g", "pix_fmt"):
            command += [f"-{name}", str(wanted[name])]
        rate_of_sound = ("128k", "64k")[index]
        command += ["-threads", threads, "-c:a", "aac", "-ac", "1", "-b:a", rate_of_sound]
        command += ["-movflags", "+faststart", made[index]]
    for track in TRACKS:
        sound = folder / track.file
        command += ["-map", "0:a", "-ac", "1", *ENCODERS[sound.suffix[1:]]]
        command += ["-b:a", f"{track.kbps}k", sound]
    cost = bare(*command)
    for path in (*made, *(folder / track.file for track in TRACKS)):
        cost += bare("-threads", threads, "-i", path, "-af", METER, "-f", "null", "-")
    return cost


def vmaf(made: Path, recording: Path) -> float:
    """VMAF of a rendition, compared with the film that the recording was made from."""
    size = _size(made)
    scaled = f"fps={FPS},scale={size.width}:{size.height}:flags=bicubic:{COLOURS},setsar=1"
    clean = CLEAN if CLEAN.exists() else recording
    graph = f"[0:v]setpts=N,format=yuv420p[made];[1:v]{scaled},format=yuv420p,setpts=N[clean];"
    graph += "[made][clean]libvmaf=n_subsample=4:shortest=1"
    heard = said("-i", made, "-i", clean, "-filter_complex", graph, "-f", "null", "-")
    found = re.search(r"VMAF score: ([\d.]+)", heard)
    assert found is not None
    return float(found[1])


def picture_bytes(path: Path) -> int:
    """Bytes of a film's pictures, without its sound and container."""
    new = path.with_suffix(".h264")
    bare("-i", path, "-map", "0:v", "-c", "copy", "-f", "h264", new)
    size = new.stat().st_size
    new.unlink()
    return size


def _size(path: Path) -> Size:
    stream = takes_of(path)[0].probe.video
    assert stream is not None
    return Size(stream.width, stream.height)


def make_film(recording: Path) -> None:
    """What a job of the pipeline does."""
    folder = BUILD / "film"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    FilmWork(takes_of(recording)[0], "speech", Loudness(), Audio(), Video())(folder)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["film", recording]:
            make_film(Path(recording))
