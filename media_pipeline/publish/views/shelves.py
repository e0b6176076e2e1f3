"""The site's shelves: the stories of one language, class or kind, on one page or several. Pure.

Older pages are counted from the oldest story, and state nothing about how many there are, so that a
new story rewrites only the first page:

    class/year-3/          the newest, 60 to 119 of them
    class/year-3/page-2/   the 60 before them
    class/year-3/page-1/   the 60 oldest, for ever
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from media_pipeline.model import Episode, Sort, Story
from media_pipeline.publish.addresses import shelf_path
from media_pipeline.publish.plans import show_name
from media_pipeline.publish.spoken import NOTHING_SPOKEN, Spoken
from media_pipeline.publish.views.cards import Card, card, told_year
from media_pipeline.publish.views.signs import (
    Sign,
    kind_icon,
    language_sign,
    shelf_sign,
    sign_numbers,
)
from media_pipeline.publish.wording import Run, language_name, run_in
from media_pipeline.settings import Kind, SchoolClass, Settings

PAGE = 60
"""Stories on an older page of a shelf: about 60 KB of HTML. The first page has up to one less than
twice as many.
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One shelf, its newest story first. ``sort`` is what its stories share.

    ``name`` is its name; that of a language is in that language, and ``also`` is its name in the
    language of the page. ``by_year``: its stories are listed under their school years. ``spoken``
    is the file of a recording of its name, "" if there is none. ``sign_number`` determines the sign
    of a class or kind.
    """

    sort: Sort
    id: str
    name: Run
    also: Run | None
    episodes: tuple[Episode, ...]
    by_year: bool = False
    spoken: str = ""
    sign_number: int = 0

    @property
    def path(self) -> str:
        """Its first page."""
        return shelf_path(self.sort, self.id)

    @property
    def show(self) -> str:
        """The name of its automatic feed."""
        return show_name(self.sort, self.id)

    @property
    def sign(self) -> Sign:
        """The sign by which children who can't read yet know the shelf."""
        if self.sort == "language":
            return language_sign(self.id)
        return shelf_sign(self.name, self.sign_number)

    @property
    def icon(self) -> str:
        """The picture of a kind; "" for other shelves."""
        return kind_icon(self.id) if self.sort == "kind" else ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stories listed together. ``year`` is their school year, 0 if it isn't stated."""

    year: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """One page of a shelf; ``newer`` and ``older`` are the paths of its neighbours, "" at the ends.

    ``number`` counts older pages, with 1 the oldest; the first page has 0.
    """

    path: str
    number: int
    newer: str
    older: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class ShelfStories:
    """The stories of one page of a shelf; what else it says is a :class:`ShelfPage`'s."""

    path: str
    number: int
    newer: str
    older: str
    episodes: tuple[Episode, ...]


def shelves(
    episodes: Sequence[Episode],
    shown_in: str,
    settings: Settings,
    spoken: Spoken = NOTHING_SPOKEN,
) -> tuple[Shelf, ...]:
    """Every shelf that holds a story, as named on a page in the language ``shown_in``.

    Languages are in the order of their names, classes and kinds in that of the settings.
    """
    found = [
        *_languages(episodes, shown_in, spoken),
        *_named("class", settings.classes, episodes, shown_in, settings),
        *_named("kind", settings.kinds, episodes, shown_in, settings),
    ]
    return tuple(shelf for shelf in found if shelf.episodes)


def leaves(shelf: Shelf) -> Iterator[ShelfStories]:
    """The pages of a shelf before anything is told of them: the newest, then :data:`PAGE` stories
    each.
    """
    episodes = shelf.episodes
    older = max(0, len(episodes) // PAGE - 1)
    paths = [shelf.path, *(f"{shelf.path}page-{number}/" for number in range(older, 0, -1))]
    first = len(episodes) - older * PAGE
    starts = [0, *range(first, len(episodes), PAGE)]
    ends = [first, *range(first + PAGE, len(episodes) + 1, PAGE)]
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        yield ShelfStories(
            path=paths[at],
            number=older + 1 - at if at else 0,
            newer=paths[at - 1] if at else "",
            older=paths[at + 1] if at < older else "",
            episodes=episodes[start:end],
        )


def shelf_page(shelf: Shelf, leaf: ShelfStories, shown_in: str, settings: Settings) -> ShelfPage:
    """A page of a shelf as it is told in the language ``shown_in``."""
    held = [card(each, shown_in, settings) for each in leaf.episodes]
    stretches = tuple(_stretches(held)) if shelf.by_year else (Stretch(0, tuple(held)),)
    return ShelfPage(leaf.path, leaf.number, leaf.newer, leaf.older, stretches)


def stories_of_the_year(shelf: Shelf, year: int, settings: Settings) -> tuple[Episode, ...]:
    """A shelf's stories of that school year, which go on its passport; none for a kind."""
    if shelf.sort == "kind":
        return ()
    return tuple(each for each in shelf.episodes if told_year(each, settings) == year)


def _languages(episodes: Sequence[Episode], shown_in: str, spoken: Spoken) -> Iterator[Shelf]:
    told = _grouped(episodes, lambda story: story.language)
    named = {tag: language_name(tag, shown_in) for tag in told}
    for tag in sorted(told, key=lambda each: (named[each][1].text, each)):
        own, also = named[tag]
        other = also if also.text != own.text else None
        sound = spoken[tag].path if tag in spoken else ""
        yield Shelf("language", tag, own, other, tuple(told[tag]), spoken=sound)


def _named(
    sort: Sort,
    rows: Sequence[SchoolClass | Kind],
    episodes: Sequence[Episode],
    shown_in: str,
    settings: Settings,
) -> Iterator[Shelf]:
    numbers = sign_numbers([row.id for row in rows])
    told = _grouped(episodes, lambda story: story.class_id if sort == "class" else story.kind)
    for row in rows:
        held = told.get(row.id, [])
        by_year = isinstance(row, SchoolClass) and not row.group
        if by_year:
            held.sort(key=lambda each: -told_year(each, settings))
        if name := run_in(row.name, shown_in, settings.interface_languages[0], "en"):
            number = numbers[row.id]
            yield Shelf(sort, row.id, name, None, tuple(held), by_year, sign_number=number)


def _grouped(episodes: Iterable[Episode], key: Callable[[Story], str]) -> dict[str, list[Episode]]:
    """The episodes grouped by what ``key`` returns for their story, each group in their order."""
    groups: dict[str, list[Episode]] = {}
    for each in episodes:
        groups.setdefault(key(each.exhibit.story), []).append(each)
    return groups


def _stretches(cards: Sequence[Card]) -> Iterator[Stretch]:
    for year, held in groupby(cards, key=lambda each: each.year):
        yield Stretch(year, tuple(held))
