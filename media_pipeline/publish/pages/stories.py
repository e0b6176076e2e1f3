"""The story pages: each story, what is told beside it, and what may be heard after it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from media_pipeline.model import Episode
from media_pipeline.publish.addresses import code_path, story_path, words_page_path
from media_pipeline.publish.pages.head import story_metadata
from media_pipeline.publish.pages.kept import keeping
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.shows import by_lot
from media_pipeline.publish.views.cards import told_title
from media_pipeline.publish.views.site import SiteView
from media_pipeline.publish.views.story import Onward, story_page
from media_pipeline.publish.wording import Run, language_name


@dataclass(frozen=True, slots=True)
class Telling:
    """Another telling of the same tale: its language, in itself and in the page's."""

    path: str
    title: Run
    language: tuple[Run, Run]


def drafts(site: SiteView) -> Iterator[Draft]:
    """A page for each story, and one for its words where they are long."""
    interface = site.interface
    after, surprise = _older(site.episodes), _ring(site.episodes)
    for episode in site.episodes:
        slug, own = episode.permit.slug, episode.permit.id
        page = story_page(episode.exhibit, slug, interface.language, site.settings, interface.root)
        values = {
            "story": page,
            "code": code if (code := code_path(slug, interface.language)) in site.files else "",
            "keeping": keeping(episode.exhibit, slug),
            "published": episode.permit.published.date(),
            "tellings": tuple(_tellings(episode, site)),
            "onward": Onward(_title(after.get(own)), _title(surprise.get(own))),
        }
        feeds = tuple(
            replace(each, twin="")  # its own page names that; here it would be weight
            for each in site.feeds_of(episode)
        )
        about = story_metadata(episode, site)
        yield Draft(story_path(slug), "story.html", values, feeds, about)
        if page.words and page.words.script:
            apart = {"story": page, "published": True}
            yield Draft(
                words_page_path(slug),
                "words.html",
                apart,
                indexed=False,
                instead=story_path(slug),
            )


def _older(newest: Sequence[Episode]) -> Mapping[str, Episode]:
    """The next older story in the same language, by id; none after the oldest.

    It never leads back to the newest, so that a new story changes no other page.
    """
    last: dict[str, Episode] = {}
    after: dict[str, Episode] = {}
    for each in newest:
        language = each.exhibit.story.language
        if language in last:
            after[last[language].permit.id] = each
        last[language] = each
    return after


def _ring(episodes: Sequence[Episode]) -> Mapping[str, Episode]:
    """Another story for each, by id: the next in a ring that is drawn by lot.

    A new story changes one other page.
    """
    if len(episodes) <= 1:
        return {}
    ring = by_lot(episodes)
    return {each.permit.id: ring[place - len(ring) + 1] for place, each in enumerate(ring)}


def _title(episode: Episode | None) -> tuple[str, Run] | None:
    if episode is None:
        return None
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
