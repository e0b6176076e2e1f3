"""The pictures of a video: from one decode to every size, and a still to represent it.

    source ─► progressive ─► steady rate ─► largest size ─► SDR, 8 bits ─┬─► smaller sizes
                                                                         ├─► stills (JPEG)
                                                                         └─► glances (64×36 grey)

ffmpeg rotates the frames of a turned source before they come here, in a filter graph too. The
costly steps come after the frame rate and size have been lowered; what is 10 bits deep stays so
until its tones are mapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import ToolError
from media_pipeline.media.cutting import cut_picture
from media_pipeline.media.frame import Size, ceiling, level, matrix
from media_pipeline.media.tracks import RATE
from media_pipeline.model import WHOLE, Edit, VideoStream
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Ffmpeg, Stream
from media_pipeline.tools.launcher import Limits

PRESET = "medium"
"""x264's preset; more time than this gives no better picture (docs/decisions.md has the
figures).
"""

STILLS = 16
"""Stills to choose a poster from, spread over the whole film."""

GLANCE = Size(64, 36)
"""The size in which a still is judged: enough to see whether there is anything in it."""

COUNTED = Size(16, 16)
"""The size of a picture that is only counted."""

WHITE_NITS = 203
"""The luminance that SDR's white becomes in HDR (ITU-R BT.2408)."""

BRIGHTEST_NITS = 1000
"""The brightest that telephones master to, and HLG's nominal peak (ITU-R BT.2100)."""

DARKEST_POSTER = 24.0
"""Mean luma (0–255) below which a still looks black at a small size."""

PLAINEST_POSTER = 8.0
"""Standard deviation of luma below which a still is a blank wall, a fade or a lens cap."""

Glances = npt.NDArray[np.uint8]
"""Small stills: (stills, lines, columns), luma 0–255."""


@dataclass(frozen=True, slots=True)
class Branches:
    """Ends of the graph: one node for each size, and what a poster is chosen from. If something is
    cut, ``uncut`` has all the original pictures, to be counted.
    """

    renditions: tuple[Stream, ...]
    stills: Stream
    glances: Stream
    uncut: Stream | None = None


def picture_branches(
    node: Stream,
    stream: VideoStream,
    sizes: Sequence[Size],
    fps: Fraction,
    *,
    seconds: float | None = None,
    edit: Edit = WHOLE,
) -> Branches:
    """Build the graph from ``node`` (a video stream of an input) to ``sizes``, largest first.

    ``seconds`` is the film's length, over which the stills are spread; if it is unknown they are
    two seconds apart. ``edit`` is what is cut from it, fitted to ``fps``.
    """
    if stream.interlaced:
        node = node.filter("bwdif", mode="send_frame", deint="interlaced")
    # from 0, where the sound starts: a camera's first picture may come later
    node = node.filter("fps", fps=str(fps), start_time=0)
    uncut = None
    if edit:
        both = node.filter_multi_output("split", 2)
        node = cut_picture(both.stream(0), edit, fps)
        uncut = _scale(both.stream(1), COUNTED)
    largest = sizes[0]
    if stream.hdr:
        node = _tones_mapped(node, largest)
    else:
        told = matrix(stream)
        node = _scale(
            node, largest, in_color_matrix=told, out_color_matrix="bt709", out_range="tv"
        ).filter("format", "yuv420p")
    node = node.filter("setsar", 1).filter(
        "setparams", color_primaries="bt709", color_trc="bt709", colorspace="bt709", range="tv"
    )
    ends = node.filter_multi_output("split", len(sizes) + 1)
    smaller = (_scale(ends.stream(index), size) for index, size in enumerate(sizes[1:], 1))
    stills = _stills(ends.stream(len(sizes)), seconds).filter_multi_output("split", 2)
    return Branches(
        (ends.stream(0), *smaller),
        _scale(stills.stream(0), largest, out_color_matrix="bt601", out_range="pc").filter(
            "format", "yuvj420p"
        ),
        _scale(stills.stream(1), GLANCE, out_range="pc").filter("format", "gray"),
        uncut,
    )


def _scale(node: Stream, size: Size, **options: object) -> Stream:
    return node.filter("scale", size.width, size.height, flags="bicubic+accurate_rnd", **options)


def _tones_mapped(node: Stream, size: Size) -> Stream:
    """HDR (PQ or HLG, as each frame says) → BT.709, 8 bits.

    Mobius leaves everything darker than half of white unchanged and bends what is brighter: SDR's
    white becomes 226 of 255, and highlights go above. Hable, the usual advice, darkens faces too:
    by 15 % on a film of known tones, against 1 %.
    """
    return (
        _scale(node, size)
        .filter("zscale", min="bt2020nc", pin="bt2020", rin="tv", t="linear", npl=WHITE_NITS)
        .filter("format", "gbrpf32le")
        .filter("zscale", p="bt709")
        .filter("tonemap", "mobius", param=0.5, desat=0, peak=f"{BRIGHTEST_NITS / WHITE_NITS:.3f}")
        .filter("zscale", p="bt709", t="bt709", m="bt709", r="tv", dither="ordered")
        .filter("format", "yuv420p")
    )


def _stills(node: Stream, seconds: float | None) -> Stream:
    apart = Fraction(seconds or 2.0 * STILLS).limit_denominator(1000) / STILLS
    # rounded up, so that a film shorter than this distance has one still
    slow = str(1 / max(apart, Fraction(1, 25)))
    return node.filter("fps", fps=slow, start_time=0, round="up")


def encode_options(size: Size, fps: Fraction, crf: int) -> dict[str, object]:
    """Output options of one rendition: H.264 High and AAC-LC in an MP4 that can start to play at
    once.

    One thread: with two, x264 gives different bytes each time. x264 writes its settings into each
    file as SEI, which is taken out. Key frames are two seconds apart, for seeking.
    """
    most = ceiling(size, fps)
    return {
        "f": "mp4",
        "vcodec": "libx264",
        "preset": PRESET,
        "crf": crf,
        "maxrate": f"{most}k",
        "bufsize": f"{2 * most}k",
        "profile:v": "high",
        "level:v": level(size, fps),
        "pix_fmt": "yuv420p",
        "g": round(2 * fps),
        "bsf:v": "filter_units=remove_types=6",
        "acodec": "aac",
        "b:a": "128k",
        "ar": RATE,
        "movflags": "+faststart",
    }


# ── the poster ────────────────────────────────────────────────────────────────────────────


def poster_outputs(branches: Branches, cwd: Path) -> tuple[Stream, Stream]:
    """The outputs to add to the encoding run, so that :func:`pick_poster` can choose."""
    return (
        ffmpeg.sink(
            branches.stills, path=cwd / "still-%03d.jpg", f="image2", vcodec="mjpeg",
            **{"q:v": 3, "frames:v": STILLS},
        ),
        ffmpeg.sink(
            branches.glances, path=cwd / "glances.gray", f="rawvideo", vcodec="rawvideo",
            **{"frames:v": STILLS},
        ),
    )  # fmt: skip


def pick_poster(cwd: Path) -> Path | None:
    """The best still that an encoding run left in ``cwd``; None if all are black or blank."""
    if not (cwd / "glances.gray").exists():
        return None
    pixels = np.fromfile(cwd / "glances.gray", np.uint8)
    glances = pixels[: len(pixels) // GLANCE.pixels * GLANCE.pixels]
    best = choose_poster(glances.reshape(-1, GLANCE.height, GLANCE.width))
    return None if best is None else cwd / f"still-{best + 1:03d}.jpg"


def choose_poster(glances: Glances) -> int | None:
    """Which still represents a film: the first that is nearly as rich as the richest.

    Richness is contrast, less so far from middle grey. None if all are black or blank.
    """
    if not len(glances):
        return None
    luma = glances.astype(np.float32)
    mean, spread = luma.mean(axis=(1, 2)), luma.std(axis=(1, 2))
    usable = (mean >= DARKEST_POSTER) & (spread >= PLAINEST_POSTER)
    if not usable.any():
        return None
    richness = np.where(usable, spread * (1 - np.abs(mean - 128) / 256), 0)
    return int(np.argmax(richness >= 0.8 * richness.max()))


# ── proof ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Seen:
    """What a finished file shows when decoded to its end; ``start`` and ``seconds`` in seconds."""

    size: Size
    frames: int
    start: float
    seconds: float


def seen_output(node: Stream, path: Path) -> Stream:
    """The output to add to a verifying run: each decoded frame's time, in a text at ``path``.

    Frames are passed on as they lie in memory, which takes 3.0 s of processor time for 30 s of two
    films; copying and checksumming their contents took 4.0. The checksums are therefore of
    addresses: the text differs each time, and is never kept.
    """
    return ffmpeg.sink(
        node, path=path, f="framecrc", vcodec="wrapped_avframe", fps_mode="passthrough"
    )


def read_seen(path: Path) -> Seen:
    """What :func:`seen_output` wrote. Raises :class:`ToolError` if it has not a single frame."""
    said: dict[str, str] = {}
    frames, first, end = 0, 0, 0
    with path.open(encoding="ascii") as lines:
        for line in lines:
            if line.startswith("#"):
                name, _, value = line.strip("#\n").partition(" 0: ")
                said[name] = value
                continue
            _, _, shown, lasts, *_ = (int(figure, 0) for figure in line.split(",")[:5])
            first = shown if frames == 0 else first
            end = shown + lasts
            frames += 1
    if frames == 0:
        raise ToolError("no picture could be decoded", "ffmpeg")
    width, height = (int(side) for side in said["dimensions"].split("x"))
    tick = Fraction(said["tb"])
    return Seen(Size(width, height), frames, float(first * tick), float((end - first) * tick))


def verify_pictures(
    tool: Ffmpeg, paths: Sequence[Path], cwd: Path, limits: Limits
) -> tuple[Seen, ...]:
    """Decode the pictures of the finished films at ``paths`` in parallel, and return what is there.

    Raises :class:`ToolError` if one has none.
    """
    found = [cwd / f"seen-{index}.txt" for index in range(len(paths))]
    for text in found:
        text.unlink(missing_ok=True)
    outputs = [
        seen_output(ffmpeg.source(path)["v:0"], text)
        for path, text in zip(paths, found, strict=True)
    ]
    ffmpeg.run_ffmpeg(tool, outputs, cwd, limits)
    if not all(text.exists() for text in found):
        raise ToolError("no picture could be decoded", "ffmpeg")
    return tuple(read_seen(text) for text in found)
