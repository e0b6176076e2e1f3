"""What machines are told of a page: search engines, chats that show a link, other sites. Pure.

    About, of a page's module ─► Head, with full addresses ─► metadata.html

JSON-LD is in the vocabulary of schema.org, Open Graph as ogp.me has it. Nothing is said that the
page itself does not show.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from media_pipeline.model import Episode, Rendition, Role
from media_pipeline.publish.addresses import embed_path, media_path, story_path
from media_pipeline.publish.captions import word_path
from media_pipeline.publish.pages.subscriptions import Subscription
from media_pipeline.publish.plaintext import value

Node = Mapping[str, Any]
"""A thing in the vocabulary of schema.org."""

_VOCABULARY = "https://schema.org"
_CLOSING = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})
"""So that no word of a story ends the element that it stands in."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where the pages of an interface language stand: ``address`` ends in a slash, or is "" where
    the school has none. ``school`` is its name.
    """

    address: str
    root: str
    school: str

    def page(self, path: str) -> str:
        """The full address of a page."""
        return f"{self.address}{self.root}{path}"

    def file(self, path: str) -> str:
        """The full address of a file that all languages share."""
        return self.address + path


@dataclass(frozen=True, slots=True)
class Thing:
    """A picture or a file that plays, by its path: type, size in pixels, what it shows."""

    path: str
    mime: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a page beyond what its template says.

    ``og_type`` is Open Graph's type. ``title`` is the page's own where it is "". ``nodes`` stand
    for the series of its feeds where there are some. ``oembed`` is the path of what tells other
    sites how to frame it.
    """

    title: str = ""
    description: str = ""
    og_type: str = "website"
    picture: Thing | None = None
    sound: Thing | None = None
    film: Thing | None = None
    nodes: tuple[Node, ...] = ()
    oembed: str = ""


NOTHING_MORE = About()


def linked(nodes: Sequence[Node]) -> str:
    """The nodes as JSON-LD that may stand in a page; "" for none."""
    if not nodes:
        return ""
    said: Node = {"@graph": list(nodes)} if len(nodes) > 1 else nodes[0]
    whole = json.dumps({"@context": _VOCABULARY, **said}, ensure_ascii=False, separators=(",", ":"))
    return whole.translate(_CLOSING)


def series(feed: Subscription, base: Base) -> Node:
    """A feed as a podcast's series."""
    return _said(
        {
            **_reference(feed, base),
            "description": value(feed.description.text) if feed.description else "",
            "image": base.file(feed.art.path) if feed.art else "",
            "publisher": {"@type": "School", "name": base.school, "url": base.page("")},
        }
    )


def cover(feeds: Sequence[Subscription]) -> Thing | None:
    """The picture of the first feed that has one."""
    for feed in feeds:
        if feed.art:
            return Thing(feed.art.path, "", feed.art.width, feed.art.height, feed.title.text)
    return None


def crumbs(base: Base, *steps: tuple[str, str]) -> Node:
    """The way to a page from the first: names and paths."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": base.page(path)}
            for number, (name, path) in enumerate(((base.school, ""), *steps), start=1)
        ],
    }


def episode_node(
    episode: Episode, title: str, description: str, feeds: Sequence[Subscription], base: Base
) -> Node:
    """A story as a podcast's episode; ``feeds`` are those it is in."""
    exhibit, slug = episode.exhibit, episode.permit.slug
    story = exhibit.story
    told = value(story.teller)
    licence = value(story.licence)
    shared = {
        "name": title,
        "description": description,
        "thumbnailUrl": base.file(media_path(slug, exhibit.still)) if exhibit.still else "",
        "inLanguage": story.language,
    }
    media = [_played(each, episode, shared, base) for each in _playing(episode)]
    return _said(
        {
            "@type": "PodcastEpisode",
            "url": base.page(story_path(slug)),
            **shared,
            "datePublished": episode.permit.published.date().isoformat(),
            "duration": duration(exhibit.seconds),
            "creator": {"@type": "Person", "name": told} if told else "",
            "license": _licence(licence),
            "isAccessibleForFree": True,
            "partOfSeries": [_reference(each, base) for each in feeds],
            "associatedMedia": media,
        }
    )


def duration(seconds: float) -> str:
    """A length as ISO 8601 has it: ``PT1M40S``."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    shown = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in shown if number)


def _playing(episode: Episode) -> Iterator[Rendition]:
    for role in (Role.VIDEO, Role.ENCLOSURE):
        if found := episode.exhibit.rendition(role):
            yield found


def _played(made: Rendition, episode: Episode, shared: Node, base: Base) -> Node:
    """A file that plays. Search engines want of a film what its episode says already; of a sound
    it is enough where it is.
    """
    slug = episode.permit.slug
    here = {
        "contentUrl": base.file(media_path(slug, made)),
        "encodingFormat": made.mime,
        "duration": duration(made.seconds or episode.exhibit.seconds),
        "transcript": _transcript(episode, base),
    }
    if made.role is not Role.VIDEO:
        return _said({"@type": "AudioObject", "inLanguage": shared["inLanguage"], **here})
    return _said(
        {
            "@type": "VideoObject",
            **shared,
            **here,
            "embedUrl": base.page(embed_path(slug)),
            "uploadDate": episode.permit.published.date().isoformat(),
        }
    )


def _transcript(episode: Episode, base: Base) -> str:
    """The words of the telling, where they are."""
    told, words = episode.exhibit.story.language, episode.exhibit.words
    for language in (told, ""):
        if language in words and (
            path := word_path(episode.permit.slug, language, words[language])
        ):
            return base.file(path)
    return ""


def _licence(said: str) -> Node | str:
    """An address, or the name of a work that is the licence: the vocabulary takes no plain text."""
    if not said or said.startswith("https://"):
        return said
    return {"@type": "CreativeWork", "name": said}


def _reference(feed: Subscription, base: Base) -> Node:
    return {
        "@type": "PodcastSeries",
        "name": feed.title.text,
        "url": base.page(""),
        "webFeed": base.file(feed.path),
        "inLanguage": feed.title.language,
    }


def _said(node: Node) -> Node:
    """Without what nobody said."""
    return {name: said for name, said in node.items() if said not in ("", [], None)}
