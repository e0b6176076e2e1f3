"""The school's jingle before each audio story: short, faded, as loud as the voice that follows it.

The only module that imports pydub, which holds a whole sound in memory and suits short pieces only.
It is given raw samples that the launcher's ffmpeg decoded, and opens no file by itself.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import ToolError
from media_pipeline.media.meter import FLOOR, measure
from media_pipeline.media.tracks import RATE
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Ffmpeg, Stream
from media_pipeline.tools.launcher import Limits

with warnings.catch_warnings():
    # It looks for an ffmpeg on the PATH and warns if there is none; it must never run one.
    warnings.simplefilter("ignore", RuntimeWarning)
    from pydub import AudioSegment

LONGEST = 10.0
"""Seconds of it that are used: a jingle, not a song."""

FADE_IN, FADE_OUT = 30, 400
"""Milliseconds."""

SAMPLE_WIDTH = 4
"""Bytes: with 16 bits, making it as quiet as a whisper and loud again would be audible."""


@dataclass(frozen=True, slots=True)
class Jingle:
    """A prepared jingle: raw samples at 48 kHz, their seconds and their true peak in dBTP."""

    path: Path
    channels: int
    seconds: float = 0.0
    dbtp: float = FLOOR

    def stream(self) -> Stream:
        """The jingle as an input of a graph."""
        return ffmpeg.raw_source(self.path, f="s32le", ar=RATE, ac=self.channels).audio


def prepare_jingle(
    tool: Ffmpeg, path: Path, lufs: float, channels: int, folder: Path, limits: Limits
) -> Jingle:
    """The jingle at ``path``, faded and brought to ``lufs``, as raw samples in ``folder``.

    Raises :class:`ToolError` if it is not a sound.
    """
    raw = folder / "jingle.raw"
    layout = "mono" if channels == 1 else "stereo"
    sound = ffmpeg.source(path, LONGEST).audio.filter("aformat", channel_layouts=layout)
    sound = sound.filter("atrim", end=LONGEST)
    options = {"f": "s32le", "acodec": "pcm_s32le", "ar": RATE, "ac": channels}
    ffmpeg.run_ffmpeg(tool, [ffmpeg.sink(sound, path=raw, **options)], folder, limits)
    if not raw.exists() or not raw.stat().st_size:
        raise ToolError("the school's jingle can't be decoded.", path.name, "Check setting jingle.")
    (heard,) = measure(tool, [Jingle(raw, channels).stream()], [channels], folder, limits)
    if heard.lufs is None or heard.peak is None:
        raise ToolError("the school's jingle is silent.", path.name, "Check setting jingle.")
    segment = AudioSegment(
        data=raw.read_bytes(), sample_width=SAMPLE_WIDTH, frame_rate=RATE, channels=channels
    )
    gain = lufs - heard.lufs
    segment = segment.fade_in(FADE_IN).fade_out(FADE_OUT).apply_gain(gain)
    raw.write_bytes(segment.raw_data)
    seconds = len(segment.raw_data) / (SAMPLE_WIDTH * channels * RATE)
    return Jingle(raw, channels, seconds, heard.peak + gain)
