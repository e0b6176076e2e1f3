"""``school.toml`` → frozen :class:`Settings`.

One typed, documented field for each thing that can be set; its description is what docs/settings.md
says about it. Unknown names are mistakes, and all mistakes are reported at once, each with its
place. Only ``name`` is required.

The only package that imports pydantic.
"""

from __future__ import annotations

from media_pipeline.settings.kinds import SPOKEN_NAME, Kind, SchoolClass
from media_pipeline.settings.loading import load_feed_file, load_settings
from media_pipeline.settings.publishing import Publish
from media_pipeline.settings.tables import (
    Audio,
    Consent,
    Defaults,
    Families,
    FeedFile,
    Feeds,
    Look,
    Loudness,
    Pages,
    Policy,
    Settings,
    Video,
)

__all__ = [
    "SPOKEN_NAME",
    "Audio",
    "Consent",
    "Defaults",
    "Families",
    "FeedFile",
    "Feeds",
    "Kind",
    "Look",
    "Loudness",
    "Pages",
    "Policy",
    "Publish",
    "SchoolClass",
    "Settings",
    "Video",
    "load_feed_file",
    "load_settings",
]
