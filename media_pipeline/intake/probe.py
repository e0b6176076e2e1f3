"""What a recording holds, read by PyAV inside the parser child.

PyAV finds out in 1–6 ms what would take 15 with ``ffmpeg -i`` or 60 with ffprobe, and as values,
not as text. :func:`look` runs in the child and answers plain values; :func:`probe` turns them into
a :class:`Probe` or a :class:`Refusal`. The only module that imports av.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.intake.pretenders import (
    A_PICTURE,
    BEGINNING,
    STILL_BRANDS,
    why_unreadable,
)
from media_pipeline.intake.stated import check_stated
from media_pipeline.intake.usable import check_usable
from media_pipeline.model import AudioStream, Probe, VideoStream
from media_pipeline.tools.ffmpeg import (
    BELIEVABLE_RATE,
    DEMUXERS,
    MAX_FRAME_PIXELS,
    MAX_STREAMS,
)
from media_pipeline.tools.reader import Reader

VERSION = 2
"""Goes up when a probe says more or something else, so that old answers are not reused."""

TAG_CHARACTERS = 500
ATTACHED_PICTURE = 0x400
UNKNOWN_SOUND = ("apac", "unknown", "")
"""Codecs that no decoder here knows; Apple's spatial track is one, beside a good AAC track."""

HDR_TRANSFERS = (16, 18)
"""ITU-T H.273's numbers for PQ (SMPTE 2084) and HLG (ARIB B67)."""

MATRICES = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc"}
"""ITU-T H.273's numbers for colour matrices → ffmpeg's names."""

WIDEST_PIXEL = 4
"""Width over height of a pixel; anamorphic film has 2."""

WANTED_TAGS = ("title", "artist", "language")
"""All that is ever read of the file's own tags; places and makers are not even remembered."""
UNSAFE = (
    "It can't be read: looking into it took more time or memory than any recording should. The "
    "file is probably damaged. Copy it again, or record again."
)


def probe(reader: Reader, path: str) -> Probe:
    """Look at the file at ``path`` (absolute).

    Raises :class:`Refusal` with a plain sentence, and :class:`ToolError` with one if the child
    could not look at it.
    """
    try:
        seen = reader.call(look, path)
    except ToolError as error:
        raise ToolError(UNSAFE, error.where) from error
    return probe_of(seen)


def probe_of(facts: Mapping[str, Any]) -> Probe:
    """The probe of plain values, as :func:`look` tells them and the store keeps them."""
    audio, video = facts["audio"], facts["video"]
    streams = {
        "audio": AudioStream(**audio) if audio else None,
        "video": VideoStream(**video) if video else None,
    }
    return Probe(**{**facts, **streams})


def look(path: str) -> Mapping[str, Any]:
    """Open the file, in the child, and return its streams as plain values."""
    try:
        container = av.open(
            f"file:{path}",
            options={
                "format_whitelist": DEMUXERS,
                "protocol_whitelist": "file",
                "max_streams": str(MAX_STREAMS + 1),
            },
            metadata_errors="replace",
        )
    except av.error.FFmpegError as error:
        with Path(path).open("rb") as file:
            raise Refusal(why_unreadable(file.read(BEGINNING))) from error
    with container:
        if container.metadata.get("major_brand") in STILL_BRANDS:
            raise Refusal(A_PICTURE)
        check_usable(Path(path))
        check_stated(Path(path))
        if len(container.streams) > MAX_STREAMS:
            raise Refusal(f"It holds more than {MAX_STREAMS} tracks; no recording has so many.")
        video = _video(container)
        audio = _audio(container)
        if audio is None and video is None:
            raise Refusal("There is neither sound nor a picture in it that can be played.")
        start = container.start_time or 0
        return {
            "container": container.format.name,
            "seconds": _seconds(container),
            "start": start / av.time_base,
            "audio": audio,
            "video": video,
            "tags": _tags(container),
        }


def _seconds(container: Any) -> float | None:
    length = container.duration or 0
    return length / av.time_base if length > 0 else None


def _tags(container: Any) -> dict[str, str]:
    """The file's own tags; Ogg keeps them in its stream, where MP4 keeps a maker's guesses."""
    tags = dict(container.metadata)
    if container.format.name == "ogg":
        tags |= {name: text for each in container.streams for name, text in each.metadata.items()}
    known = {str(name).lower(): str(text)[:TAG_CHARACTERS] for name, text in tags.items()}
    return {name: known[name] for name in WANTED_TAGS if name in known}


def _audio(container: Any) -> dict[str, Any] | None:
    """The first sound that can be decoded; tracks that no decoder knows are skipped."""
    for number, stream in enumerate(container.streams.audio):
        codec = stream.codec_context
        if codec is None or codec.name in UNKNOWN_SOUND or not codec.sample_rate:
            continue
        return {
            "index": number,
            "codec": codec.name,
            "rate": codec.sample_rate,
            "channels": codec.channels or 1,
        }
    return None


def _video(container: Any) -> dict[str, Any] | None:
    """The first moving picture, described by its first decoded frame; cover pictures don't
    count.
    """
    for number, stream in enumerate(container.streams.video):
        if int(stream.disposition) & ATTACHED_PICTURE or stream.codec_context is None:
            continue
        _refuse_huge(stream.codec_context)
        # One thread: sixteen frames of 4K at once are more memory than the child may have.
        stream.codec_context.thread_count = 1
        stream.codec_context.options = {"max_pixels": str(MAX_FRAME_PIXELS)}
        frame = None
        with contextlib.suppress(av.error.FFmpegError, StopIteration):
            frame = next(container.decode(stream))
        if frame is None:
            continue
        _refuse_huge(frame)
        return {"index": number, "codec": stream.codec_context.name} | _frame(stream, frame)
    return None


def _refuse_huge(picture: Any) -> None:
    if picture.width * picture.height > MAX_FRAME_PIXELS:
        raise Refusal(
            f"Its picture has {picture.width} × {picture.height} points; 4096 × 2160 is the most "
            "that can be used. Export it smaller, or film in 4K or less."
        )


def _frame(stream: Any, frame: Any) -> dict[str, Any]:
    aspect = stream.sample_aspect_ratio or 1
    if not 1 / WIDEST_PIXEL <= aspect <= WIDEST_PIXEL:
        aspect = 1
    width, height = round(frame.width * aspect), frame.height
    rotation = -frame.rotation % 360
    if rotation in (90, 270):
        width, height = height, width
    return {
        "width": width,
        "height": height,
        "rotation": rotation,
        "fps": _rate(stream),
        "interlaced": bool(frame.interlaced_frame),
        "hdr": int(frame.color_trc) in HDR_TRANSFERS,
        "pixel_format": frame.format.name,
        "matrix": MATRICES.get(int(frame.colorspace), ""),
    }


def _rate(stream: Any) -> float:
    """Frames per second on average. DV's average is really its time base, so the guess is used
    there.
    """
    average = float(stream.average_rate or 0)
    return average if 0 < average <= BELIEVABLE_RATE else float(stream.guessed_rate or 0)
