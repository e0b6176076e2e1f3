"""What a button does, which is the same as the command of that name, and how it is undone.

approve   ─► undo: held
hold      ─► undo: approved as it was before, or it waits again
unhold    ─► undo: held again
describe  ─► undo: the sidecar goes, if nobody changed it since
withdraw  ─► none: what was withdrawn stays so, and the form asks first
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from media_pipeline.commands import deciding, describing
from media_pipeline.commands.serving.exhibition import (
    Exhibition,
    Showing,
    approved_already,
    last_build,
    seal,
)
from media_pipeline.errors import MediaPipelineError, UsageError
from media_pipeline.gate.approve import Shown, covers
from media_pipeline.gate.book import Book, read_book
from media_pipeline.gate.events import EventType
from media_pipeline.intake.fields import EMPTIED
from media_pipeline.model import Audience, State
from media_pipeline.publish.pages.waiting import Deed
from media_pipeline.takedown.at_once import take_down_everywhere
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.reporter import on_screen
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

Form = Mapping[str, str]

SAID = ("title", "language", "class", "kind", "teller")
"""What can be said about a recording here; the command ``describe`` knows more."""

REMEMBERED = 30
"""How many deeds can be undone; older ones are undone by deciding again."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A deed, what undoes it if anything does, and the id of the story that it is ``of``."""

    deed: Deed
    back: Callable[[], _Done] | None = None
    of: str = ""


class Acts:
    """What somebody decides at the page, one thing after another. ``by`` is who decides."""

    def __init__(self, workspace: Workspace, showing: Showing, by: str, clock: Clock) -> None:
        self._workspace = workspace
        self._showing = showing
        self._by = by
        self._clock = clock
        self._lock = threading.Lock()
        self._done: deque[_Done] = deque(maxlen=REMEMBERED)
        self._count = 0
        self._built = ""
        self._onward: tuple[str, ...] = ()
        self._sidecars: dict[str, bytes] = {}
        self._withdrawn: dict[str, tuple[str, ...]] = {}
        self._refused: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
        self._acts: dict[str, Callable[[Form], _Done]] = {
            "approve": self._approve,
            "hold": self._hold,
            "unhold": self._unhold,
            "describe": self._describe,
            "withdraw": self._withdraw,
            "undo": self._undo,
        }

    @property
    def names(self) -> frozenset[str]:
        """What can be done."""
        return frozenset(self._acts)

    def deeds(self) -> tuple[Deed | None, tuple[Deed, ...]]:
        """The last deed, if no build has ended since; and the other deeds of this run, the latest
        first.
        """
        deeds = tuple(each.deed for each in self._done)
        fresh = deeds and self._built == last_build(self._workspace)
        return (deeds[0], deeds[1:]) if fresh else (None, deeds)

    @property
    def onward(self) -> tuple[str, ...]:
        """The ids of the stories that the last deed leads on to, the nearest first."""
        return self._onward

    def wrote(self, sidecar: str) -> bool:
        """Whether a sidecar is still as it was written here."""
        path, written = self._workspace.root / sidecar, self._sidecars.get(sidecar)
        return written is not None and path.is_file() and path.read_bytes() == written

    def typed(self, story_id: str, known: Mapping[str, str]) -> Mapping[str, str] | None:
        """What somebody typed about a story when it was refused, if what is ``known`` of it has not
        changed since; else None.
        """
        before, given = self._refused.get(story_id, ({}, {}))
        return given if given and before == known else None

    def carry_out(self, act: str, form: Form) -> None:
        """Do what a form says; if that goes wrong, the deed says so."""
        with self._lock:
            order: tuple[str, ...] = ()
            try:
                order = tuple(self._showing.now().stories)  # once withdrawn, it has no place
                done = self._acts[act](form)
            except MediaPipelineError as error:
                done = _Done(Deed(str(error), wrong=True))
            self._count += 1
            deed = replace(done.deed, number=self._count, undo=done.back is not None)
            done = replace(done, deed=deed, of=done.of or form.get("id", ""))
            self._done.appendleft(done)
            self._lead_on(done, order)
            self._built = last_build(self._workspace)  # a takedown writes the report as well

    def _lead_on(self, done: _Done, order: tuple[str, ...]) -> None:
        """Lead back to the story if nothing was done; else on to those after it in the list, then
        to those before it. A story that had already left the list leads where it led before.
        """
        if done.deed.wrong:
            self._onward = (done.of,)
        elif done.of in order:
            place = order.index(done.of)
            self._onward = (*order[place + 1 :], *order[:place])

    def _approve(self, form: Form) -> _Done:
        row, exhibit = self._showing.now().found(form.get("id", ""))
        seen = form.get("seal", "")

        def as_seen(now: Shown, book: Book) -> bool:
            # In two tabs, or with a double click: nothing more is written, and the deed says so.
            already = approved_already(now, exhibit, book, seen)
            return already or seal(now, exhibit, book) == seen

        return self._approved(row, as_seen, names=form.get("names") == "on")

    def _approved(self, row: Shown, as_seen: deciding.AsSeen, *, names: bool) -> _Done:
        rows = deciding.approve(
            self._workspace, [row.id], self._by, self._clock(), names=names, as_seen=as_seen
        )
        if not rows:
            return _Done(Deed(f"It was approved already: {_name(row)}."))
        whom = "for families" if row.audience is Audience.FAMILIES else "public"
        line = f"Approved: {_name(row)}. It is {whom} with the next build."
        return _Done(Deed(line), partial(self._take_back, row))

    def _take_back(self, row: Shown) -> _Done:
        entry = self._book().entries.get(row.id)
        if entry is None or entry.state is not State.PUBLISHED:
            raise UsageError("it is not approved any more; look at it again.", _name(row))
        more = self._stop(row, EventType.HELD, "The approval was taken back.")
        return _Done(Deed(f"Taken back: {_name(row)} is not approved any more. It is held.", more))

    def _hold(self, form: Form) -> _Done:
        row, _ = self._showing.now().found(form.get("id", ""))
        before = self._book()
        more = self._stop(row, EventType.HELD, _reason(form))
        line = f"Held: {_name(row)}. Nobody sees it until it is approved."
        return _Done(Deed(line, more), partial(self._hold_no_more, row, before))

    def _hold_no_more(self, row: Shown, before: Book) -> _Done:
        """Approve it as it was before, if that is what is shown; else let it wait."""
        was, book = before.entries.get(row.id), self._book()
        held = book.entries.get(row.id)
        if held is None or held.state is not State.HELD:
            raise UsageError("it is not held any more; look at it again.", _name(row))
        if was is not None and was.state is State.PUBLISHED:

            def as_approved(now: Shown, book: Book) -> bool:
                same = now.rights == was.rights and covers(was, now)
                return same and book.entries[row.id] == held

            if as_approved(row, book):
                return self._approved(row, as_approved, names=bool(was.names))
        return self._waits(row)

    def _unhold(self, form: Form) -> _Done:
        row, _ = self._showing.now().found(form.get("id", ""))
        entry = self._book().entries.get(row.id)
        reason = entry.reason if entry else ""
        done = self._waits(row)
        return replace(done, back=partial(self._held_again, row, reason))

    def _waits(self, row: Shown) -> _Done:
        if not deciding.unhold(self._workspace, [row.id], self._by, self._clock()):
            raise UsageError("it is not held any more; look at it again.", _name(row))
        return _Done(Deed(f"It waits again: {_name(row)}."))

    def _held_again(self, row: Shown, reason: str) -> _Done:
        return _Done(Deed(f"Held: {_name(row)}.", self._stop(row, EventType.HELD, reason)))

    def _withdraw(self, form: Form) -> _Done:
        exhibition, story_id = self._showing.now(), form.get("id", "")
        if exhibition.withdrew(story_id):
            # A double click must not hide the account of what was taken down.
            return _Done(Deed("It was withdrawn already.", self._withdrawn.get(story_id, ())))
        row, _ = exhibition.found(story_id)
        reason = _reason(form)
        if form.get("sure") != "on":
            raise UsageError("a withdrawal can't be undone, so tick that you are sure.", _name(row))
        more = self._withdrawn[row.id] = self._stop(row, EventType.WITHDRAWN, reason)
        return _Done(Deed(f"Withdrawn: {_name(row)}. It stays so.", more))

    def _stop(self, row: Shown, event: EventType, reason: str) -> tuple[str, ...]:
        """Hold or withdraw, and take down at once; returns what that did, line by line."""
        workspace = self._workspace
        deciding.stop(workspace, [row.id], event, reason, self._by, self._clock())
        ids = deciding.ids_of([row], self._book())
        account, removed = take_down_everywhere(workspace, ids, on_screen(), self._clock)
        return (*account.lines, *removed.lines)

    def _describe(self, form: Form) -> _Done:
        exhibition = self._showing.now()
        row, _ = exhibition.found(form.get("id", ""))
        before = said_of(exhibition, row)
        given = {name: form.get(name, before[name]).strip() for name in SAID}
        self._refused.pop(row.id, None)
        other = {name: each for name, each in given.items() if each != before[name]}
        fields = {name: each for name, each in other.items() if each or name in EMPTIED}
        if not fields:
            raise UsageError("nothing of it was changed.", _name(row))
        self._refused[row.id] = before, given
        sidecar = describing.describe(self._workspace, row.id, fields)
        self._refused.pop(row.id)
        written = (self._workspace.root / sidecar).read_bytes()
        self._sidecars[sidecar] = written
        line = f"Written: {sidecar}. It is shown with the next build; then it can be approved."
        return _Done(Deed(line), partial(self._undescribe, sidecar, written))

    def _undescribe(self, sidecar: str, written: bytes) -> _Done:
        describing.take_back(self._workspace, sidecar, written)
        self._sidecars.pop(sidecar, None)
        return _Done(Deed(f"Removed: {sidecar}. What it said is gone with the next build."))

    def _undo(self, form: Form) -> _Done:
        number = form.get("number", "")
        for place, each in enumerate(self._done):
            if each.back is not None and number == str(each.deed.number):
                done = each.back()
                self._done[place] = _Done(replace(each.deed, undo=False), of=each.of)
                return replace(done, of=each.of)
        raise UsageError("it can't be undone any more; decide anew.")

    def _book(self) -> Book:
        return read_book(open_ledger(self._workspace).read())


def said_of(exhibition: Exhibition, row: Shown) -> dict[str, str]:
    """What a story's form is first filled with: what is known about it now."""
    story = exhibition.found(row.id)[1].story
    return {
        "title": row.title,
        "language": story.language,
        "class": story.class_id,
        "kind": story.kind,
        "teller": story.teller,
    }


def _name(row: Shown) -> str:
    return row.title or PurePosixPath(row.path).name


def _reason(form: Form) -> str:
    reason = " ".join(form.get("reason", "").split())
    if not reason:
        raise UsageError("say why: the ledger keeps it.", "reason")
    return reason
