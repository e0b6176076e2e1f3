"""Made-up episodes for the tests of publish: nothing of them is on disk."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from media_pipeline.model import (
    Audience,
    Chapter,
    Cue,
    Episode,
    Exhibit,
    Permit,
    Probe,
    Recording,
    Rendition,
    Role,
    Story,
    Words,
)
from media_pipeline.settings import FeedFile, Settings

ADDRESS = "https://stories.school.example/"
FIRST = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)

ALL_FILES = ("mp3", "opus", "saver", "art")
FILM_FILES = (*ALL_FILES, "video", "video-saver", "poster")

_FILES: Mapping[str, tuple[Role, str, int, int, int, int]] = {
    # role, type, bytes, kb/s, width, height
    "mp3": (Role.ENCLOSURE, "audio/mpeg", 1_200_345, 96, 0, 0),
    "opus": (Role.SAVER, "audio/ogg", 300_111, 24, 0, 0),
    "saver": (Role.SAVER, "audio/mpeg", 500_222, 40, 0, 0),
    "art": (Role.ART, "image/jpeg", 90_000, 0, 1400, 1400),
    "video": (Role.VIDEO, "video/mp4", 9_000_777, 0, 1280, 720),
    "video-saver": (Role.VIDEO_SAVER, "video/mp4", 2_000_888, 0, 640, 360),
    "poster": (Role.POSTER, "image/jpeg", 60_000, 0, 1280, 720),
}


def school(**changes: Any) -> Settings:
    """A school with two classes and a choir."""
    fields: dict[str, Any] = {
        "name": "Hill School",
        "address": ADDRESS,
        "interface_languages": ("en", "fr"),
        "classes": (
            {"id": "reception", "name": {"en": "Reception", "fr": "Petite classe"}},
            {"id": "year-3", "name": {"en": "Year 3"}},
            {"id": "choir", "name": {"en": "Choir"}, "group": True},
        ),
    }
    return Settings(**(fields | changes))


def feed_file(title: str = "Foxes", **fields: Any) -> FeedFile:
    """A feed's own file."""
    return FeedFile(title={"en": title}, **fields)


def rendition(file: str, of: str, seconds: float = 100.4) -> Rendition:
    """A finished file of the kind ``file`` names, its digest made of ``of``."""
    role, mime, size, kbps, width, height = _FILES[file]
    return Rendition(
        role=role,
        path=f"{of}/{file}",
        mime=mime,
        bytes=size,
        digest=hashlib.sha256(f"{of}/{file}".encode()).hexdigest(),
        seconds=0.0 if mime == "image/jpeg" else seconds,
        width=width,
        height=height,
        kbps=kbps,
    )


def show_art(name: str) -> Rendition:
    """A show's cover."""
    return replace(rendition("art", name), width=3000, height=3000)


def story(title: str | Mapping[str, str] = "The fox and the grapes", **changes: Any) -> Story:
    """A story told in English in Reception."""
    recording = Recording(
        path="recordings/Reception/fox.m4a",
        parts=("recordings/Reception/fox.m4a",),
        bytes=1,
        digest="0" * 64,
    )
    fields: dict[str, Any] = {
        "recording": recording,
        "probe": Probe("mp4", 100.4, 0.0, None, None),
        "title": {"en": title} if isinstance(title, str) else title,
        "language": "en",
        "class_id": "reception",
        "kind": "story",
    }
    return Story(**(fields | changes))


def episode(
    number: int = 1,
    title: str | Mapping[str, str] = "The fox and the grapes",
    *,
    files: tuple[str, ...] = ALL_FILES,
    published: datetime | None = None,
    words: Mapping[str, Words] | None = None,
    chapters: tuple[Chapter, ...] = (),
    story_number: int = 0,
    **changes: Any,
) -> Episode:
    """The ``number``-th story of the school, published an hour after the one before it.

    ``story_number`` is what somebody said of it; ``changes`` are other fields of its story.
    """
    when = published or FIRST + timedelta(hours=number)
    slug = f"story-{number}"
    return Episode(
        Permit(
            str(uuid.UUID(int=number)), slug, published=when, decided=when, audience=Audience.PUBLIC
        ),
        Exhibit(
            story=story(title, number=story_number, **changes),
            renditions=tuple(rendition(each, slug) for each in files),
            seconds=100.4,
            words=words or {},
            chapters=chapters,
        ),
    )


def saying(text: str, language: str) -> Episode:
    """A story that says ``text`` in every field that is shown, its title in ``language``, too."""
    return episode(
        title={"en": text, language: text},
        teller=text,
        tale=text,
        description={"en": text},
        source=text,
        credit=text,
        licence=text,
        award=text,
        words={"en": captions(text)},
        chapters=(Chapter(0.0, text), Chapter(9.0, text)),
    )


def captions(text: str = "Once upon a time") -> Words:
    """Words with a time."""
    return Words((Cue(1.0, 3.5, text),), text)


def school_episodes() -> tuple[Episode, ...]:
    """Six stories that use every feature: languages, classes, kinds, words, chapters, a film."""
    return (
        episode(1, teller="Amy", credit="Retold after Aesop", description={"en": "Sour & sweet."}),
        episode(
            2,
            title={"pa": "ਪਿਆਸਾ ਕਾਂ", "en": "The thirsty crow"},
            language="pa",
            teller="Simran",
            words={"pa": captions("ਇੱਕ ਵਾਰ"), "en": Words((), "Once upon a time")},
            source="Panchatantra",
            licence="CC BY 4.0",
        ),
        episode(3, "Frère Jacques", language="fr", class_id="choir", kind="song"),
        episode(4, "The lost mitten", told=date(2025, 11, 3), class_id="year-3"),
        episode(
            5,
            "Our garden",
            files=FILM_FILES,
            class_id="year-3",
            kind="film",
            chapters=(Chapter(60.0, "Pond"), Chapter(0.0, "Gate")),
        ),
        episode(6, "A silent film", files=("video", "art"), class_id="year-3", kind="film"),
    )
