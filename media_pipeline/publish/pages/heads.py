"""What each kind of page tells machines of itself. Pure."""

from __future__ import annotations

from dataclasses import replace

from media_pipeline.model import Episode, Rendition, Role
from media_pipeline.publish.addresses import media_path, oembed_path
from media_pipeline.publish.metadata import About, Thing, crumbs, episode_node, series
from media_pipeline.publish.pages.cards import other_title, told_title
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.pages.shelves import Shelf, ShelfPage
from media_pipeline.publish.plaintext import value
from media_pipeline.publish.wording import language_name, passage_in, run, run_in

_DOT = " · "


def room_about(shelf: Shelf, page: ShelfPage, rack: Rack) -> About:
    """Of a page of a shelf: what it holds, and the way to it."""
    catalogue, base = rack.interface.catalogue, rack.base
    stories = len(shelf.episodes)
    count = catalogue.ngettext("%(number)s story", "%(number)s stories", stories)
    # An older page says nothing that a new story changes.
    held = "" if page.number else count.replace("%(number)s", catalogue.number(stories))
    names = [shelf.name.text, shelf.also.text if shelf.also else ""]
    steps = [(shelf.name.text, shelf.path)]
    if page.number:
        steps.append((catalogue.number(page.number), page.path))
    feeds = rack.feeds_named(shelf.show)
    return About(
        title=shelf.name.text,
        description=_joined(*names, held, base.school),
        nodes=(crumbs(base, *steps), *(series(each, base) for each in feeds)),
    )


def story_about(episode: Episode, rack: Rack) -> About:
    """Of a story's page: what it is, and what plays."""
    exhibit, slug, shown_in = episode.exhibit, episode.permit.slug, rack.interface.language
    told, other = told_title(exhibit, slug), other_title(exhibit, shown_in)
    title = _joined(told.text, other.text if other else "")
    film, sound = exhibit.rendition(Role.VIDEO), exhibit.rendition(Role.ENCLOSURE)
    description = _description(episode, title, rack)
    feeds = rack.feeds_of(episode)
    picture = _thing(slug, exhibit.still)
    return About(
        title=title,
        description=description,
        og_type="video.other" if film else "article",
        picture=replace(picture, alt=title) if picture else None,
        sound=_thing(slug, sound),
        film=_thing(slug, film),
        nodes=(episode_node(episode, told.text, description, feeds, rack.base),),
        oembed=rack.interface.root + oembed_path(slug),
    )


def _description(episode: Episode, title: str, rack: Rack) -> str:
    """What people said of a story, else what is known of it."""
    story, settings = episode.exhibit.story, rack.settings
    shown_in, first = rack.interface.language, settings.interface_languages[0]
    if said := passage_in(story.description, shown_in, story.language, first):
        return value(said.text)
    kind, school_class = settings.kind(story.kind), settings.school_class(story.class_id)
    named = [run_in(row.name, shown_in, first, "en") for row in (kind, school_class) if row]
    own, also = language_name(story.language, shown_in)
    tongue = _joined(own.text, also.text if also.text != own.text else "")
    teller = run(story.teller, story.language).text
    return _joined(title, tongue, *(each.text for each in named if each), teller, rack.base.school)


def _thing(slug: str, made: Rendition | None) -> Thing | None:
    if made is None:
        return None
    return Thing(media_path(slug, made), made.mime, made.width, made.height)


def _joined(*said: str) -> str:
    return value(_DOT.join(each for each in said if each))
