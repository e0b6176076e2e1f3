"""Sound, from a recording to what is delivered, judged by another meter."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from listening import judge, level, loudness, onset, samples, tone, true_peak
from works import sound_of, sound_work, take_of

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media import audio
from media_pipeline.media.sound import Setting
from media_pipeline.model import Made, Role
from media_pipeline.settings import Audio, Loudness

Named = Callable[[str], Path]

KEPT = 0.05
"""Seconds by which a length may differ."""


def lengths(made: Made) -> list[float]:
    """Seconds of each rendition."""
    return [each.seconds for each in made.renditions]


# ── loudness and peaks ────────────────────────────────────────────────────────────────────

HARD = [
    ("speech.wav", 2.0),
    ("distant-whisper.wav", 2.0),
    ("shouting.wav", 2.0),
    ("left-ear.wav", 2.0),
    ("right-ear.wav", 2.0),
    ("opposite-ears.wav", 2.0),
    ("whisper-and-shout.wav", 8.0),
    ("surround.flac", 2.0),
    ("half-second.wav", 0.6),
    ("old-phone.amr", 2.0),
    ("eight-bits.wav", 2.0),
    ("memo.m4a", 2.0),
]
"""A recording, and the seconds that are delivered of it."""

FORMATS = [
    "whisper.wav",
    "clipped.wav",
    "twenty-four-bits.wav",
    "thirty-two-bits.wav",
    "floating.wav",
    "long-header.wav",
    "wrong-length.wav",
    "wave64.w64",
    "voice-memo.caf",
    "voice-memo.aiff",
    "dictaphone.wma",
    "voice-note.opus",
    "lossless.flac",
    "book.m4b",
    "cover.mp3",
    "raw.aac",
    "two-tracks.m4a",
    "streamed.m4a",
    "voice.webm",
]


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        *HARD,
        *(pytest.param(name, 2.0, id=name, marks=pytest.mark.slow) for name in FORMATS),
    ],
)
def test_every_delivered_sound_is_as_loud_as_it_must_be(
    name: str, seconds: float, recording: Named, tmp_path: Path
) -> None:
    """−16 LUFS, −1 dBTP and the whole length, whatever device it came from."""
    made = sound_of(recording(name), tmp_path)

    assert [each.path for each in made.renditions] == [
        "enclosure.mp3",
        "saver.opus",
        "saver.mp3",
    ]
    assert (judge(made, tmp_path), made.facts["warnings"]) == ([], [])
    assert lengths(made) == pytest.approx([seconds] * 3, abs=KEPT)


@pytest.mark.slow
def test_a_quarter_of_an_hour_is_as_loud_and_as_long_as_it_must_be(
    recording: Named, tmp_path: Path
) -> None:
    """Nothing is held in memory and nothing drifts over fifteen minutes."""
    made = sound_of(recording("quarter-hour.mp3"), tmp_path)

    assert judge(made, tmp_path) == []
    assert lengths(made) == pytest.approx([900] * 3, abs=KEPT)


def test_claps_stay_quieter_and_that_is_said(recording: Named, tmp_path: Path) -> None:
    """Peaks are pressed by 8 dB at most; what can't be loud is reported, and never clips."""
    made = sound_of(recording("claps.wav"), tmp_path)
    sounds = [samples(tmp_path / each.path) for each in made.renditions]

    assert max(true_peak(sound) for sound in sounds) <= -1
    assert max(loudness(sound) for sound in sounds) < -17
    assert "quieter than the others" in made.facts["warnings"][0]


def test_peaks_that_could_not_be_mended_are_said(
    recording: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is still too loud after the last attempt comes with a warning."""
    monkeypatch.setattr(audio, "next_setting", lambda *_: None)
    monkeypatch.setattr(audio, "first_setting", lambda *_: Setting(gain=25.0, ceiling=-0.1))
    made = sound_of(recording("speech.wav"), tmp_path)

    assert "louder than the others" in made.facts["warnings"][0]


def test_a_wrong_first_setting_is_put_right(
    recording: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was encoded is measured, and fed anew until it is right."""
    monkeypatch.setattr(audio, "first_setting", lambda *_: Setting(gain=0.0, ceiling=-1.0))
    made = sound_of(recording("speech.wav"), tmp_path)

    assert judge(made, tmp_path) == []


def test_a_sound_that_came_out_silent_is_no_result(
    recording: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without loudness is not delivered, whatever the encoder's exit code was."""
    monkeypatch.setattr(audio, "first_setting", lambda *_: Setting(gain=-120.0, ceiling=-1.0))

    with pytest.raises(ToolError, match="came out silent"):
        sound_of(recording("speech.wav"), tmp_path)


def test_settings_decide_how_loud(recording: Named, tmp_path: Path) -> None:
    """Another target in school.toml is what comes out."""
    work = replace(sound_work(recording("speech.wav")), loudness=Loudness(target=-20))
    made = work(tmp_path)

    assert loudness(samples(tmp_path / made.renditions[0].path)) == pytest.approx(-20, abs=0.6)


def test_settings_decide_bit_rates(recording: Named, tmp_path: Path) -> None:
    """Another bit rate in school.toml is what comes out."""
    work = replace(sound_work(recording("speech.wav")), audio=Audio(speech=64))
    enclosure = work(tmp_path).renditions[0]

    assert enclosure.kbps == 64
    assert enclosure.bytes * 8 / enclosure.seconds / 1000 == pytest.approx(64, rel=0.05)


# ── what is kept, and what is cut ─────────────────────────────────────────────────────────


def test_silence_at_both_ends_is_cut_to_a_breath(recording: Named, tmp_path: Path) -> None:
    """2.5 s before and after: 0.3 s and 0.5 s of it stay."""
    made = sound_of(recording("pauses.wav"), tmp_path)

    assert lengths(made) == pytest.approx([2.0 + 0.3 + 0.5] * 3, abs=0.35)
    assert level(samples(tmp_path / "enclosure.mp3"), 0.0, 0.2) < -40


def test_offset_tells_where_words_went(recording: Named, tmp_path: Path) -> None:
    """What is said at 2.5 s of the recording is said at 2.5 s + offset of what is delivered."""
    path = recording("pauses.wav")
    made = sound_of(path, tmp_path)

    for each in made.renditions:
        heard = onset(samples(tmp_path / each.path))
        assert heard == pytest.approx(onset(samples(path)) + made.facts["offset"], abs=0.02)


def test_a_whisper_before_a_shout_is_not_cut(recording: Named, tmp_path: Path) -> None:
    """Four seconds that are 30 dB quieter are speech, not silence."""
    made = sound_of(recording("whisper-and-shout.wav"), tmp_path)

    assert made.facts["offset"] == 0.0


def test_one_ear_is_heard_in_the_middle(recording: Named, tmp_path: Path) -> None:
    """A voice in the right channel alone is told, and comes in mono."""
    made = sound_of(recording("right-ear.wav"), tmp_path)

    assert made.facts["ear"] == "right"
    assert samples(tmp_path / "enclosure.mp3").shape[1] == 1


def test_a_song_keeps_its_length_and_its_lowest_tones(recording: Named, tmp_path: Path) -> None:
    """No high-pass, no trimming: a second of silence and a tone of 50 Hz are the music's."""
    path = recording("song.flac")
    made = sound_of(path, tmp_path, "song")
    before, after = samples(path), samples(tmp_path / "enclosure.mp3")

    assert lengths(made) == pytest.approx([6.0] * 3, abs=KEPT)
    assert judge(made, tmp_path) == []
    for hertz in (50, 880):
        assert tone(after, hertz) == pytest.approx(tone(before, hertz), abs=0.2)


def test_a_song_stays_stereo(recording: Named, tmp_path: Path) -> None:
    """The low tone stays left and the high one right, in both savers but the mono one."""
    made = sound_of(recording("song.flac"), tmp_path, "song")

    for name in ("enclosure.mp3", "saver.opus"):
        sound = samples(tmp_path / name)
        assert tone(sound[:, :1], 50) > -1
        assert tone(sound[:, 1:], 880) > -1
    assert [samples(tmp_path / each.path).shape[1] for each in made.renditions] == [2, 2, 1]


def test_speech_loses_its_rumble(recording: Named, tmp_path: Path) -> None:
    """The same tone of 50 Hz is taken out of what is speech."""
    path = recording("song.flac")
    sound_of(path, tmp_path)

    assert tone(samples(tmp_path / "enclosure.mp3"), 50) < tone(samples(path), 50) - 5


def test_a_mono_song_plays_in_both_ears(recording: Named, tmp_path: Path) -> None:
    """It comes in stereo, the same on both sides."""
    made = sound_of(recording("mono-song.wav"), tmp_path, "song")
    sound = samples(tmp_path / "enclosure.mp3")

    assert judge(made, tmp_path) == []
    assert level(sound[:, :1]) == pytest.approx(level(sound[:, 1:]), abs=0.1)


def test_waveform_has_the_shape_of_what_is_delivered(recording: Named, tmp_path: Path) -> None:
    """240 peaks at most, the highest 100, low where there is a breath."""
    peaks = sound_of(recording("pauses.wav"), tmp_path).facts["peaks"]

    assert 0 < len(peaks) <= 240
    assert max(peaks) == 100
    assert max(peaks[:10]) < 20


def test_a_second_track_is_not_heard(recording: Named, tmp_path: Path) -> None:
    """The first sound is the story; the sine in the second is nowhere."""
    sound_of(recording("two-tracks.m4a"), tmp_path)

    assert tone(samples(tmp_path / "enclosure.mp3"), 440) < -10


# ── refused ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("silence.wav", "There is no sound in it, only silence."),
        ("short.wav", "It is shorter than half a second"),
        ("one-sample.wav", "It is shorter than half a second"),
        ("truncated.flac", "It stops after 0:01 of 0:02: it was not copied whole."),
        ("truncated.m4a", "It stops after 0:01 of 0:02: it was not copied whole."),
        ("truncated-audio.webm", "It stops after 0:01 of 0:02: it was not copied whole."),
        ("truncated.mp3", "It stops after 0:01 of 0:02: it was not copied whole."),
    ],
)
def test_a_recording_at_fault_is_refused_with_its_sentence(
    name: str, sentence: str, recording: Named, tmp_path: Path
) -> None:
    """Each fault has its own plain sentence."""
    with pytest.raises(Refusal) as refusal:
        sound_of(recording(name), tmp_path)

    assert sentence in refusal.value.what


def test_half_an_mp3_that_counts_nothing_is_what_it_holds(recording: Named, tmp_path: Path) -> None:
    """Frame after frame, and no word of how many: half of them are a whole MP3."""
    made = sound_of(recording("truncated-no-count.mp3"), tmp_path)

    assert lengths(made) == pytest.approx([1.0] * 3, abs=0.06)


def test_longer_than_the_school_takes_is_refused(recording: Named, tmp_path: Path) -> None:
    """A length that no container told is found by listening, and nothing is cut off silently."""
    work = replace(
        sound_work(recording("no-count.mp3")), take=take_of(recording("no-count.mp3"), longest=1.0)
    )

    with pytest.raises(Refusal, match=r"longer than .* hours"):
        work(tmp_path)


def test_a_recording_that_changes_during_the_work_is_thrown_away(
    recording: Named, tmp_path: Path
) -> None:
    """What was made of other bytes than were digested is no result."""
    path = shutil.copyfile(recording("speech.wav"), tmp_path / "speech.wav")
    work = sound_work(path)
    with path.open("ab") as file:
        file.write(b"\0")
    (tmp_path / "work").mkdir()

    with pytest.raises(ToolError, match="changed while it was worked on"):
        work(tmp_path / "work")


def test_a_recording_that_vanishes_is_no_refusal(recording: Named, tmp_path: Path) -> None:
    """A file that somebody moves during the work is not called damaged for ever."""
    path = shutil.copyfile(recording("speech.wav"), tmp_path / "speech.wav")
    take = take_of(path)
    path.unlink()

    with pytest.raises(ToolError, match="changed while it was worked on"):
        take.check_unchanged()


# ── the same again ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "profile"), [("memo.m4a", "speech"), ("song.flac", "song")])
def test_the_same_work_gives_the_same_bytes(
    name: str, profile: str, recording: Named, tmp_path: Path
) -> None:
    """Encoders have one thread each and write no time and no serial number."""
    one = sound_of(recording(name), tmp_path / "one", profile)
    two = sound_of(recording(name), tmp_path / "two", profile)

    assert [each.digest for each in one.renditions] == [each.digest for each in two.renditions]


def test_parts_of_a_recording_become_one(recording: Named, tmp_path: Path) -> None:
    """A camcorder's files are joined byte by byte, in a folder of the work."""
    one, two = recording("speech.wav"), recording("pauses.wav")
    joined = take_of(one, two).file(tmp_path)

    assert joined.read_bytes() == one.read_bytes() + two.read_bytes()


def test_savers_are_for_saving(recording: Named, tmp_path: Path) -> None:
    """The low-data sounds are less than half of the enclosure."""
    enclosure, *savers = sound_of(recording("speech.wav"), tmp_path).renditions

    assert enclosure.role is Role.ENCLOSURE
    assert all(each.bytes < enclosure.bytes / 2 for each in savers)
