"""Encoder effort: what less of it saves, and what it costs in quality.

    python -m benchmarks.run effort

Quality is the log-spectral distance between the decoded result and what was encoded (Gray and
Markel, 1976): the root mean square difference, in dB, of the levels in forty bands on the mel scale
up to 12 kHz, over frames of 20 ms in which somebody speaks. Smaller is nearer. It compares efforts
of one encoder; between encoders, and as a mark, it says little.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.audio import ENCODERS, speech
from benchmarks.contest import BUILD, Cost, Section, Sizes, bare, contest

RATE = 48000
FRAME = RATE // 50
BANDS, HIGHEST = 40, 12000
HEARD = 40.0
"""dB below the loudest frame, under which nobody speaks."""

LEVELS = {"mp3": ("0", "5", "7", "9"), "opus": ("10", "7", "5", "4", "2", "0")}
RATES = {"mp3": "96k", "opus": "24k"}

Bands = npt.NDArray[np.float64]


def measure(sizes: Sizes) -> Section:
    """Encode speech at each level."""
    wav = _samples(sizes.minutes * 60)
    names = [(form, level) for form, levels in LEVELS.items() for level in levels]
    cost = contest(
        {f"{form} {level}": partial(_encoded, wav, form, level) for form, level in names},
        sizes.rounds,
    )
    before = _bands(wav)
    ours = ", ".join(f"{each[1]} {each[_level(each)]}" for each in ENCODERS.values())
    rows = [("encoder, level", "CPU s", "distance, dB")]
    for form, level in names:
        after = _bands(_made(form, level))
        rows.append(
            (
                f"{ENCODERS[form][1]} {level}, {RATES[form]}b/s",
                f"{cost[f'{form} {level}'].cpu:.1f}",
                f"{distance(before, after):.2f}",
            )
        )
    return Section(
        "Encoder effort",
        tuple(rows),
        f"{sizes.minutes} min of speech, encoded from samples. Ours: {ours}; "
        "the distance is log-spectral, in 40 mel bands up to 12 kHz, where somebody speaks.",
    )


def distance(before: Bands, after: Bands) -> float:
    """Log-spectral distance in dB of two sounds' levels, of (frames, bands) each."""
    frames = min(len(before), len(after))
    one, other = before[:frames], after[:frames]
    loud = one.max(axis=1)
    spoken = loud > loud.max() - HEARD
    return float(np.mean(np.sqrt(np.mean((one[spoken] - other[spoken]) ** 2, axis=1))))


def _bands(path: Path) -> Bands:
    """The levels of one minute of a sound in dB, by frame and band."""
    pcm = BUILD / "effort.pcm"
    bare("-i", path, "-t", "60", "-ar", str(RATE), "-ac", "1", "-f", "s16le", pcm)
    samples = np.fromfile(pcm, "<i2") / 32768
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1)) ** 2
    top = 2595 * np.log10(1 + HIGHEST / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 1) / 2595) - 1)
    places = np.unique(np.round(edges / (RATE / FRAME)).astype(int))
    sums = np.add.reduceat(power[:, : places[-1]], places[:-1], axis=1)
    levels: Bands = 10 * np.log10(np.maximum(sums, 1e-6))
    return levels


def _samples(seconds: int) -> Path:
    wav = BUILD / f"samples-{seconds}.wav"
    if not wav.exists():
        new = wav.with_suffix(".new.wav")
        gain = "volume=6dB,alimiter=limit=0.8:level=disabled"
        bare("-i", speech(seconds), "-ar", str(RATE), "-ac", "1", "-af", gain, new)
        new.replace(wav)
    return wav


def _made(form: str, level: str) -> Path:
    return BUILD / f"effort-{level}.{form}"


def _encoded(wav: Path, form: str, level: str) -> Cost:
    options = list(ENCODERS[form])
    options[_level(options)] = level
    return bare("-i", wav, *options, "-b:a", RATES[form], _made(form, level))


def _level(options: Sequence[str]) -> int:
    """The position of the effort among an encoder's options."""
    return options.index("-compression_level") + 1
