"""Made-up sites on disk: true pages and feeds; media of the right length and nothing in it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from examples import FILM_FILES, captions, episode, school, school_episodes, show_art
from PIL import Image

from media_pipeline.model import Chapter, Copy, Episode, Page, Words
from media_pipeline.publish.shows import Decided, with_art
from media_pipeline.publish.whole import school_shows, site_artifacts, whole_site
from media_pipeline.settings import Settings
from media_pipeline.tools.resources import resource_root

TEMPLATES = (resource_root(),)
LANGUAGES = ("en", "fr", "ur")


def trilingual(**changes: Any) -> Settings:
    """A school whose pages are in English, French and Urdu."""
    fields: dict[str, Any] = {
        "interface_languages": LANGUAGES,
        "contact": "office@hill.school.example",
    }
    return school(**(fields | changes))


def all_episodes() -> tuple[Episode, ...]:
    """Stories that use everything a page can show, one tale told in three languages."""
    crow = episode(
        7,
        {"ur": "پیاسا کوا", "en": "The thirsty crow"},
        language="ur",
        teller="Amina",
        tale="The thirsty crow",
        description={"ur": "ایک پیاسے کوے کی کہانی۔"},
        words={"ur": captions("ایک دفعہ کا ذکر ہے"), "en": Words((), "Once.\n\nTwice.")},
        chapters=(Chapter(0.0, "آغاز"), Chapter(40.0, "پانی")),
    )
    waved = replace(crow, exhibit=replace(crow.exhibit, peaks=tuple(range(100)) * 3))
    return (
        *school_episodes(),
        waved,
        episode(8, {"so": "Tukihii harraadsanaa"}, language="so", tale="the  thirsty crow"),
        episode(9, {"en": "A film of it"}, tale="The thirsty crow", files=FILM_FILES,
                words={"en": captions(), "fr": captions("Il était une fois")}),
    )  # fmt: skip


def pages_of(
    settings: Settings, episodes: Sequence[Episode], folders: Sequence[Path] = TEMPLATES
) -> Iterator[Page | Copy]:
    """The whole site."""
    shows = school_shows(episodes, settings, {}, Decided({}))
    shows = with_art(shows, {show.name: show_art(show.name) for show in shows})
    fed = shows if settings.address else ()
    artifacts = [
        Copy(each.path, f"made/{each.name}", 9, hashlib.sha256(each.name.encode()).hexdigest())
        for each in site_artifacts(episodes, fed, settings, folders)
        if not each.path.endswith("/")
    ]
    return whole_site(episodes, shows, settings, folders, [], artifacts)


def texts_of(settings: Settings, episodes: Sequence[Episode]) -> dict[str, str]:
    """The HTML pages of a site, by path."""
    pages = pages_of(settings, episodes)
    return {
        each.path: each.content.decode()
        for each in pages
        if isinstance(each, Page) and each.path.endswith(".html")
    }


def write_site(site: Path, settings: Settings, episodes: Sequence[Episode]) -> Path:
    """A site on disk."""
    return write_pages(site, pages_of(settings, episodes))


def write_pages(site: Path, pages: Iterable[Page | Copy]) -> Path:
    """A site on disk, of pages that are made already."""
    for each in pages:
        path = site / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(each, Page):
            path.write_bytes(each.content)
        elif path.suffix == ".jpg":
            path.write_bytes(jpeg())
        else:
            with path.open("wb") as file:
                file.truncate(each.bytes)
    return site


def jpeg(exif: bytes = b"", comment: bytes = b"", *, progressive: bool = False) -> bytes:
    """A small picture."""
    held = io.BytesIO()
    picture = Image.effect_noise((64, 64), 90).convert("RGB")
    picture.save(held, "JPEG", exif=exif, comment=comment, progressive=progressive)
    return held.getvalue()


def page(path: str, **changes: Any) -> str:
    """A file of the made-up site."""
    pages = {each.path: each for each in pages_of(trilingual(**changes), all_episodes())}
    found = pages[path]
    assert isinstance(found, Page)
    return found.content.decode()
