"""Stories and feeds as structured data, for search engines. Pure.

It is JSON-LD in the vocabulary of schema.org. Nothing is stated that the page itself does not show.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from media_pipeline.model import Episode, Rendition, Role
from media_pipeline.publish.addresses import embed_path, media_path, story_path
from media_pipeline.publish.captions import word_path
from media_pipeline.publish.interfaces import Interface
from media_pipeline.publish.plaintext import value
from media_pipeline.publish.views.cards import Picture
from media_pipeline.publish.views.feeds import FeedView

Node = Mapping[str, Any]
"""A thing in the vocabulary of schema.org."""

_VOCABULARY = "https://schema.org"
_CLOSING = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})
"""Escapes, so that no word of a story can end the element it is in."""


def linked(nodes: Sequence[Node]) -> str:
    """The nodes as JSON-LD that is safe within a page; "" for none."""
    if not nodes:
        return ""
    said: Node = {"@graph": list(nodes)} if len(nodes) > 1 else nodes[0]
    whole = json.dumps({"@context": _VOCABULARY, **said}, ensure_ascii=False, separators=(",", ":"))
    return whole.translate(_CLOSING)


def series(feed: FeedView, interface: Interface) -> Node:
    """A feed as a podcast's series."""
    return _filled(
        {
            **_reference(feed, interface),
            "description": value(feed.description.text) if feed.description else "",
            "image": interface.file(feed.art.path) if feed.art else "",
            "publisher": {"@type": "School", "name": interface.school, "url": interface.page("")},
        }
    )


def cover(feeds: Sequence[FeedView]) -> Picture | None:
    """The picture of the first feed that has one."""
    for feed in feeds:
        if feed.art:
            return replace(feed.art, alt=feed.title.text)
    return None


def crumbs(interface: Interface, *steps: tuple[str, str]) -> Node:
    """The steps from the first page to a page: names and paths."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": interface.page(path)}
            for number, (name, path) in enumerate(((interface.school, ""), *steps), start=1)
        ],
    }


def episode_node(
    episode: Episode, title: str, description: str, feeds: Sequence[FeedView], interface: Interface
) -> Node:
    """A story as a podcast's episode; ``feeds`` are those it is in."""
    exhibit, slug = episode.exhibit, episode.permit.slug
    story = exhibit.story
    told = value(story.teller)
    licence = value(story.licence)
    shared = {
        "name": title,
        "description": description,
        "thumbnailUrl": interface.file(media_path(slug, exhibit.still)) if exhibit.still else "",
        "inLanguage": story.language,
    }
    media = [_played(each, episode, shared, interface) for each in _playing(episode)]
    return _filled(
        {
            "@type": "PodcastEpisode",
            "url": interface.page(story_path(slug)),
            **shared,
            "datePublished": episode.permit.published.date().isoformat(),
            "duration": duration(exhibit.seconds),
            "creator": {"@type": "Person", "name": told} if told else "",
            "license": _licence(licence),
            "isAccessibleForFree": True,
            "partOfSeries": [_reference(each, interface) for each in feeds],
            "associatedMedia": media,
        }
    )


def duration(seconds: float) -> str:
    """A length in ISO 8601: ``PT1M40S``."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    shown = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in shown if number)


def _playing(episode: Episode) -> Iterator[Rendition]:
    for role in (Role.VIDEO, Role.ENCLOSURE):
        if found := episode.exhibit.rendition(role):
            yield found


def _played(made: Rendition, episode: Episode, shared: Node, interface: Interface) -> Node:
    """A file that plays. For a film, search engines want again what its episode says already; for a
    sound, its location is enough.
    """
    slug = episode.permit.slug
    here = {
        "contentUrl": interface.file(media_path(slug, made)),
        "encodingFormat": made.mime,
        "duration": duration(made.seconds or episode.exhibit.seconds),
        "transcript": _transcript(episode, interface),
    }
    if made.role is not Role.VIDEO:
        return _filled({"@type": "AudioObject", "inLanguage": shared["inLanguage"], **here})
    return _filled(
        {
            "@type": "VideoObject",
            **shared,
            **here,
            "embedUrl": interface.page(embed_path(slug)),
            "uploadDate": episode.permit.published.date().isoformat(),
        }
    )


def _transcript(episode: Episode, interface: Interface) -> str:
    """The file with the words of the telling; "" if there is none."""
    told, words = episode.exhibit.story.language, episode.exhibit.words
    for language in (told, ""):
        if language in words and (
            path := word_path(episode.permit.slug, language, words[language])
        ):
            return interface.file(path)
    return ""


def _licence(said: str) -> Node | str:
    """An address, or the name of a work that is the licence: the vocabulary accepts no
    plain text.
    """
    if not said or said.startswith("https://"):
        return said
    return {"@type": "CreativeWork", "name": said}


def _reference(feed: FeedView, interface: Interface) -> Node:
    return {
        "@type": "PodcastSeries",
        "name": feed.title.text,
        "url": interface.page(""),
        "webFeed": interface.file(feed.path),
        "inLanguage": feed.title.language,
    }


def _filled(node: Node) -> Node:
    """The node without empty values."""
    return {name: said for name, said in node.items() if said not in ("", [], None)}
