"""Which recordings a file beside them is named after.

An exact match takes precedence over one that differs in case or Unicode composition, so that
``fox.m4a`` and ``Fox.m4a`` are never confused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from media_pipeline import languages
from media_pipeline.intake.find import NOTEPAD, Inventory, ending
from media_pipeline.intake.sheet import NAMES
from media_pipeline.intake.strays import MEDIA_SUFFIXES, PICTURE_SUFFIXES

PLAIN_WORDS = ".words.txt"

_NUMBERED = re.compile(
    r"(?P<name>.*[^\s_-])(?:[\s_-]+|\s*(?P<open>\())(?P<number>[0-9]{1,4})(?(open)\))", re.DOTALL
)


class Namesakes:
    """Recordings by the names that a file beside them may bear."""

    def __init__(self, paths: list[str]) -> None:
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._folded: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            for name in (path, path.rpartition(".")[0]):
                self._exact[name].append(path)
                self._folded[_fold(name)].append(path)
        parted = (_without_number(path.rpartition(".")[0]) for path in paths)
        self._numbers = {(_fold(name), number) for name, number in parted}

    def after(self, path: str) -> tuple[list[str], str]:
        """The recordings that the file at ``path`` is named after, and its language."""
        name = path.rpartition(".")[0]
        if path.casefold().endswith((PLAIN_WORDS, NOTEPAD)):
            name = name.rpartition(".")[0]
        shorter, language = _without_language(name)
        for shelf, fold in ((self._exact, str), (self._folded, _fold)):
            for called, said_language in ((name, ""), (shorter, language)):
                if found := shelf.get(fold(called)):
                    return found, said_language
        return [], ""

    def numbered(self, path: str) -> tuple[list[str], int]:
        """The recordings of which the file at ``path`` is a numbered picture, and the number.

        There are none if a recording has that number itself, however it is joined to its name.
        """
        shorter, number = _without_number(path.rpartition(".")[0])
        if number < 0 or (_fold(shorter), number) in self._numbers:
            return [], -1
        found = self._exact.get(shorter) or self._folded.get(_fold(shorter)) or []
        return found, number


def beside_of(inventory: Inventory, recordings: Collection[str]) -> tuple[set[str], set[str]]:
    """The files beside ``recordings`` (whether those exist or not) that are about them alone, and
    those that are about another recording as well. Sheets are neither: they are for a whole folder.
    """
    there = [each.path for each in inventory.all_recordings]
    named = Namesakes([*there, *(path for path in recordings if path not in there)])
    own: set[str] = set()
    shared: set[str] = set()
    for each in inventory.beside:
        if PurePosixPath(each.path).name.casefold() in NAMES:
            continue
        found, _ = named.after(each.path)
        if not found and each.suffix in PICTURE_SUFFIXES:
            found, _ = named.numbered(each.path)
        if any(path in recordings for path in found):
            (own if all(path in recordings for path in found) else shared).add(each.path)
    return own, shared


def sidecars_in(folder: str, names: Iterable[str]) -> dict[str, str]:
    """The sidecar of each recording that has one, by the recording's path, given the ``names`` of
    the files in a folder.
    """
    endings = defaultdict(list)
    for name in names:
        endings[ending(name)].append(f"{folder}/{name}")
    named = Namesakes([path for suffix in MEDIA_SUFFIXES for path in endings[suffix]])
    near: dict[str, list[str]] = defaultdict(list)
    for path in endings["toml"]:
        for recording in named.after(path)[0]:
            near[recording].append(path)
    return {recording: in_turn(each, recording)[0] for recording, each in near.items()}


def in_turn(sidecars: Iterable[str], recording: str) -> list[str]:
    """The sidecars of a recording, the one that takes precedence first: ``Title.m4a.toml`` goes
    before ``Title.toml``.
    """
    exact = _fold(f"{recording}.toml")
    return sorted(sidecars, key=lambda path: _fold(path) != exact)


def _without_number(name: str) -> tuple[str, int]:
    """Split the number off ``Fox 1``, ``Fox-2``, ``Fox_03`` and ``Fox (4)``; −1 if there is
    none.
    """
    found = _NUMBERED.fullmatch(name)
    return (found["name"], int(found["number"])) if found else (name, -1)


def _without_language(name: str) -> tuple[str, str]:
    """Split the language off ``Fox.pa``; an ending such as mts (Yora's code) is none."""
    stem, _, ending = name.rpartition(".")
    spoken = re.fullmatch(r"[^\W\d_]+([-_]\w+)*", ending) and ending.casefold()
    if not spoken or spoken in MEDIA_SUFFIXES:
        return name, ""
    language = languages.canonical(ending) or languages.understand(ending) or ""
    return (stem, language) if language else (name, "")


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
