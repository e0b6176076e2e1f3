"""The smaller works: pictures re-encoded, words read, covers drawn, tags written.

Each is a picklable callable that works in a folder of its own; see :class:`Work`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media.canvas import opened_cover
from media_pipeline.media.cover import CoverSpec, draw_cover, save_jpeg, save_preview
from media_pipeline.media.pictures import rebuild_picture
from media_pipeline.media.tags import Tags, write_tags
from media_pipeline.media.words import read_words
from media_pipeline.model import Cue, Made, Rendition, Role, Words
from media_pipeline.tools import files
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.works import check_unchanged, finished

STORY_COVER, SHOW_COVER = 1400, 3000
"""Pixels of a side: the least that Apple accepts, and its best."""


@dataclass(frozen=True, slots=True)
class PictureWork:
    """A picture that somebody dropped, decoded and re-encoded without anything else it carried."""

    source: str
    digest: str

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`Refusal` if it is no picture."""
        with Reader() as reader:
            width, height = reader.call(rebuild_picture, self.source, str(folder / "picture.jpg"))
        check_unchanged([self.source], self.digest, self.source)
        return Made((_picture(folder / "picture.jpg", Role.ART, width, height),))


@dataclass(frozen=True, slots=True)
class ShowPictureWork:
    """A show's own art, which directories want square and from 1,400 to 3,000 pixels; and a small
    copy.
    """

    source: str
    digest: str

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`Refusal` if it is no picture, too small, or not square."""
        target = folder / "cover.jpg"
        with Reader() as reader:
            width, height = reader.call(rebuild_picture, self.source, str(target), SHOW_COVER)
        if width != height or width < STORY_COVER:
            raise Refusal(
                f"It is {width} × {height} pixels; directories want a square from {STORY_COVER} "
                f"to {SHOW_COVER}."
            )
        check_unchanged([self.source], self.digest, self.source)
        small = folder / "preview.jpg"
        preview = _picture(small, Role.PREVIEW, *save_preview(opened_cover(target), small))
        return Made((_picture(target, Role.ART, width, height), preview))


@dataclass(frozen=True, slots=True)
class WordsWork:
    """The words of a story in one language, from captions or plain text."""

    source: str
    digest: str

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`Refusal` if they can't be understood."""
        with Reader() as reader:
            facts = reader.call(read_words, self.source)
        check_unchanged([self.source], self.digest, self.source)
        return Made(facts=facts)


@dataclass(frozen=True, slots=True)
class CoverWork:
    """A square cover of a story or a show, and a small copy for lists."""

    spec: CoverSpec
    size: int

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`ToolError` if its picture can't be read."""
        path, small = folder / "cover.jpg", folder / "preview.jpg"
        try:
            drawn = draw_cover(self.spec, self.size)
            save_jpeg(drawn, path)
            size = save_preview(drawn, small)
        except OSError as error:
            raise ToolError(f"the cover can't be drawn: {error}") from error
        preview = _picture(small, Role.PREVIEW, *size)
        return Made((_picture(path, Role.ART, self.size, self.size), preview))


@dataclass(frozen=True, slots=True)
class TagWork:
    """The delivered files with their tags: copies, so that a new tag encodes nothing again."""

    renditions: tuple[Rendition, ...]
    store: str
    tags: Tags

    def __call__(self, folder: Path) -> Made:
        """Tag a copy of each rendition; a saver carries no art."""
        return Made(tuple(self._tagged(each, folder) for each in self.renditions))

    def _tagged(self, rendition: Rendition, folder: Path) -> Rendition:
        source = Path(self.store) / rendition.path
        target = folder / source.name
        shutil.copyfile(source, target)
        saver = rendition.role in (Role.SAVER, Role.VIDEO_SAVER)
        write_tags(target, replace(self.tags, art=None) if saver else self.tags)
        return replace(
            rendition,
            path=target.name,
            bytes=target.stat().st_size,
            digest=files.digest([target]),
        )


def words_of(facts: Mapping[str, Any]) -> Words:
    """The words that a :class:`WordsWork` left as facts."""
    return Words(tuple(Cue(**cue) for cue in facts["cues"]), facts["text"])


def _picture(path: Path, role: Role, width: int, height: int) -> Rendition:
    return finished(role, path, "image/jpeg", width=width, height=height)
