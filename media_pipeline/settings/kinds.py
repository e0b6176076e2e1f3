"""Classes, and the kinds of recording that every school has unless it says otherwise."""

from __future__ import annotations

from typing import Literal

from pydantic import (
    Field,
)

from media_pipeline.settings.fields import (
    FeedsIdentifier,
    Name,
    Table,
)
from media_pipeline.settings.kind_names import KIND_NAMES


class SchoolClass(Table):
    """A class, or a group such as a choir or the school council."""

    id: FeedsIdentifier = Field(description="Stable for ever: feed addresses are made of it.")
    name: Name = Field(description="Its name, or its name in each language.")
    also: tuple[str, ...] = Field((), description="Other folder names that mean it.")
    group: bool = Field(
        False, description="A council, choir or club, which goes on from year to year."
    )


class Kind(Table):
    """A kind of recording, such as a story or a song."""

    id: FeedsIdentifier = Field(description="Stable for ever: feed addresses are made of it.")
    name: Name = Field(description="Its name, or its name in each language.")
    also: tuple[str, ...] = Field((), description="Other folder names that mean it.")
    profile: Literal["speech", "song"] = Field(
        "speech",
        description="How its sound is treated: speech is cleaned and levelled, a song is not.",
    )


def _usual(kind: str, *also: str, profile: Literal["speech", "song"] = "speech") -> Kind:
    return Kind(id=kind, name=dict(KIND_NAMES[kind]), also=also, profile=profile)


DEFAULT_KINDS = (
    _usual("story", "story", "tales", "storytelling"),
    _usual("rhyme", "rhyme", "nursery rhymes"),
    _usual("poem", "poem", "poetry"),
    _usual("song", "song", "music", profile="song"),
    _usual("play", "play", "drama"),
    _usual("news", "class news", "radio"),
    _usual("lesson", "lesson", "words"),
    _usual("film", "film", "video", "videos"),
)


SPOKEN_NAME = Kind(
    id="spoken-name",
    name={"en": "Spoken names", "fr": "Noms des langues"},
    also=("spoken name", "language names", "names of languages"),
)
"""Recordings of how a language's name sounds. Known in every school; never a story."""
