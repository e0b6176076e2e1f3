"""A code for each story's page, to take it to a telephone. Pure.

    codes/<slug>/<language>.svg      leads to the page in that interface language

Files of their own, since few ask for one.
"""

from __future__ import annotations

from collections.abc import Iterator

from media_pipeline.model import Page
from media_pipeline.publish.addresses import code_path, printed_address, story_path
from media_pipeline.publish.print.qr import code_file
from media_pipeline.settings import Settings


def code_pages(slug: str, language: str, settings: Settings) -> Iterator[Page]:
    """The code of a story in one interface language; none where the school has no address that it
    could lead to.
    """
    if settings.address:
        address = printed_address(settings, language, story_path(slug))
        yield Page(code_path(slug, language), code_file(address))
