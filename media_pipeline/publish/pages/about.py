"""What every family may ask: contact, taking a story down, privacy, accessibility. Pure.

The words are the program's own, in the templates of ``about/``, because they describe what the
program does; what a school adds in its settings comes first on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_pipeline.publish.addresses import ABOUT, about_path
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.views.site import SiteView
from media_pipeline.publish.wording import Run, passages_in


@dataclass(frozen=True, slots=True)
class AboutPage:
    """One of the pages. ``id`` is its folder's name, ``said`` the school's own paragraphs."""

    id: str
    said: tuple[Run, ...]


def drafts(site: SiteView) -> Iterator[Draft]:
    """The four pages."""
    settings = site.settings
    own = settings.pages.model_dump()
    wanted = (site.interface.language, settings.interface_languages[0], "en")
    for id_ in ABOUT:
        shown = AboutPage(id_, passages_in(own[id_.replace("-", "_")], *wanted))
        yield Draft(about_path(id_), "about.html", {"about": shown})
