"""What is decided about a sound, from figures alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from media_pipeline.errors import Refusal
from media_pipeline.media.meter import FLOOR, FRAME, RATE, Levels, Measurement
from media_pipeline.media.sound import (
    ATTEMPTS,
    MP3,
    OPUS,
    RUMBLE,
    Setting,
    ear,
    ends,
    first_setting,
    next_setting,
    silent,
    treatment,
    voice_and_room,
)
from media_pipeline.settings import Loudness

AIM = Loudness()


def levels(*stretches: tuple[float, float], ears: int = 1) -> Levels:
    """Levels of (seconds, dBFS), one after the other, the same in each ear."""
    frames = [np.full(round(length * RATE / FRAME), level) for length, level in stretches]
    return np.repeat(np.concatenate(frames)[:, None], ears, axis=1).astype(np.float32)


def heard(shape: Levels, lufs: float | None = -20.0, dbtp: float | None = -6.0) -> Measurement:
    """A measurement of those levels."""
    return Measurement(
        seconds=len(shape) * FRAME / RATE,
        lufs=lufs,
        range_lu=6.0,
        peak=dbtp,
        levels=shape,
        peaks=np.ones(len(shape), np.float32),
        mix_gain=0.0,
        estimated=False,
    )


CLEAN = heard(levels((1.0, -20.0), (1.0, -70.0), (2.0, -20.0)))
"""A voice at −20 dBFS in a room at −70."""


def ears(left: float, right: float, mix_gain: float) -> Measurement:
    """Four seconds at those levels."""
    shape = np.hstack([levels((4.0, left)), levels((4.0, right))])
    return replace(heard(shape), mix_gain=mix_gain)


# ── ears ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sound", "kept"),
    [
        pytest.param(heard(levels((4.0, -20.0))), "all", id="mono"),
        pytest.param(ears(-20, -22, -0.1), "all", id="both"),
        pytest.param(ears(-20, -30, -2.0), "all", id="one is nearer"),
        pytest.param(ears(-20, FLOOR, -3.0), "left", id="left alone"),
        pytest.param(ears(-50, -20, -3.0), "right", id="right above noise"),
        pytest.param(ears(-20, -20, -40.0), "left", id="opposite"),
        pytest.param(ears(-20, -20, -3.0), "all", id="unlike"),
    ],
)
def test_an_ear_with_a_voice_is_kept(sound: Measurement, kept: str) -> None:
    """Both, unless one leads by 15 dB or the two cancel each other."""
    assert ear(sound) == kept


def test_opposite_ears_are_not_silence() -> None:
    """Mixed they have no loudness; each has a voice."""
    assert not silent(replace(ears(-20, -20, -90.0), lufs=None, peak=None))


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(heard(levels((4.0, FLOOR)), None, None), id="nothing"),
        pytest.param(heard(levels((4.0, -80.0), ears=2), None, None), id="a hiss"),
        pytest.param(replace(ears(-75, FLOOR, -3.0), lufs=None), id="a hiss in one ear"),
    ],
)
def test_what_no_ear_hears_is_silence(sound: Measurement) -> None:
    """Nothing, or less than BS.1770's gate lets through."""
    assert silent(sound)


# ── ends ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shape", "kept"),
    [
        pytest.param([(2, -70), (4, -20), (2, -70)], (1.7, 6.5), id="silence at both ends"),
        pytest.param([(0.9, -70), (4, -20), (1.1, -70)], (0.0, 6.0), id="not worth cutting"),
        pytest.param([(2, -70), (4, -20)], (1.7, 6.0), id="silence before"),
        pytest.param([(4, -20), (2, -70)], (0.0, 4.5), id="silence after"),
        pytest.param(
            [(1.5, -50), (0.5, -80), (1.5, -50), (0.5, -80), (4, -20)],
            (0.0, 8.0),
            id="whisper before a shout",
        ),
        pytest.param([(2, -70), (0.04, -20), (2, -70), (4, -20)], (3.74, 8.04), id="a click"),
        pytest.param([(6, -20)], (0.0, 6.0), id="no silence"),
        pytest.param([(5.9, -70), (0.1, -20)], (0.0, 6.0), id="a click at the very end"),
    ],
)
def test_silence_at_the_ends_is_found(
    shape: list[tuple[float, float]], kept: tuple[float, float]
) -> None:
    """To a breath of 0.3 s and 0.5 s, where that saves 0.7 s."""
    seen = levels(*shape)
    voice, room = voice_and_room(seen)

    assert ends(seen, voice, room, len(seen) * FRAME / RATE) == pytest.approx(kept, abs=0.021)


def test_voice_and_room_are_told_apart() -> None:
    """The loudest tenth reach the voice, the quietest stay under the room; digital zero is none."""
    assert voice_and_room(levels((2, FLOOR), (2, -60), (3, -18))) == pytest.approx((-18, -60))


def test_nothing_at_all_has_neither_voice_nor_room() -> None:
    """Digital zero throughout."""
    assert voice_and_room(levels((2, FLOOR))) == (FLOOR, FLOOR)


# ── treatment ─────────────────────────────────────────────────────────────────────────────


def test_a_clean_voice_loses_its_rumble_alone() -> None:
    """No noise reduction, no levelling: the gain is known before anything is made."""
    done = treatment(CLEAN, "speech", trim=True, stereo=False)

    assert (done.rumble, done.noise, done.even) == (RUMBLE, None, False)
    assert not done.changes_loudness


def test_a_noisy_room_is_reduced() -> None:
    """Where the room is within 26 dB of the voice, at the room's own level."""
    noisy = heard(levels((2, -20), (2, -40)))

    assert treatment(noisy, "speech", trim=True, stereo=False).noise == pytest.approx(-40)


def test_a_silent_room_is_no_noise() -> None:
    """A room within 5 dB of nothing at all is digital, not a room."""
    silence = heard(levels((2, -62), (2, FLOOR + 3)))

    assert treatment(silence, "speech", trim=False, stereo=False).noise is None


def test_uneven_voices_are_levelled() -> None:
    """A range above 14 LU: one child whispers, another shouts."""
    uneven = replace(CLEAN, range_lu=15.0)

    assert treatment(uneven, "speech", trim=True, stereo=False).even


def test_a_song_is_left_as_it_is() -> None:
    """However noisy, uneven and full of silence."""
    song = replace(heard(levels((3, -60), (3, -40), (3, -20), ears=2)), range_lu=20.0)
    done = treatment(song, "song", trim=True, stereo=True)

    assert (done.rumble, done.noise, done.even, done.channels) == (0, None, False, 2)
    assert (done.start, done.end) == (0.0, 9.0)


def test_a_film_is_not_trimmed() -> None:
    """Its pictures go on."""
    film = heard(levels((3, -70), (3, -20), (3, -70)))

    assert treatment(film, "speech", trim=False, stereo=False).seconds == 9.0


@pytest.mark.parametrize(
    ("sound", "sentence"),
    [
        (heard(levels((0.3, -20.0))), "shorter than half a second"),
        (heard(levels((4.0, FLOOR)), None, None), "only silence"),
    ],
)
def test_nothing_to_hear_is_refused(sound: Measurement, sentence: str) -> None:
    """With a sentence of its own each."""
    with pytest.raises(Refusal, match=sentence):
        treatment(sound, "speech", trim=True, stereo=False)


# ── gain ──────────────────────────────────────────────────────────────────────────────────


def got(lufs: float, dbtp: float) -> Measurement:
    """What came out of an encoder."""
    return heard(levels((4.0, -20.0)), lufs, dbtp)


@pytest.mark.parametrize(
    ("lufs", "dbtp", "setting"),
    [
        pytest.param(-26.0, -10.0, Setting(10.4, -2.2), id="quiet"),
        pytest.param(-60.0, -44.0, Setting(44.4, -2.2), id="a whisper"),
        pytest.param(-10.0, 0.0, Setting(-5.6, -2.2), id="too loud"),
        pytest.param(-36.0, -6.0, Setting(13.0, -2.2, capped=True), id="claps"),
    ],
)
def test_first_gain_reaches_the_target_or_stops_at_eight_decibels(
    lufs: float, dbtp: float, setting: Setting
) -> None:
    """−16 LUFS and what MP3 loses, unless peaks would be pressed by more than 8 dB."""
    first = first_setting(lufs, dbtp, MP3, AIM)

    assert (first.gain, first.ceiling) == pytest.approx((setting.gain, setting.ceiling))
    assert first.capped is setting.capped


def test_opus_gets_a_lower_ceiling() -> None:
    """It overshoots by more than MP3."""
    assert first_setting(-26, -10, OPUS, AIM).ceiling < first_setting(-26, -10, MP3, AIM).ceiling


@pytest.mark.parametrize(
    "came",
    [got(-16.0, -1.0), got(-16.4, -3.0), got(-15.6, -3.0)],
    ids=["exact", "just quiet enough", "just loud enough"],
)
def test_what_is_right_stays(came: Measurement) -> None:
    """Within the tolerance less the meter's last digit, and no peak over."""
    assert next_setting(Setting(10.0, -2.2), came, -10.0, AIM) is None


def test_what_is_too_quiet_gets_the_difference() -> None:
    """One LU more."""
    assert next_setting(Setting(10.0, -2.2), got(-17.0, -3.0), -10.0, AIM) == Setting(11.0, -2.2)


def test_what_is_at_the_bound_is_made_again() -> None:
    """The meter's −16.5 may be −16.54."""
    assert next_setting(Setting(10.0, -2.2), got(-16.5, -3.0), -10.0, AIM) is not None


def test_what_peaks_too_high_gets_a_lower_ceiling() -> None:
    """By what it was over and 0.3 dB; its loudness stays as it is."""
    following = next_setting(Setting(10.0, -2.2), got(-16.0, -0.5), -10.0, AIM)

    assert following is not None
    assert (following.gain, following.ceiling) == pytest.approx((10.0, -3.0))


def test_a_peak_that_the_encoder_makes_itself_is_reached_in_time() -> None:
    """As Opus does with a recording that was clipped: it peaks the same for all but the lowest
    ceilings, and the first of those are above all that is fed.
    """
    setting: Setting | None = Setting(-9.7, -3.0)
    for _ in range(ATTEMPTS - 1):
        assert setting is not None
        setting = next_setting(setting, got(-15.7, -0.7), 6.0, AIM)
    assert setting is not None
    assert setting.ceiling <= -7.3  # what it takes


def test_what_is_capped_stays_quiet() -> None:
    """It is as near as it may come."""
    assert next_setting(Setting(13.0, -2.2, capped=True), got(-20.0, -1.5), -6.0, AIM) is None


def test_a_gain_that_meets_its_bound_is_capped() -> None:
    """The next attempt knows that there is no more to have."""
    following = next_setting(Setting(12.0, -2.2), got(-20.0, -1.5), -6.0, AIM)

    assert following == Setting(13.0, -2.2, capped=True)
