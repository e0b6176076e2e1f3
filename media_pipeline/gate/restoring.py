"""``restore-ledger``: what the ledger lacks is brought back from its copy in the second place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from media_pipeline.errors import UsageError
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.ledger import Ledger
from media_pipeline.gate.lines import read_lines
from media_pipeline.gate.second import agreeing, bytes_of, follow
from media_pipeline.tools import files
from media_pipeline.tools.counting import counted

STOPPING = frozenset(
    {
        EventType.HELD,
        EventType.WITHDRAWN,
        EventType.ERASED,
        EventType.REGISTER,
        EventType.SURNAMES,
    }
)
"""Events that keep something private: they are believed wherever they are found."""

KNOWING = frozenset({EventType.RECEIVED, EventType.REPLACED})
"""Events that say which recordings belong to a story: without them, what stops the story would not
stop its newest take.
"""


def restore(ledger: Ledger, now: datetime) -> list[str]:
    """Bring the ledger and its copy to the same lines; returns what was done, in sentences.

    Whatever either of them has is kept: if one continues where the other ends, all lines of the
    longer one; otherwise the ledger's lines, followed by the copy's withdrawals. Anything damaged
    is kept beside them. Raises :class:`UsageError` if there is no copy.
    """
    if ledger.copy is None or not (copied := read_lines(ledger.copy)[0]):
        raise UsageError("there is no copy of the ledger.", str(ledger.copy or ledger.path))
    said: list[str] = []
    with ledger.held():
        lines, damage = read_lines(ledger.path)
        common = agreeing(lines, copied)
        forked = common < min(len(lines), len(copied))
        if damage:
            said.append(f"The damaged ledger is kept as {_set_aside(ledger.path, now)}.")
        if len(copied) > len(lines) and not forked:
            files.write(ledger.path, _first(ledger.copy, len(copied)), private=True)
            said.append(f"{counted(len(copied) - len(lines), 'line is', 'lines are')} put back.")
        elif damage:
            files.write(ledger.path, _first(ledger.path, len(lines)), private=True)
            said.append(f"{len(lines)} lines stand; what came after them can't be read.")
        if forked:
            kept = _set_aside(ledger.copy, now)
            said.append(f"The copy tells of different things; it is kept as {kept}.")
        follow(ledger.path, ledger.copy)
    lost = [each.event for each in copied[common:] if forked]
    if addressed := {each.id: each for each in lost if each.event == EventType.FAMILIES}:
        # Neither side's address may come back; the next build gives new ones.
        ledger.append([Event(EventType.FAMILIES, each, {"term": ""}) for each in addressed], now)
    if stops := [each for each in lost if each.event in STOPPING]:
        ledger.append(_with_what_they_stop(stops, lost), now)
        said.append(f"{len(stops)} of the copy's withdrawals are taken over.")
    ledger.settle()
    return said or ["Nothing is missing."]


def _with_what_they_stop(stops: Sequence[Event], lost: Sequence[Event]) -> list[Event]:
    """The ``stops`` among the ``lost`` events, with those that say which recordings belong to the
    stopped stories: a take has two ids, its own and that of the story that it joined.
    """
    ids: dict[str, set[str]] = defaultdict(set)
    for each in lost:
        if each.event in KNOWING:
            ids[each.public["digest"]].add(each.id)
    stopped = {each.id for each in stops if each.event in (EventType.HELD, EventType.WITHDRAWN)}
    known = stopped.union(*(several for several in ids.values() if several & stopped))
    return [each for each in lost if each in stops or (each.event in KNOWING and each.id in known)]


def _set_aside(path: Path, now: datetime) -> Path:
    """Keep a file's present contents under another name beside it; returns where."""
    aside = path.with_name(f"{path.stem}-{now:%Y%m%d-%H%M%S}{path.suffix}")
    files.write(aside, bytes_of(path), private=True)
    return aside


def _first(path: Path, count: int) -> bytes:
    """The first ``count`` lines of a ledger, each with its newline."""
    rows = bytes_of(path).split(b"\n")[:count]
    return b"".join(row + b"\n" for row in rows)
