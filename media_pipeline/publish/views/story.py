"""What a story's own page shows, for a published story or one that waits. Pure.

    Exhibit, slug ─► StoryPage ─► story.html

Only what may be public is taken from the exhibit: never a path, a digest of an original, a note or
a warning. Every address is a path of the site; the page turns it into a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from media_pipeline.model import Exhibit, Role, Story
from media_pipeline.publish.addresses import embed_path, shelf_path, story_path, words_page_path
from media_pipeline.publish.licences import licence_address
from media_pipeline.publish.views.cards import Picture, award_of, other_title, picture, told_title
from media_pipeline.publish.views.player import (
    ChapterLink,
    Download,
    Slide,
    Source,
    Track,
    Waveform,
    chapters,
    downloads,
    film_sources,
    frame,
    frame_size,
    slides,
    sound_sources,
    tracks,
    waveform,
)
from media_pipeline.publish.views.transcript import WordsShown, words_shown
from media_pipeline.publish.wording import Run, language_name, passage_in, run, run_in
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom to thank, by its ``label``: credit, source or licence. ``address`` is that of an
    explanation, "" if there is none.
    """

    label: str
    said: Run
    address: str


@dataclass(frozen=True, slots=True)
class Onward:
    """What may be heard next, each as its path and title: the next part of the story's serial, or
    else the next older story in the same language; and a surprise.
    """

    next: tuple[str, Run] | None = None
    surprise: tuple[str, Run] | None = None


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Everything the page of one story shows.

    ``film`` and ``sound`` are what plays; a film's sound also plays alone. ``frame`` is the size of
    the film. ``page`` is the page's path, and ``language_page`` and the like those of its shelves.
    ``address`` is the full address of the page, ``embed`` the markup with which other pages show
    it; both are "" if the school has none.
    """

    slug: str
    page: str
    title: Run
    other: Run | None
    language: tuple[Run, Run]
    language_page: str
    art: Picture | None
    poster: Picture | None
    frame: Picture | None
    slides: tuple[Slide, ...]
    film: tuple[Source, ...]
    sound: tuple[Source, ...]
    tracks: tuple[Track, ...]
    wave: Waveform | None
    seconds: float
    teller: Run | None
    class_page: str
    class_name: Run | None
    kind_page: str
    kind_name: Run | None
    sung: bool
    award: Run | None
    told: date | None
    description: Run | None
    words: WordsShown | None
    words_page: str
    chapters: tuple[ChapterLink, ...]
    credits: tuple[Credit, ...]
    downloads: tuple[Download, ...]
    address: str
    embed: str

    @property
    def saving(self) -> tuple[Source, Source] | None:
        """The first low-data file and the full one, of what plays; None if there is no low-data
        file.
        """
        playing = self.film or self.sound
        return (playing[0], playing[-1]) if playing and playing[0].media else None


def story_page(
    exhibit: Exhibit, slug: str, shown_in: str, settings: Settings, root: str = ""
) -> StoryPage:
    """What the page of ``exhibit`` shows in the interface language ``shown_in``, whose pages are in
    ``root``.
    """
    story = exhibit.story
    school_class, kind = settings.school_class(story.class_id), settings.kind(story.kind)
    first = settings.interface_languages[0]
    teller = run(story.teller, story.language)
    address = settings.address + root if settings.address else ""
    return StoryPage(
        slug=slug,
        page=story_path(slug),
        title=told_title(exhibit, slug),
        other=other_title(exhibit, shown_in),
        language=language_name(story.language, shown_in),
        language_page=shelf_path("language", story.language),
        art=picture(slug, exhibit.rendition(Role.ART)),
        poster=picture(slug, exhibit.rendition(Role.POSTER)),
        frame=picture(slug, exhibit.rendition(Role.VIDEO)),
        slides=tuple(slides(exhibit, slug)),
        film=tuple(film_sources(exhibit, slug)),
        sound=tuple(sound_sources(exhibit, slug)),
        tracks=tuple(tracks(exhibit, slug)),
        wave=waveform(exhibit.peaks),
        seconds=exhibit.seconds,
        teller=teller if teller.text else None,
        class_page=shelf_path("class", school_class.id) if school_class else "",
        class_name=run_in(school_class.name, shown_in, first, "en") if school_class else None,
        kind_page=shelf_path("kind", kind.id) if kind else "",
        kind_name=run_in(kind.name, shown_in, first, "en") if kind else None,
        sung=bool(kind and kind.profile == "song"),
        award=award_of(story),
        told=story.told,
        description=passage_in(story.description, shown_in, story.language, first),
        words=words_shown(exhibit, slug, shown_in, len(settings.interface_languages)),
        words_page=words_page_path(slug),
        chapters=tuple(chapters(exhibit, slug)),
        credits=_credits(story),
        downloads=tuple(downloads(exhibit, slug)),
        address=address + story_path(slug) if address else "",
        embed=_framed(exhibit, slug, address) if address else "",
    )


def _framed(exhibit: Exhibit, slug: str, address: str) -> str:
    """The markup with which another page shows the story in a frame."""
    return frame(address + embed_path(slug), told_title(exhibit, slug).text, *frame_size(exhibit))


def _credits(story: Story) -> tuple[Credit, ...]:
    said = (("credit", story.credit), ("source", story.source), ("licence", story.licence))
    shown = (
        Credit(
            label,
            run(text, story.language),
            licence_address(text) if label == "licence" else "",
        )
        for label, text in said
    )
    return tuple(each for each in shown if each.said.text)
