"""The page at the top of a memory stick, from which the copy of the site is opened. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from media_pipeline.model import Page
from media_pipeline.publish.addresses import SITE, START
from media_pipeline.publish.interfaces import interfaces
from media_pipeline.publish.pages.render import context
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings


def start_page(
    settings: Settings, folders: Sequence[Path], language: str, made: date, stories: int
) -> Page:
    """The page at the top of the stick, from which the copy is opened."""
    (interface,) = interfaces(settings, folders, language)
    values = context(interface, settings, to_page=_in_site, to_file=_in_site)
    own = {"made": made, "stories": stories, "carried": True}
    return Page(START, Templates(folders).render("start.html", {**values, **own}))


def _in_site(target: str) -> str:
    whole = f"{target}index.html" if target == "" or target.endswith("/") else target
    return SITE + whole
