"""The coordinator's lists, of what waits and of families' sites: never part of the site. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.publish.interfaces import interfaces
from media_pipeline.publish.pages.render import context
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.wording import Run
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Waiting:
    """One story that waits: what it is, what it lacks, what changed, and how to approve it."""

    id: str
    path: str
    title: Run
    state: str
    reason: str
    needs: tuple[str, ...]
    rights: str
    notes: tuple[str, ...]
    minutes: str
    loudness: str
    page: str
    art: str


@dataclass(frozen=True, slots=True)
class Door:
    """A class's site as the coordinator finds it on this machine: ``page`` leads there, "" where
    it is not made yet; ``address`` is where families do.
    """

    name: str
    page: str
    address: str
    stories: int
    term: str


def coordinators_page(
    template: str, rows: Sequence[object], settings: Settings, folders: Sequence[Path]
) -> bytes:
    """A list for the coordinator alone, in the school's first interface language, with its links
    from the root; never published.
    """
    interface = interfaces(settings, folders)[0]
    values = context(
        interface,
        settings,
        to_page=lambda target: f"/{target}",
        to_file=lambda target: f"/{target}",
    )
    return Templates(folders).render(template, {**values, "rows": rows})
