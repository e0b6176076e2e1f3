"""An episode → its item in a show's feed: the file, where else it is, and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Self

from media_pipeline.languages import name_in
from media_pipeline.model import MP3, Episode, Rendition, Role, Show, Story
from media_pipeline.publish.addresses import episode_media, interface_root, story_path
from media_pipeline.publish.captions import CHAPTERS, PLAIN, WEBVTT, chapters_page, word_path
from media_pipeline.publish.feeds.podcast import Enclosure, Item, Tag, written
from media_pipeline.publish.phrases import PHRASES
from media_pipeline.publish.plaintext import DESCRIPTION_BYTES, as_html, said_in, value
from media_pipeline.publish.shows import enclosed
from media_pipeline.settings import Settings

_FACT_BYTES = 700
"""Four facts of this size leave a description more than 1,000 of its 4,000 bytes."""

MOST = 20_000
"""Items remembered at a time, of 2 to 3 KB each."""

_CODECS = {"audio/ogg": "opus"}
"""RFC 6381's name for what an Ogg file holds; MP3 and MP4 are clear without it."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything about a show that its items depend on: the language of its phrases, and whether it
    shows films, is the low-data twin, or numbers its episodes.
    """

    language: str
    video: bool
    saver: bool
    serial: bool

    @classmethod
    def of(cls, show: Show) -> Self:
        """The edition of a show."""
        return cls(show.language, show.video, bool(show.saver_of), show.serial)


class Items:
    """The items of a school's feeds, each written only once per process: a story is in the feeds of
    its language, its class and its kind, and in that of every story.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._written: dict[tuple[str, Edition, int], bytes] = {}

    def of(self, episode: Episode, show: Show, number: int) -> bytes:
        """The episode's item in a feed of ``show``. ``number`` is its place in the season, 0 for
        none.

        Raises :class:`ValueError` if the episode has no file for the show's subscribers; no show
        made by :mod:`~media_pipeline.publish.shows` holds such an episode.
        """
        edition = Edition.of(show)
        file = enclosed(episode, video=edition.video, saver=edition.saver)
        if file is None:
            raise ValueError(f"episode {episode.permit.id} has no file for the show {show.name}")
        key = (episode.permit.id, edition, number)
        if key not in self._written:
            if len(self._written) >= MOST:
                self._written.clear()
            self._written[key] = written(item_of(episode, file, edition, self._settings, number))
        return self._written[key]


def item_of(
    episode: Episode, file: Rendition, edition: Edition, settings: Settings, number: int
) -> Item:
    """The item of an episode with its ``file``; ``number`` as in :meth:`Items.of`."""
    story, permit = episode.exhibit.story, episode.permit
    title = (
        _without_number(value(story.shown_title), number) if edition.serial else story.shown_title
    )
    address = settings.address + episode_media(episode, file)
    return Item(
        guid=permit.id,
        title=value(title) or permit.slug,
        link=pages_address(settings, edition.language) + story_path(permit.slug),
        description=_description(story, edition, settings),
        published=permit.published,
        enclosure=Enclosure(address, file.bytes, file.mime),
        tags=tuple(_tags(episode, edition, settings, file, number)),
    )


def pages_address(settings: Settings, language: str) -> str:
    """Where the pages begin that are in a feed's language; the first ones, where none are."""
    return settings.address + interface_root(settings, language)


def art_tags(address: str, width: int) -> Iterator[Tag]:
    """A square picture for a channel or an item; ``width`` in pixels, 0 if unknown."""
    yield Tag("itunes:image", attributes={"href": address})
    if width:
        yield Tag("podcast:images", attributes={"srcset": f"{address} {width}w"})


def _tags(
    episode: Episode, edition: Edition, settings: Settings, file: Rendition, number: int
) -> Iterator[Tag]:
    exhibit, story = episode.exhibit, episode.exhibit.story
    teller = value(story.teller)
    yield Tag("itunes:author", teller or value(settings.feeds.author or settings.name))
    yield Tag("itunes:duration", str(max(1, round(file.seconds or exhibit.seconds))))
    yield Tag("itunes:explicit", "false")
    if art := exhibit.rendition(Role.ART):
        yield from art_tags(settings.address + episode_media(episode, art), art.width)
    if teller:
        yield Tag("podcast:person", teller, {"role": "narrator", "group": "cast"})
    if story.season > 0:
        yield Tag("itunes:season", str(story.season))
        yield Tag("podcast:season", str(story.season))
    if number > 0:
        yield Tag("itunes:episode", str(number))
        yield Tag("podcast:episode", str(number))
    yield from _caption_tags(episode, settings)
    for other in _alternatives(episode, edition):
        yield _alternative(episode, other, settings)


def _caption_tags(episode: Episode, settings: Settings) -> Iterator[Tag]:
    slug, exhibit = episode.permit.slug, episode.exhibit
    for language, words in sorted(exhibit.words.items(), key=itemgetter(0)):
        if not (path := word_path(slug, language, words)):
            continue
        attributes = {
            "url": settings.address + path,
            "type": WEBVTT if words.cues else PLAIN,
            "language": language or exhibit.story.language,
        }
        if words.cues:
            attributes["rel"] = "captions"
        yield Tag("podcast:transcript", attributes=attributes)
    if chapters := chapters_page(slug, exhibit.chapters):
        attributes = {"url": settings.address + chapters.path, "type": CHAPTERS}
        yield Tag("podcast:chapters", attributes=attributes)


def _alternatives(episode: Episode, edition: Edition) -> Iterator[Rendition]:
    """What an app may play instead of the enclosure; for a low-data show, nothing larger."""
    if edition.video:
        wanted = [(Role.VIDEO_SAVER, "video/mp4"), (Role.ENCLOSURE, MP3)]
    elif edition.saver:
        wanted = [(Role.SAVER, "audio/ogg")]
    else:
        wanted = [(Role.SAVER, "audio/ogg"), (Role.VIDEO, "video/mp4")]
    found = (episode.exhibit.rendition(role, mime) for role, mime in wanted)
    yield from (each for each in found if each)


def _alternative(episode: Episode, file: Rendition, settings: Settings) -> Tag:
    attributes = {
        "type": file.mime,
        "length": str(file.bytes),
        "bitrate": str(_bits_per_second(file)),
        "lang": episode.exhibit.story.language,
    }
    if file.height:
        attributes["height"] = str(file.height)
    if file.mime in _CODECS:
        attributes["codecs"] = _CODECS[file.mime]
    source = Tag(
        "podcast:source", attributes={"uri": settings.address + episode_media(episode, file)}
    )
    return Tag("podcast:alternateEnclosure", attributes=attributes, children=(source,))


def _bits_per_second(file: Rendition) -> int:
    """The average, from the file itself: what an encoder was asked for is only its target."""
    return round(file.bytes * 8 / file.seconds) if file.seconds else file.kbps * 1000


def _description(story: Story, edition: Edition, settings: Settings) -> str:
    """HTML: what was said about the story, how it was told, and whose it is."""
    spoken = next(
        each
        for each in (edition.language, settings.interface_languages[0], "en")
        if each in PHRASES
    )
    phrases = PHRASES[spoken]
    school_class = settings.school_class(story.class_id)
    where = said_in(school_class.name, spoken) if school_class else ""
    told = ", ".join(filter(None, [name_in(story.language, spoken), where]))
    facts = [
        (phrases.told, told),
        (phrases.credit, story.credit),
        (phrases.source, story.source),
        (phrases.licence, story.licence),
    ]
    lines = [as_html(said.format(value(fact)), _FACT_BYTES) for said, fact in facts if value(fact)]
    after = f"<p>{'<br>'.join(lines)}</p>"
    room = DESCRIPTION_BYTES - len(after.encode()) - len("<p></p>")
    about = as_html(said_in(story.description, edition.language, story.language), room)
    return (f"<p>{about}</p>" if about else "") + after


def _without_number(title: str, number: int) -> str:
    """A serial's title without its own number in front, which apps add themselves."""
    bare = re.sub(rf"^\W*0*{number}\s*[.:)\]–—-]+\s*(?=\S)", "", title)
    return bare or title
