"""Exhibits that stand: those of stories of which nothing is another than when they were made.

Their jobs need not be planned again to find their results in the store; they are only said to have
been asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from media_pipeline.engine.plan import Planner
from media_pipeline.engine.run import Engine
from media_pipeline.model import Exhibit, Story
from media_pipeline.tools.resources import libraries, program
from media_pipeline.tools.store import Store
from media_pipeline.tools.stories import MadeFrom
from media_pipeline.tools.values import exact_digest, value_digest


@dataclass(frozen=True, slots=True)
class Known:
    """Exhibits by path, and what each was made from."""

    exhibits: dict[str, Exhibit]
    made_from: dict[str, MadeFrom]


def given_to_all(planner: Planner) -> str:
    """A digest of all that any exhibit depends on beside its story.

    Raises :class:`ToolError` where ffmpeg can't be run.
    """
    settings = planner.settings.model_dump()
    return value_digest(program(), libraries(), planner.tool.version, settings, planner.jingle)


def made_of(story: Story, given: str) -> str:
    """A digest of all that an exhibit of ``story`` depends on."""
    return exact_digest(given, story)


def known_exhibits(stories: Sequence[Story], given: str, engine: Engine) -> Known:
    """Those of ``stories`` that stand, with all their files."""
    store = engine.store
    exhibits, made_from = store.exhibits(), store.made_from()
    known = Known({}, {})
    for story in stories:
        path = story.recording.path
        exhibit, made = exhibits.get(path), made_from.get(path)
        if not (exhibit and made and exhibit.story == story):
            continue
        if made.made_of == made_of(story, given) and _stands(exhibit, made, store):
            engine.ask(made.jobs)
            engine.reused += len(made.jobs)
            known.exhibits[path], known.made_from[path] = exhibit, made
    return known


def _stands(exhibit: Exhibit, made: MadeFrom, store: Store) -> bool:
    """Whether its files are there, and all that was recorded of its jobs."""
    try:
        return store.has_recorded(made.jobs.values()) and store.holds(exhibit.renditions)
    except FileNotFoundError:
        return False
