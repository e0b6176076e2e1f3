"""The page that searches all stories. Pure.

A script searches; where none runs, or the site is read from a stick, the page leads to the shelves
and to the titles from A to Z.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from media_pipeline.model import SORTS
from media_pipeline.publish.addresses import FIND, search_path
from media_pipeline.publish.catalogue import Catalogue
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.search.shards import shards
from media_pipeline.publish.views.site import SiteView

PAGEFIND = f"{search_path()}pagefind.js"

_NUMBERS = (*range(201), 1_000_000)
"""These include a number of each class that a language distinguishes."""


def drafts(site: SiteView) -> Iterator[Draft]:
    """The one page."""
    sorts = {sort: tuple(each for each in site.shelves if each.sort == sort) for sort in SORTS}
    values = {
        "sorts": sorts,
        "shards": tuple(shards(site.episodes)),
        "engine": PAGEFIND,
        "plurals": plurals(site.interface.catalogue),
        "policy_scripts": "'wasm-unsafe-eval'",
    }
    yield Draft(FIND, "find.html", values)


def plurals(catalogue: Catalogue) -> Mapping[str, str]:
    """How many stories there are, worded for each of CLDR's classes of numbers, with ``%(number)s``
    in place of the number: a script chooses among them.
    """
    rule = catalogue.locale.plural_form
    found: dict[str, str] = {}
    for number in _NUMBERS:
        said = catalogue.ngettext("%(number)s story", "%(number)s stories", number)
        found.setdefault(rule(number), said)
    return found
