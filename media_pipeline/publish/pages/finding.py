"""The page that searches all stories. Pure.

A script searches; where none runs, or the site is read off a stick, the page leads to the rooms
and to the titles from A to Z.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from media_pipeline.model import SORTS
from media_pipeline.publish.addresses import FIND, search_path
from media_pipeline.publish.bundles import bundles
from media_pipeline.publish.catalogue import Catalogue
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack

ENGINE = f"{search_path()}pagefind.js"

_NUMBERS = (*range(201), 1_000_000)
"""Among these is one of each class of numbers that a language has."""


def leaves(rack: Rack) -> Iterator[Leaf]:
    """The one page."""
    sorts = {sort: tuple(each for each in rack.shelves if each.sort == sort) for sort in SORTS}
    said = {
        "sorts": sorts,
        "bundles": tuple(bundles(rack.episodes)),
        "engine": ENGINE,
        "plurals": plurals(rack.interface.catalogue),
        "policy_scripts": "'wasm-unsafe-eval'",
    }
    yield Leaf(FIND, "find.html", said)


def plurals(catalogue: Catalogue) -> Mapping[str, str]:
    """How many stories there are, in the words for each of CLDR's classes of numbers, with
    ``%(number)s`` where the number stands: a script chooses among them.
    """
    rule = catalogue.locale.plural_form
    found: dict[str, str] = {}
    for number in _NUMBERS:
        said = catalogue.ngettext("%(number)s story", "%(number)s stories", number)
        found.setdefault(rule(number), said)
    return found
