"""The coordinator's desk: what waits, what is public, families' sites. Never on the site. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline.publish.interfaces import interfaces
from media_pipeline.publish.pages.render import context
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.wording import Run
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Waiting:
    """One story at the desk: what it is, what it lacks, what changed, and what decides on it.

    ``state`` is the gate's, or "approved" for what the next build publishes. ``seal`` is what an
    approval is bound to; ``barred`` says why there can be none, ``names`` which surnames it would
    let be public. ``sidecar`` is the source that is about it already, an ``own_sidecar`` if these
    pages wrote it; ``said`` is what is known about it, by the fields of a sidecar, or what was
    typed there and ``refused``.
    """

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
    seal: str
    names: tuple[str, ...]
    barred: str
    for_families: bool
    sidecar: str
    own_sidecar: bool
    said: Mapping[str, str]
    refused: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done at the desk, or ``wrong`` and not done: a line, and ``more`` lines about it.

    One that can be taken back has ``undo``; ``number`` identifies it.
    """

    line: str
    more: tuple[str, ...] = ()
    number: int = 0
    undo: bool = False
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages with buttons have. ``token`` is in every form; ``back`` names the page that a
    form returns to; ``building`` is how far a build has come, "" if none is at work. No build has
    ended since ``just_done``. Each choice is a value and its name; if ``languages`` is empty, any
    language can be typed.
    """

    token: str
    back: str
    just_done: Deed | None
    before: tuple[Deed, ...]
    builds: bool
    building: str
    languages: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A class's site as the coordinator finds it on this machine: ``page`` leads there, "" if it is
    not made yet; ``address`` is where families find it.
    """

    name: str
    page: str
    address: str
    stories: int
    term: str


def coordinators_page(
    template: str,
    rows: Sequence[object],
    settings: Settings,
    folders: Sequence[Path],
    more: Mapping[str, Any],
) -> bytes:
    """A list for the coordinator alone, in the school's first interface language, with its links
    starting at the root; never published. ``more`` are the template's values besides its ``rows``.
    """
    interface = interfaces(settings, folders)[0]
    values = context(
        interface,
        settings,
        to_page=lambda target: f"/{target}",
        to_file=lambda target: f"/{target}",
    )
    return Templates(folders).render(template, {**values, **more, "rows": rows})
