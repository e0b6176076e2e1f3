"""What a story's own page shows, of a published story or of one that waits. Pure.

    Exhibit, slug ─► StoryPage ─► story.html

Only what may be public is taken from the exhibit: never a path, a digest of an original, a note
or a warning. Every address is a path of the site; the page turns it into a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from media_pipeline.model import Exhibit, Role
from media_pipeline.publish.pages.cards import Picture, other_title, picture, told_title
from media_pipeline.publish.pages.player import (
    Download,
    Place,
    Source,
    Track,
    Transcript,
    Waveform,
    downloads,
    film_sources,
    places,
    sound_sources,
    tracks,
    transcripts,
    waveform,
)
from media_pipeline.publish.wording import Run, language_name, passage_in, run, run_in
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class StoryPage:
    """All that the page of one story shows.

    ``film`` and ``sound`` are what plays; a film's sound also plays alone. ``frame`` is the size
    of the film.
    """

    slug: str
    title: Run
    other: Run | None
    language: tuple[Run, Run]
    language_tag: str
    art: Picture | None
    poster: Picture | None
    frame: Picture | None
    film: tuple[Source, ...]
    sound: tuple[Source, ...]
    tracks: tuple[Track, ...]
    wave: Waveform | None
    seconds: float
    teller: Run | None
    class_id: str
    class_name: Run | None
    kind_id: str
    kind_name: Run | None
    told: date | None
    description: Run | None
    transcripts: tuple[Transcript, ...]
    places: tuple[Place, ...]
    credits: tuple[tuple[str, Run], ...]
    downloads: tuple[Download, ...]


def story_page(exhibit: Exhibit, slug: str, shown_in: str, settings: Settings) -> StoryPage:
    """What the page of ``exhibit`` shows in the interface language ``shown_in``."""
    story = exhibit.story
    school_class, kind = settings.school_class(story.class_id), settings.kind(story.kind)
    first = settings.interface_languages[0]
    credits_said = (("credit", story.credit), ("source", story.source), ("licence", story.licence))
    credits_shown = ((label, run(said, story.language)) for label, said in credits_said)
    teller = run(story.teller, story.language)
    return StoryPage(
        slug=slug,
        title=told_title(exhibit, slug),
        other=other_title(exhibit, shown_in),
        language=language_name(story.language, shown_in),
        language_tag=story.language,
        art=picture(slug, exhibit.rendition(Role.ART)),
        poster=picture(slug, exhibit.rendition(Role.POSTER)),
        frame=picture(slug, exhibit.rendition(Role.VIDEO)),
        film=tuple(film_sources(exhibit, slug)),
        sound=tuple(sound_sources(exhibit, slug)),
        tracks=tuple(tracks(exhibit, slug)),
        wave=waveform(exhibit.peaks),
        seconds=exhibit.seconds,
        teller=teller if teller.text else None,
        class_id=school_class.id if school_class else "",
        class_name=run_in(school_class.name, shown_in, first, "en") if school_class else None,
        kind_id=kind.id if kind else "",
        kind_name=run_in(kind.name, shown_in, first, "en") if kind else None,
        told=story.told,
        description=passage_in(story.description, shown_in, story.language, first),
        transcripts=tuple(transcripts(exhibit, slug, shown_in)),
        places=tuple(places(exhibit, slug)),
        credits=tuple((label, said) for label, said in credits_shown if said.text),
        downloads=tuple(downloads(exhibit, slug)),
    )
