"""A story and what was made of it, put together as it would be shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from media_pipeline.engine.edited import edited_chapters
from media_pipeline.media.edit import fitted
from media_pipeline.model import Chapter, Cue, Exhibit, Rendition, Story, Words


def exhibit(
    story: Story,
    facts: Mapping[str, Any],
    renditions: Sequence[Rendition],
    words: Mapping[str, Words],
    warnings: Sequence[str] = (),
) -> Exhibit:
    """A story with its finished files.

    ``facts`` are those of its sound or film: length, waveform, and the ``offset`` in seconds by
    which words and chapters move (silence cut at the start, a jingle put before it). ``words`` have
    the times at which they are heard in the edited recording.
    """
    seconds, offset = float(facts["seconds"]), float(facts["offset"])
    return Exhibit(
        story=story,
        renditions=tuple(renditions),
        seconds=seconds,
        words={language: moved(said, offset, seconds) for language, said in words.items()},
        chapters=moved_chapters(chapters_left(story), offset, seconds),
        peaks=tuple(facts["peaks"]),
        warnings=(*facts["warnings"], *warnings),
        offset=offset,
    )


def chapters_left(story: Story) -> tuple[Chapter, ...]:
    """A story's chapters once its edit is carried out."""
    return edited_chapters(story.chapters, fitted(story.edit, story.probe))


def moved(words: Words, offset: float, seconds: float) -> Words:
    """Words whose times are ``offset`` seconds later, within a sound of ``seconds``."""
    cues = (
        Cue(max(0.0, cue.start + offset), min(seconds, cue.end + offset), cue.text)
        for cue in words.cues
    )
    return replace(words, cues=tuple(cue for cue in cues if cue.start < cue.end))


def moved_chapters(
    chapters: Sequence[Chapter], offset: float, seconds: float
) -> tuple[Chapter, ...]:
    """Chapters that begin ``offset`` seconds later; those past the end of the sound are dropped."""
    later = (Chapter(max(0.0, each.start + offset), each.title) for each in chapters)
    return tuple(each for each in later if each.start < seconds)
