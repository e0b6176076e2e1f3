"""Pages that redirect from printed addresses, ``/<language>/…``, which never change. Pure.

The first interface language's pages are at the root, so at each of their printed addresses there is
a page that leads to them. A school may then put another language first, or give one up and name it
in ``former_languages``, and every code that was ever printed still leads to its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from media_pipeline.model import Page
from media_pipeline.publish.addresses import FAVICON, relative
from media_pipeline.publish.interfaces import Interface
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings

_PRINTED = re.compile(r"(subscribe|stories|language|class|kind)/([^/]+/)?|")
"""The folders whose addresses are printed: the first page, a story, a feed, a shelf."""


def redirect_pages(
    paths: Iterable[str], every: Sequence[Interface], settings: Settings, templates: Templates
) -> Iterator[Page]:
    """Pages for the printed addresses at which no interface has a page of its own.

    ``paths`` are the folders of the pages at the root, in the first interface's language.
    """
    if not settings.address:
        return
    targets = [path for path in paths if _PRINTED.fullmatch(path)]
    for root in _roots(settings):
        for path in targets:
            printed = f"{root}{path}index.html"
            values = {
                "catalogue": every[0].catalogue,
                "lang": every[0].catalogue.language,
                "direction": every[0].direction,
                "link": relative(printed, path),
                "icon": relative(printed, FAVICON),
                "address": settings.address + path,
            }
            yield Page(printed, templates.render("redirect.html", values))


def _roots(settings: Settings) -> list[str]:
    """The folders that redirect to the root: of the first language, and of those given up."""
    first, *others = settings.interface_languages
    leading = dict.fromkeys((first, *settings.former_languages))
    return [f"{language.lower()}/" for language in leading if language not in others]
