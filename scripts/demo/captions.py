"""The words of a telling, timed, as WebVTT or SubRip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demo.speech import Cue


def write_words(path: Path, cues: Sequence[Cue], texts: Sequence[str]) -> None:
    """Write `texts` at the times of `cues`; the ending of `path`, .vtt or .srt, is the format."""
    point, head, numbered = (
        (".", ["WEBVTT", ""], False) if path.suffix == ".vtt" else (",", [], True)
    )
    out = list(head)
    for number, (cue, text) in enumerate(zip(cues, texts, strict=True), start=1):
        if numbered:
            out.append(str(number))
        out += [f"{_clock(cue.start, point)} --> {_clock(cue.end, point)}", text, ""]
    path.write_text("\n".join(out), encoding="utf-8")


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"
