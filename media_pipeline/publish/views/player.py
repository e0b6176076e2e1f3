"""What plays a story, and what of it can be kept: files, captions, chapters, a waveform. Pure.

Every address is a path of the site; the page turns it into a link.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from media_pipeline.model import MP3, Exhibit, Rendition, Role
from media_pipeline.publish.addresses import MEDIA_SUFFIXES, media_path
from media_pipeline.publish.captions import word_path
from media_pipeline.publish.views.cards import Picture, picture
from media_pipeline.publish.wording import Run, language_name, passage, run

SMALL_SCREEN = "(max-width: 40em)"
"""The screens on which the low-data file is played first: phones, which pay for their data."""

BARS = 96
"""Bars of the waveform: each is 2 to 6 pixels wide on a page of 320 to 1280."""

WIDTH = 480
SOUND_HEIGHT = 270
FILM_EXTRA = 150
"""The size of a story's frame in CSS pixels: its width, the height for a sound, and the extra
height around a film. On a phone the frame is narrower, but as high.
"""

_OPUS = "audio/ogg"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the player may play; ``media`` states the screens it is meant for, "" for all.

    It is a low-data file if ``media`` is not empty.
    """

    path: str
    mime: str
    bytes: int
    media: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """Timed words for the player. ``captions``: they are in the language that is heard.

    None is on by default: a browser would fetch it at once, which it may not do from a memory
    stick. The page's script turns them on.
    """

    path: str
    language: str
    name: Run
    captions: bool


@dataclass(frozen=True, slots=True)
class Waveform:
    """A waveform as an SVG path in a box ``width`` wide and 100 high."""

    path: str
    width: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file to keep. ``medium`` is "sound" or "film", ``ending`` the file's own."""

    path: str
    medium: str
    ending: str
    bytes: int
    low_data: bool


@dataclass(frozen=True, slots=True)
class Transcript:
    """What is said, in one language: that language's name, in itself and in the page's language,
    the text, and the file that holds it.
    """

    language: str
    name: Run
    named: Run
    paragraphs: tuple[Run, ...]
    path: str


@dataclass(frozen=True, slots=True)
class ChapterLink:
    """A chapter: where it begins, in seconds, and the link that plays from there."""

    seconds: int
    title: Run
    path: str


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture, and when in the story it is shown, in seconds."""

    picture: Picture
    start: float


def film_sources(exhibit: Exhibit, slug: str) -> Iterator[Source]:
    """The files of a film in the order in which a player tries them; none if it is sound alone."""
    if film := exhibit.rendition(Role.VIDEO):
        if saver := exhibit.rendition(Role.VIDEO_SAVER):
            yield _source(saver, slug, SMALL_SCREEN)
        yield _source(film, slug)


def sound_sources(exhibit: Exhibit, slug: str) -> Iterator[Source]:
    """The files of a sound, or of a film's sound alone, in the order in which a player
    tries them.
    """
    for mime in (_OPUS, MP3):
        if saver := exhibit.rendition(Role.SAVER, mime):
            yield _source(saver, slug, SMALL_SCREEN)
    if sound := exhibit.rendition(Role.ENCLOSURE):
        yield _source(sound, slug)


def tracks(exhibit: Exhibit, slug: str) -> Iterator[Track]:
    """Words with times, in order of language."""
    told = exhibit.story.language
    for language, words in sorted(exhibit.words.items()):
        if words.cues:
            tag = language or told
            path = word_path(slug, language, words)
            yield Track(path, tag, language_name(tag, tag)[0], captions=tag == told)


def transcripts(exhibit: Exhibit, slug: str, shown_in: str) -> Iterator[Transcript]:
    """The words in the language of the telling first, then in other languages."""
    told = exhibit.story.language
    for language in sorted(exhibit.words, key=lambda each: ((each or told) != told, each)):
        words, tag = exhibit.words[language], language or told
        text = passage(words.text, tag).text or "\n".join(cue.text for cue in words.cues)
        paragraphs = tuple(passage(each, tag) for each in text.split("\n\n") if each.strip())
        if paragraphs:
            own, named = language_name(tag, shown_in)
            yield Transcript(tag, own, named, paragraphs, word_path(slug, language, words))


def chapters(exhibit: Exhibit, slug: str) -> Iterator[ChapterLink]:
    """The chapters in order of time; none if nothing plays."""
    playing = [*film_sources(exhibit, slug)] or [*sound_sources(exhibit, slug)]
    for chapter in sorted(exhibit.chapters, key=lambda each: each.start) if playing else ():
        title = run(chapter.title, exhibit.story.language)
        if title.text:
            yield ChapterLink(max(0, int(chapter.start)), title, playing[-1].path)


def downloads(exhibit: Exhibit, slug: str) -> Iterator[Download]:
    """What can be kept: films, then sounds, the smallest first of each; low-data sound is MP3,
    which every device plays.
    """
    wanted = (
        (Role.VIDEO_SAVER, "", "film", True),
        (Role.VIDEO, "", "film", False),
        (Role.SAVER, MP3, "sound", True),
        (Role.ENCLOSURE, "", "sound", False),
    )
    for role, mime, medium, low_data in wanted:
        if file := exhibit.rendition(role, mime):
            ending = MEDIA_SUFFIXES[file.mime].upper()
            yield Download(media_path(slug, file), medium, ending, file.bytes, low_data)


def slides(exhibit: Exhibit, slug: str) -> Iterator[Slide]:
    """The pictures in order: one per chapter if there are as many, else evenly spread."""
    pictures = exhibit.pictures
    starts = sorted(chapter.start for chapter in exhibit.chapters)
    if len(starts) != len(pictures):
        starts = [exhibit.seconds * number / len(pictures) for number in range(len(pictures))]
    for each, start in zip(pictures, starts, strict=True):
        if shown := picture(slug, each):
            yield Slide(shown, round(max(0.0, start), 1))


def frame_size(exhibit: Exhibit) -> tuple[int, int]:
    """The best width and height for a story's frame, in CSS pixels."""
    film = exhibit.rendition(Role.VIDEO)
    if film is None or not film.width:
        return WIDTH, SOUND_HEIGHT
    return WIDTH, round(WIDTH * min(1.0, film.height / film.width)) + FILM_EXTRA


def frame(address: str, title: str, width: int, height: int) -> str:
    """The markup that shows a page of ours within another."""
    return (
        f'<iframe src="{html.escape(address)}" title="{html.escape(title)}" width="{width}" '
        f'height="{height}" frameborder="0" loading="lazy" '
        'allow="fullscreen" referrerpolicy="no-referrer"></iframe>'
    )


def _source(rendition: Rendition, slug: str, media: str = "") -> Source:
    return Source(media_path(slug, rendition), rendition.mime, rendition.bytes, media)


def waveform(peaks: Sequence[int]) -> Waveform | None:
    """Draw upright bars about the middle, each two units after the one before.

    None if nothing was measured.
    """
    count = min(BARS, len(peaks))
    if not count:
        return None
    edges = [len(peaks) * bar // count for bar in range(count + 1)]
    halves = [max(1, min(50, max(peaks[a:b]) // 2)) for a, b in pairwise(edges)]
    bars = (f"M{2 * bar + 1} {50 - half}v{2 * half}" for bar, half in enumerate(halves))
    return Waveform("".join(bars), 2 * count)
