"""A recording as media work sees it, and what is heard in it before anything is made.

Whatever is wrong with a recording itself is found here: it is cut off, damaged, or too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import CrashError, NoSoundError, Refusal
from media_pipeline.media.cutting import FIXED, check_cut, check_there, cut_sound, filled
from media_pipeline.media.meter import Measurement, measure
from media_pipeline.media.sound import RUMBLE, SHORTEST, TOO_SHORT
from media_pipeline.model import WHOLE, Edit, Probe
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Ffmpeg, Stream
from media_pipeline.tools.launcher import Limits
from media_pipeline.tools.works import check_unchanged

LOST, LOST_SHARE, LOST_OF_SHORT = 0.5, 1 / 400, 0.25
"""How much a container may claim and not hold: half a second, nine seconds of an hour, and a
quarter of a very short recording. Of 70 recordings of many devices none was more than 0.05 s short.
"""

DAMAGED = "The file is probably damaged: copy it again, or record again."

SOUND_PACE, FILM_PACE = 2.0, 30.0
"""Seconds of wall clock allowed for each second of recording, beyond the first ten minutes: sixty
times what the slowest school PC needs for sound, ten times for film.
"""


@dataclass(frozen=True, slots=True)
class Take:
    """A recording as media work sees it: its files, what is in them, and the ffmpeg to use.

    ``longest`` is the most seconds that any recording may have. ``edit`` is what of it must not be
    heard, fitted to its pictures.
    """

    parts: tuple[str, ...]
    digest: str
    probe: Probe
    tool: Ffmpeg
    longest: float
    edit: Edit = WHOLE

    @property
    def bound(self) -> float:
        """Seconds after which the input is cut, whatever its timestamps say."""
        return self.probe.claimed or self.longest

    @property
    def limits(self) -> Limits:
        """The jail's limits for work on this recording."""
        pace = FILM_PACE if self.probe.video else SOUND_PACE
        return Limits(wall=600 + pace * min(self.probe.seconds or self.longest, self.longest))

    def stream(self, source: Path) -> Stream:
        """The file ``source`` as an input of a graph, uncut."""
        return ffmpeg.source(source, self.bound, **(FIXED if self.edit else {}))

    def sound(self, source: Path) -> Stream:
        """The recording's sound as an input of a graph, with its edit carried out."""
        assert self.probe.audio is not None
        sound = self.stream(source)[f"a:{self.probe.audio.index}"]
        timed = self.probe.video is not None
        return cut_sound(sound, self.edit, timed=timed) if self.edit else sound

    def file(self, folder: Path) -> Path:
        """The recording as one file; a camcorder's parts are joined in ``folder``."""
        if len(self.parts) == 1:
            return Path(self.parts[0])
        joined = folder / "joined.mts"
        with joined.open("wb") as whole:
            for part in self.parts:
                with Path(part).open("rb") as file:
                    while block := file.read(1 << 20):
                        whole.write(block)
        return joined

    def check_length(self, seconds: float) -> None:
        """Raise :class:`Refusal` if it turns out to be longer than any recording may be."""
        if seconds > self.longest + LOST:
            raise Refusal(f"It is longer than {self.longest / 3600:g} hours. Cut it into parts.")

    def check_unchanged(self) -> None:
        """Raise :class:`ToolError` where the recording is not the one that was digested."""
        check_unchanged(self.parts, self.digest)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a recording after its edit, and how many seconds its sound had before."""

    left: Measurement
    whole: float


def listen(take: Take, source: Path, folder: Path, profile: str) -> Heard:
    """Measure a recording's sound. Raises :class:`Refusal` if it is cut off."""
    whole = _whole(take, source, folder, profile)
    if not take.edit:
        return Heard(whole, whole.seconds)
    if take.probe.video is None:
        check_there(take.edit, whole.seconds)
    try:
        left = _measured(take, take.sound(source), folder, profile)
    except NoSoundError as error:
        raise Refusal(
            "Nothing is left of its sound once it is cut. Mend the times in its sidecar or sheet."
        ) from error
    check_cut(take.edit, whole.seconds, left)
    return Heard(left, whole.seconds)


def _whole(take: Take, source: Path, folder: Path, profile: str) -> Measurement:
    """A recording's sound before anything is cut."""
    audio = take.probe.audio
    assert audio is not None
    stream = ffmpeg.source(source, take.bound)[f"a:{audio.index}"]
    if take.edit and take.probe.video is not None:
        stream = filled(stream)
    try:
        heard = _measured(take, stream, folder, profile)
    except NoSoundError as error:
        if take.probe.claimed is not None and take.probe.claimed < SHORTEST:
            raise Refusal(TOO_SHORT) from error
        raise Refusal(
            "The sound in it can't be decoded: the file is damaged. Copy it again, or record again."
        ) from error
    except CrashError as error:
        raise Refusal(f"{error.what} {DAMAGED}") from error
    take.check_length(heard.seconds)
    if take.probe.video is None and not heard.estimated:
        # an MP3's first frame may count the others; ffmpeg says if it does not
        counted = take.probe.seconds if take.probe.container == "mp3" else take.probe.claimed
        check_whole(counted, heard.seconds)
    return heard


def _measured(take: Take, stream: Stream, folder: Path, profile: str) -> Measurement:
    assert take.probe.audio is not None
    rumble = 0 if profile == "song" else RUMBLE
    channels = [take.probe.audio.channels]
    (heard,) = measure(
        take.tool, [stream], channels, folder, take.limits, rumble=rumble, peak="sample"
    )
    return heard


def check_whole(claimed: float | None, seconds: float) -> None:
    """Raise :class:`Refusal` if a recording holds less than its container claims."""
    if claimed is None:
        return
    if claimed - seconds > min(max(LOST, LOST_SHARE * claimed), LOST_OF_SHORT * claimed):
        raise Refusal(
            f"It stops after {_clock(seconds)} of {_clock(claimed)}: it was not copied whole. "
            "Copy it again."
        )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
