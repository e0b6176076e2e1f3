"""Every title from A to Z: the languages, and the titles told in each. Pure.

a-z/                       the languages
a-z/<language>/            the titles, under their first letters
a-z/<language>/<letter>/   those of a letter, once a language has many titles
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from media_pipeline.languages.collation import NO_LETTER, collation_key, heading
from media_pipeline.publish.addresses import titles_path
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.views.cards import Card, card, told_title
from media_pipeline.publish.views.shelves import Shelf
from media_pipeline.publish.views.site import SiteView
from media_pipeline.publish.wording import Run, run

MANY = 200
"""Titles on one page; if there are more, each letter has its own page."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A first letter and its titles in order. ``id`` names it in addresses, as ASCII; ``link`` is
    the path of its own page, "" if it is on its language's page.
    """

    id: str
    name: Run
    link: str
    cards: tuple[Card, ...]


def drafts(site: SiteView) -> Iterator[Draft]:
    """The languages' page, and the pages of each."""
    yield languages(site)
    for shelf in told(site):
        yield from titles(shelf, site)


def told(site: SiteView) -> tuple[Shelf, ...]:
    """The shelves of languages."""
    return tuple(each for each in site.shelves if each.sort == "language")


def languages(site: SiteView) -> Draft:
    """The page of the languages."""
    values = {"told": told(site), "shelf": None, "titles_path": path_of}
    return Draft(titles_path(), "a_to_z.html", values)


def made_of(site: SiteView) -> object:
    """What the pages of a language are made of besides its own stories."""
    return [(each.id, each.name, each.also) for each in told(site)]


def titles(shelf: Shelf, site: SiteView) -> Iterator[Draft]:
    """The page of a language, and one for each letter if it has many titles."""
    letters = tuple(letters_of(shelf, site))
    apart = bool(letters[0].link)
    values = {"told": told(site), "shelf": shelf, "letters": letters, "titles_path": path_of}
    yield Draft(path_of(shelf), "a_to_z.html", {**values, "shown": () if apart else letters})
    for letter in letters if apart else ():
        yield Draft(letter.link, "a_to_z.html", {**values, "shown": (letter,)})


def paths(site: SiteView) -> Iterator[str]:
    """The folders of all these pages, letters in the order of their names in addresses."""
    yield titles_path()
    for shelf in told(site):
        yield path_of(shelf)
        if len(shelf.episodes) > MANY:
            yield from sorted(
                {
                    titles_path(shelf.id, letter_id(heading(title.text, shelf.id)))
                    for each in shelf.episodes
                    if (title := told_title(each.exhibit, each.permit.slug))
                }
            )


def letters_of(shelf: Shelf, site: SiteView) -> Iterator[Letter]:
    """The titles of a language under their first letters; those that begin with no letter come
    first.
    """
    language, shown_in = shelf.id, site.interface.language
    cards = [card(each, shown_in, site.settings) for each in shelf.episodes]
    under = {each.path: heading(each.title.text, language) for each in cards}

    def place(each: Card) -> tuple[object, ...]:
        letter = under[each.path]
        first = () if letter == NO_LETTER else (collation_key(letter, language),)
        return first, collation_key(each.title.text, language), each.path

    for letter, held in groupby(sorted(cards, key=place), key=lambda each: under[each.path]):
        name = letter_id(letter)
        link = titles_path(language, name) if len(cards) > MANY else ""
        yield Letter(name, run(letter, language), link, tuple(held))


def letter_id(letter: str) -> str:
    """``a`` for "A", ``u0a15`` for "ਕ"; ``other`` for what is no letter."""
    if letter == NO_LETTER:
        return "other"
    plain = letter.lower()
    return plain if plain.isascii() and plain.isalpha() else f"u{ord(letter):04x}"


def path_of(shelf: Shelf) -> str:
    """The folder of the titles of a language."""
    return titles_path(shelf.id)
