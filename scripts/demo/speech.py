"""Sentences spoken by espeak-ng, and when each was said."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from demo.sound import Sound, read_wav
from demo.tellings import Line, Telling

PAUSE = 0.55
"""Seconds between two sentences."""

QUIET = 10 ** (-50 / 20)
"""espeak-ng ends each sentence with silence; below −50 dBFS counts as that."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence and when it is said, in seconds from the start."""

    start: float
    end: float
    line: Line

    def later(self, seconds: float) -> Cue:
        """The same sentence, said `seconds` later."""
        return Cue(self.start + seconds, self.end + seconds, self.line)


def speak(telling: Telling, scratch: Path) -> tuple[Sound, tuple[Cue, ...]]:
    """Say every line of a telling in its cast's voices; mono at espeak-ng's own 22,050 Hz."""
    pieces: list[Sound] = []
    cues: list[Cue] = []
    now = 0.0
    for line in telling.lines:
        said = _without_silence(_say(telling, line, scratch / "line.wav"))
        cues.append(Cue(now, now + said.seconds, line))
        gap = Sound(np.zeros((round(PAUSE * said.rate), 1), np.float32), said.rate)
        pieces += [said, gap]
        now += said.seconds + gap.seconds
    joined = np.concatenate([piece.samples for piece in pieces[:-1]])
    return Sound(joined, pieces[0].rate), tuple(cues)


def _say(telling: Telling, line: Line, path: Path) -> Sound:
    voice = telling.cast[line.by]
    options = [
        "-v",
        voice.name,
        "-s",
        str(voice.speed),
        "-p",
        str(voice.pitch),
        "-a",
        "90",
        "-w",
        str(path),
    ]
    subprocess.run(["espeak-ng", *options, "--stdin"], input=line.text.encode(), check=True)
    return read_wav(path)


def _without_silence(sound: Sound) -> Sound:
    heard = np.flatnonzero(np.abs(sound.samples[:, 0]) > QUIET)
    return Sound(sound.samples[heard[0] : heard[-1] + 1], sound.rate)
