"""The works on sound and film, as the engine would start them, on files of the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from media_pipeline.intake.probe import probe
from media_pipeline.media.audio import SoundWork
from media_pipeline.media.edit import fitted
from media_pipeline.media.take import Take
from media_pipeline.media.video import FilmWork
from media_pipeline.model import Edit, Made
from media_pipeline.settings import Audio, Loudness, Video
from media_pipeline.tools import ffmpeg, files
from media_pipeline.tools.reader import Reader

LONGEST = 6 * 3600.0
"""Seconds; the setting ``policy.max_hours`` as it comes."""


class _Here:
    """A reader without a child: the files of the tests are our own."""

    def call(self, function: Callable[..., Any], *arguments: str) -> Any:
        return function(*arguments)


def take_of(*paths: Path, longest: float = LONGEST) -> Take:
    """A recording at ``paths`` (one file, or the parts of one), probed and digested."""
    return Take(
        tuple(str(path) for path in paths),
        files.digest(paths),
        probe(cast("Reader", _Here()), str(paths[0])),
        ffmpeg.find_ffmpeg(),
        longest,
    )


def sound_work(path: Path, profile: str = "speech", jingle: Path | None = None) -> SoundWork:
    """The work on the sound at ``path``."""
    return SoundWork(
        take_of(path), profile, Loudness(), Audio(), "" if jingle is None else str(jingle)
    )


def sound_of(path: Path, folder: Path, profile: str = "speech", jingle: Path | None = None) -> Made:
    """What is made of the sound at ``path``, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    return sound_work(path, profile, jingle)(folder)


def sound_cut(path: Path, folder: Path, edit: Edit, profile: str = "song") -> Made:
    """What is made of the sound at ``path`` once it is edited, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    take = replace(take_of(path), edit=edit)
    return SoundWork(take, profile, Loudness(), Audio())(folder)


def film_cut(take: Take, folder: Path, edit: Edit) -> Made:
    """What is made of a film once it is edited, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    take = replace(take, edit=fitted(edit, take.probe))
    return FilmWork(take, "speech", Loudness(), Audio(), Video())(folder)


def film_of(path: Path, folder: Path, profile: str = "speech") -> Made:
    """What is made of the film at ``path``, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    return FilmWork(take_of(path), profile, Loudness(), Audio(), Video())(folder)
