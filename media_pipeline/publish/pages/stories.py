"""The story pages: each story, and what is told beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_pipeline.model import Episode
from media_pipeline.publish.addresses import story_path
from media_pipeline.publish.pages.cards import told_title
from media_pipeline.publish.pages.heads import story_about
from media_pipeline.publish.pages.leaves import Leaf
from media_pipeline.publish.pages.rack import Rack
from media_pipeline.publish.pages.story import story_page
from media_pipeline.publish.pages.subscriptions import WHOLE_SHOW
from media_pipeline.publish.wording import Run, language_name


@dataclass(frozen=True, slots=True)
class Telling:
    """Another telling of the same tale: its language, in itself and in the page's."""

    path: str
    title: Run
    language: tuple[Run, Run]


def leaves(rack: Rack) -> Iterator[Leaf]:
    """A page for each story."""
    shown_in = rack.interface.language
    for episode in rack.episodes:
        story, slug = episode.exhibit.story, episode.permit.slug
        said = {
            "story": story_page(episode.exhibit, slug, shown_in, rack.settings),
            "published": episode.permit.published.date(),
            "tellings": tuple(_tellings(episode, rack)),
        }
        shows = (
            f"language-{story.language.lower()}",
            f"class-{story.class_id}",
            f"kind-{story.kind}",
        )
        feeds = rack.feeds_named(WHOLE_SHOW, *shows)
        about = story_about(episode, rack)
        yield Leaf(story_path(slug), "story.html", said, feeds, about)


def _tellings(episode: Episode, rack: Rack) -> Iterator[Telling]:
    """The same tale told by others, in the order of their languages' names."""
    shown_in = rack.interface.language
    found = [
        Telling(
            path=story_path(each.permit.slug),
            title=told_title(each.exhibit, each.permit.slug),
            language=language_name(each.exhibit.story.language, shown_in),
        )
        for each in rack.tellings(episode)
    ]
    yield from sorted(found, key=lambda each: (each.language[1].text, each.path))
