"""Stories → exhibits: rounds of jobs, each built from the results of the round before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from media_pipeline.engine.edited import edited_words
from media_pipeline.engine.exhibit import chapters_left, exhibit, moved, moved_chapters
from media_pipeline.engine.known import given_to_all, known_exhibits, origin_of
from media_pipeline.engine.plan import Planner, picture_for
from media_pipeline.engine.run import Engine
from media_pipeline.errors import SettingsError, ToolError
from media_pipeline.media.edit import fitted
from media_pipeline.media.pieces import words_of
from media_pipeline.model import (
    Attachment,
    Exhibit,
    Failed,
    Job,
    Made,
    Outcome,
    Rendition,
    Role,
    Show,
    Story,
    Words,
)
from media_pipeline.tools.stories import Origin

Key = TypeVar("Key")

DELIVERED = frozenset({Role.ENCLOSURE, Role.SAVER, Role.VIDEO, Role.VIDEO_SAVER})
"""The roles of files that carry tags."""


@dataclass(frozen=True, slots=True)
class Making:
    """The results for the stories, by path: exhibits; the ``origins`` of those that need not be
    made again while their origin is unchanged (none if a tool failed on them); failures; and the
    jobs of films that were ``left`` aside.
    """

    exhibits: Mapping[str, Exhibit]
    origins: Mapping[str, Origin]
    failed: Mapping[str, Failed]
    left: Mapping[str, Job] = field(default_factory=dict)


@dataclass(slots=True)
class _Parts:
    """What has been made of one story so far, and by which jobs. ``unsure`` means that a tool
    failed on some of it, which the next build tries again.
    """

    story: Story
    jobs: dict[str, str] = field(default_factory=dict)
    unsure: bool = False
    media: Made = field(default_factory=Made)
    pictures: list[Rendition] = field(default_factory=list)
    words: dict[str, Words] = field(default_factory=dict)
    cover: tuple[Rendition, ...] = ()
    warnings: list[str] = field(default_factory=list)


def make_exhibits(stories: Sequence[Story], planner: Planner, engine: Engine) -> Making:
    """Make everything the stories need, and put each together as it would be shown."""
    given = given_to_all(planner)
    known = known_exhibits(stories, given, engine)
    parts = {
        story.recording.path: _Parts(story)
        for story in stories
        if story.recording.path not in known
    }
    failed: dict[str, Failed] = {}
    _media(parts, failed, planner, engine)
    _beside(parts, planner, engine)
    _covers(parts, failed, planner, engine)
    tagged = _tags(parts, failed, planner, engine)
    exhibits: dict[str, Exhibit] = {}
    origins: dict[str, Origin] = {}
    for path in (story.recording.path for story in stories):
        if path in known:
            exhibits[path], origins[path] = known[path]
        elif path in tagged:
            each = parts[path]
            exhibits[path] = _exhibit(each, tagged[path])
            if not each.unsure:
                origins[path] = origin_of(each.story, given, each.jobs)
    return Making(exhibits, origins, failed)


def make_art(
    shows: Sequence[Show], planner: Planner, engine: Engine
) -> tuple[dict[str, Rendition], dict[str, Rendition]]:
    """The square art of each show, by its name, and small copies of it; a low-data twin uses its
    show's.

    Raises :class:`SettingsError` if a feed's file names a picture that can't be its art.
    """
    jobs = {show.name: planner.show_cover(show) for show in shows if not show.saver_of}
    outcomes = engine.run(list(jobs.values()), "show art")
    art: dict[str, Rendition] = {}
    previews: dict[str, Rendition] = {}
    for name, job in jobs.items():
        outcome = outcomes[job.fingerprint]
        if not isinstance(outcome, Failed):
            art[name], previews[name] = outcome.made.renditions
        elif outcome.refusal:
            raise SettingsError((f"feeds/{name}.toml: art: {outcome.reason}",))
    return art, previews


def make_icons(planner: Planner, engine: Engine) -> tuple[Rendition, ...]:
    """The icons of the site, and its logo if the school has one.

    Raises :class:`SettingsError` if the logo can't be used, and :class:`ToolError` if the icons
    can't be made.
    """
    job = planner.icons()
    outcome = engine.run([job], "icons")[job.fingerprint]
    if not isinstance(outcome, Failed):
        return outcome.made.renditions
    if outcome.refusal:
        raise SettingsError((f"school.toml: look: logo: {outcome.reason}",))
    raise ToolError(outcome.reason, job.name)


def _media(
    parts: dict[str, _Parts], failed: dict[str, Failed], planner: Planner, engine: Engine
) -> None:
    jobs = {path: planner.media(each.story) for path, each in parts.items()}
    _note_jobs(parts, jobs.items())
    for path, outcome in _run(jobs, engine, "sound and film").items():
        if isinstance(outcome, Failed):
            failed[path] = outcome
            del parts[path]
        else:
            parts[path].media = outcome.made


def _beside(parts: Mapping[str, _Parts], planner: Planner, engine: Engine) -> None:
    """Pictures and words; a story does without those that can't be used, and a warning says so."""
    jobs: dict[tuple[str, str], Job] = {}
    for path, each in parts.items():
        for attachment in _pictures(each.story):
            jobs[path, attachment.path] = planner.picture(attachment)
        for attachment in each.story.words:
            jobs[path, attachment.path] = planner.words(attachment)
    _note_jobs(parts, ((path, job) for (path, _), job in jobs.items()))
    outcomes = _run(jobs, engine, "pictures and words")
    for path, each in parts.items():
        for attachment in _pictures(each.story):
            outcome = outcomes[path, attachment.path]
            if isinstance(outcome, Failed):
                _do_without(each, attachment, outcome)
            elif outcome.made.renditions[0] not in each.pictures:
                each.pictures.append(outcome.made.renditions[0])
        for attachment in each.story.words:
            outcome = outcomes[path, attachment.path]
            if isinstance(outcome, Failed):
                _do_without(each, attachment, outcome)
            else:
                _take_words(each, attachment, words_of(outcome.made.facts))


def _do_without(each: _Parts, attachment: Attachment, failure: Failed) -> None:
    """Go without what can't be used, with a warning; a tool's failure is tried again."""
    each.warnings.append(f"{attachment.path}: {failure.reason}")
    each.unsure = each.unsure or not failure.refusal


def _take_words(each: _Parts, attachment: Attachment, words: Words) -> None:
    """Take the words with the times of the edited story; a warning says what is left out."""
    heard, lost = edited_words(words, fitted(each.story.edit, each.story.probe))
    if lost:
        each.warnings.append(f"{attachment.path}: {lost}")
    if heard.text or not each.story.edit:
        each.words.setdefault(attachment.language, heard)


def _pictures(story: Story) -> tuple[Attachment, ...]:
    """The pictures that are used: a film moves by itself, and needs only one, for its cover."""
    return story.pictures[:1] if story.probe.video is not None else story.pictures


def _shown_in_turn(each: _Parts) -> Sequence[Rendition]:
    """The pictures that are shown while a story plays; a film's is in its cover only."""
    return () if each.story.probe.video is not None else each.pictures


def _covers(
    parts: dict[str, _Parts], failed: dict[str, Failed], planner: Planner, engine: Engine
) -> None:
    jobs = {
        path: planner.cover(each.story, picture_for(each.pictures, each.media.renditions))
        for path, each in parts.items()
    }
    _note_jobs(parts, jobs.items())
    for path, outcome in _run(jobs, engine, "covers").items():
        if isinstance(outcome, Failed):
            failed[path] = outcome
            del parts[path]
        else:
            parts[path].cover = outcome.made.renditions


def _tags(
    parts: dict[str, _Parts], failed: dict[str, Failed], planner: Planner, engine: Engine
) -> dict[str, tuple[Rendition, ...]]:
    """The renditions of each story in their final form: those that are delivered are tagged."""
    jobs = {path: _tag_job(each, planner) for path, each in parts.items()}
    _note_jobs(parts, jobs.items())
    final: dict[str, tuple[Rendition, ...]] = {}
    for path, outcome in _run(jobs, engine, "tags").items():
        if isinstance(outcome, Failed):
            failed[path] = outcome
            continue
        rest = [each for each in parts[path].media.renditions if each.role not in DELIVERED]
        cover = parts[path].cover
        final[path] = (*outcome.made.renditions, *rest, *cover, *_shown_in_turn(parts[path]))
    return final


def _tag_job(each: _Parts, planner: Planner) -> Job:
    facts = each.media.facts
    offset, seconds = float(facts["offset"]), float(facts["seconds"])
    delivered = [one for one in each.media.renditions if one.role in DELIVERED]
    said = each.words.get(each.story.language)
    return planner.tags(
        each.story,
        delivered,
        each.cover[0],
        moved(said, offset, seconds) if said else None,
        moved_chapters(chapters_left(each.story), offset, seconds),
    )


def _exhibit(each: _Parts, renditions: tuple[Rendition, ...]) -> Exhibit:
    return exhibit(each.story, each.media.facts, renditions, each.words, each.warnings)


def _note_jobs(parts: Mapping[str, _Parts], jobs: Iterable[tuple[str, Job]]) -> None:
    """Note for each story the jobs that make it."""
    for path, job in jobs:
        parts[path].jobs[job.name] = job.fingerprint


def _run(jobs: Mapping[Key, Job], engine: Engine, label: str) -> dict[Key, Outcome]:
    outcomes = engine.run(list(jobs.values()), label)
    return {key: outcomes[job.fingerprint] for key, job in jobs.items()}
