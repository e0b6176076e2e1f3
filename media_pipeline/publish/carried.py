"""The site as a memory stick carries it: in one language, for use without a network. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from media_pipeline.model import Copy, Episode, Page
from media_pipeline.publish.addresses import WORKER
from media_pipeline.publish.interfaces import interfaces
from media_pipeline.publish.pages import embeds, kept, subscribe
from media_pipeline.publish.pages.render import render
from media_pipeline.publish.school_styles import school_styles
from media_pipeline.publish.shows import published_key
from media_pipeline.publish.site import PAGES
from media_pipeline.publish.spoken import NOTHING_SPOKEN, Spoken
from media_pipeline.publish.story_media import media_files
from media_pipeline.publish.template_files import static_pages
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.views.site import site_view
from media_pipeline.settings import Settings

CARRIED = tuple(
    each for each in PAGES if each not in (subscribe.drafts, embeds.drafts, kept.drafts)
)
"""The kinds of page that are of use without a network."""


def carried_pages(
    episodes: Sequence[Episode],
    settings: Settings,
    folders: Sequence[Path],
    language: str,
    spoken: Spoken = NOTHING_SPOKEN,
) -> Iterator[Page | Copy]:
    """The site in one interface language, placed at the root, for use without a network: without
    anything that only a server, a feed or a search engine needs.
    """
    newest = tuple(sorted(episodes, key=published_key, reverse=True))
    offline = settings.model_copy(update={"former_languages": (), "address": ""})
    templates, every = Templates(folders), interfaces(offline, folders, language)
    yield from (each for each in static_pages(folders) if each.path != WORKER)
    yield from school_styles(folders, offline)
    view = site_view(every[0], newest, (), offline, spoken)
    for draft in (draft for drafts in CARRIED for draft in drafts(view)):
        carried = replace(draft, values={**draft.values, "carried": True})
        yield render(carried, every[0], every, offline, templates)
    yield from media_files(newest, (), offline, language)
    yield from spoken.values()
