"""A code for each story's page, to take it to a telephone. Pure.

    codes/<slug>/<language>.svg      leads to the page in that interface language

Files of their own, since few people ask for one, and a part of their own: a code depends on an
address and nothing else, so no template, and no other word of its story, causes it to be made
again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from media_pipeline.model import Page, Part
from media_pipeline.publish.addresses import code_path, printed_address, story_path
from media_pipeline.publish.print.qr import code_file, drawn_by
from media_pipeline.settings import Settings
from media_pipeline.tools.values import value_digest

VERSION = 1
"""Goes up when a code of the same address is drawn differently; a test looks at one."""


def code_parts(slug: str, settings: Settings) -> Iterator[Part]:
    """The codes of a story, in every interface language; none if the school has no address that
    they could lead to.
    """
    if settings.address:
        addresses = {
            code_path(slug, language): printed_address(settings, language, story_path(slug))
            for language in settings.interface_languages
        }
        made_of = value_digest(addresses, drawn_by(), VERSION)
        yield Part(f"codes/{slug}", made_of, partial(_pages, addresses))


def _pages(addresses: Mapping[str, str]) -> Iterator[Page]:
    yield from (Page(path, code_file(address)) for path, address in addresses.items())
