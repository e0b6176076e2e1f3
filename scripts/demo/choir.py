"""A wordless choir that sings “Frère Jacques” as a round, made of sine waves."""

from __future__ import annotations

import numpy as np

from demo.shapes import room
from demo.sound import Samples, Sound

RATE = 44_100

STORED = ("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart")
"""How it is stored, as ffmpeg's output options."""

LUFS = -18.0
"""The loudness at which it is stored."""

BEAT = 0.5
"""Seconds a beat: 120 beats a minute."""

# degrees of the scale of F major and beats; each phrase is sung twice
PHRASES: tuple[tuple[tuple[int, float], ...], ...] = (
    ((0, 1), (1, 1), (2, 1), (0, 1)),
    ((2, 1), (3, 1), (4, 2)),
    ((4, 0.5), (5, 0.5), (4, 0.5), (3, 0.5), (2, 1), (0, 1)),
    ((0, 1), (-3, 1), (0, 2)),
)
SEMITONES = {-3: -5, 0: 0, 1: 2, 2: 4, 3: 5, 4: 7, 5: 9}
KEYNOTE = 349.23
"""F4 in Hz, where children sing."""

FORMANTS = ((850.0, 130.0, 1.0), (1250.0, 150.0, 0.6), (3000.0, 260.0, 0.22))
"""Centre and width in Hz, and strength, of the formants of a child's "ah"."""


def sing_round() -> Sound:
    """Three pairs of singers, left, middle and right, each two bars after the one before;
    stereo.
    """
    noise = np.random.default_rng(22)
    entry = round(8 * BEAT * RATE)
    parts = [_part(noise) for _ in range(3)]
    mixed = np.zeros((len(parts[0]) + 2 * entry, 2))
    for number, (part, pan) in enumerate(zip(parts, (0.22, 0.5, 0.78), strict=True)):
        span = slice(number * entry, number * entry + len(part))
        mixed[span, 0] += part * np.cos(pan * np.pi / 2)
        mixed[span, 1] += part * np.sin(pan * np.pi / 2)
    hall = [
        room(Sound(side[:, None].astype(np.float32), RATE), noise, wet=0.3, after=1.0)
        for side in mixed.T
    ]
    sides = np.concatenate([side.samples for side in hall], axis=1)
    return Sound(sides * np.float32(0.5 / np.max(np.abs(sides))), RATE)


def _part(noise: np.random.Generator) -> Samples:
    """One pair of singers through the melody, never quite together and never quite in tune."""
    singers = [
        _melody(float(noise.normal(0, 0.004)), float(noise.uniform(5.0, 6.0))) for _ in range(2)
    ]
    late = round(0.018 * RATE)
    return (np.pad(singers[0], (0, late)) + np.pad(singers[1], (late, 0))).astype(np.float32)


def _melody(detune: float, vibrato: float) -> Samples:
    notes = [note for phrase in PHRASES for note in phrase * 2]
    return np.concatenate([_note(degree, beats, detune, vibrato) for degree, beats in notes])


def _note(degree: int, beats: float, detune: float, vibrato: float) -> Samples:
    """One sung "lah": harmonics under the formants, a soft start, a slow tremble of the pitch."""
    time = np.arange(round(beats * BEAT * RATE)) / RATE
    pitch = KEYNOTE * 2 ** (SEMITONES[degree] / 12) * (1 + detune)
    tremble = 0.006 * np.minimum(time / 0.3, 1) * np.sin(2 * np.pi * vibrato * time)
    phase = 2 * np.pi * np.cumsum(pitch * (1 + tremble)) / RATE
    voice = np.zeros_like(time)
    for harmonic in range(1, int(5000 // pitch) + 1):
        voice += _formant_gain(harmonic * pitch) / harmonic**0.5 * np.sin(harmonic * phase)
    attack = np.minimum(time / 0.07, 1) ** 1.5
    release = np.minimum((time[-1] - time) / 0.06, 1)
    sung: Samples = (voice * attack * release).astype(np.float32)
    return sung


def _formant_gain(frequency: float) -> float:
    return 0.12 + sum(
        strength / (1 + ((frequency - centre) / width) ** 2) for centre, width, strength in FORMANTS
    )
