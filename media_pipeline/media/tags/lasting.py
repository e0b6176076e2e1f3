"""How long a finished file lasts, as its own head says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.mp3 import MP3, BitrateMode
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

_FORMS: Mapping[str, Callable[[str], Any]] = {
    ".mp3": MP3,
    ".m4a": MP4,
    ".mp4": MP4,
    ".opus": OggOpus,
}


def seconds_of(path: str) -> float | None:
    """How many seconds the file lasts, for the parser child; None if it does not say so, is of
    another form, or can't be read.
    """
    form = _FORMS.get(Path(path).suffix)
    if form is None:
        return None
    try:
        told = form(path).info
    except MutagenError:
        return None
    # An MP3 that doesn't count its frames leaves its length to be guessed.
    guessed = getattr(told, "bitrate_mode", None) is BitrateMode.UNKNOWN
    return None if guessed else float(told.length)
