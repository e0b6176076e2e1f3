"""The film of a story: every size, its sound and a still, from one decode.

One ffmpeg process decodes and measures the sound, one decodes the film once and encodes everything,
one decodes what was encoded. If only a film's sound came out wrong, its pictures are kept unchanged
and only the sound is made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image

from media_pipeline.errors import ToolError
from media_pipeline.media import film
from media_pipeline.media import tracks as tracking
from media_pipeline.media.audio import SAME_LENGTH, Encoding, sound_facts
from media_pipeline.media.cutting import check_ended, check_there, frames_kept
from media_pipeline.media.edit import moved
from media_pipeline.media.frame import Size, ladder, rate
from media_pipeline.media.sound import SHORTEST, silent, treatment
from media_pipeline.media.take import Take, check_whole, listen
from media_pipeline.media.tracks import Track
from media_pipeline.model import Made, Rendition, Role
from media_pipeline.settings import Audio, Loudness, Video
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Stream
from media_pipeline.tools.works import finished

SOUND_KBPS = {Role.VIDEO: 128, Role.VIDEO_SAVER: 64}
UNCUT = "uncut.txt"
FILES = ((Role.VIDEO, "video.mp4"), (Role.VIDEO_SAVER, "video-saver.mp4"))


@dataclass(frozen=True, slots=True)
class Rung:
    """One size of the ladder and the file it is made into."""

    role: Role
    file: str
    size: Size
    crf: int


@dataclass(frozen=True, slots=True)
class FilmWork:
    """The work on a video story. ``profile`` is how its sound is treated."""

    take: Take
    profile: str
    loudness: Loudness
    audio: Audio
    video: Video

    def __call__(self, folder: Path) -> Made:
        """Make the story's films, sounds and poster in ``folder``.

        Raises :class:`Refusal` if the recording is at fault, else :class:`ToolError`.
        """
        source = self.take.file(folder)
        reel = Reel(self.take, source, folder, self._rungs())
        sounds, facts = (
            self._with_sound(reel) if self.take.probe.audio else ((), self._silent(reel))
        )
        seen = reel.verify()
        # a single picture over a whole telling is complete, as is a film whose sound ends before it
        seconds = max([seen.seconds, *(each.seconds for each in sounds)])
        whole = max(reel.whole, seconds)
        self.take.check_length(whole)
        check_whole(self.take.probe.claimed, whole)
        check_there(self.take.edit, whole)
        poster = reel.poster()
        self.take.check_unchanged()
        return Made(
            (*reel.renditions(sounds, seen.seconds), *poster),
            {**facts, "seconds": round(seconds, 3)},
        )

    def _rungs(self) -> tuple[Rung, ...]:
        stream = self.take.probe.video
        assert stream is not None
        sizes = ladder(stream, (self.video.height, self.video.saver_height))
        qualities = (self.video.quality, self.video.saver_quality)
        return tuple(
            Rung(role, file, size, crf)
            for (role, file), size, crf in zip(FILES, sizes, qualities, strict=False)
        )

    def _with_sound(self, reel: Reel) -> tuple[tuple[Rendition, ...], dict[str, object]]:
        sound = listen(self.take, reel.source, reel.folder, self.profile)
        heard, reel.whole = sound.left, sound.whole
        if heard.seconds < SHORTEST or silent(heard):
            return (), self._silent(reel)
        done = treatment(heard, self.profile, trim=False, stereo=self.profile == "song")
        encoding = _FilmEncoding(
            self.take, reel.source, reel.folder, heard, done, self.loudness, reel=reel
        )
        film_tracks = [
            tracking.film_track(rung.role, rung.file, SOUND_KBPS[rung.role], self.profile)
            for rung in reel.rungs
        ]
        made = encoding.run((*tracking.sound_tracks(self.audio, self.profile), *film_tracks))
        return tuple(each for each, _ in made), sound_facts(made, encoding, heard, done)

    def _silent(self, reel: Reel) -> dict[str, object]:
        """A film without sound: its pictures alone."""
        finished = ffmpeg.run_ffmpeg(
            self.take.tool, reel.outputs({}), reel.folder, self.take.limits, progress=True
        )
        check_ended(self.take.edit, finished.code)
        return {"offset": 0.0, "peaks": [], "warnings": ["There is no sound in this film."]}


class Reel:
    """The pictures of one film, in the folder where they are made.

    ``whole`` is how many seconds there were, of sound or of pictures, before anything was cut.
    """

    def __init__(self, take: Take, source: Path, folder: Path, rungs: tuple[Rung, ...]) -> None:
        self.take = take
        self.source = source
        self.folder = folder
        self.rungs = rungs
        self.whole = 0.0
        assert take.probe.video is not None
        self._stream = take.probe.video
        self._fps: Fraction = rate(self._stream.fps)

    def outputs(self, sounds: Mapping[str, Stream]) -> list[Stream]:
        """The ends of the encoding graph: each rung with its sound, and stills for the poster."""
        node = self.take.stream(self.source)[f"v:{self._stream.index}"]
        seconds = self.take.probe.seconds
        branches = film.picture_branches(
            node,
            self._stream,
            [rung.size for rung in self.rungs],
            self._fps,
            seconds=seconds and moved(self.take.edit, seconds),
            edit=self.take.edit,
        )
        sinks = []
        for rung, picture in zip(self.rungs, branches.renditions, strict=True):
            options = film.encode_options(rung.size, self._fps, rung.crf)
            options["b:a"] = f"{SOUND_KBPS[rung.role]}k"
            streams = [picture, *([sounds[rung.file]] if rung.file in sounds else [])]
            sinks.append(ffmpeg.sink(*streams, path=self.folder / rung.file, **options))
        if branches.uncut is not None:
            sinks.append(film.seen_output(branches.uncut, self.folder / UNCUT))
        return [*sinks, *film.poster_outputs(branches, self.folder)]

    def resound(self, track: Track, sound: Stream) -> Stream:
        """An output that keeps a finished film's pictures and replaces its sound with ``sound``."""
        kept = self.folder / f"pictures-{track.file}"
        if not kept.exists():
            (self.folder / track.file).replace(kept)
        return ffmpeg.sink(
            ffmpeg.raw_source(kept).video, sound, path=self.folder / track.file, f="mp4",
            vcodec="copy", acodec="aac", ar=tracking.RATE, movflags="+faststart",
            **{"b:a": f"{track.kbps}k"},
        )  # fmt: skip

    def verify(self) -> film.Seen:
        """Decode the pictures of every rung. Raises :class:`ToolError` if one is not right."""
        finished = [self.folder / rung.file for rung in self.rungs]
        seen = film.verify_pictures(self.take.tool, finished, self.folder, self.take.limits)
        for rung, got in zip(self.rungs, seen, strict=True):
            if got.size != rung.size or abs(got.frames - seen[0].frames) > 1:
                raise ToolError(
                    f"{rung.file} has {got.frames} frames of {got.size.width}×{got.size.height}, "
                    f"not {seen[0].frames} of {rung.size.width}×{rung.size.height}",
                    "ffmpeg",
                )
        if self.take.edit:
            self._check_cut(seen[0].frames)
        return seen[0]

    def _check_cut(self, left: int) -> None:
        """Raise :class:`ToolError` if the pictures that are gone are not those that were to
        be cut.
        """
        uncut = film.read_seen(self.folder / UNCUT)
        self.whole = max(self.whole, uncut.seconds)
        wanted = frames_kept(self.take.edit, self._fps, uncut.frames)
        if abs(left - wanted) > 1:
            raise ToolError(
                f"{left} pictures are left of {uncut.frames} where {wanted} were meant", "ffmpeg"
            )

    def renditions(self, sounds: Sequence[Rendition], seconds: float) -> list[Rendition]:
        """Every film with its size, and the sounds that are files of their own."""
        by_role = {each.role: each for each in sounds}
        films = [
            replace(
                by_role.get(rung.role) or self._silent(rung, seconds),
                width=rung.size.width,
                height=rung.size.height,
            )
            for rung in self.rungs
        ]
        return [*(each for each in sounds if each.role not in SOUND_KBPS), *films]

    def poster(self) -> tuple[Rendition, ...]:
        """The still that represents the film; none if all of it is black or blank."""
        path = film.pick_poster(self.folder)
        if path is None:
            return ()
        with Image.open(path) as still:
            width, height = still.size
        return (finished(Role.POSTER, path, "image/jpeg", width=width, height=height),)

    def _silent(self, rung: Rung, seconds: float) -> Rendition:
        path = self.folder / rung.file
        return finished(rung.role, path, "video/mp4", seconds=round(seconds, 3))


class _FilmEncoding(Encoding):
    """An :class:`Encoding` whose films take their pictures from a :class:`Reel`."""

    timed = True

    def __init__(self, *given: Any, reel: Reel) -> None:
        super().__init__(*given)
        self._reel = reel
        self._pictured = False

    def outputs(self, tracks: Sequence[Track], sounds: Sequence[Stream]) -> list[Stream]:
        """The sounds in their files, and the films in theirs; the first time with their
        pictures.
        """
        by_file = dict(zip((track.file for track in tracks), sounds, strict=True))
        films = [track for track in tracks if track.role in SOUND_KBPS]
        alone = [track for track in tracks if track.role not in SOUND_KBPS]
        ends = [track.sink(by_file[track.file], self.folder) for track in alone]
        if not self._pictured:
            self._pictured = True
            return [*ends, *self._reel.outputs(by_file)]
        return [*ends, *(self._reel.resound(track, by_file[track.file]) for track in films)]

    def is_whole(self, seconds: float) -> bool:
        """Gaps were filled, so the sound may be longer than what was heard, never shorter; if
        something was cut, they were filled before it was heard.
        """
        if self.take.edit:
            return super().is_whole(seconds)
        return seconds >= self.seconds - SAME_LENGTH
