"""Which shows a school has: the name of each, and which stories it takes. Pure.

    all                 every story
    language-pa         what is told in a language, named in itself
    class-reception     a class, in the newest school year; a group goes on from year to year
    kind-song           a kind
    <name>              feeds/<name>.toml

Nothing here looks at a clock: the newest school year is that of the newest story, so that the same
stories make the same feeds on any day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from media_pipeline import languages
from media_pipeline.model import OWN, WHOLE_SHOW, Episode, Sort, Story
from media_pipeline.publish.phrases import PHRASES
from media_pipeline.settings import FeedFile, Kind, SchoolClass, Settings

Takes = Callable[[Story, date], bool]
"""Whether a show takes a story, which belongs to a day."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A show before its episodes are chosen. ``name`` is ASCII: addresses are made of it."""

    name: str
    sort: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    language: str
    category: tuple[str, ...]
    takes: Takes
    serial: bool = False
    oldest_first: bool = False
    video: bool = False
    listed: bool = True


def automatic_plans(
    episodes: Sequence[Episode], settings: Settings, known: Collection[str] = ()
) -> Iterator[Plan]:
    """Plan the automatic shows, according to ``feeds.auto``.

    ``known`` are the names of feeds that were published before, in languages that may have no story
    now.
    """
    language = settings.interface_languages[0]
    general = Plan(
        name=WHOLE_SHOW,
        sort=WHOLE_SHOW,
        title={language: settings.name},
        description=_about(settings),
        language=language,
        category=settings.feeds.category,
        takes=lambda _story, _day: True,
    )
    for sort in settings.feeds.auto:
        if sort == WHOLE_SHOW:
            yield general
        elif sort == "language":
            told = {each.exhibit.story.language for each in episodes}
            for tag in sorted(told | _languages_of(known)):
                yield _language_plan(general, tag, settings)
        elif sort == "class":
            year = newest_school_year(episodes, settings.year_starts)
            for school_class in settings.classes:
                yield _class_plan(general, school_class, year, settings)
        else:
            for kind in settings.kinds:
                yield _kind_plan(general, kind, settings)


def file_plan(name: str, feed_file: FeedFile, settings: Settings) -> Plan:
    """Plan the show of ``feeds/<name>.toml``."""
    return Plan(
        name=name,
        sort=OWN,
        title=feed_file.title,
        description=feed_file.description or _about(settings),
        language=feed_file.language,
        category=feed_file.category or settings.feeds.category,
        takes=_file_selection(feed_file),
        serial=feed_file.type == "serial",
        oldest_first=feed_file.order == "oldest",
        video=feed_file.media == "video",
        listed=feed_file.listed,
    )


def show_name(sort: Sort, id: str) -> str:  # noqa: A002 - the settings' own word
    """The name of the automatic show of a language, class or kind."""
    return f"{sort}-{id.lower()}"


def story_day(story: Story, published: datetime) -> date:
    """The day a story belongs to; a date after its publication is a typing mistake."""
    return min(story.told or published.date(), published.date())


def school_year(day: date, year_starts: str) -> int:
    """The school year of a day, as the year it begins in; it begins on ``MM-DD``."""
    month, first = (int(part) for part in year_starts.split("-"))
    return day.year if (day.month, day.day) >= (month, first) else day.year - 1


def newest_school_year(episodes: Sequence[Episode], year_starts: str) -> int:
    """The school year of the newest story of the whole school; 0 if there is none."""
    days = (story_day(each.exhibit.story, each.permit.published) for each in episodes)
    newest = max(days, default=None)  # the latest day suffices: years begin alike for all
    return school_year(newest, year_starts) if newest else 0


def _languages_of(known: Collection[str]) -> set[str]:
    """The languages of feeds that were published before, from their names."""
    named = show_name("language", "")
    tags = (re.fullmatch(rf"{named}(.+?)(-low-data)?", name) for name in known)
    found = {languages.canonical(tag.group(1)) for tag in tags if tag}
    return {tag for tag in found if tag}


def _language_plan(general: Plan, tag: str, settings: Settings) -> Plan:
    names = {each: languages.name_in(tag, each) for each in settings.interface_languages}
    return replace(
        general,
        name=show_name("language", tag),
        sort="language",
        title=_of_school({tag: languages.own_name(tag), **names}, settings),
        language=tag,
        takes=lambda story, _day: story.language == tag,
    )


def _class_plan(general: Plan, school_class: SchoolClass, year: int, settings: Settings) -> Plan:
    def takes(story: Story, day: date) -> bool:
        return story.class_id == school_class.id and (
            school_class.group or school_year(day, settings.year_starts) == year
        )

    return replace(
        general,
        name=show_name("class", school_class.id),
        sort="class",
        title=_of_school(school_class.name, settings),
        takes=takes,
    )


def _kind_plan(general: Plan, kind: Kind, settings: Settings) -> Plan:
    return replace(
        general,
        name=show_name("kind", kind.id),
        sort="kind",
        title=_of_school(kind.name, settings),
        takes=lambda story, _day: story.kind == kind.id,
    )


def _file_selection(feed_file: FeedFile) -> Takes:
    def takes(story: Story, _day: date) -> bool:
        return (
            _among(story.language, feed_file.languages)
            and _among(story.class_id, feed_file.classes)
            and _among(story.kind, feed_file.kinds)
            and _among(story.tale, feed_file.tales)
        )

    return takes


def _among(said: str, wanted: Sequence[str]) -> bool:
    return not wanted or said in wanted


def _of_school(names: Mapping[str, str], settings: Settings) -> Mapping[str, str]:
    return {language: f"{name} · {settings.name}" for language, name in names.items()}


def _about(settings: Settings) -> Mapping[str, str]:
    """What a feed says it is, if neither the school nor the feed's own file says so."""
    return settings.feeds.description or {
        language: phrases.about.format(settings.name) for language, phrases in PHRASES.items()
    }
