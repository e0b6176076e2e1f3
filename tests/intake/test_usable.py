"""What is protected or lies elsewhere, as a file's own index says."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from media_pipeline.errors import Refusal
from media_pipeline.intake.usable import ELSEWHERE, LOCKED, MOST_BOXES, check_usable

Named = Callable[[str], Path]

URL, ALIAS, NOTHING = b"url ", b"alis", b""


def refusal(path: Path) -> str:
    """Why a file can't be used, "" where it is let through."""
    try:
        check_usable(path)
    except Refusal as error:
        return error.what
    return ""


def indexed(payload: bytes, before: bytes = b"") -> bytes:
    """An MP4 whose index holds ``payload``."""
    return before + struct.pack(">I", 8 + len(payload)) + b"moov" + payload


def track(kind: bytes) -> bytes:
    """A track's description of one kind of sound."""
    return struct.pack(">I", 24) + b"stsd" + struct.pack(">III", 0, 1, 36) + kind


def entry(kind: bytes, flags: int, named: bytes) -> bytes:
    """A track's list of one file."""
    payload = struct.pack(">I", 12 + len(named)) + kind + struct.pack(">I", flags) + named
    return struct.pack(">I", 16 + len(payload)) + b"dref" + struct.pack(">II", 0, 1) + payload


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (indexed(track(b"drms")), LOCKED),
        (indexed(track(b"enca")), LOCKED),
        (indexed(track(b"encv"), struct.pack(">I", 16) + b"ftypisom\0\0\0\0"), LOCKED),
        (indexed(entry(URL, 0, b"file:///etc/passwd\0")), ELSEWHERE),
        (indexed(entry(ALIAS, 0, bytes(150))), ELSEWHERE),
        (indexed(b"rmra\0\0\0\x28rmda\0\0\0\x20rdrf"), ELSEWHERE),
    ],
)
def test_threat_02_05_what_cannot_be_had_is_refused(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    """Protected, or a reference to another file: each with its own sentence."""
    (tmp_path / "fox.mp4").write_bytes(content)
    assert refusal(tmp_path / "fox.mp4") == sentence


@pytest.mark.parametrize(
    "content",
    [
        indexed(track(b"mp4a")),
        indexed(entry(URL, 1, NOTHING)),
        indexed(entry(ALIAS, 1, bytes(150))),
        indexed(entry(URL, 0, NOTHING)),
        indexed(b"", struct.pack(">I", 8) + b"free" * 1),
        struct.pack(">I", 0) + b"moov",
        struct.pack(">IIQ", 1, 0, 2**63),
        (struct.pack(">I", 8) + b"free") * (MOST_BOXES + 5),
        b"",
    ],
)
def test_what_is_here_and_open_is_let_through(tmp_path: Path, content: bytes) -> None:
    """Also a list that names nothing, which some programs write, and what is no MP4 at all."""
    (tmp_path / "fox.mp4").write_bytes(content)
    assert refusal(tmp_path / "fox.mp4") == ""


@pytest.mark.parametrize("name", ["plain.mp4", "memo.m4a", "rotated-90.mov", "dictaphone.wma"])
def test_a_devices_recording_is_let_through(recording: Named, name: str) -> None:
    """An index at the end, one of QuickTime's, and a header of ASF's."""
    assert refusal(recording(name)) == ""
