"""Encoder effort: what less of it saves, and what it costs in quality.

    python -m benchmarks.run effort

Quality is ViSQOL's (Google's measure, in visqol-python), 1 to 5, of what was decoded again
against what was encoded: in its mode for all sounds, at 48 kHz.
"""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path

from benchmarks.audio import ENCODERS, speech
from benchmarks.contest import BUILD, Cost, Section, Sizes, bare, contest, environment

SECONDS = 30
"""Of speech that is judged; ViSQOL is slow."""

LEVELS = {"mp3": ("0", "5", "7", "9"), "opus": ("10", "7", "5", "2", "0")}
RATES = {"mp3": "96k", "opus": "24k"}
JUDGE = """
import sys
from visqol import VisqolApi
judge = VisqolApi()
judge.create(mode="audio")
print(judge.measure(sys.argv[1], sys.argv[2]).moslqo)
"""


def measure(sizes: Sizes) -> Section:
    """Encode speech at each level."""
    recording = _samples(speech(sizes.minutes * 60), sizes.minutes * 60)
    judged = _samples(speech(sizes.minutes * 60), SECONDS)
    rows = [("encoder, level", "CPU s", "ViSQOL, 1–5")]
    cost = contest(
        {
            f"{form} {level}": partial(_encoded, recording, form, level)
            for form, levels in LEVELS.items()
            for level in levels
        },
        sizes.rounds,
    )
    for form, levels in LEVELS.items():
        for level in levels:
            name = f"{ENCODERS[form][1]} {level}, {RATES[form]}b/s"
            rows.append((name, f"{cost[f'{form} {level}'].cpu:.1f}", _quality(judged, form, level)))
    return Section(
        "Encoder effort",
        tuple(rows),
        f"{sizes.minutes} min of speech, encoded from samples; the first level of each is its most "
        f"careful that is common, ours are libmp3lame 7 and libopus 5. Quality is of {SECONDS} s.",
    )


def _samples(recording: Path, seconds: int) -> Path:
    wav = BUILD / f"samples-{seconds}.wav"
    if not wav.exists():
        new = wav.with_suffix(".new.wav")
        gain = "volume=6dB,alimiter=limit=0.8:level=disabled"
        bare("-i", recording, "-t", str(seconds), "-ar", "48000", "-ac", "1", "-af", gain, new)
        new.replace(wav)
    return wav


def _encoded(wav: Path, form: str, level: str) -> Cost:
    options = list(ENCODERS[form])
    options[options.index("-compression_level") + 1] = level
    return bare("-i", wav, *options, "-b:a", RATES[form], BUILD / f"effort.{form}")


def _quality(wav: Path, form: str, level: str) -> str:
    _encoded(wav, form, level)
    again = BUILD / "effort.wav"
    bare("-i", BUILD / f"effort.{form}", "-ar", "48000", "-ac", "1", again)
    python = environment("visqol", "visqol-python")
    told = subprocess.run(
        [python, "-c", JUDGE, wav, again], check=True, capture_output=True, text=True
    )
    return f"{float(told.stdout.split()[-1]):.2f}"
