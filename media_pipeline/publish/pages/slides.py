"""A story's own pictures, shown in turn while it plays. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_pipeline.model import Exhibit
from media_pipeline.publish.addresses import media_path
from media_pipeline.publish.pages.cards import Picture


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture, and when in the story it is shown, in seconds."""

    picture: Picture
    start: float


def slides(exhibit: Exhibit, slug: str) -> Iterator[Slide]:
    """The pictures in their order: one a chapter where there are as many, else evenly."""
    shown = exhibit.pictures
    starts = sorted(chapter.start for chapter in exhibit.chapters)
    if len(starts) != len(shown):
        starts = [exhibit.seconds * number / len(shown) for number in range(len(shown))]
    for each, start in zip(shown, starts, strict=True):
        picture = Picture(media_path(slug, each), each.width, each.height)
        yield Slide(picture, round(max(0.0, start), 1))
