"""The sound of a story: measured, encoded, and measured again.

Usually three ffmpeg processes: one decodes and measures the recording, one decodes, treats and
encodes everything, one decodes and measures what was encoded. Whatever came out too loud, too quiet
or too peaky is encoded again with another gain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media import tracks as tracking
from media_pipeline.media.cutting import check_ended, check_muted
from media_pipeline.media.jingle import Jingle, prepare_jingle
from media_pipeline.media.meter import Measurement, measure
from media_pipeline.media.sound import (
    ATTEMPTS,
    SILENT,
    Setting,
    Treatment,
    first_setting,
    next_setting,
    treatment,
)
from media_pipeline.media.take import Take, listen
from media_pipeline.media.tracks import Track
from media_pipeline.model import Made, Rendition
from media_pipeline.settings import Audio, Loudness
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Stream
from media_pipeline.tools.works import finished

SAME_LENGTH = 0.05
"""Seconds by which a delivered length may differ from what was kept of the recording."""


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

        Raises :class:`Refusal` if the recording is at fault, else :class:`ToolError`.
        """
        source = self.take.file(folder)
        heard = listen(self.take, source, folder, self.profile).left
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


class Encoding:
    """Makes a story's sounds from one treated stream, until each is right.

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
        self.lufs, self.peak = self._loudness()

    def lead_in(self, path: Path) -> None:
        """Put the jingle at ``path`` first."""
        self.jingle = prepare_jingle(
            self.take.tool, path, self.lufs, self.done.channels, self.folder, self.take.limits
        )

    def run(self, tracks: Sequence[Track]) -> list[tuple[Rendition, Measurement]]:
        """Encode and verify ``tracks``; those that are not right are encoded again with new
        settings.
        """
        settings = {
            track.file: first_setting(self.lufs, self.peak, track.codec, self.aim)
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
                        settings[track.file], finished[track.file], self.peak, self.aim
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

    @property
    def offset(self) -> float:
        """Seconds by which what was kept of the recording is later than it was."""
        return (self.jingle.seconds if self.jingle else 0.0) - self.done.start

    def stream(self) -> Stream:
        """The treated sound, after the jingle if there is one."""
        audio = self.take.probe.audio
        assert audio is not None
        sound = self.take.sound(self.source)
        sound = tracking.treated(sound, audio.channels, self.done, self.heard, timed=self.timed)
        return ffmpeg.concat(self.jingle.stream(), sound) if self.jingle else sound

    def _loudness(self) -> tuple[float, float]:
        """Loudness and highest sample of the treated sound: known already, or measured if
        need be.
        """
        got = self.heard
        if self.done.changes_loudness:
            (got,) = measure(
                self.take.tool,
                [self.stream()],
                [self.done.channels],
                self.folder,
                self.take.limits,
                peak="sample",
            )
        if got.lufs is None or got.peak is None:
            raise Refusal(SILENT)
        return got.lufs, got.peak

    def _encode(self, tracks: Sequence[Track], settings: Mapping[str, Setting]) -> None:
        split = self.stream().filter_multi_output("asplit", len(tracks))
        peak = max(self.peak, self.jingle.dbtp) if self.jingle else self.peak
        sounds = [
            tracking.fed(split.stream(index), track, self.done.channels, settings[track.file], peak)
            for index, track in enumerate(tracks)
        ]
        outputs = self.outputs(tracks, sounds)
        finished = ffmpeg.run_ffmpeg(
            self.take.tool, outputs, self.folder, self.take.limits, progress=True
        )
        check_ended(self.take.edit, finished.code)

    def outputs(self, tracks: Sequence[Track], sounds: Sequence[Stream]) -> list[Stream]:
        """The ends of the graph: each track's sound in its file."""
        return [track.sink(sound, self.folder) for track, sound in zip(tracks, sounds, strict=True)]

    def _verify(self, tracks: Sequence[Track]) -> tuple[Measurement, ...]:
        """Decode what was delivered. Raises :class:`ToolError` if it is silent or too short."""
        inputs = [ffmpeg.raw_source(self.folder / track.file).audio for track in tracks]
        channels = [track.channels for track in tracks]
        measured = measure(self.take.tool, inputs, channels, self.folder, self.take.limits)
        for track, got in zip(tracks, measured, strict=True):
            if got.lufs is None:
                raise ToolError(f"{track.file} came out silent", "ffmpeg")
            check_muted(got, self.take.edit, self.offset, track.file)
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
        """Add a warning for each way in which what was delivered is not as it should be."""
        levels = [got.lufs for got in finished.values() if got.lufs is not None]
        peaks = [got.peak for got in finished.values() if got.peak is not None]
        if min(levels) < self.aim.target - self.aim.tolerance:
            self.warnings.append(
                f"It stays quieter than the others ({min(levels):.1f} LUFS): some sounds in it are "
                "much louder than the voices."
            )
        if max(levels) > self.aim.target + self.aim.tolerance or max(peaks) > self.aim.peak:
            self.warnings.append(
                f"It stays louder than the others ({max(levels):.1f} LUFS, {max(peaks):.1f} dBTP)."
            )

    def _rendition(self, track: Track, got: Measurement) -> Rendition:
        return finished(
            track.role,
            self.folder / track.file,
            track.mime,
            seconds=round(got.seconds, 3),
            lufs=got.lufs,
            dbtp=got.peak,
            kbps=track.kbps,
        )


def sound_facts(
    made: Sequence[tuple[Rendition, Measurement]],
    encoding: Encoding,
    heard: Measurement,
    done: Treatment,
) -> dict[str, object]:
    """The facts of a story's sound besides its files; ``offset`` moves words and chapters."""
    return {
        "seconds": made[0][0].seconds,
        "offset": round(encoding.offset, 3),
        "peaks": list(tracking.waveform(made[0][1])),
        "warnings": encoding.warnings,
        "heard": {"seconds": round(heard.seconds, 3), "lufs": heard.lufs, "peak": heard.peak},
        "ear": done.ear,
        "cleaned": done.noise is not None,
        "evened": done.even,
    }
