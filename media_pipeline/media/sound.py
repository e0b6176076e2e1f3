"""What is done to a recording's sound. Pure: a measurement in, decisions out.

Speech is to be understood on a small loudspeaker: rumble is removed, a voice in one ear only is
centred, silence at the ends is cut to a breath, and noise and uneven voices are treated only if
they were measured. A song is only made as loud as everything else. Every figure below was chosen on
real recordings; see docs/decisions.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from media_pipeline.errors import Refusal
from media_pipeline.media.meter import FLOOR, FRAME, RATE, SILENCE, Levels, Measurement
from media_pipeline.settings import Loudness

VERSION = 3
"""Goes up when the same recording will sound different, so that its sound is made again."""

RUMBLE = 75
"""Hz: below the lowest man's voice, above traffic, handling noise and mains hum."""

SHORTEST = 0.4
"""Seconds: BS.1770 measures blocks of 0.4 s, and nothing shorter is a recording."""

ONE_EAR = 15.0
"""dB by which one channel must lead to count as the only one with a voice in it."""

CANCELLED = -9.0
"""dB lost by mixing two channels (−3 for unlike ones) at which they count as cancelling
each other.
"""

BREATH_BEFORE, BREATH_AFTER = 0.3, 0.5
"""Seconds of the room's sound that stay before the first and after the last word."""

LEAST_TRIM = 0.7
"""Seconds of silence beyond the breath from which cutting is worthwhile."""

QUIETEST = 40.0
"""dB below the voice: as quiet as somebody who whispers before another shouts; quieter than that,
nobody is speaking.
"""

NOISY = 26.0
"""dB between voice and room below which the room is heard in every pause."""

UNEVEN = 14.0
"""LU of range above which one child whispers and another shouts; read speech has 4–9."""

TOO_SHORT = "It is shorter than half a second: nothing can be heard. Record it again."
SILENT = "There is no sound in it, only silence. Was the microphone on?"

Ear = Literal["all", "left", "right"]


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done before the gain.

    ``start`` and ``end`` are the seconds of the recording to keep. ``noise`` is the room's level in
    dBFS for the noise reduction, None for none.
    """

    ear: Ear = "all"
    channels: int = 1
    rumble: int = 0
    start: float = 0.0
    end: float = 0.0
    noise: float | None = None
    even: bool = False

    @property
    def seconds(self) -> float:
        """The length that is kept."""
        return self.end - self.start

    @property
    def changes_loudness(self) -> bool:
        """Whether the gain can't be known until the treated sound has been measured."""
        return self.ear != "all" or self.noise is not None or self.even


@dataclass(frozen=True, slots=True)
class Setting:
    """How one encoder is fed: gain in dB; the limiter's ceiling in dBFS; whether the gain is
    capped; and how many times the ceiling was lowered.
    """

    gain: float
    ceiling: float
    capped: bool = False
    lowered: int = 0


@dataclass(frozen=True, slots=True)
class Codec:
    """What an encoder does to loudness (LU lost) and peaks (dB of overshoot to expect)."""

    loss: float
    overshoot: float


MP3 = Codec(loss=0.4, overshoot=1.2)
OPUS = Codec(loss=0.4, overshoot=3.0)
AAC = Codec(loss=0.0, overshoot=0.5)


def treatment(heard: Measurement, profile: str, *, trim: bool, stereo: bool) -> Treatment:
    """What ``heard`` calls for. ``profile`` is ``speech`` or ``song``.

    Raises :class:`Refusal` if there is nothing to hear.
    """
    if heard.seconds < SHORTEST:
        raise Refusal(TOO_SHORT)
    if silent(heard):
        raise Refusal(SILENT)
    channels = 2 if stereo else 1
    whole = Treatment(ear(heard), channels, start=0.0, end=heard.seconds)
    if profile == "song":
        return whole
    voice, room = voice_and_room(heard.levels)
    start, end = ends(heard.levels, voice, room, heard.seconds) if trim else (0.0, heard.seconds)
    noisy = room > FLOOR + 5 and voice - room < NOISY
    return replace(
        whole,
        rumble=RUMBLE,
        start=start,
        end=end,
        noise=room if noisy else None,
        even=heard.range_lu > UNEVEN,
    )


def silent(heard: Measurement) -> bool:
    """Whether there is nothing to hear in either ear: two that cancel have no loudness either."""
    return heard.lufs is None and (ear(heard) == "all" or heard.levels.max() <= SILENCE)


def ear(heard: Measurement) -> Ear:
    """Which of two channels to keep: both, or the one that has the voice."""
    if heard.levels.shape[1] != 2:  # noqa: PLR2004 - two ears
        return "all"
    left, right = (10 * np.log10(np.mean(10 ** (heard.levels / 10), axis=0))).tolist()
    if abs(left - right) >= ONE_EAR or heard.mix_gain <= CANCELLED:
        return "left" if left >= right else "right"
    return "all"


def voice_and_room(levels: Levels) -> tuple[float, float]:
    """The levels, in dBFS, of the voice and of the room behind it.

    The voice is the level that the loudest tenth of the frames reach; the room is the level that
    the quietest tenth stay under, of those frames that have any sound at all.
    """
    loudest = levels.max(axis=1)
    heard = loudest[loudest > FLOOR + 1]
    if not len(heard):
        return FLOOR, FLOOR
    return float(np.percentile(heard, 90)), float(np.percentile(heard, 10))


def ends(levels: Levels, voice: float, room: float, seconds: float) -> tuple[float, float]:
    """From when to when there is something to hear, with a breath on both sides.

    Something is heard if three frames in a row (60 ms, longer than a click) rise above the room,
    and are no more than :data:`QUIETEST` below the voice.
    """
    threshold = max(min(room + 8, voice - 12), voice - QUIETEST)
    loud = levels.max(axis=1) > threshold
    lasting = loud[:-2] & loud[1:-1] & loud[2:] if len(loud) > 2 else loud  # noqa: PLR2004
    (places,) = np.nonzero(lasting)
    if not len(places):
        return 0.0, seconds
    frame = FRAME / RATE
    start = max(0.0, float(places[0]) * frame - BREATH_BEFORE)
    end = min(seconds, (float(places[-1]) + 3) * frame + BREATH_AFTER)
    start = start if start >= LEAST_TRIM else 0.0
    end = end if seconds - end >= LEAST_TRIM else seconds
    # a click at the very end would leave too little to be measured
    return (start, end) if end - start >= 2 * SHORTEST else (0.0, seconds)


def first_setting(lufs: float, peak: float, codec: Codec, aim: Loudness) -> Setting:
    """The gain that reaches the target, unless peaks would be limited by more than is allowed."""
    wanted = aim.target + codec.loss - lufs
    most = aim.peak + aim.limiting - peak
    return Setting(min(wanted, most), aim.peak - codec.overshoot, capped=wanted > most)


def next_setting(used: Setting, got: Measurement, peak: float, aim: Loudness) -> Setting | None:
    """The setting to try after ``used`` gave ``got``; None if it is right.

    ``peak`` is the peak before the gain. A capped gain (the most that the allowed limiting of peaks
    permits) is right at whatever loudness it gives.
    """
    if got.lufs is None or got.peak is None:
        return None
    over = got.peak - aim.peak
    off = aim.target - got.lufs
    near = abs(off) <= aim.tolerance - MARGIN or (used.capped and off > 0)
    if near and over <= 0:
        return None
    ceiling, lowered = used.ceiling, used.lowered
    if over > 0:  # a ceiling above what is fed limits nothing
        ceiling = min(ceiling, peak + used.gain) - over - STEP * 3**lowered
        lowered += 1
    most = aim.peak + aim.limiting - peak
    wanted = used.gain + (0.0 if near else off)
    return Setting(min(wanted, most), ceiling, capped=wanted >= most, lowered=lowered)


STEP = 0.3
"""dB by which the ceiling is lowered beyond the excess of a peak: an encoder overshoots a little
differently each time. Each further time it is three times as much: of one clipped recording Opus
made −0.7 dBTP whatever it was fed from −3.7 to −6, as most of that peak was its own.
"""

MARGIN = 0.05
"""LU, half the meter's last digit: a figure at its bound may really be past it."""

ATTEMPTS = 5
"""How often a file is made before it is accepted as close as it gets, with a warning."""
