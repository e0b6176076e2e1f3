"""The school's jingle: first, faded, as loud as the voice, and never in the original."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from listening import judge, level, loudness, samples, tone, true_peak
from works import sound_of

from media_pipeline.errors import ToolError
from media_pipeline.media.jingle import LONGEST, prepare_jingle
from media_pipeline.tools import ffmpeg, files
from media_pipeline.tools.launcher import Limits

Named = Callable[[str], Path]

JINGLE = 1.5
"""Seconds of jingle.wav: two tones of 880 Hz."""


def test_the_jingle_comes_first(recording: Named, tmp_path: Path) -> None:
    """Its tone is in the first seconds and not in the rest; the length is both together."""
    made = sound_of(recording("speech.wav"), tmp_path, jingle=recording("jingle.wav"))
    sound = samples(tmp_path / "enclosure.mp3")
    place = int(JINGLE * 48000)

    assert tone(sound[:place], 880) > -1
    assert tone(sound[place:], 880) < -10
    assert made.facts["seconds"] == pytest.approx(JINGLE + 2.0, abs=0.05)
    assert made.facts["offset"] == pytest.approx(JINGLE, abs=0.01)


def test_the_jingle_is_as_loud_as_the_voice(recording: Named, tmp_path: Path) -> None:
    """To 2 LU, though it was recorded 30 dB quieter than the voice."""
    sound_of(recording("speech.wav"), tmp_path, jingle=recording("jingle.wav"))
    sound = samples(tmp_path / "enclosure.mp3")
    place = int(JINGLE * 48000)

    assert loudness(sound[:place]) == pytest.approx(loudness(sound[place:]), abs=2)


@pytest.mark.parametrize("profile", ["speech", "song"])
def test_a_story_with_a_jingle_is_as_loud_as_any(
    profile: str, recording: Named, tmp_path: Path
) -> None:
    """Both together are judged, in every file."""
    made = sound_of(recording("speech.wav"), tmp_path, profile, jingle=recording("jingle.wav"))

    assert judge(made, tmp_path) == []


def test_the_jingle_is_faded(recording: Named, tmp_path: Path) -> None:
    """Out over its last 0.4 s."""
    sound_of(recording("speech.wav"), tmp_path, jingle=recording("jingle.wav"))
    sound = samples(tmp_path / "enclosure.mp3")

    assert level(sound, JINGLE - 0.1, JINGLE - 0.02) < level(sound, 0.3, 0.9) - 10


def test_the_jingles_peaks_are_limited_too(recording: Named, tmp_path: Path) -> None:
    """Clicks far above their loudness, before a voice without such peaks."""
    made = sound_of(recording("speech.wav"), tmp_path, jingle=recording("claps.wav"))

    assert max(true_peak(samples(tmp_path / each.path)) for each in made.renditions) <= -1


def test_the_original_and_the_jingle_stay_as_they_were(recording: Named, tmp_path: Path) -> None:
    """Neither is written to."""
    paths = [recording("speech.wav"), recording("jingle.wav")]
    before = files.digest(paths)
    sound_of(paths[0], tmp_path, jingle=paths[1])

    assert files.digest(paths) == before


def test_the_same_jingle_gives_the_same_bytes(recording: Named, tmp_path: Path) -> None:
    """Nothing of it is random."""
    made = [
        sound_of(recording("speech.wav"), tmp_path / name, jingle=recording("jingle.wav"))
        for name in ("one", "two")
    ]

    assert len({each.renditions[0].digest for each in made}) == 1


def prepared(path: Path, folder: Path) -> float:
    """The seconds of a jingle as it is prepared."""
    return prepare_jingle(ffmpeg.find_ffmpeg(), path, -20.0, 1, folder, Limits(wall=20)).seconds


def test_a_song_for_a_jingle_is_cut(recording: Named, tmp_path: Path) -> None:
    """Ten seconds are enough of it."""
    assert prepared(recording("long-jingle.wav"), tmp_path) == LONGEST


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("words.mp3", "can't be decoded"),
        ("no-sound.mp4", "can't be decoded"),
        ("silence.wav", "is silent"),
    ],
)
def test_a_jingle_that_is_none_is_told(
    name: str, sentence: str, recording: Named, tmp_path: Path
) -> None:
    """It is a mistake in the settings, and no recording's fault."""
    with pytest.raises(ToolError, match=sentence) as error:
        prepared(recording(name), tmp_path)

    assert error.value.hint == "Check setting jingle."
