"""What must be made for a story: the jobs, each with everything its result depends on. Pure.

    recording ─► sound or film ─┐
    pictures  ─► rebuilt ───────┼─► cover ─► tags (copies of the delivered files)
    words     ─► cues ──────────┘

Three rounds, because a cover may need a film's still and tags need the cover. What depends on
people's wording (cover, tags) is kept apart from what was encoded, so a new title encodes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from media_pipeline import languages
from media_pipeline.engine.fingerprint import job
from media_pipeline.media.audio import SoundWork
from media_pipeline.media.canvas import PREVIEW_QUALITY, PREVIEW_SIDE
from media_pipeline.media.cover import CoverSpec
from media_pipeline.media.edit import fitted
from media_pipeline.media.icons import IconsWork, initial_of
from media_pipeline.media.pieces import (
    SHOW_COVER,
    STORY_COVER,
    CoverWork,
    PictureWork,
    ShowPictureWork,
    TagWork,
    WordsWork,
)
from media_pipeline.media.sound import VERSION as SOUND_VERSION
from media_pipeline.media.tags import Tags
from media_pipeline.media.take import Take
from media_pipeline.media.video import FilmWork
from media_pipeline.model import Attachment, Chapter, Job, Rendition, Role, Show, Span, Story, Words
from media_pipeline.settings import SPOKEN_NAME, Settings
from media_pipeline.tools.ffmpeg import Ffmpeg, find_ffmpeg

PREVIEW_MADE = [PREVIEW_SIDE, PREVIEW_QUALITY]
"""The inputs that decide how a cover's small copy is made."""

FILM_COST, SOUND_COST = 2.0, 0.05
"""Rough seconds of work per second of recording; for order and estimates only."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes jobs for one workspace.

    ``jingle`` and ``logo`` are their digests, "" for none; ``show_pictures`` the art that the
    feeds' files name.
    """

    workspace: Path
    store: Path
    settings: Settings
    jingle: str = ""
    logo: str = ""
    show_pictures: Mapping[str, Attachment] = field(default_factory=dict)

    @property
    def tool(self) -> Ffmpeg:
        """The ffmpeg to use. Raises :class:`ToolError` if it can't be run."""
        return find_ffmpeg(self.settings.ffmpeg)

    def media(self, story: Story) -> Job:
        """The sound or film of a story."""
        settings, recording = self.settings, story.recording
        kind = settings.kind(story.kind)
        profile = kind.profile if kind else "speech"
        take = Take(
            tuple(str(self.workspace / part) for part in recording.parts),
            recording.digest,
            story.probe,
            self.tool,
            settings.policy.max_hours * 3600,
            fitted(story.edit, story.probe),
        )
        inputs: dict[str, Any] = {
            "recording": recording.digest,
            "sound's version": SOUND_VERSION,
            "treatment": profile,
            "cut": _spans(take.edit.removed),
            "mute": _spans(take.edit.muted),
            "setting loudness": settings.loudness.model_dump(exclude_defaults=True),
            "setting audio": settings.audio.model_dump(exclude_defaults=True),
            "ffmpeg": self.tool.version,
        }
        seconds = story.probe.seconds or 60.0
        if story.probe.video is not None:
            inputs["setting video"] = settings.video.model_dump(exclude_defaults=True)
            film = FilmWork(take, profile, settings.loudness, settings.audio, settings.video)
            return job(f"film of {recording.path}", inputs, film, FILM_COST * seconds)
        # A language's name is a single word, so it is heard at once, without a jingle.
        opening = self.jingle if story.kind != SPOKEN_NAME.id else ""
        inputs["jingle"] = opening
        jingle = str(self.workspace / settings.jingle) if opening else ""
        sound = SoundWork(take, profile, settings.loudness, settings.audio, jingle)
        return job(f"sound of {recording.path}", inputs, sound, SOUND_COST * seconds)

    def picture(self, attachment: Attachment) -> Job:
        """A dropped picture, re-encoded."""
        work = PictureWork(str(self.workspace / attachment.path), attachment.digest)
        return job(f"picture {attachment.path}", {"picture": attachment.digest}, work, 1.0)

    def words(self, attachment: Attachment) -> Job:
        """The words in a file."""
        work = WordsWork(str(self.workspace / attachment.path), attachment.digest)
        inputs = {"words": attachment.digest, "form": Path(attachment.path).suffix.lower()}
        return job(f"words {attachment.path}", inputs, work, 0.5)

    def cover(self, story: Story, picture: Rendition | None) -> Job:
        """The square cover of a story."""
        title_language = next(
            (tag for tag, title in story.title.items() if title == story.shown_title), ""
        )
        spec = CoverSpec(
            title=story.shown_title,
            language=title_language,
            kind=story.kind,
            seed=story.recording.digest,
            caption=languages.own_name(story.language) if story.language else "",
            caption_language=story.language,
            picture=self.store / picture.path if picture else None,
            brand=self.settings.name,
        )
        return self._cover(f"cover of {story.recording.path}", spec, picture, STORY_COVER)

    def show_cover(self, show: Show) -> Job:
        """The square art of a show: the school's own, else its title, in its language."""
        if own := self.show_pictures.get(show.name):
            picture = ShowPictureWork(str(self.workspace / own.path), own.digest)
            inputs = {"picture": own.digest, "preview": PREVIEW_MADE}
            return job(f"art of feed {show.name}", inputs, picture, 1.0)
        title = show.title.get(show.language) or next(iter(show.title.values()), "")
        kind = next((each.id for each in self.settings.kinds if show.name == f"kind-{each.id}"), "")
        brand = self.settings.name if title != self.settings.name else ""
        spec = CoverSpec(title, show.language, kind or "story", seed=show.name, brand=brand)
        return self._cover(f"art of feed {show.name}", spec, None, SHOW_COVER)

    def icons(self) -> Job:
        """The icons of the site, made from the school's logo, else from its initial; and the logo
        itself.
        """
        look, initial = self.settings.look, initial_of(self.settings.name)
        language = self.settings.interface_languages[0]
        logo = str(self.workspace / look.logo) if self.logo else ""
        inputs = {
            "initial": initial,
            "language": language,
            "setting look.colour": look.colour,
            "logo": self.logo,
        }
        work = IconsWork(initial, language, look.colour, logo, self.logo)
        return job("icons of the site", inputs, work, 1.0)

    def tags(
        self,
        story: Story,
        renditions: Sequence[Rendition],
        cover: Rendition,
        words: Words | None,
        chapters: Sequence[Chapter],
    ) -> Job:
        """The tagged copies of a story's sounds and films."""
        tags = self._tags(story, cover, words, chapters, renditions)
        inputs: dict[str, Any] = {
            "delivered": [each.digest for each in renditions],
            "cover": cover.digest,
            **{f"tag {name}": value for name, value in _fields(tags).items() if name != "art"},
        }
        work = TagWork(tuple(renditions), str(self.store), tags)
        return job(f"tags of {story.recording.path}", inputs, work, 0.2)

    def _cover(self, name: str, spec: CoverSpec, picture: Rendition | None, size: int) -> Job:
        inputs = {key: value for key, value in _fields(spec).items() if key != "picture"}
        inputs |= {"picture": picture.digest if picture else "", "size": size}
        inputs |= {"preview": PREVIEW_MADE}
        return job(name, inputs, CoverWork(spec, size), size / 2000)

    def _tags(
        self,
        story: Story,
        cover: Rendition,
        words: Words | None,
        chapters: Sequence[Chapter],
        renditions: Sequence[Rendition],
    ) -> Tags:
        settings = self.settings
        shown_in = settings.interface_languages[0]
        kind, school_class = settings.kind(story.kind), settings.school_class(story.class_id)
        class_name = _in(shown_in, school_class.name) if school_class else ""
        iso = languages.iso639_2(story.language) if story.language else ""
        return Tags(
            title=story.shown_title,
            teller=story.teller,
            album=f"{class_name} · {settings.name}" if class_name else settings.name,
            language=story.language,
            language_iso=iso,
            genre=_in(shown_in, kind.name) if kind else "",
            year=story.told.year if story.told else 0,
            grouping=class_name,
            credit=story.credit,
            licence=story.licence,
            school=settings.name,
            website=settings.address,
            words=words.text if words else "",
            words_language_iso=iso,
            chapters=tuple((chapter.start, chapter.title) for chapter in chapters),
            seconds=max(each.seconds for each in renditions),
            art=self.store / cover.path,
        )


def picture_for(pictures: Sequence[Rendition], made: Sequence[Rendition]) -> Rendition | None:
    """What a cover shows: the first of the story's own pictures, else a film's still."""
    return next(iter(pictures), None) or next(
        (each for each in made if each.role is Role.POSTER), None
    )


def _fields(value: Tags | CoverSpec) -> dict[str, Any]:
    """The fields by name. They hold plain values only; copying those deeply would take longest."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _spans(spans: Sequence[Span]) -> list[list[float | None]]:
    return [[span.start, span.end] for span in spans]


def _in(language: str, text: Mapping[str, str]) -> str:
    """The text in a language, else in English, else in whatever language there is."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")
