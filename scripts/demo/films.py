"""Drawn pictures that follow what is said."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from demo.paper import Colour, Paper
from demo.speech import Cue


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in a film: the line being said, how far through it (0 to 1), by whom, and the
    second.
    """

    step: int
    progress: float
    speaker: str
    seconds: float

    def talks(self, role: str) -> float:
        """How far a role's mouth is open, from 0 to 1."""
        return (
            abs(math.sin(self.seconds * 11)) if self.speaker == role and self.progress < 1 else 0.0
        )


@dataclass(frozen=True, slots=True)
class Film:
    """Size in pixels, pixel aspect, pictures a second, and what draws each."""

    width: int
    height: int
    rate: int
    draw: Callable[[Paper, Moment], None]
    sky: Colour = (198, 226, 240)
    aspect: float = 1.0

    def frames(self, cues: Sequence[Cue], seconds: float) -> Iterator[bytes]:
        """Every picture as RGB, 8 bits a channel, row by row."""
        for number in range(math.ceil(seconds * self.rate)):
            paper = Paper(self.width, self.height, self.sky, self.aspect)
            self.draw(paper, _moment(cues, number / self.rate))
            yield paper.picture().tobytes()


@dataclass(frozen=True, slots=True)
class Reel:
    """A film with the sentences that its drawing follows."""

    film: Film
    cues: Sequence[Cue]

    def ffmpeg_input(self) -> list[str]:
        """The options with which ffmpeg reads the pictures from its standard input."""
        size = f"{self.film.width}x{self.film.height}"
        layout = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size]
        return [*layout, "-r", str(self.film.rate), "-i", "pipe:0"]


def _moment(cues: Sequence[Cue], now: float) -> Moment:
    step = max(0, bisect_right([cue.start for cue in cues], now) - 1)
    cue = cues[step]
    progress = min(1.0, max(0.0, (now - cue.start) / (cue.end - cue.start)))
    return Moment(step, progress, cue.line.by if now >= cues[0].start else "", now)
