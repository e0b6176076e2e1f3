"""The story pages: each story, what is linked beside it, and what may be heard after it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from media_pipeline.model import Episode
from media_pipeline.publish.addresses import code_path, story_path, words_page_path
from media_pipeline.publish.pages.head import story_metadata
from media_pipeline.publish.pages.kept import keeping
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.shows import by_lot
from media_pipeline.publish.views.cards import told_title
from media_pipeline.publish.views.feeds import FeedView
from media_pipeline.publish.views.site import SiteView
from media_pipeline.publish.views.story import Onward, story_page
from media_pipeline.publish.wording import Run, language_name

FOLDER = "stories/"
"""The folder of all of them."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Another telling of the same tale; ``language`` is the name of its language, in itself and in
    the page's.
    """

    path: str
    title: Run
    language: tuple[Run, Run]


@dataclass(frozen=True, slots=True)
class Links:
    """What a story's page shows of others: the story that comes after it, a surprise, other
    tellings of its tale, its feeds; and the file of its code, "" if there is none.
    """

    after: tuple[str, Run] | None
    surprise: tuple[str, Run] | None
    tellings: tuple[Telling, ...]
    feeds: tuple[FeedView, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything a story's page is made of, apart from what all pages share."""

    episode: Episode
    links: Links


def drafts(site: SiteView) -> Iterator[Draft]:
    """A page for each story, and one for its words if they are long."""
    for each in beside(site):
        yield from story_drafts(each, site)


def beside(site: SiteView) -> Iterator[Beside]:
    """Each story with what is linked beside it."""
    language = site.interface.language
    after, surprise = _after(site), _ring(site.episodes)
    feeds: dict[str, tuple[FeedView, ...]] = {}
    titles = {each.permit.id: _title(each) for each in site.episodes}
    for episode in site.episodes:
        own = episode.permit.id
        told = episode.exhibit.story.language
        if told not in feeds:  # what a feed's page says beyond these would only add weight here
            slim = (replace(each, twin="", stories=0, latest=()) for each in site.feeds_of(episode))
            feeds[told] = tuple(slim)
        links = Links(
            after=titles.get(after.get(own, "")),
            surprise=titles.get(surprise.get(own, "")),
            tellings=tuple(_tellings(episode, site)),
            feeds=feeds[told],
            code=code_path(episode.permit.slug, language) if site.settings.address else "",
        )
        yield Beside(episode, links)


def story_drafts(told: Beside, site: SiteView) -> Iterator[Draft]:
    """The page of a story, and one for its words if they are long. Only those parts of ``site`` are
    used that are the same for every page.
    """
    episode, links, interface = told.episode, told.links, site.interface
    slug = episode.permit.slug
    page = story_page(episode.exhibit, slug, interface.language, site.settings, interface.root)
    values = {
        "story": page,
        "code": links.code,
        "keeping": keeping(episode.exhibit, slug),
        "published": episode.permit.published.date(),
        "tellings": links.tellings,
        "onward": Onward(links.after, links.surprise),
    }
    about = story_metadata(episode, links.feeds, interface, site.settings)
    yield Draft(story_path(slug), "story.html", values, links.feeds, about)
    if page.words and page.words.script:
        apart = {"story": page, "published": True}
        path = words_page_path(slug)
        yield Draft(path, "words.html", apart, indexed=False, instead=story_path(slug))


def _after(site: SiteView) -> Mapping[str, str]:
    """What comes after each story, ids by id: the next part of its serial, with nothing after the
    last; for other stories the next older one in the same language, with nothing after the oldest.

    It never leads back to the newest, so that a new story changes no page but that of the part
    before it.
    """
    last: dict[str, str] = {}
    after: dict[str, str] = {}
    for each in site.episodes:
        language, own = each.exhibit.story.language, each.permit.id
        if language in last:
            after[last[language]] = own
        last[language] = own
    serials = [[each.permit.id for each in serial] for serial in site.serials]
    for *_, last_part in serials:
        after.pop(last_part, None)
    for parts in serials:
        after |= dict(pairwise(parts))
    return after


def _ring(episodes: Sequence[Episode]) -> Mapping[str, str]:
    """Another story for each, ids by id: the next in a ring that is drawn by lot.

    A new story changes only one other page.
    """
    if len(episodes) <= 1:
        return {}
    ring = [each.permit.id for each in by_lot(episodes)]
    return {own: ring[place - len(ring) + 1] for place, own in enumerate(ring)}


def _title(episode: Episode) -> tuple[str, Run]:
    slug = episode.permit.slug
    return story_path(slug), told_title(episode.exhibit, slug)


def _tellings(episode: Episode, site: SiteView) -> Iterator[Telling]:
    """The same tale in other languages, in the order of their languages' names."""
    shown_in = site.interface.language
    found = [
        Telling(
            path=story_path(each.permit.slug),
            title=told_title(each.exhibit, each.permit.slug),
            language=language_name(each.exhibit.story.language, shown_in),
        )
        for each in site.tellings(episode)
    ]
    yield from sorted(found, key=lambda each: (each.language[1].text, each.path))
