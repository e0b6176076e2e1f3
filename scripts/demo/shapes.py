"""The shapes of real recordings: what room and device do to a voice, and how it is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from demo.sound import Samples, Sound

Play = Callable[[Sound, np.random.Generator], Sound]

LEAD = 0.35
"""Seconds of room before the first word and after the last."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a device makes of a voice.

    `play` turns clean mono speech into what the microphone heard; `lead` is the seconds of room it
    puts before the first word. `lufs` is the loudness it is then brought to, or None if `play` has
    set the level. `encode` are ffmpeg's output options.
    """

    play: Play
    encode: tuple[str, ...]
    lufs: float | None = -23.0
    lead: float = LEAD


def room(
    sound: Sound,
    noise: np.random.Generator,
    *,
    wet: float,
    before: float = LEAD,
    after: float = LEAD,
) -> Sound:
    """Put a voice into a room: `wet` is the share of its echo, which dies by 60 dB in 0.4 s."""
    length = round(0.4 * sound.rate)
    echo = noise.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    echo *= wet / np.sqrt(np.sum(np.square(echo)))
    echo[0] += 1
    dry = np.pad(sound.samples[:, 0], (round(before * sound.rate), round(after * sound.rate)))
    size = len(dry) + length
    heard = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(echo, size), size)[: len(dry)]
    return Sound(heard.astype(np.float32)[:, None], sound.rate)


def coloured_noise(frames: int, slope: float, noise: np.random.Generator) -> Samples:
    """Noise of RMS 1 whose power falls with frequency to the `slope`: 1 is pink, 2 is brown."""
    spectrum = np.fft.rfft(noise.standard_normal(frames))
    frequency = np.maximum(np.arange(len(spectrum)), frames / 2000)
    shaped = np.fft.irfft(spectrum / frequency ** (slope / 2), frames)
    return (shaped / np.std(shaped)).astype(np.float32)


def _plain(sound: Sound, noise: np.random.Generator) -> Sound:
    return _with_noise(room(sound, noise, wet=0.12), 55, 1, noise)


def _pressed_early(sound: Sound, noise: np.random.Generator) -> Sound:
    return _with_noise(room(sound, noise, wet=0.2, before=3.0, after=4.0), 50, 1, noise)


def _noisy_room(sound: Sound, noise: np.random.Generator) -> Sound:
    return _with_noise(_with_noise(room(sound, noise, wet=0.45), 16, 1, noise), 13, 2, noise)


def _rumble(sound: Sound, noise: np.random.Generator) -> Sound:
    """A fan beside the microphone: 25 Hz and the mains hum, 50 Hz and its third harmonic."""
    heard = _with_noise(room(sound, noise, wet=0.15), 45, 1, noise)
    time = np.arange(len(heard.samples)) / heard.rate
    hum = sum(
        share * np.sin(2 * np.pi * pitch * time)
        for pitch, share in ((25, 1.0), (50, 0.6), (150, 0.15))
    )
    return Sound(
        heard.samples + (heard.rms * np.asarray(hum)).astype(np.float32)[:, None], heard.rate
    )


def _one_ear(sound: Sound, noise: np.random.Generator) -> Sound:
    heard = _plain(sound, noise).samples
    return Sound(np.concatenate([heard, np.zeros_like(heard)], axis=1), sound.rate)


def _shouted(sound: Sound, noise: np.random.Generator) -> Sound:
    """Too near to the microphone: everything up to 12 dB over full scale is clipped."""
    heard = room(sound, noise, wet=0.1)
    loud = heard.samples / np.max(np.abs(heard.samples)) * 10 ** (12 / 20)
    return Sound(np.clip(loud, -1, 1).astype(np.float32), heard.rate)


def _camcorder(sound: Sound, noise: np.random.Generator) -> Sound:
    """Two microphones in a hall: each side hears its own echo."""
    sides = [_with_noise(room(sound, noise, wet=0.5), 35, 1, noise).samples for _ in range(2)]
    return Sound(np.concatenate(sides, axis=1), sound.rate)


def _with_noise(sound: Sound, below: float, slope: float, noise: np.random.Generator) -> Sound:
    """Add noise whose RMS is `below` dB under the sound's."""
    level = sound.rms * 10 ** (-below / 20)
    added = coloured_noise(len(sound.samples), slope, noise) * np.float32(level)
    return Sound(sound.samples + added[:, None], sound.rate)


_AAC = ("-c:a", "aac", "-b:a", "48k", "-ar", "44100", "-movflags", "+faststart")
_X264 = ("-c:v", "libx264", "-preset", "slow", "-pix_fmt", "yuv420p")

SHAPES: dict[str, Shape] = {
    "plain": Shape(_plain, _AAC),
    "quiet-memo": Shape(_plain, _AAC, lufs=-38.0),
    "pressed-early": Shape(_pressed_early, _AAC, lufs=-27.0, lead=3.0),
    "noisy-room": Shape(_noisy_room, _AAC, lufs=-26.0),
    "rumble": Shape(_rumble, _AAC, lufs=-22.0),
    "one-ear": Shape(_one_ear, ("-c:a", "libvorbis", "-q:a", "3", "-ar", "44100"), lufs=-24.0),
    "shouted": Shape(_shouted, ("-c:a", "libmp3lame", "-b:a", "64k", "-ar", "44100"), lufs=None),
    "dictaphone": Shape(
        _plain,
        (
            "-c:a",
            "libmp3lame",
            "-b:a",
            "64k",
            "-ar",
            "44100",
            "-metadata",
            "artist=DICTAPHONE VN-00",
        ),
        lufs=-21.0,
    ),
    "old-phone": Shape(
        _plain,
        ("-c:a", "libopencore_amrnb", "-b:a", "12.2k", "-ar", "8000", "-f", "3gp"),
        lufs=-27.0,
    ),
    "voice-note": Shape(
        _plain, ("-c:a", "libopus", "-b:a", "24k", "-ar", "16000", "-application", "voip")
    ),
    # `live` leaves the duration and the cues out, as a browser's MediaRecorder does
    "browser": Shape(
        _plain, ("-c:a", "libopus", "-b:a", "48k", "-f", "webm", "-live", "1"), lufs=-25.0
    ),
    # every seventh frame is missing, as when a phone gets warm; the film is marked as turned later
    "phone-film": Shape(
        _plain,
        (
            "-vf",
            "transpose=cclock,select=mod(n\\,7)",
            "-fps_mode",
            "vfr",
            *_X264,
            "-crf",
            "25",
            *_AAC,
        ),
        lufs=-26.0,
    ),
    # 50 pictures a second become 25 frames of two fields, the upper one first;
    # 16:11 pixels are PAL's for 16:9
    "camcorder": Shape(
        _camcorder,
        (
            *("-vf", "tinterlace=interleave_top,setfield=tff,setsar=16/11"),
            *(*_X264, "-crf", "23", "-maxrate", "1200k", "-bufsize", "1200k"),
            *("-flags", "+ildct+ilme", "-x264-params", "tff=1"),
            *("-c:a", "ac3", "-b:a", "128k", "-ar", "48000"),
            *("-f", "mpegts", "-mpegts_m2ts_mode", "1"),
        ),
        lufs=-28.0,
    ),
    "slides": Shape(_plain, (*_X264, "-tune", "stillimage", "-crf", "23", *_AAC)),
}
