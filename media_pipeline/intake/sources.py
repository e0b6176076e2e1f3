"""What folders, a file's name and its own tags say of a recording, and what the school's settings
say if nobody said otherwise: values by the field names of a sidecar. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from media_pipeline import languages
from media_pipeline.intake.device_names import folder_of_device
from media_pipeline.intake.fields import find_class, find_kind, folded_name
from media_pipeline.intake.names import person_named, understand_stem
from media_pipeline.intake.strays import MEDIA_SUFFIXES
from media_pipeline.intake.text import clean_title
from media_pipeline.model import Probe
from media_pipeline.settings import SPOKEN_NAME, Settings

NOBODY = frozenset({"unknown", "unknown artist", "various artists", "artist", "<unknown>"})
"""What programs write for an artist they do not know."""


_BETWEEN_WORDS = re.compile(r"[&+,;/|()\[\]·•–—]")
_MOST_WORDS = 8
_LONGEST_CODE = 3


def folders_say(path: PurePosixPath, settings: Settings) -> dict[str, Any]:
    """What the folders' names say, the innermost first: class, language, kind, tale."""
    values: dict[str, Any] = {}
    for name in reversed(path.parts[1:-1]):
        values = {**_folder_says(name, settings), **values}
    if language := languages.understand(path.stem):
        values["language"] = language
        if _is_tale(path.parent, settings) and (tale := clean_title(path.parent.name)):
            values["tale"] = tale
            values["title"] = {settings.interface_languages[0]: tale}
    return values


def _is_tale(folder: PurePosixPath, settings: Settings) -> bool:
    """Whether a folder of recordings named by language is itself named after the tale they tell."""
    return len(folder.parts) > 1 and not (
        _folder_says(folder.name, settings) or folder_of_device(folder.name)
    )


def _folder_says(name: str, settings: Settings) -> dict[str, str]:
    """What a folder's name says: one thing, or a class, a language and a kind side by side."""
    if found := _one_thing(name, settings):
        return found
    words = tuple(folded_name(_BETWEEN_WORDS.sub(" ", name)).split())
    return _made_up_of(words, settings) if 1 < len(words) <= _MOST_WORDS else {}


def _one_thing(name: str, settings: Settings) -> dict[str, str]:
    if found := find_class(name, settings):
        return {"class": found}
    if found := find_kind(name, settings):
        return {"kind": found}
    found = languages.understand(name)
    return {"language": found} if found else {}


def _made_up_of(words: tuple[str, ...], settings: Settings) -> dict[str, str]:
    """What words say that are names and nothing else, each of another thing; {} if one is unknown.
    The codes of languages are no names here: ``so`` and ``is`` are words.
    """
    for end in range(len(words), 0, -1):
        first = " ".join(words[:end])
        said = _one_thing(first, settings)
        if not said or ("language" in said and len(first) <= _LONGEST_CODE and first.isascii()):
            continue
        rest = _made_up_of(words[end:], settings) if end < len(words) else {}
        if (rest or end == len(words)) and said.keys().isdisjoint(rest):
            return {**said, **rest}
    return {}


def file_name_says(path: PurePosixPath, settings: Settings) -> dict[str, Any]:
    """What the file's name says. A language alone is no title, and has been read already; among
    recordings of languages' names, a language beside a teller is no title either (``Punjabi -
    Simran``).
    """
    if languages.understand(path.stem):
        return {}
    parts = understand_stem(path.stem)
    spoken = any(find_kind(name, settings) == SPOKEN_NAME.id for name in path.parts[1:-1])
    if spoken and (language := languages.understand(parts.title)):
        parts = replace(parts, title="", language=language)
    said = {
        "title": {"": parts.title},
        "teller": parts.teller,
        "date": parts.date,
        "language": parts.language,
    }
    return {name: value for name, value in said.items() if value and value != {"": ""}}


def own_tags_say(probe: Probe) -> dict[str, Any]:
    """What the file's own tags say; here too, a device's names are no titles."""
    values: dict[str, Any] = {}
    title = clean_title(probe.tags.get("title", ""))
    named = PurePosixPath(title.rpartition("/")[2])
    stem = named.stem if named.suffix.lower().removeprefix(".") in MEDIA_SUFFIXES else title
    if title and not (understand_stem(stem).device or languages.understand(stem)):
        values["title"] = {"": stem}
    artist = clean_title(probe.tags.get("artist", ""))
    if artist.casefold() not in NOBODY and (teller := person_named(artist)):
        values["teller"] = teller
    told = probe.tags.get("language", "")
    if language := languages.understand(told) or languages.canonical(told):
        values["language"] = language
    return values


def defaults_say(settings: Settings) -> Mapping[str, Any]:
    """What the school's settings say of a recording if nobody said otherwise."""
    said = settings.defaults
    language = {"language": said.language} if said.language else {}
    return {"kind": said.kind, "rights": said.rights, "licence": said.licence, **language}


def unknown_folders(path: PurePosixPath, settings: Settings) -> list[str]:
    """The names of those folders above the recording at ``path`` that say nothing."""
    folders = list(path.parts[1:-1])
    if languages.understand(path.stem) and _is_tale(path.parent, settings):
        folders = folders[:-1]
    return [
        name for name in folders if not (_folder_says(name, settings) or folder_of_device(name))
    ]
