"""What machines are told about a page: search engines, chats that show a link, other sites. Pure.

    PageMetadata, of a page's module ─► Head, with full addresses ─► metadata.html

Open Graph is as defined by ogp.me. Nothing is stated that the page itself does not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from media_pipeline.model import Episode, Role
from media_pipeline.publish.addresses import oembed_path
from media_pipeline.publish.interfaces import Interface
from media_pipeline.publish.pages.structured_data import Node, crumbs, episode_node, series
from media_pipeline.publish.plaintext import value
from media_pipeline.publish.views.cards import Picture, other_title, picture, told_title
from media_pipeline.publish.views.feeds import FeedView
from media_pipeline.publish.views.shelves import Shelf, ShelfPage
from media_pipeline.publish.views.site import SiteView
from media_pipeline.publish.wording import language_name, passage_in, run, run_in
from media_pipeline.settings import Settings

_DOT = " · "


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What is told about a page beyond what its template says.

    ``og_type`` is Open Graph's type. If ``title`` is "", the page's own is used. ``nodes``, if any,
    replace the series of its feeds. ``oembed`` is the path of the file that tells other sites how
    to frame the page.
    """

    title: str = ""
    description: str = ""
    og_type: str = "website"
    picture: Picture | None = None
    sound: Picture | None = None
    film: Picture | None = None
    nodes: tuple[Node, ...] = ()
    oembed: str = ""


NOTHING_MORE = PageMetadata()


def shelf_metadata(shelf: Shelf, page: ShelfPage, site: SiteView) -> PageMetadata:
    """The metadata of a shelf's page: what it holds, and the path to it."""
    interface, catalogue = site.interface, site.interface.catalogue
    stories = len(shelf.episodes)
    count = catalogue.ngettext("%(number)s story", "%(number)s stories", stories)
    # An older page states nothing that a new story would change.
    held = "" if page.number else count.replace("%(number)s", catalogue.number(stories))
    names = [shelf.name.text, shelf.also.text if shelf.also else ""]
    steps = [(shelf.name.text, shelf.path)]
    if page.number:
        steps.append((catalogue.number(page.number), page.path))
    feeds = site.feeds_named(shelf.show)
    return PageMetadata(
        title=shelf.name.text,
        description=_joined(*names, held, interface.school),
        nodes=(crumbs(interface, *steps), *(series(each, interface) for each in feeds)),
    )


def story_metadata(
    episode: Episode, feeds: Sequence[FeedView], interface: Interface, settings: Settings
) -> PageMetadata:
    """The metadata of a story's page: what it is, and what plays."""
    exhibit, slug, shown_in = episode.exhibit, episode.permit.slug, interface.language
    told, other = told_title(exhibit, slug), other_title(exhibit, shown_in)
    title = _joined(told.text, other.text if other else "")
    film, sound = exhibit.rendition(Role.VIDEO), exhibit.rendition(Role.ENCLOSURE)
    description = _description(episode, title, interface, settings)
    still = picture(slug, exhibit.still)
    return PageMetadata(
        title=title,
        description=description,
        og_type="video.other" if film else "article",
        picture=replace(still, alt=title) if still else None,
        sound=picture(slug, sound),
        film=picture(slug, film),
        nodes=(episode_node(episode, told.text, description, feeds, interface),),
        oembed=interface.root + oembed_path(slug),
    )


def _description(episode: Episode, title: str, interface: Interface, settings: Settings) -> str:
    """What people said about a story, else what is known about it."""
    story = episode.exhibit.story
    shown_in, first = interface.language, settings.interface_languages[0]
    if said := passage_in(story.description, shown_in, story.language, first):
        return value(said.text)
    kind, school_class = settings.kind(story.kind), settings.school_class(story.class_id)
    named = [run_in(row.name, shown_in, first, "en") for row in (kind, school_class) if row]
    own, also = language_name(story.language, shown_in)
    tongue = _joined(own.text, also.text if also.text != own.text else "")
    teller = run(story.teller, story.language).text
    return _joined(title, tongue, *(each.text for each in named if each), teller, interface.school)


def _joined(*said: str) -> str:
    return value(_DOT.join(each for each in said if each))
