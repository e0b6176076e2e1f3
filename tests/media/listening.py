"""Another meter than the pipeline's: pyloudnorm for loudness, 4× oversampling for true peaks.

What is judged was decoded to 48 kHz floating point by an ffmpeg started here, not by the
launcher.
"""

from __future__ import annotations

import subprocess
import warnings
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pyloudnorm
import scipy.signal  # type: ignore[import-untyped]

from media_pipeline.model import Made

RATE = 48000
MONO_AS_DUAL = 10 * np.log10(2)
"""LU by which a mono sound is louder from two loudspeakers (ITU-R BS.1770, both channels)."""

STEP = RATE // 10
"""Samples by which BS.1770's blocks of 0.4 s follow each other."""

OVERSAMPLED = 4
"""ITU-R BS.1770, annex 2: at 48 kHz."""

Samples = npt.NDArray[np.float64]
"""Sound: (samples, channels), ±1."""


def samples(path: Path) -> Samples:
    """The sound of ``path`` at 48 kHz, with the channels that it has."""
    told = _ffmpeg("-i", str(path), "-map", "0:a:0", "-f", "null", "-").stderr.decode()
    channels = 1 if ", mono," in told else 2
    raw = _ffmpeg(
        "-v", "error", "-i", str(path), "-map", "0:a:0", "-f", "f32le", "-ar", str(RATE),
        "-ac", str(channels), "-",
    ).stdout  # fmt: skip
    return np.frombuffer(raw, "<f4").reshape(-1, channels).astype(np.float64)


def loudness(sound: Samples) -> float:
    """Integrated loudness in LUFS, mono judged as dual mono.

    pyloudnorm also counts a last block that is not whole, which BS.1770 leaves out: words of a
    second came out 0.9 LU too quiet. It is given whole steps of 0.1 s.
    """
    whole = sound[: len(sound) // STEP * STEP]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyloudnorm warns of clipping, which is no matter here
        lufs = float(pyloudnorm.Meter(RATE).integrated_loudness(whole))
    return lufs + (MONO_AS_DUAL if sound.shape[1] == 1 else 0.0)


def true_peak(sound: Samples) -> float:
    """The highest true peak in dBTP, a minute at a time."""
    blocks = [sound[place : place + 60 * RATE] for place in range(0, len(sound), 60 * RATE)]
    highest = max(
        float(np.abs(scipy.signal.resample_poly(block, OVERSAMPLED, 1, axis=0)).max())
        for block in blocks
    )
    return 20 * float(np.log10(highest))


def level(sound: Samples, start: float = 0.0, end: float | None = None) -> float:
    """RMS in dBFS from ``start`` to ``end``, in seconds."""
    part = sound[int(start * RATE) : None if end is None else int(end * RATE)]
    return 10 * float(np.log10(np.mean(part**2) + 1e-12))


def tone(sound: Samples, hertz: float) -> float:
    """The share of a sound's energy within 3 % of a frequency, in dB."""
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    places = np.fft.rfftfreq(len(sound), 1 / RATE)
    near = np.abs(places - hertz) <= 0.03 * hertz
    return 10 * float(np.log10(power[near].sum() / power.sum() + 1e-15))


def onset(sound: Samples) -> float:
    """Seconds at which a sound first reaches a quarter of its highest."""
    loud = np.abs(sound).max(axis=1)
    return int(np.argmax(loud >= 0.25 * loud.max())) / RATE


def judge(made: Made, folder: Path) -> list[str]:
    """What a stranger finds wrong with the loudness and peaks of what was delivered.

    −16 LUFS ±0.5 and −1 dBTP; the meters differ by 0.1 at most, which is allowed for.
    """
    findings = []
    for rendition in made.renditions:
        if rendition.lufs is None:
            continue
        sound = samples(folder / rendition.path)
        lufs, dbtp = loudness(sound), true_peak(sound)
        if abs(lufs + 16) > 0.6:
            findings.append(f"{rendition.path}: {lufs:.2f} LUFS")
        if dbtp > -0.9:
            findings.append(f"{rendition.path}: {dbtp:.2f} dBTP")
        if rendition.dbtp is None or abs(rendition.lufs - lufs) > 0.2:
            findings.append(f"{rendition.path}: said to be {rendition.lufs} LUFS, is {lufs:.2f}")
        if abs(rendition.seconds - len(sound) / RATE) > 0.01:
            findings.append(f"{rendition.path}: said to last {rendition.seconds}")
    return findings


def _ffmpeg(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", *arguments],
        capture_output=True,
        check=False,
    )
