"""The page shown for an address that does not exist. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from media_pipeline.model import Page
from media_pipeline.publish.interfaces import Interface
from media_pipeline.publish.pages.render import context
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings


def not_found_page(every: Sequence[Interface], settings: Settings, templates: Templates) -> Page:
    """The page for an address that does not exist, in every interface language.

    A server shows it at any depth, so its links are absolute; it has none if nobody said at which
    address the site is.
    """
    root = urlsplit(settings.address).path
    links = {
        "address": settings.address,
        "interfaces": [(each, root + each.root) for each in every],
    }
    values = context(
        every[0],
        settings,
        to_page=lambda target: root + target,
        to_file=lambda target: root + target,
    )
    return Page("404.html", templates.render("404.html", {**values, **links}))
