"""The files that an item names are what it says of them: their bytes, their type, how long they
last, and chapters in their order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path, PurePosixPath

from media_pipeline.publish.check.rss import Element, Item
from media_pipeline.publish.check.tree import Tree

Lasts = Callable[[Path], float | None]
"""A file → how many seconds it says that it lasts; None if it says nothing."""

_SUFFIXES: Mapping[str, str] = {
    "audio/mpeg": ".mp3",
    "audio/ogg": ".opus",
    "audio/x-m4a": ".m4a",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "video/mp4": ".mp4",
}

_NEAR = 2.0
"""Seconds by which a duration may be wrong: it is rounded, and encoders add their silence."""


def file_sentences(tree: Tree, item: Item, lasts: Lasts) -> Iterator[str]:
    """What is wrong with the files of an item; that they are there at all is asked first."""
    missing = [each for each in item.addresses if not tree.at(each)]
    yield from (f"it names {each}, which is not on the site." for each in missing)
    for each in item.body.every("enclosure"):
        if path := tree.at(each.attributes.get("url", "")):
            yield from _sized(tree, path, each, "enclosure")
            yield from _lasting(lasts(tree.site / path), path, item)
    for alternate in item.body.every("podcast:alternateEnclosure"):
        for each in alternate.every("podcast:source"):
            if path := tree.at(each.attributes.get("uri", "")):
                yield from _sized(tree, path, alternate, "podcast:alternateEnclosure")
    for each in item.body.every("podcast:transcript"):
        if path := tree.at(each.attributes.get("url", "")):
            yield from _typed(path, each, "podcast:transcript")
    for each in item.body.every("podcast:chapters"):
        if path := tree.at(each.attributes.get("url", "")):
            yield from _in_order(tree, path)


def _sized(tree: Tree, path: str, element: Element, name: str) -> Iterator[str]:
    """12 and 21: the exact bytes, and the type."""
    size = (tree.site / path).stat().st_size
    said = element.attributes.get("length")
    if said != str(size):
        yield f"{path} has {size} bytes, and its {name} says {said}."
    yield from _typed(path, element, name)


def _typed(path: str, element: Element, name: str) -> Iterator[str]:
    mime = element.attributes.get("type", "")
    if PurePosixPath(path).suffix != _SUFFIXES.get(mime):
        yield f"{path} is not of the type that its {name} says, {mime}."


def _lasting(seconds: float | None, path: str, item: Item) -> Iterator[str]:
    """15: as long as the file itself says that it lasts, where it says so."""
    said = item.body.said("itunes:duration") or ""
    if seconds is not None and said.isdecimal() and abs(seconds - int(said)) > _NEAR:
        yield f"{path} lasts {round(seconds)} seconds, and its itunes:duration says {said}."


def _in_order(tree: Tree, path: str) -> Iterator[str]:
    """20: chapters of the version that apps read, each later than the one before it."""
    try:
        said = json.loads((tree.site / path).read_bytes())
        starts = [float(each["startTime"]) for each in said["chapters"]]
        version = said["version"]
    except (ValueError, KeyError, TypeError):
        yield f"{path} can't be read as chapters."
        return
    if version != "1.2.0":
        yield f"{path} has chapters of the version {version}; apps read 1.2.0."
    if any(later < earlier for earlier, later in pairwise(starts)):
        yield f"{path} has chapters that do not stand in the order of their times."
