"""The sound files that are delivered, and how a treated sound becomes one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from media_pipeline.media.cutting import filled
from media_pipeline.media.meter import Measurement, mix
from media_pipeline.media.sound import AAC, MP3, OPUS, Codec, Setting, Treatment
from media_pipeline.model import Role
from media_pipeline.settings import Audio
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Stream

RATE = 48000
"""Hz of everything delivered: Opus knows no other rate, and one resampling serves all."""

WHOLE_VOICE = 24
"""kb/s from which Opus codes a voice in the same way as all sounds, which takes 0.4 of the work of
its telephony mode, both at level 5. What that does to voices, and how it was measured, is in
docs/decisions.md; lower rates were not judged, and stay telephony.
"""

NOISE_REDUCTION = 9
"""dB: the room recedes; more makes voices watery."""

NOISE_DELAY = 0.025
"""Seconds by which afftdn's output is late, at every sample rate: half its window."""

HOLD_NOISE = (-80.0, -20.0)
"""dBFS between which afftdn accepts a noise floor."""


@dataclass(frozen=True, slots=True)
class Track:
    """One delivered sound: its role, file, channels, kb/s and encoder."""

    role: Role
    file: str
    mime: str
    channels: int
    kbps: int
    codec: Codec
    encoder: tuple[tuple[str, str | int], ...]

    def sink(self, stream: Stream, folder: Path) -> Stream:
        """An output that encodes ``stream`` into the track's file in ``folder``."""
        options = dict(self.encoder) | {"audio_bitrate": f"{self.kbps}k", "ar": RATE}
        return ffmpeg.sink(stream, path=folder / self.file, **options)


# Level 7 takes 1.6 s for 11 minutes, the default 3.7 s. docs/decisions.md has what that costs in
# quality.
_LAME: tuple[tuple[str, str | int], ...] = (
    ("acodec", "libmp3lame"),
    ("compression_level", 7),
    ("id3v2_version", 0),
    ("write_id3v1", 0),
    ("f", "mp3"),
)


def sound_tracks(audio: Audio, profile: str) -> tuple[Track, ...]:
    """The sounds of a story: the enclosure, the Opus saver and the low-data feed's MP3."""
    song = profile == "song"
    # Level 2 takes 1.3 s for 11 minutes, 10 takes 5.6 s; telephony was not judged below 5.
    way, level = ("audio", 2) if song or audio.saver >= WHOLE_VOICE else ("voip", 5)
    opus: tuple[tuple[str, str | int], ...] = (
        ("acodec", "libopus"),
        ("compression_level", level),
        ("application", way),
        ("frame_duration", 60),
        ("f", "ogg"),
    )
    channels = 2 if song else 1
    return (
        Track(
            Role.ENCLOSURE,
            "enclosure.mp3",
            "audio/mpeg",
            channels,
            audio.song if song else audio.speech,
            MP3,
            _LAME,
        ),
        Track(
            Role.SAVER,
            "saver.opus",
            "audio/ogg",
            channels,
            audio.saver_song if song else audio.saver,
            OPUS,
            opus,
        ),
        Track(Role.SAVER, "saver.mp3", "audio/mpeg", 1, audio.saver_mp3, MP3, _LAME),
    )


def film_track(role: Role, file: str, kbps: int, profile: str) -> Track:
    """The sound inside a video."""
    return Track(role, file, "video/mp4", 2 if profile == "song" else 1, kbps, AAC, ())


def treated(
    stream: Stream, channels: int, done: Treatment, heard: Measurement, *, timed: bool
) -> Stream:
    """``stream`` of ``channels`` channels after its :class:`Treatment`, at 48 kHz.

    Times are counted in samples, as the meter counted them, whatever a container claims; with
    ``timed``, gaps are filled instead, from 0, so that lips and voices stay together.
    """
    sound = filled(stream) if timed else stream.filter("asetpts", "N/SR/TB")
    sound = sound.filter("aformat", sample_fmts="fltp")
    sound = _ears(sound, channels, done)
    if done.rumble:
        sound = sound.filter("highpass", f=done.rumble)
    if done.noise is not None:
        floor = min(max(done.noise, HOLD_NOISE[0]), HOLD_NOISE[1])
        sound = sound.filter("apad", pad_dur=NOISE_DELAY)
        sound = sound.filter("afftdn", nr=NOISE_REDUCTION, nf=round(floor, 1))
        sound = sound.filter("atrim", start=NOISE_DELAY).filter("asetpts", "N/SR/TB")
    if done.even and heard.lufs is not None:
        threshold = 10 ** (min(heard.lufs, -1.0) / 20)
        sound = sound.filter(
            "acompressor",
            threshold=round(max(threshold, 0.001), 6),
            ratio=2.5,
            attack=20,
            release=300,
            knee=6,
            detection="rms",
        )
    if (done.start, done.end) != (0.0, heard.seconds):
        sound = sound.filter("atrim", start=f"{done.start:.4f}", end=f"{done.end:.4f}")
        sound = sound.filter("asetpts", "N/SR/TB")
    return sound.filter("aresample", RATE)


def fed(stream: Stream, track: Track, channels: int, setting: Setting, peak: float) -> Stream:
    """``stream`` with a track's gain; limited only if peaks would reach the limiter's ceiling."""
    sound = mix(stream, channels) if track.channels == 1 else stream
    sound = sound.filter("volume", f"{setting.gain:.2f}dB")
    if peak + setting.gain > setting.ceiling - 1:
        sound = sound.filter(
            "alimiter",
            limit=round(10 ** (setting.ceiling / 20), 5),
            attack=5,
            release=50,
            level="disabled",
            latency="enabled",
        )
    return sound


def waveform(heard: Measurement, steps: int = 240) -> tuple[int, ...]:
    """The peaks of a sound, as 0–100 of the loudest, at even steps over its length."""
    frames = len(heard.peaks)
    count = min(steps, frames)
    edges = [frames * step // count for step in range(count + 1)]
    highest = [float(heard.peaks[a:b].max()) for a, b in pairwise(edges)]
    top = max([*highest, 1e-6])
    return tuple(math.ceil(100 * peak / top) for peak in highest)


def _ears(sound: Stream, channels: int, done: Treatment) -> Stream:
    """The ear or ears to keep, on as many channels as are wanted."""
    if done.channels == 1 and done.ear == "all":
        return mix(sound, channels)
    kept = "c1" if done.ear == "right" else "c0"
    if done.channels == 1:
        return sound.filter("pan", f"mono|c0<{kept}")
    if channels == 1 or done.ear != "all":
        return sound.filter("pan", f"stereo|c0<{kept}|c1<{kept}")
    return sound.filter("aformat", channel_layouts="stereo")
