"""The meter, against sounds whose figures are known."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from listening import loudness, samples, true_peak

from media_pipeline.errors import NoSoundError
from media_pipeline.media.meter import (
    FLOOR,
    FRAME,
    RATE,
    Measurement,
    measure,
)
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.launcher import Limits

Named = Callable[[str], Path]
Made = Callable[[str], Path]


@pytest.fixture
def sound(tmp_path: Path) -> Made:
    """A WAV of 32-bit floating point at 48 kHz from an ``aevalsrc`` expression."""

    def make(expression: str) -> Path:
        path = tmp_path / f"{abs(hash(expression))}.wav"
        subprocess.run(
            [
                imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi",
                "-i", f"aevalsrc='{expression}':s=48000:d=4", "-c:a", "pcm_f32le", str(path),
            ],
            check=True,
        )  # fmt: skip
        return path

    return make


def measured(path: Path, folder: Path, channels: int = 1, rumble: int = 0) -> Measurement:
    """The figures of one file."""
    (figures,) = measure(
        ffmpeg.find_ffmpeg(),
        [ffmpeg.source(path).audio],
        [channels],
        folder,
        Limits(wall=20),
        rumble=rumble,
    )
    return figures


# ── loudness and peak ─────────────────────────────────────────────────────────────────────

TONE = "0.0708*sin(2*PI*1000*t)"
"""EBU Tech 3341, case 1: a tone of 1 kHz at −23 dBFS in both channels is −23 LUFS."""


def test_a_known_tone_has_its_known_loudness(sound: Made, tmp_path: Path) -> None:
    """EBU Tech 3341, case 1, to a tenth."""
    assert measured(sound(f"{TONE}|{TONE}"), tmp_path, 2).lufs == pytest.approx(-23.0, abs=0.1)


def test_mono_is_judged_as_dual_mono(sound: Made, tmp_path: Path) -> None:
    """From two loudspeakers it is as loud as the same in stereo, and feeds judge it so."""
    assert measured(sound(TONE), tmp_path).lufs == pytest.approx(-23.0, abs=0.1)


def test_a_peak_between_samples_is_found(sound: Made, tmp_path: Path) -> None:
    """EBU Tech 3341, case 15: a quarter of the rate at 45° peaks 3 dB above its samples."""
    got = measured(sound("0.5*sin(2*PI*12000*t+PI/4)*sin(PI*t/4)"), tmp_path)

    assert got.peak == pytest.approx(-6.0, abs=0.3)


@pytest.mark.parametrize("name", ["speech.wav", "clipped.wav", "voice-note.opus", "plain.mp3"])
def test_two_meters_agree(name: str, recording: Named, tmp_path: Path) -> None:
    """Ours and pyloudnorm's, to two tenths of a LU and three of a dB."""
    path = recording(name)
    other, got = samples(path), measured(path, tmp_path, samples(path).shape[1])

    assert got.lufs == pytest.approx(loudness(other), abs=0.2)
    assert got.peak == pytest.approx(true_peak(other), abs=0.3)


def test_rumble_is_not_measured(sound: Made, tmp_path: Path) -> None:
    """What a high-pass will take out does not count."""
    path = sound("0.3*sin(2*PI*30*t)+0.01*sin(2*PI*1000*t)")
    whole, without = measured(path, tmp_path), measured(path, tmp_path, rumble=75)

    assert whole.peak is not None
    assert without.peak is not None
    assert without.peak < whole.peak - 10


def test_silence_has_no_loudness(recording: Named, tmp_path: Path) -> None:
    """Neither −70 nor −inf, which somebody might subtract."""
    got = measured(recording("silence.wav"), tmp_path)

    assert (got.lufs, got.peak) == (None, None)


def test_no_sound_at_all_is_an_error(recording: Named, tmp_path: Path) -> None:
    """A file without one sample of sound."""
    with pytest.raises(NoSoundError):
        measured(recording("no-sound.mp4"), tmp_path)


def test_what_an_earlier_measurement_left_is_not_believed(recording: Named, tmp_path: Path) -> None:
    """Samples of another file that still lie in the folder are not taken for this one's."""
    measured(recording("speech.wav"), tmp_path)

    with pytest.raises(NoSoundError):
        measured(recording("no-sound.mp4"), tmp_path)


def test_each_of_several_inputs_has_its_own_figures(sound: Made, tmp_path: Path) -> None:
    """One pass over two files does not mix them up."""
    paths = [sound(TONE), sound(f"0.1*{TONE}|0.1*{TONE}")]
    loud, quiet = measure(
        ffmpeg.find_ffmpeg(),
        [ffmpeg.source(path).audio for path in paths],
        [1, 2],
        tmp_path,
        Limits(wall=20),
    )

    assert loud.lufs == pytest.approx(-23, abs=0.1)
    assert quiet.lufs == pytest.approx(-43, abs=0.1)


# ── what is seen in the samples ───────────────────────────────────────────────────────────


def test_length_is_counted_in_samples(sound: Made, tmp_path: Path) -> None:
    """To a millisecond."""
    assert measured(sound(TONE), tmp_path).seconds == pytest.approx(4.0, abs=0.001)


def test_levels_tell_when_there_is_sound(sound: Made, tmp_path: Path) -> None:
    """dBFS of each 20 ms: nothing for two seconds, then a tone of −26 RMS."""
    levels = measured(sound("0.0708*sin(2*PI*1000*t)*gte(t,2)"), tmp_path).levels
    half = 2 * RATE // FRAME

    assert levels.shape == (2 * half, 1)
    assert float(levels[: half - 1].max()) == pytest.approx(FLOOR, abs=0.1)
    assert float(np.median(levels[half + 1 :])) == pytest.approx(-26.0, abs=0.2)


@pytest.mark.parametrize(
    ("expression", "gain"),
    [(f"{TONE}|{TONE}", 0.0), (f"{TONE}|0", -3.0), (f"{TONE}|-{TONE}", -60.0)],
    ids=["same", "one ear", "opposite"],
)
def test_mixing_tells_what_it_costs(
    expression: str, gain: float, sound: Made, tmp_path: Path
) -> None:
    """Nothing for the same in both, 3 dB for one ear, all of it for opposite ones."""
    got = measured(sound(expression), tmp_path, 2).mix_gain

    assert got == pytest.approx(gain, abs=0.1) if gain > -60 else got <= -60


def test_more_than_two_channels_are_seen_as_one(recording: Named, tmp_path: Path) -> None:
    """A camcorder's 5.1 has no ears to choose from."""
    got = measured(recording("surround.flac"), tmp_path, 6)

    assert got.levels.shape[1] == 1
    assert got.seconds == pytest.approx(2.0, abs=0.001)


def test_a_guessed_length_is_told(recording: Named, tmp_path: Path) -> None:
    """An MP3 that counts its frames has a length, one that does not has a guess."""
    told = measured(recording("plain.mp3"), tmp_path).estimated
    guessed = measured(recording("no-count.mp3"), tmp_path).estimated

    assert (told, guessed) == (False, True)
