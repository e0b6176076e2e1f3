"""What a build reports: on each recording, on what was passed over, on the languages of the pages,
and on both trees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from media_pipeline.model.judged import Audience, State
from media_pipeline.model.made import Job, Rendition


class Wrong(StrEnum):
    """What is wrong in a sidecar that can't be read."""

    CURLY = "curly"
    BARE = "bare"
    COLON = "colon"
    LINE = "line"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong in a sidecar, the number of the line, and that line as it should be."""

    wrong: Wrong
    line: str = ""
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One recording: its state and the reason, what it needs (and which of that is ``unclear``:
    said but not understood), and what was made of it. ``audience`` is who it is published for;
    ``failure`` is why it could not be made, or made again, and "" if it could; ``making`` means
    that its film is being made; ``again`` means that its work failed through no fault of its own
    and will be tried again.
    """

    path: str
    id: str
    state: State
    reason: str
    needs: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    title: str = ""
    language: str = ""
    class_id: str = ""
    kind: str = ""
    slug: str = ""
    notes: tuple[str, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    failure: str = ""
    audience: Audience = Audience.NONE
    making: bool = False
    again: bool = False


def counts(table: Sequence[Row]) -> str:
    """How many stories are in which state: ``17 public, 1 waiting for approval, 1 needing something
    said``.
    """
    states = [row.state for row in table]
    needy = sum(1 for row in table if row.state is State.WAITING and row.needs)
    waiting = states.count(State.WAITING) - needy
    families = sum(1 for row in table if row.audience is Audience.FAMILIES)
    said = [f"{states.count(State.PUBLISHED) - families} public"]
    said += [f"{families} for families only"] if families else []
    said += [f"{waiting} waiting for approval"] if waiting else []
    said += [f"{needy} needing something said"] if needy else []
    for state in (State.HELD, State.WITHDRAWN, State.REFUSED, State.MISSING):
        if count := states.count(state):
            said.append(f"{count} {state}")
    return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Passed:
    """A name that was passed over, why, and whether nobody need know (``quiet``)."""

    path: str
    why: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """How far the site is translated into ``language``.

    ``missing`` are the messages shown in English instead: all of them if there is no catalogue.
    ``untitled`` are the paths of the recordings that have no title in it.
    """

    language: str
    missing: tuple[str, ...]
    reviewed: bool
    untitled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """The paths that were written to the site and those that were removed from it, and a digest of
    its folders afterwards ("" if that would tell nothing).
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    folders: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: a row for each recording, what was passed over, what changed on the site
    and in the tree for families, how far the site is translated into each interface language, what
    in the consent register is not understood, and how many results it reused or made. ``films`` are
    those that were left aside, by their recordings' paths; ``unsure`` means that the next build
    must try something again.
    """

    rows: tuple[Row, ...]
    passed: tuple[Passed, ...]
    placing: Placing
    families: Placing
    interface: tuple[Translation, ...]
    problems: tuple[str, ...] = ()
    results: int = 0
    films: Mapping[str, Job] = field(default_factory=dict)
    unsure: bool = False
