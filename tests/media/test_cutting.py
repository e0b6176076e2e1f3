"""What is cut or muted is heard and seen nowhere, and what stays is where it must be."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from listening import RATE, Samples, judge, level, onset, samples, tone
from works import film_cut, sound_cut, take_of

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media import cutting
from media_pipeline.media.cutting import check_ended, frames_kept
from media_pipeline.media.edit import Piece
from media_pipeline.media.take import Take
from media_pipeline.model import WHOLE, Edit, Made, Role, Span

Named = Callable[[str], Path]

SYNC = 0.04
"""Seconds between lips and voice that nobody notices: a frame at 25 a second."""

NAME = Edit((Span(2.95, 4.05),))
"""What is not to be heard of the recordings called surname, and 50 ms that their encoders let it
ring."""


def beep(sound: Samples, hertz: float = 2000) -> float:
    """Seconds at which a tone begins: where 5 ms of it first reach half of its loudest."""
    step = RATE // 200
    rows = sound.mean(axis=1)[: len(sound) // step * step].reshape(-1, step)
    wave = np.exp(-2j * np.pi * hertz * np.arange(step) / RATE)
    strength = np.abs(rows @ wave)
    return float(np.argmax(strength > strength.max() / 2)) * step / RATE


def lumas(path: Path) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The time of each picture, in seconds, and its mean luma."""
    with av.open(str(path)) as container:
        frames = [
            (float(frame.time or 0), float(frame.to_ndarray(format="gray").mean()))
            for frame in container.decode(video=0)
        ]
    times, means = zip(*frames, strict=True)
    return np.array(times), np.array(means)


def flash(path: Path) -> float:
    """Seconds at which the picture first is white."""
    times, means = lumas(path)
    return float(times[int(np.argmax(means > 128))])


def sounds(made: Made, folder: Path) -> dict[str, Samples]:
    """Every rendition that is heard, decoded."""
    return {
        each.path: samples(folder / each.path) for each in made.renditions if each.lufs is not None
    }


# ── sound ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["surname.wav", "surname.m4a", "surname.mp3", "surname.opus"])
def test_what_is_cut_is_heard_nowhere_and_what_follows_is_in_its_place(
    name: str, recording: Named, tmp_path: Path
) -> None:
    """At 44.1 and 48 kHz, in frames of all lengths: no trace of 1,000 Hz, the beep 1.1 s
    earlier, within 20 ms.
    """
    made = sound_cut(recording(name), tmp_path, NAME)

    heard = sounds(made, tmp_path)
    assert len(heard) == 3
    for path, sound in heard.items():
        assert tone(sound, 1000) < -50, path
        assert beep(sound) == pytest.approx(4.9, abs=0.02), path
        assert len(sound) / RATE == pytest.approx(6.9, abs=0.03), path


def test_what_is_muted_is_silent_and_nothing_moves(recording: Named, tmp_path: Path) -> None:
    """Silence to the edges, which fade within 5 ms; the waveform shows it."""
    made = sound_cut(recording("surname.wav"), tmp_path, Edit((), (Span(3.0, 4.0),)))

    for path, sound in sounds(made, tmp_path).items():
        assert level(sound, 3.06, 3.94) < -70, path
        assert level(sound, 2.9, 2.98) > -30, path
        assert level(sound, 4.02, 4.1) > -30, path
        assert tone(sound, 1000) < -45, path
        assert beep(sound) == pytest.approx(6.0, abs=0.02), path
    peaks = made.facts["peaks"]
    assert max(peaks[len(peaks) * 31 // 80 : len(peaks) * 39 // 80]) <= 1


def test_start_end_and_a_mute_over_a_join(recording: Named, tmp_path: Path) -> None:
    """Cut at 0 and at the end, and silent on both sides of a cut between."""
    edit = Edit((Span(0.0, 1.0), Span(3.0, 4.0), Span(7.0)), (Span(2.5, 4.5),))
    made = sound_cut(recording("surname.wav"), tmp_path, edit)

    sound = sounds(made, tmp_path)["enclosure.mp3"]
    assert made.facts["seconds"] == pytest.approx(5.0, abs=0.01)
    assert level(sound, 1.56, 2.44) < -70
    assert level(sound, 1.4, 1.48) > -30
    assert beep(sound) == pytest.approx(4.0, abs=0.02)


def test_no_join_clicks(recording: Named, tmp_path: Path) -> None:
    """At a join of two loud hums nothing is heard above 5 kHz that is not elsewhere."""
    made = sound_cut(recording("surname.wav"), tmp_path, Edit((Span(1.0004, 2.0011),)))

    sound = sounds(made, tmp_path)["enclosure.mp3"].mean(axis=1)
    part = sound[int(0.9 * RATE) : int(1.1 * RATE)]
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
    high = np.fft.rfftfreq(len(part), 1 / RATE) > 5000
    assert 10 * np.log10(power[high].sum() / power.sum()) < -50


def test_speech_is_treated_by_what_is_left_of_it(recording: Named, tmp_path: Path) -> None:
    """A shout that is cut makes the whisper before it no quieter, and no recording uneven."""
    path = recording("whisper-and-shout.wav")
    made = sound_cut(path, tmp_path, Edit((Span(4.0),)), "speech")

    assert judge(made, tmp_path) == []
    assert made.facts["evened"] is False
    assert made.facts["seconds"] == pytest.approx(4.0, abs=0.1)


def test_times_that_are_not_in_a_recording_are_refused(recording: Named, tmp_path: Path) -> None:
    """What was to be cut would be heard: no length is known before an MP3 is decoded."""
    with pytest.raises(Refusal, match=r"It lasts 8.0 s, and something is to be cut .* at 9.0 s"):
        sound_cut(recording("surname.mp3"), tmp_path, Edit((Span(9.0, 9.5),)))


def test_a_sound_that_changes_its_form_is_not_cut(recording: Named, tmp_path: Path) -> None:
    """ffmpeg would build its graph anew, its clock at 0, and cut nothing from then on."""
    with pytest.raises(Refusal, match="changes its form half way"):
        sound_cut(recording("changing-ears.aac"), tmp_path, Edit((Span(3.0, 3.5),)))


def test_a_mute_that_did_not_happen_is_found(
    recording: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The output is listened to, whatever ffmpeg said."""
    monkeypatch.setattr(cutting, "pieces", lambda _: [Piece(0.0, math.inf)])

    with pytest.raises(ToolError, match="is not silent where it is to be muted"):
        sound_cut(recording("surname.wav"), tmp_path, Edit((), (Span(3.0, 4.0),)))


def test_an_exit_code_counts_where_something_is_cut() -> None:
    """Only there: it ends with an error where it gives up half way."""
    check_ended(WHOLE, 234)
    with pytest.raises(ToolError, match="ended with 234"):
        check_ended(NAME, 234)


# ── film ──────────────────────────────────────────────────────────────────────────────────


def halves(path: Path, folder: Path) -> Take:
    """A camcorder's film in two files, as if it had been cut at 2 GB."""
    content = path.read_bytes()
    middle = len(content) // 188 // 2 * 188
    parts = (folder / "00000.mts", folder / "00001.mts")
    for part, share in zip(parts, (content[:middle], content[middle:]), strict=True):
        part.write_bytes(share)
    return take_of(*parts)


THREE_CUTS = Edit((Span(0.0, 0.333), Span(0.71, 1.05), Span(2.61)))
"""None of them at the edge of a picture: 0–0.36, 0.68–1.08 and from 2.6 are."""


@pytest.mark.parametrize("name", ["beep-and-flash.mp4", "late-sound.mp4", "late-picture.mkv"])
def test_a_flash_and_a_beep_stay_together_over_cuts(
    name: str, recording: Named, tmp_path: Path
) -> None:
    """Both 0.76 s earlier, in the film and beside it, whichever began late."""
    made = film_cut(take_of(recording(name)), tmp_path, THREE_CUTS)

    lit = flash(tmp_path / "video.mp4")
    assert lit == pytest.approx(1.24, abs=SYNC)
    for path, sound in sounds(made, tmp_path).items():
        assert onset(sound) == pytest.approx(lit, abs=SYNC), path
        assert len(sound) / RATE == pytest.approx(1.84, abs=0.03), path
    assert made.facts["seconds"] == pytest.approx(1.84, abs=0.02)


def test_a_camcorders_parts_are_cut_as_one(recording: Named, tmp_path: Path) -> None:
    """Times are counted from the start of the first part, over the seam."""
    take = halves(recording("late-picture.mts"), tmp_path)
    film_cut(take, tmp_path / "made", Edit((Span(0.0, 0.4), Span(1.2, 1.8))))

    lit = flash(tmp_path / "made/video.mp4")
    assert lit == pytest.approx(1.0, abs=SYNC)
    assert onset(samples(tmp_path / "made/enclosure.mp3")) == pytest.approx(lit, abs=SYNC)


def test_what_is_cut_from_a_film_is_seen_nowhere(recording: Named, tmp_path: Path) -> None:
    """Neither in its pictures nor on its poster: all that is left is black."""
    edit = Edit((Span(1.5),))
    made = film_cut(take_of(recording("black-start.mp4")), tmp_path, edit)

    assert lumas(tmp_path / "video.mp4")[1].max() < 20
    assert [each.role for each in made.renditions] == [Role.VIDEO]
    assert made.facts["seconds"] == pytest.approx(1.48, abs=0.05)


def test_a_poster_is_of_what_stays(recording: Named, tmp_path: Path) -> None:
    """One is found there, though most of what was bright is gone."""
    edit = Edit((Span(0.0, 0.5), Span(1.7, 2.6)))
    made = film_cut(take_of(recording("black-start.mp4")), tmp_path, edit)

    assert Role.POSTER in {each.role for each in made.renditions}


def test_a_film_is_muted_and_goes_on(recording: Named, tmp_path: Path) -> None:
    """The flash is seen, its beep is not heard: nothing else was to be heard."""
    edit = Edit((), (Span(1.9, 2.3),))
    made = film_cut(take_of(recording("beep-and-flash.mp4")), tmp_path, edit)

    assert flash(tmp_path / "video.mp4") == pytest.approx(2.0, abs=SYNC)
    assert sounds(made, tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("varying-rate.mp4", 1.6),
        ("changing-size.ts", 1.6),
    ],
)
def test_odd_films_lose_what_is_cut(
    name: str, seconds: float, recording: Named, tmp_path: Path
) -> None:
    """A rate that varies, a size that changes."""
    edit = Edit((Span(0.3, 0.51), Span(1.2, 1.33)))
    made = film_cut(take_of(recording(name)), tmp_path, edit)

    assert made.facts["seconds"] == pytest.approx(seconds, abs=0.06)
    assert lumas(tmp_path / "video.mp4")[0][-1] == pytest.approx(seconds, abs=0.1)


def test_pictures_that_are_left_are_counted() -> None:
    """Of a film that is shorter than its cuts, too."""
    edit = Edit((Span(1.0, 2.0), Span(3.0)))
    counts = [frames_kept(edit, Fraction(25), total) for total in (10, 30, 60, 100)]
    assert counts == [10, 25, 35, 50]
