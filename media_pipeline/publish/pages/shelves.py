"""The site's shelves: the stories of one language, class or kind, on one page or several. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from media_pipeline.model import Episode
from media_pipeline.publish.addresses import room_path
from media_pipeline.publish.pages.cards import Card, card, told_year
from media_pipeline.publish.plans import newest_school_year
from media_pipeline.publish.wording import Run, language_name, run_in
from media_pipeline.settings import Kind, SchoolClass, Settings

PAGE = 60
"""Stories on a page of a shelf: about 40 KB of HTML."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One shelf, its newest story first. ``sort`` is "language", "class" or "kind".

    ``name`` is what it is called, and ``also`` what a language is called in that of the page.
    ``by_year`` where its stories stand under the school years they were told in.
    """

    sort: str
    id: str
    name: Run
    also: Run | None
    episodes: tuple[Episode, ...]
    by_year: bool = False

    @property
    def path(self) -> str:
        """Its first page."""
        return room_path(self.sort, self.id)

    @property
    def show(self) -> str:
        """The name of the feed that makes itself of it."""
        return f"{self.sort}-{self.id.lower()}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stories that stand together. ``year`` is their school year, 0 where it isn't said."""

    year: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """One page of a shelf; ``newer`` and ``older`` are the paths beside it, "" at the ends."""

    path: str
    number: int
    pages: int
    newer: str
    older: str
    stretches: tuple[Stretch, ...]


def shelves(episodes: Sequence[Episode], shown_in: str, settings: Settings) -> tuple[Shelf, ...]:
    """Every shelf that holds a story, as a page in the language ``shown_in`` names it.

    Languages stand in the order of their names, classes and kinds in that of the settings.
    """
    found = [
        *_languages(episodes, shown_in),
        *_named("class", settings.classes, episodes, shown_in, settings),
        *_named("kind", settings.kinds, episodes, shown_in, settings),
    ]
    return tuple(shelf for shelf in found if shelf.episodes)


def shelf_pages(shelf: Shelf, shown_in: str, settings: Settings) -> Iterator[ShelfPage]:
    """The pages of a shelf, :data:`PAGE` stories each."""
    starts = range(0, len(shelf.episodes), PAGE)
    paths = [
        shelf.path if not start else f"{shelf.path}page-{start // PAGE + 1}/" for start in starts
    ]
    for number, start in enumerate(starts):
        held = [card(each, shown_in, settings) for each in shelf.episodes[start : start + PAGE]]
        yield ShelfPage(
            path=paths[number],
            number=number + 1,
            pages=len(paths),
            newer=paths[number - 1] if number else "",
            older=paths[number + 1] if number + 1 < len(paths) else "",
            stretches=tuple(_stretches(held)) if shelf.by_year else (Stretch(0, tuple(held)),),
        )


def stories_of_the_year(
    shelf: Shelf, episodes: Sequence[Episode], settings: Settings
) -> tuple[Episode, ...]:
    """A room's stories of the school's newest year, which its passport has; none of a kind's."""
    if shelf.sort == "kind":
        return ()
    year = newest_school_year(episodes, settings.year_starts)
    return tuple(each for each in shelf.episodes if told_year(each, settings) == year)


def _languages(episodes: Sequence[Episode], shown_in: str) -> Iterator[Shelf]:
    tags = {each.exhibit.story.language for each in episodes}
    named = {tag: language_name(tag, shown_in) for tag in tags}
    for tag in sorted(tags, key=lambda each: (named[each][1].text, each)):
        own, also = named[tag]
        told = tuple(each for each in episodes if each.exhibit.story.language == tag)
        yield Shelf("language", tag, own, also if also.text != own.text else None, told)


def _named(
    sort: str,
    rows: Sequence[SchoolClass | Kind],
    episodes: Sequence[Episode],
    shown_in: str,
    settings: Settings,
) -> Iterator[Shelf]:
    for row in rows:
        if isinstance(row, SchoolClass):
            held = tuple(each for each in episodes if each.exhibit.story.class_id == row.id)
        else:
            held = tuple(each for each in episodes if each.exhibit.story.kind == row.id)
        by_year = isinstance(row, SchoolClass) and not row.group
        if by_year:
            held = tuple(sorted(held, key=lambda each: -told_year(each, settings)))
        if name := run_in(row.name, shown_in, settings.interface_languages[0], "en"):
            yield Shelf(sort, row.id, name, None, held, by_year)


def _stretches(cards: Sequence[Card]) -> Iterator[Stretch]:
    for year, held in groupby(cards, key=lambda each: each.year):
        yield Stretch(year, tuple(held))
