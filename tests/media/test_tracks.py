"""The sounds that are delivered, and how they are fed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ffmpeg as ffmpeg_python
import numpy as np
import pytest
from listening import RATE, level, samples
from test_sound import CLEAN, heard, levels

from media_pipeline.media.sound import Setting, Treatment
from media_pipeline.media.tracks import fed, sound_tracks, treated, waveform
from media_pipeline.model import Role
from media_pipeline.settings import Audio
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.launcher import Limits

MONO, STEREO = 1, 2
ENCLOSURE = sound_tracks(Audio(), "speech")[0]


def graph(stream: object) -> str:
    """The filters of a graph that ends in ``stream``, as ffmpeg is told them."""
    return " ".join(ffmpeg_python.get_args(ffmpeg.sink(stream, path=None)))


def run(path: Path, channels: int, done: Treatment, *, timed: bool = False) -> Path:
    """The sound at ``path`` after its treatment, as a WAV beside it."""
    made = path.with_name("treated.wav")
    stream = treated(ffmpeg.source(path)["a:0"], channels, done, CLEAN, timed=timed)
    ending = ffmpeg.sink(stream, path=made, f="wav", acodec="pcm_f32le")
    ffmpeg.run_ffmpeg(ffmpeg.find_ffmpeg(), [ending], path.parent, Limits(wall=20))
    return made


def wav(path: Path, sound: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Path:
    """Samples (samples, channels) at 48 kHz as a WAV."""
    raw = path.with_suffix(".raw")
    raw.write_bytes(sound.astype("<f4").tobytes())
    source = ffmpeg.raw_source(raw, f="f32le", ar=RATE, ac=sound.shape[1]).audio
    ending = ffmpeg.sink(source, path=path, f="wav", acodec="pcm_f32le")
    ffmpeg.run_ffmpeg(ffmpeg.find_ffmpeg(), [ending], path.parent, Limits(wall=20))
    return path


@pytest.fixture
def two_ears(tmp_path: Path) -> Path:
    """A second of −12 dBFS left and −18 dBFS right."""
    sine = np.sqrt(2) * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    sound = np.stack([10 ** (-12 / 20) * sine, 10 ** (-18 / 20) * sine], axis=1)
    return wav(tmp_path / "ears.wav", sound)


# ── which sounds ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("saver", "profile", "way"),
    [(24, "speech", ("audio", 2)), (24, "song", ("audio", 2)), (16, "speech", ("voip", 5))],
)
def test_opus_takes_the_effort_that_its_way_was_judged_at(
    saver: int, profile: str, way: tuple[str, int]
) -> None:
    """Telephony, which few bits a second are coded as, was not judged with less."""
    opus = dict(sound_tracks(Audio(saver=saver), profile)[1].encoder)
    assert (opus["application"], opus["compression_level"]) == way


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("speech", [(Role.ENCLOSURE, 1, 96), (Role.SAVER, 1, 24), (Role.SAVER, 1, 40)]),
        ("song", [(Role.ENCLOSURE, 2, 128), (Role.SAVER, 2, 48), (Role.SAVER, 1, 40)]),
    ],
)
def test_speech_comes_in_mono_and_a_song_in_stereo(
    profile: str, expected: list[tuple[Role, int, int]]
) -> None:
    """Role, channels and kb/s of each."""
    tracks = sound_tracks(Audio(), profile)

    assert [(track.role, track.channels, track.kbps) for track in tracks] == expected


# ── treatment ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        pytest.param(Treatment("left", MONO, end=1.0), [-12], id="left ear"),
        pytest.param(Treatment("right", MONO, end=1.0), [-18], id="right ear"),
        pytest.param(Treatment("all", STEREO, end=1.0), [-12, -18], id="stereo"),
        pytest.param(Treatment("right", STEREO, end=1.0), [-18, -18], id="one ear on both sides"),
        pytest.param(Treatment("all", MONO, end=1.0), [-14.5], id="mixed in equal parts"),
    ],
)
def test_ears_go_where_they_are_wanted(
    done: Treatment, expected: list[float], two_ears: Path
) -> None:
    """Levels of what comes out, in dBFS: no down-mix of ffmpeg's own, no lost 3 dB."""
    sound = samples(run(two_ears, 2, done))

    assert [level(sound[:, [side]]) for side in range(sound.shape[1])] == pytest.approx(
        expected, abs=0.1
    )


def test_only_what_is_kept_comes_out(two_ears: Path) -> None:
    """To the sample."""
    sound = samples(run(two_ears, 2, Treatment("all", MONO, start=0.25, end=0.75)))

    assert len(sound) == RATE / 2


def test_noise_reduction_delays_nothing(tmp_path: Path) -> None:
    """ffmpeg's is 25 ms late by itself, and swallows the last 25 ms."""
    sound = np.random.default_rng(7).normal(0, 0.001, (2 * RATE, 1))
    sound[RATE // 2 : RATE] += 0.3 * np.sin(2 * np.pi * 600 * np.arange(RATE // 2) / RATE)[:, None]
    path = wav(tmp_path / "noisy.wav", sound)
    out = samples(run(path, 1, Treatment("all", MONO, end=2.0, noise=-60.0)))
    lag = np.fft.irfft(
        np.fft.rfft(out[:, 0], 4 * RATE) * np.conj(np.fft.rfft(sound[:, 0], 4 * RATE))
    ).argmax()

    assert len(out) == len(sound)
    assert int(lag) in (0, 1, 2)


# ── gain and limiter ──────────────────────────────────────────────────────────────────────


def test_what_never_reaches_the_ceiling_is_not_limited() -> None:
    """A limiter that has nothing to do costs time all the same."""
    stream = ffmpeg.source(Path("fox.wav"))["a:0"]

    assert "alimiter" not in graph(fed(stream, ENCLOSURE, 1, Setting(6.0, -2.2), peak=-20.0))
    assert "alimiter" in graph(fed(stream, ENCLOSURE, 1, Setting(18.0, -2.2), peak=-20.0))


def test_a_mono_sound_of_a_song_is_mixed() -> None:
    """The low-data MP3 has both sides in equal parts."""
    stream = ffmpeg.source(Path("fox.wav"))["a:0"]

    assert "pan=mono|c0<c0+c1" in graph(fed(stream, ENCLOSURE, 2, Setting(0.0, -2.2), peak=-20.0))


# ── waveform ──────────────────────────────────────────────────────────────────────────────


def test_a_waveform_has_even_steps_and_a_highest_of_100() -> None:
    """Loud, nothing, half as loud."""
    frames = np.concatenate([np.full(100, 0.8), np.zeros(100), np.full(100, 0.4)])
    sound = replace(heard(levels((6.0, -20.0))), peaks=frames.astype(np.float32))

    assert waveform(sound, 3) == (100, 0, 50)


def test_a_short_waveform_has_a_step_for_each_frame() -> None:
    """Never more steps than there is to see."""
    assert len(waveform(replace(CLEAN, peaks=np.ones(7, np.float32)))) == 7


def test_a_silent_waveform_is_flat() -> None:
    """Nothing is divided by nothing."""
    assert waveform(replace(CLEAN, peaks=np.zeros(4, np.float32)), 2) == (0, 0)
