"""What a build tells: of each recording, of what was passed over, of the pages' languages, of both
trees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from media_pipeline.model.judged import Audience, State
from media_pipeline.model.made import Job, Rendition


@dataclass(frozen=True, slots=True)
class Row:
    """One recording: where it stands and why, what it needs (and what of that is ``unclear``: said,
    and not understood), and what was made of it. ``audience`` is for whom it is published;
    ``failure``, why it could not be made, or not anew, "" where it could; ``making``, that its film
    is being made; ``again``, that its work failed by no fault of its own and is tried again.
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
    """How many stories stand where: ``17 public, 1 waits for approval, 1 needs something``."""
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
    """A name that was passed over, why, and whether anyone need know."""

    path: str
    why: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """How far the site is said in ``language``.

    ``missing`` are the messages said in English instead, all of them where there is no catalogue;
    ``untitled`` the paths of the recordings that have no title in it.
    """

    language: str
    missing: tuple[str, ...]
    reviewed: bool
    untitled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """The paths that were written to the site, and those that were removed from it; a digest of its
    folders as they are then ("" where that would tell nothing).
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    folders: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: a row for each recording, what was passed over, what changed on the site
    and in the tree for families, how far each interface language says it, what of the consent
    register is not understood, and how many results it took or made. ``films`` are those that were
    left aside, by their recordings' paths; ``unsure`` is that the next build must try something
    again.
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
