"""The sound of a story: measured, encoded, and measured again.

Usually three ffmpeg processes: one decodes and measures the recording, one decodes, treats and
encodes everything, one decodes and measures what was encoded. What came out too loud, too
quiet or too peaky is fed anew and made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media import tracks as tracking
from media_pipeline.media.jingle import Jingle, prepare_jingle
from media_pipeline.media.meter import Measurement, measure
from media_pipeline.media.sound import (
    ATTEMPTS,
    RUMBLE,
    Setting,
    Treatment,
    first_setting,
    loudness_after,
    next_setting,
    treatment,
)
from media_pipeline.media.tracks import Track
from media_pipeline.model import Made, Probe, Rendition
from media_pipeline.settings import Audio, Loudness
from media_pipeline.tools import ffmpeg, files
from media_pipeline.tools.ffmpeg import Ffmpeg, Stream
from media_pipeline.tools.launcher import Limits

SAME_LENGTH = 0.05
"""Seconds by which a delivered length may differ from what was kept of the recording."""

LOST = 2.0
"""Seconds (or a twentieth) that a container may claim and not hold before it is cut off."""

ESTIMATES = frozenset({"mp3", "aac", "amr", "mpegts", "mpeg", "mpegvideo", "dv"})
"""Containers that hold no length: what a probe says of them is a guess from the bit rate."""

SOUND_PACE, FILM_PACE = 2.0, 30.0
"""Seconds of wall clock allowed for each second of recording, past the first ten minutes: sixty
times what the slowest school PC needs for sound, ten times for film."""


@dataclass(frozen=True, slots=True)
class Take:
    """A recording as media work sees it: its files, what is in them, and the ffmpeg to use.

    ``longest`` is the most seconds that any recording may have.
    """

    parts: tuple[str, ...]
    digest: str
    probe: Probe
    tool: Ffmpeg
    longest: float

    @property
    def claimed(self) -> float | None:
        """The seconds that the container says it holds; None where it can only be guessed."""
        return None if self.probe.container in ESTIMATES else self.probe.seconds

    @property
    def bound(self) -> float:
        """Seconds after which the input is cut, whatever its timestamps say."""
        return self.claimed or self.longest

    @property
    def limits(self) -> Limits:
        """The jail's limits for work on it."""
        pace = FILM_PACE if self.probe.video else SOUND_PACE
        return Limits(wall=600 + pace * min(self.probe.seconds or self.longest, self.longest))

    def file(self, folder: Path) -> Path:
        """The recording as one file; a camcorder's parts are put together in ``folder``."""
        if len(self.parts) == 1:
            return Path(self.parts[0])
        joined = folder / "joined.mts"
        with joined.open("wb") as whole:
            for part in self.parts:
                with Path(part).open("rb") as file:
                    while block := file.read(1 << 20):
                        whole.write(block)
        return joined

    def check_unchanged(self) -> None:
        """Raise :class:`ToolError` where the recording is not the one that was digested."""
        if files.digest([Path(part) for part in self.parts]) != self.digest:
            raise ToolError("it changed while it was worked on; the next build takes it.")


@dataclass(frozen=True, slots=True)
class SoundWork:
    """The work on an audio story. ``profile`` is ``speech`` or ``song``."""

    take: Take
    profile: str
    loudness: Loudness
    audio: Audio
    jingle: str = ""

    def __call__(self, folder: Path) -> Made:
        """Make the story's sounds in ``folder``.

        Raises :class:`Refusal` where the recording is at fault, else :class:`ToolError`.
        """
        source = self.take.file(folder)
        heard = listen(self.take, source, folder, self.profile)
        done = treatment(heard, self.profile, trim=True, stereo=self.profile == "song")
        encoding = Encoding(self.take, source, folder, heard, done, self.loudness)
        if self.jingle:
            encoding.lead_in(Path(self.jingle))
        made = encoding.run(tracking.sound_tracks(self.audio, self.profile))
        self.take.check_unchanged()
        return Made(
            tuple(rendition for rendition, _ in made),
            sound_facts(made, encoding, heard, done),
        )


def listen(take: Take, source: Path, folder: Path, profile: str) -> Measurement:
    """Measure a recording's sound. Raises :class:`Refusal` where it is cut off."""
    audio = take.probe.audio
    assert audio is not None
    stream = ffmpeg.source(source, take.bound)[f"a:{audio.index}"]
    rumble = 0 if profile == "song" else RUMBLE
    try:
        (heard,) = measure(
            take.tool, [stream], [audio.channels], folder, take.limits, rumble=rumble
        )
    except ToolError as error:
        raise Refusal(
            "The sound in it can't be decoded: the file is damaged. Copy it again, or record again."
        ) from error
    if take.probe.video is None and not heard.estimated:
        check_whole(take, heard.seconds)
    return heard


def check_whole(take: Take, seconds: float) -> None:
    """Raise :class:`Refusal` where a recording holds much less than its container claims."""
    if take.claimed and take.claimed - seconds > max(LOST, 0.05 * take.claimed):
        raise Refusal(
            f"It stops after {_clock(seconds)} of {_clock(take.claimed)}: it was not copied whole. "
            "Copy it again."
        )


class Encoding:
    """The making of a story's sounds from one treated stream, until each is right.

    ``timed`` keeps the recording's timestamps, for sound that goes with pictures.
    """

    timed = False

    def __init__(
        self,
        take: Take,
        source: Path,
        folder: Path,
        heard: Measurement,
        done: Treatment,
        aim: Loudness,
    ) -> None:
        self.take = take
        self.source = source
        self.folder = folder
        self.heard = heard
        self.done = done
        self.aim = aim
        self.jingle: Jingle | None = None
        self.warnings: list[str] = []
        self.lufs, self.dbtp = self._loudness()

    def lead_in(self, path: Path) -> None:
        """Let the jingle at ``path`` come first."""
        self.jingle = prepare_jingle(
            self.take.tool, path, self.lufs, self.done.channels, self.folder, self.take.limits
        )

    def run(self, tracks: Sequence[Track]) -> list[tuple[Rendition, Measurement]]:
        """Encode and verify ``tracks``; what is not right is fed anew and made again."""
        settings = {
            track.file: first_setting(self.lufs, self.dbtp, track.codec, self.aim)
            for track in tracks
        }
        finished: dict[str, Measurement] = {}
        wanted = list(tracks)
        for _ in range(ATTEMPTS):
            self._encode(wanted, settings)
            for track, got in zip(wanted, self._verify(wanted), strict=True):
                finished[track.file] = got
            after = {
                track.file: setting
                for track in wanted
                if (
                    setting := next_setting(
                        settings[track.file], finished[track.file], self.dbtp, self.aim
                    )
                )
            }
            wanted = [track for track in wanted if track.file in after]
            if not wanted:
                break
            settings |= after
        self._report(finished)
        return [
            (self._rendition(track, finished[track.file]), finished[track.file]) for track in tracks
        ]

    @property
    def seconds(self) -> float:
        """The length that every sound must have."""
        return self.done.seconds + (self.jingle.seconds if self.jingle else 0.0)

    def stream(self) -> Stream:
        """The treated sound, after the jingle where there is one."""
        audio = self.take.probe.audio
        assert audio is not None
        sound = ffmpeg.source(self.source, self.take.bound)[f"a:{audio.index}"]
        sound = tracking.treated(sound, audio.channels, self.done, self.heard, timed=self.timed)
        return ffmpeg.concat(self.jingle.stream(), sound) if self.jingle else sound

    def _loudness(self) -> tuple[float, float]:
        """Loudness and true peak of the treated sound: known, or measured where it must be."""
        if not self.done.changes_loudness:
            return loudness_after(self.heard, self.done)
        self.jingle = None
        (got,) = measure(
            self.take.tool, [self.stream()], [self.done.channels], self.folder, self.take.limits
        )
        if got.lufs is None or got.dbtp is None:
            return loudness_after(self.heard, self.done)
        return got.lufs, got.dbtp

    def _encode(self, tracks: Sequence[Track], settings: Mapping[str, Setting]) -> None:
        split = self.stream().filter_multi_output("asplit", len(tracks))
        sounds = [
            tracking.fed(
                split.stream(index), track, self.done.channels, settings[track.file], self.dbtp
            )
            for index, track in enumerate(tracks)
        ]
        outputs = self.outputs(tracks, sounds)
        ffmpeg.run_ffmpeg(self.take.tool, outputs, self.folder, self.take.limits, progress=True)

    def outputs(self, tracks: Sequence[Track], sounds: Sequence[Stream]) -> list[Stream]:
        """The ends of the graph: each track's sound in its file."""
        return [track.sink(sound, self.folder) for track, sound in zip(tracks, sounds, strict=True)]

    def _verify(self, tracks: Sequence[Track]) -> tuple[Measurement, ...]:
        """Decode what was delivered. Raises :class:`ToolError` for a length that is not right."""
        inputs = [ffmpeg.raw_source(self.folder / track.file).audio for track in tracks]
        channels = [track.channels for track in tracks]
        measured = measure(self.take.tool, inputs, channels, self.folder, self.take.limits)
        for track, got in zip(tracks, measured, strict=True):
            if not self.is_whole(got.seconds):
                raise ToolError(
                    f"{track.file} lasts {got.seconds:.2f} s where {self.seconds:.2f} s were meant",
                    "ffmpeg",
                )
        return measured

    def is_whole(self, seconds: float) -> bool:
        """Whether a delivered sound of that length has all that was kept of the recording."""
        return abs(seconds - self.seconds) <= SAME_LENGTH

    def _report(self, finished: Mapping[str, Measurement]) -> None:
        quiet = finished["enclosure.mp3"].lufs if "enclosure.mp3" in finished else None
        if quiet is not None and quiet < self.aim.target - self.aim.tolerance:
            self.warnings.append(
                f"It stays quieter than the others ({quiet:.1f} LUFS): some sounds in it are much "
                "louder than the voices."
            )

    def _rendition(self, track: Track, got: Measurement) -> Rendition:
        path = self.folder / track.file
        return Rendition(
            role=track.role,
            path=track.file,
            mime=track.mime,
            bytes=path.stat().st_size,
            digest=files.digest([path]),
            seconds=round(got.seconds, 3),
            lufs=got.lufs,
            dbtp=got.dbtp,
            kbps=track.kbps,
        )


def sound_facts(
    made: Sequence[tuple[Rendition, Measurement]],
    encoding: Encoding,
    heard: Measurement,
    done: Treatment,
) -> dict[str, object]:
    """What a story's sound tells besides its files; ``offset`` moves words and chapters."""
    lead = encoding.jingle.seconds if encoding.jingle else 0.0
    return {
        "seconds": made[0][0].seconds,
        "offset": round(lead - done.start, 3),
        "peaks": list(tracking.waveform(made[0][1])),
        "warnings": encoding.warnings,
        "heard": {"seconds": round(heard.seconds, 3), "lufs": heard.lufs, "dbtp": heard.dbtp},
        "ear": done.ear,
        "cleaned": done.noise is not None,
        "evened": done.even,
    }


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
