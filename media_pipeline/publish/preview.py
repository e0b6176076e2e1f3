"""The page of a story that isn't public, for whoever decides on it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from media_pipeline.model import Exhibit, Page, Rendition
from media_pipeline.publish.addresses import (
    media_path,
    story_path,
    words_page_path,
)
from media_pipeline.publish.interfaces import interfaces
from media_pipeline.publish.pages.render import context
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.views.story import Onward, story_page
from media_pipeline.publish.views.transcript import story_files
from media_pipeline.settings import Settings


def preview_page(
    exhibit: Exhibit,
    slug: str,
    settings: Settings,
    folders: Sequence[Path],
    media: Callable[[Rendition], str],
    words: Callable[[Page], str],
    *,
    template: str,
    more: Mapping[str, Any],
) -> bytes:
    """The page of a story that isn't public, as it would be published.

    ``media`` and ``words`` give the addresses of its files; the site stands at ``/``.
    ``template`` is "story.html", or "words.html", the page of its words where they have one; that
    stands in the folder ``words/`` of the story's own. ``more`` is what a template has that adds
    to the page.
    """
    interface = interfaces(settings, folders)[0]
    own = {media_path(slug, each): media(each) for each in exhibit.renditions}
    own |= {page.path: words(page) for page in story_files(exhibit, slug, settings)}
    apart = template == "words.html"
    pages = {story_path(slug): "../" if apart else "./", words_page_path(slug): "words/"}
    values = context(
        interface,
        settings,
        to_page=lambda target: pages.get(target, f"/{target}"),
        to_file=lambda target: own.get(target, f"/{target}"),
    )
    shown = story_page(exhibit, slug, interface.language, settings, interface.root)
    story = {"story": shown, "published": None, "tellings": (), "onward": Onward()}
    alone = {"keeping": None, "code": ""}
    return Templates(folders).render(template, {**values, **story, **alone, **more})
