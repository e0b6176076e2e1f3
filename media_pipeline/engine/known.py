"""Exhibits of unchanged stories, taken from the store. Their jobs are not planned again, only
reported as needed, so that the sweep leaves their results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from media_pipeline.engine.plan import Planner
from media_pipeline.engine.run import Engine
from media_pipeline.model import Exhibit, Story
from media_pipeline.tools.resources import libraries, program
from media_pipeline.tools.stories import Origin
from media_pipeline.tools.values import ordered_digest


def given_to_all(planner: Planner) -> str:
    """A digest of everything that any exhibit depends on besides its story.

    Raises :class:`ToolError` if ffmpeg can't be run.
    """
    settings = planner.settings.model_dump()
    return ordered_digest(program(), libraries(), planner.tool.version, settings, planner.jingle)


def origin_of(story: Story, given: str, jobs: Mapping[str, str]) -> Origin:
    """What the exhibit of ``story`` depends on, and the jobs that made it."""
    return Origin(ordered_digest(given, story), jobs)


def known_exhibits(
    stories: Sequence[Story], given: str, engine: Engine
) -> dict[str, tuple[Exhibit, Origin]]:
    """The exhibits of those ``stories`` that are unchanged, by path, if everything that was made
    for them is still there.
    """
    store = engine.store
    exhibits, origins = store.exhibits(), store.origins()
    known = {}
    for story in stories:
        path = story.recording.path
        exhibit, origin = exhibits.get(path), origins.get(path)
        if (
            exhibit
            and origin
            and origin == origin_of(story, given, origin.jobs)
            and exhibit.story == story
            and store.has_recorded(origin.jobs.values())
            and store.holds(exhibit.renditions)
        ):
            engine.ask(origin.jobs)
            engine.reused += len(origin.jobs)
            # Equal stories are held in memory once.
            known[path] = replace(exhibit, story=story), origin
    return known
