"""What a file's first bytes state of its length, and what is believed of that."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from media_pipeline.errors import Refusal
from media_pipeline.intake.stated import check_stated, stated_bytes

Named = Callable[[str], Path]

STATING = [
    "sixteen-bits.wav",
    "long-header.wav",
    "wave64.w64",
    "voice-memo.caf",
    "dictaphone.wma",
    "motion-jpeg.avi",
]


@pytest.mark.parametrize("name", STATING)
def test_a_whole_file_is_as_long_as_it_says(name: str, recording: Named) -> None:
    """To the kilobyte that writers are wrong by."""
    path = recording(name)

    assert stated_bytes(path.read_bytes()) == pytest.approx(path.stat().st_size, abs=1024)


@pytest.mark.parametrize("name", STATING)
@pytest.mark.parametrize("percent", [90, 50])
def test_a_file_that_lacks_its_end_is_refused(
    percent: int, name: str, recording: Named, tmp_path: Path
) -> None:
    """A stick pulled out too early, half way or near its end."""
    content = recording(name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) * percent // 100])

    with pytest.raises(Refusal, match="it was not copied whole"):
        check_stated(tmp_path / name)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"RIFF" + struct.pack("<I", 0xFFFFFFFF) + b"WAVE", id="never stopped"),
        pytest.param(b"RIFF" + struct.pack("<I", 0x7FFFFFFF) + b"WAVE", id="the largest"),
        pytest.param(b"caff\0\1\0\0data" + struct.pack(">q", -1), id="caf never stopped"),
        pytest.param(b"caff\0\1\0\0free" + struct.pack(">q", -5), id="caf that steps back"),
        pytest.param(b"ID3\4\0\0", id="mp3"),
        pytest.param(b"RI", id="two bytes"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_file_that_does_not_know_states_nothing(head: bytes) -> None:
    """Recorders that were never stopped, and containers that never say."""
    assert stated_bytes(head) == 0


def test_an_empty_header_of_a_recorder_is_no_length(tmp_path: Path) -> None:
    """A size of 0, as one writes before it knows, is less than what is there."""
    recording = b"RIFF\0\0\0\0WAVE" + bytes(5000)
    (tmp_path / "fox.wav").write_bytes(recording)

    assert stated_bytes(recording) < len(recording)
    check_stated(tmp_path / "fox.wav")
