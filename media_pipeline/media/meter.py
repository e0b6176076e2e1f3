"""The one meter: what a file sounds like, found by decoding it.

Each file is decoded once, to two things: ebur128's integrated loudness, loudness range and peak
(ITU-R BS.1770, EBU R 128; mono judged as dual mono, as feeds demand), and the samples at 8 kHz,
from which length, ends, ears, noise and waveform are read. Both are taken of what came in as well
as of what was encoded, so that no figure is believed that was not measured; what was encoded is
judged by its true peak.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import NoSoundError
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Ffmpeg, Stream
from media_pipeline.tools.launcher import Limits

RATE = 8000
"""Sample rate in Hz for analysis: enough for a voice's envelope, at 10 % of a pass's cost."""

FRAME = RATE // 50
"""Samples in a frame of 20 ms, over which levels are taken."""

HANDED_ON = 8192
"""Samples that a filter hands to an output at a time. ffmpeg passes each frame from thread to
thread; with the decoder's own frames of 1,024, that costs as much as the metering
(docs/performance.md).
"""

SILENCE = -70.0
"""LUFS: BS.1770's absolute gate lets nothing below it through."""

STEREO = 2

FLOOR = -90.0
"""dBFS used for no sound at all; 16 bits end there."""

Levels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One file's figures.

    ``lufs`` and ``peak`` are None for silence (ebur128 reports −70 or −inf, which must not enter
    any division or gain); ``peak`` is the true peak in dBTP, or the highest sample in dBFS if that
    was asked for. ``levels`` is dBFS by 20 ms frame and channel, ``peaks`` the largest sample (0–1)
    by frame, ``mix_gain`` what mixing the channels did to their energy, in dB.
    """

    seconds: float
    lufs: float | None
    range_lu: float
    peak: float | None
    levels: Levels
    peaks: Levels
    mix_gain: float
    estimated: bool


def measure(
    tool: Ffmpeg,
    inputs: Sequence[Stream],
    channels: Sequence[int],
    cwd: Path,
    limits: Limits,
    *,
    rumble: int = 0,
    peak: Literal["true", "sample"] = "true",
) -> tuple[Measurement, ...]:
    """Decode ``inputs`` (sounds of ``channels`` channels each) in one pass and measure each.

    ``rumble`` is the corner, in Hz, of a high-pass before the meter: 0 for none. If it is set, the
    loudness is that of the channels mixed, as speech will be. A ``sample`` peak is for sound that
    is yet to be encoded, and will be measured again: looking between samples takes as long as all
    the rest.

    Raises :class:`NoSoundError` if one gives no samples at all.
    """
    outputs = []
    for index, (stream, count) in enumerate(zip(inputs, channels, strict=True)):
        split = stream.filter_multi_output("asplit", 2)
        heard = split.stream(0)
        if rumble:
            heard = mix(heard, count).filter("highpass", f=rumble)
        heard = heard.filter(f"ebur128@in{index}", peak=peak, dualmono="true", framelog="quiet")
        heard = heard.filter("asetnsamples", n=HANDED_ON, p=0)
        seen = split.stream(1).filter("aresample", RATE).filter("asetnsamples", n=HANDED_ON, p=0)
        if count > STEREO:
            seen = mix(seen, count)
        pcm = cwd / f"in{index}.pcm"
        pcm.unlink(missing_ok=True)
        # "ac" keeps the count if a stream's channels change half way
        samples = {"f": "s16le", "acodec": "pcm_s16le", "ac": _kept(count)}
        outputs += [ffmpeg.sink(heard, path=None), ffmpeg.sink(seen, path=pcm, **samples)]
    finished = ffmpeg.run_ffmpeg(tool, outputs, cwd, limits)
    return tuple(
        _read(cwd / f"in{index}.pcm", _kept(count), index, finished.stderr)
        for index, count in enumerate(channels)
    )


def _kept(channels: int) -> int:
    """How many channels the levels cover: two ears, or one mix of more."""
    return channels if channels <= STEREO else 1


def mix(stream: Stream, channels: int) -> Stream:
    """All channels of a stream mixed to one, in equal parts: ffmpeg's own down-mix would weigh them
    by the layout that a device wrote. (``<`` gives parts that sum to one; ffmpeg-python breaks
    ``=``.)
    """
    if channels == 1:
        return stream
    return stream.filter("pan", "mono|c0<" + "+".join(f"c{index}" for index in range(channels)))


def _read(pcm: Path, channels: int, index: int, said: str) -> Measurement:
    if not pcm.exists() or pcm.stat().st_size < 2 * channels:
        raise NoSoundError("no sound could be decoded", "ffmpeg")
    levels, peaks, mix_gain = _levels(pcm, channels)
    figures = _summary(said, f"ebur128@in{index}")
    silent = figures is None or figures[0] <= SILENCE
    return Measurement(
        seconds=pcm.stat().st_size / (2 * channels * RATE),
        lufs=None if figures is None or silent else figures[0],
        range_lu=0.0 if figures is None else figures[1],
        peak=None if figures is None or silent else figures[2],
        levels=levels,
        peaks=peaks,
        mix_gain=mix_gain,
        estimated="Estimating duration from bitrate" in said,
    )


def _levels(pcm: Path, channels: int) -> tuple[Levels, Levels, float]:
    """Levels and peaks by frame, and the mix's gain, read a minute at a time to keep memory
    constant.
    """
    levels: list[Levels] = []
    peaks: list[Levels] = []
    energy = np.zeros(2)
    with pcm.open("rb") as file:
        while block := file.read(2 * channels * FRAME * 3000):
            samples = np.frombuffer(block[: len(block) // (2 * channels) * 2 * channels], "<i2")
            sound = samples.reshape(-1, channels).astype(np.float32) / 32768
            energy += (np.mean(sound**2, axis=1).sum(), (np.mean(sound, axis=1) ** 2).sum())
            whole = np.pad(sound, ((0, -len(sound) % FRAME), (0, 0)))
            frames = whole.reshape(-1, FRAME, channels)
            power = np.mean(frames**2, axis=1)
            levels.append(10 * np.log10(np.maximum(power, 10 ** (FLOOR / 10))))
            peaks.append(np.abs(frames).max(axis=(1, 2)))
    gain = 10 * np.log10(max(energy[1], 1e-12) / max(energy[0], 1e-12))
    return np.concatenate(levels), np.concatenate(peaks), float(gain)


_FIGURE = r"(-?[\d.]+|-?inf|nan)"
_SUMMARY = re.compile(
    rf"I:\s+{_FIGURE} LUFS.*?LRA:\s+{_FIGURE} LU.*?Peak:\s+{_FIGURE} dBFS", re.DOTALL
)


def _summary(said: str, name: str) -> tuple[float, float, float] | None:
    """Integrated loudness, range and true peak, from what the filter called ``name`` reported."""
    _, _, after = said.partition(f"[{name} @")
    found = _SUMMARY.search(after)
    if found is None:
        return None
    loudness, spread, peak = (float(figure) for figure in found.groups())
    return loudness, spread, peak
