"""From a recording and everything that was said of it to a :class:`Story`.

Pure. If a thing is said twice, the order is: sidecar, then sheet, then folder names, then file
name, then the file's own tags, then the school's defaults. What is not understood is reported and
waited for, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from media_pipeline import languages
from media_pipeline.intake.fields import find_class
from media_pipeline.intake.said import Said
from media_pipeline.intake.sources import (
    defaults_say,
    file_name_says,
    folders_say,
    own_tags_say,
    unknown_folders,
)
from media_pipeline.intake.spans import edit_of
from media_pipeline.intake.strays import WORDS_SUFFIXES
from media_pipeline.model import Attachment, Probe, Recording, Rights, Story
from media_pipeline.settings import SPOKEN_NAME, Settings

UNKNOWN = "und"
"""BCP 47's tag for an unstated language."""

MOST_PICTURES = 60
"""The most pictures of one story: one every five seconds of a tale of five minutes."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a recording, read: what sidecar and sheet say, and its attachments.
    ``unread`` names those of the two that may say something about it but can't be read now.
    """

    sidecar: Said = field(default_factory=Said)
    sheet: Said = field(default_factory=Said)
    description: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[Attachment, ...] = ()
    words: tuple[Attachment, ...] = ()
    copies: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def tell(recording: Recording, probe: Probe, beside: Beside, settings: Settings) -> Story:
    """The story of a recording, with what it ``needs`` before it can be approved."""
    path = PurePosixPath(recording.path)
    sources = (
        beside.sidecar.values,
        beside.sheet.values,
        folders_say(path, settings),
        file_name_says(path, settings),
        own_tags_say(probe),
    )
    defaults = defaults_say(settings)
    unclear = _unclear(beside)
    values = _first((*sources, defaults), unclear)
    language = values.get("language", "")
    title = _titles(values, language, settings)
    by_default = (name for name in defaults if not any(name in each for each in sources))
    defaulted = (*by_default, *_by_setting(values, title, settings))
    words = _chosen(_words_in(language, beside.words))
    edit, wrong = edit_of(values, _length(recording, probe))
    return Story(
        recording=recording,
        probe=probe,
        title=title,
        language=language,
        class_id=values.get("class", ""),
        kind=values.get("kind", ""),
        teller="" if "teller" in defaulted else values.get("teller", ""),
        told=values.get("date"),
        tale=values.get("tale", ""),
        description=_in(language, values.get("description") or beside.description),
        rights=values.get("rights", Rights.OWN),
        source=values.get("source", ""),
        credit=values.get("credit", ""),
        licence=values.get("licence", ""),
        pictures=beside.pictures[:MOST_PICTURES],
        words=words,
        chapters=values.get("chapters", ()),
        edit=edit,
        featured=values.get("featured", False) or bool(values.get("award")),
        award=values.get("award", ""),
        **_who(values),
        season=values.get("season", 0),
        number=values.get("episode", 0),
        **_needs(title, language, {**unclear, **wrong}),
        defaulted=defaulted,
        by_folder=_by_folder(sources, unclear),
        notes=(*_notes(path, beside, title, values, settings), *_not_used(words, beside, wrong)),
        copies=beside.copies,
    )


def without(story: Story, unread: Sequence[str], *, same: bool) -> Story:
    """A story told without a source that can't be read now, which may name a part to be cut. If it
    is not the ``same`` as before, the source had something to say, and nobody can approve the
    story.
    """
    if same:
        return replace(story, unread=tuple(unread))
    more = tuple(each for each in unread if each not in story.needs)
    return replace(story, needs=(*story.needs, *more), unclear=(*story.unclear, *more))


def _who(values: Mapping[str, Any]) -> dict[str, Any]:
    """Who is in it, by the school's codes, and whether its pictures show them."""
    return {name: values[name] for name in ("people", "absent", "pictured") if name in values}


def _length(recording: Recording, probe: Probe) -> float | None:
    """The recording's seconds, None if unknown: of a camcorder's parts only one was probed."""
    return probe.claimed if len(recording.parts) == 1 else None


def _notes(
    path: PurePosixPath,
    beside: Beside,
    title: Mapping[str, str],
    values: Mapping[str, Any],
    settings: Settings,
) -> tuple[str, ...]:
    """Sentences on what was there but not understood, or is not shown."""
    return (
        *beside.sidecar.notes,
        *beside.sheet.notes,
        *(
            f"The folder “{name}” is not a class, a language or a kind."
            for name in unknown_folders(path, settings)
        ),
        *_unexpected(values.get("language", ""), settings),
        *_too_many(beside.pictures),
        *_no_title(title, values, settings),
    )


def _no_title(
    title: Mapping[str, str], values: Mapping[str, Any], settings: Settings
) -> Iterator[str]:
    """A note if a title is none: a language or a class comes first in a file's name. What follows
    it may be a title or a person, so nobody guesses.
    """
    for words in title.values() if values.get("kind") != SPOKEN_NAME.id else ():
        if languages.understand(words) or find_class(words, settings):
            yield (
                f"Its title is “{words}”, which names a language or a class. If that stands first "
                "in the file's name, leave it out: the folder says it."
            )


def _words_in(language: str, words: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The files of words; those whose language nobody stated are in that of the telling."""
    return tuple(replace(each, language=each.language or language) for each in words)


def _chosen(words: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """One file of words for each language: timed before untimed, then by path."""
    chosen: dict[str, Attachment] = {}
    for each in sorted(words, key=lambda each: (not _timed(each), each.path)):
        chosen.setdefault(each.language, each)
    return tuple(chosen.values())


def _timed(words: Attachment) -> bool:
    return PurePosixPath(words.path).suffix.lower().removeprefix(".") in WORDS_SUFFIXES


def _not_used(
    chosen: Iterable[Attachment], beside: Beside, wrong: Mapping[str, str]
) -> Iterator[str]:
    """A sentence for each file of words that is not shown, and for each field that is ``wrong``."""
    paths = {each.path for each in chosen}
    for each in beside.words:
        if each.path not in paths:
            name = PurePosixPath(each.path).name
            yield f"{name} is not used: other words are in its language."
    yield from (f"{name}: {why}." for name, why in wrong.items())


def _too_many(pictures: Sequence[Attachment]) -> list[str]:
    """A sentence if some pictures are not shown."""
    if len(pictures) <= MOST_PICTURES:
        return []
    first = PurePosixPath(pictures[MOST_PICTURES].path).name
    return [f"Only {MOST_PICTURES} pictures are shown; {first} and those after it are not."]


def _by_setting(
    values: Mapping[str, Any], title: Mapping[str, str], settings: Settings
) -> Iterable[str]:
    """The fields whose value is decided by a setting other than a default; also a teller who is not
    to be named, whom a sidecar or a setting leaves out.
    """
    named = values.get("teller")
    if named == "" or (named and settings.policy.names == "none"):
        yield "teller"
    # The tale's own name, shown as the title, in a language that only the settings give.
    if title and title == {settings.interface_languages[0]: values.get("tale")}:
        yield "title"


def _unclear(beside: Beside) -> Mapping[str, str]:
    """The fields whose meaning is in doubt; a clear sidecar settles a sheet's."""
    sheet = beside.sheet.unclear.items()
    settled = beside.sidecar.values
    return {
        **{name: why for name, why in sheet if name not in settled},
        **beside.sidecar.unclear,
    }


def _first(sources: Iterable[Mapping[str, Any]], unclear: Mapping[str, str]) -> dict[str, Any]:
    """For each field, the first source that says something; none if a source was not understood."""
    values: dict[str, Any] = {}
    for source in sources:
        for name, value in source.items():
            if name not in unclear:
                values.setdefault(name, value)
    return values


def _by_folder(sources: Sequence[Mapping[str, Any]], unclear: Mapping[str, str]) -> tuple[str, ...]:
    """Whether class and kind are said by the names of folders alone, which school.toml gives a
    meaning.
    """
    sidecar, sheet, folders, *_ = sources
    return tuple(
        name
        for name in ("class", "kind")
        if name in folders and name not in unclear and name not in sidecar and name not in sheet
    )


def _titles(values: Mapping[str, Any], language: str, settings: Settings) -> dict[str, str]:
    """The titles by language. A telling without its own is called by its tale, and the recording of
    a language's name by that name.
    """
    if title := values.get("title"):
        return _in(language, title)
    if language and values.get("kind") == SPOKEN_NAME.id:
        return {language: languages.own_name(language)}
    if tale := values.get("tale"):
        return {settings.interface_languages[0]: tale}
    return {}


def _in(language: str, text: Mapping[str, str]) -> dict[str, str]:
    """A text by language, in which an unstated language becomes that of the telling."""
    return {tag or language or UNKNOWN: line for tag, line in text.items()}


def _needs(title: Mapping[str, str], language: str, unclear: Mapping[str, str]) -> dict[str, Any]:
    """What must still be said, and which of it is not understood."""
    missing = [] if title else ["title"]
    missing += [] if language else ["language"]
    needs = (*missing, *(name for name in sorted(unclear) if name not in missing))
    return {"needs": needs, "unclear": tuple(sorted(unclear))}


def _unexpected(language: str, settings: Settings) -> list[str]:
    """A sentence about a language that is none of the school's: it may be a misreading."""
    if not language or not settings.languages or language in settings.languages:
        return []
    return [f"{languages.own_name(language)} ({language}) is not in languages of school.toml."]
