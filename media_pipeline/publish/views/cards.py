"""What a list shows of a story: one card, with everything needed to choose it."""

from __future__ import annotations

from dataclasses import dataclass

from media_pipeline.languages import own_name
from media_pipeline.model import Episode, Exhibit, Rendition, Role, Story
from media_pipeline.publish.addresses import media_path, story_path
from media_pipeline.publish.plans import school_year, story_day
from media_pipeline.publish.views.signs import kind_icon
from media_pipeline.publish.wording import Run, run, run_in
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the site, or a file that plays: its path, its size in pixels, its type, and a
    text of what it shows.
    """

    path: str
    width: int
    height: int
    mime: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list, with its small cover.

    ``other`` is its title in the language of the page, if that is not the language of the telling.
    ``year`` is the school year it was told in, as the year in which that begins. ``kind`` is the
    path of the picture of its kind, and ``award`` the name of an award that it won. ``featured``
    marks the school's best work.
    """

    path: str
    title: Run
    other: Run | None
    language: Run
    seconds: float
    video: bool
    art: Picture | None
    teller: str
    year: int
    kind: str = ""
    kind_name: Run | None = None
    award: Run | None = None
    featured: bool = False


def card(episode: Episode, shown_in: str, settings: Settings) -> Card:
    """The card of an episode on a page in the language ``shown_in``."""
    exhibit, slug = episode.exhibit, episode.permit.slug
    story, kind = exhibit.story, settings.kind(exhibit.story.kind)
    return Card(
        path=story_path(slug),
        title=told_title(exhibit, slug),
        other=other_title(exhibit, shown_in),
        language=run(own_name(story.language), story.language),
        seconds=exhibit.seconds,
        video=exhibit.rendition(Role.VIDEO) is not None,
        art=picture(slug, exhibit.thumbnail),
        teller=run(story.teller, story.language).text,
        year=told_year(episode, settings),
        kind=kind_icon(kind.id) if kind else "",
        kind_name=run_in(kind.name, shown_in, *settings.interface_languages[:1]) if kind else None,
        award=award_of(story),
        featured=story.featured,
    )


def award_of(story: Story) -> Run | None:
    """The name of the award it won, as entered; None if it won none."""
    named = run(story.award, story.language)
    return named if named.text else None


def told_year(episode: Episode, settings: Settings) -> int:
    """The school year an episode was told in, as the year in which that begins."""
    day = story_day(episode.exhibit.story, episode.permit.published)
    return school_year(day, settings.year_starts)


def told_title(exhibit: Exhibit, slug: str) -> Run:
    """The title in the language of the telling, else the first there is, else the slug."""
    story = exhibit.story
    return run_in(story.title, story.language) or run(slug, "en")


def other_title(exhibit: Exhibit, shown_in: str) -> Run | None:
    """The title in the language of the page, if that is not the language of the telling."""
    title = exhibit.story.title
    if shown_in == exhibit.story.language or shown_in not in title:
        return None
    told = run_in(title, exhibit.story.language)
    other = run_in({shown_in: title[shown_in]})
    return other if told and other != told else None


def picture(slug: str, rendition: Rendition | None) -> Picture | None:
    """A picture of a story; None if there is none."""
    if rendition is None:
        return None
    path = media_path(slug, rendition)
    return Picture(path, rendition.width, rendition.height, rendition.mime)
