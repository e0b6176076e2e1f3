"""Real voices, songs and films of many devices, judged by another meter.

They stand beside the checkout where they stand at all; none is part of it. One of each sort and
form is looked at here, the smallest; ``make real`` builds and checks a school of all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from listening import judge
from works import film_of, sound_of, take_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

ENDINGS = {
    *(".3gp", ".aac", ".amr", ".flac", ".m4a", ".mov", ".mp3", ".mp4"),
    *(".mts", ".ogg", ".opus", ".wav", ".webm", ".wma", ".wmv"),
}

EVERY = sorted(
    (path.stat().st_size, path.relative_to(CORPUS))
    for path in CORPUS.rglob("*")
    if path.suffix.lower() in ENDINGS
)
RECORDINGS = sorted(
    {(path.parts[0], path.suffix.lower()): path.as_posix() for _, path in reversed(EVERY)}.values()
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not RECORDINGS, reason="there are no real recordings beside the checkout"),
]


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_real_recording_is_delivered_as_it_must_be(name: str, tmp_path: Path) -> None:
    """−16 LUFS and −1 dBTP in every file, or it is said why not."""
    path = CORPUS / name
    if take_of(path).probe.video:
        made = film_of(path, tmp_path)
    else:
        made = sound_of(path, tmp_path, "song" if name.startswith("songs/") else "speech")

    assert judge(made, tmp_path) == [] or made.facts["warnings"]


def test_a_voice_that_was_clipped_peaks_no_higher_than_others(tmp_path: Path) -> None:
    """Opus adds three decibels to it at any ceiling but a low one; no excuse is needed."""
    made = sound_of(CORPUS / "stories/zh-Hans/instructions_zh.m4a", tmp_path, "speech")

    assert judge(made, tmp_path) == []
    assert made.facts["warnings"] == []
