"""The ledger, read to its end: an entry for each story, in its state after everything that was
decided.

    Line… ──replayed──► Book(Entry…)

Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from media_pipeline.errors import LedgerError
from media_pipeline.gate.consent import widest
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.ledger import NAME
from media_pipeline.gate.lines import Line
from media_pipeline.model import Audience, Recording, State


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the ledger says of one story. ``path`` is where its recording was when it was
    received, and ``approved_path`` where it was when last approved. ``fields``, ``rights`` and
    ``audience`` are what that approval saw and whom it let see it, ``people`` who it found in the
    story, ``names`` the surnames in it that it allowed; ``widest`` is the widest audience that any
    approval gave. A story that was withdrawn and never received has no digest. ``parts`` are its
    files if it has several.
    """

    id: str
    digest: str
    path: str
    parts: tuple[str, ...] = ()
    state: State = State.WAITING
    slug: str = ""
    published: datetime | None = None
    decided: datetime | None = None
    shown: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    rights: str = ""
    audience: Audience = Audience.NONE
    widest: Audience = Audience.NONE
    reason: str = ""
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    approved_path: str = ""

    @property
    def paths(self) -> frozenset[str]:
        """The paths where it is known to have been; none once it was erased."""
        return frozenset(filter(None, (self.path, self.approved_path)))


@dataclass(frozen=True, slots=True)
class Book:
    """The ledger, read to its end: an entry for each story, and the feeds' permanent names.

    ``by_part`` lists, for the digest of each part, the ids of the recordings in several files that
    it belongs to; ``approved`` lists, for each recording's digest, what was shown of it whenever it
    was approved. ``register`` and ``surnames`` say whether a consent register and a list of
    surnames were ever seen, ``at`` when the last line was written.
    """

    entries: Mapping[str, Entry]
    by_digest: Mapping[str, str]
    feeds: Mapping[str, str]
    register: bool = False
    surnames: bool = False
    at: datetime | None = None
    by_part: Mapping[str, Sequence[str]] = field(default_factory=dict)
    approved: Mapping[str, Collection[str]] = field(default_factory=dict)

    def of(self, digest: str) -> Entry | None:
        """The entry of the recording with that digest."""
        return self.entries.get(self.by_digest.get(digest, ""))

    def holding(self, digest: str) -> list[Entry]:
        """The entries of the recordings that a file is, or is a part of, by its digest."""
        ids = (self.by_digest.get(digest, ""), *self.by_part.get(digest, ()))
        return [self.entries[each] for each in ids if each in self.entries]

    def withdrawn_in(self, recording: Recording) -> Entry | None:
        """The withdrawn story that a recording contains, whole or in part: a camcorder's files may
        be joined differently from before.
        """
        held = (self.holding(each) for each in (recording.digest, *recording.part_digests))
        stopped = (entry for each in held for entry in each if entry.state is State.WITHDRAWN)
        return next(stopped, None)

    @property
    def parted(self) -> bool:
        """Whether a withdrawal may stop a story other than its own: one that is part of it, or that
        it is part of.
        """
        of = {story_id for ids in self.by_part.values() for story_id in ids}
        return any(each.id in of or each.digest in self.by_part for each in self.withdrawn)

    @property
    def withdrawn(self) -> tuple[Entry, ...]:
        """The entries that were withdrawn."""
        return tuple(each for each in self.entries.values() if each.state is State.WITHDRAWN)


def read_book(lines: Iterable[Line]) -> Book:
    """Replay the ledger.

    Two commands may write at once: bytes that were received twice count once, and a decision about
    a take that had become another story's counts for that story. A withdrawal holds even if its
    story is not known (yet); any other decision about an unknown story raises :class:`LedgerError`.
    The book of the last ledger is remembered and returned for as long as the very same lines are
    given.
    """
    if _replayed and _replayed[0][0] is lines:
        return _replayed[0][1]
    book = _replay(lines)
    if isinstance(lines, tuple):  # which nobody can change meanwhile
        _replayed[:] = [(lines, book)]
    return book


_replayed: list[tuple[tuple[Line, ...], Book]] = []
"""The last ledger that was replayed in this process, and its book: a build needs it a dozen
times.
"""


def _replay(lines: Iterable[Line]) -> Book:
    entries: dict[str, Entry] = {}
    by_digest: dict[str, str] = {}
    feeds: dict[str, str] = {}
    became: dict[str, str] = {}
    by_part: dict[str, list[str]] = {}
    approved: dict[str, set[str]] = {}
    register, surnames, at = False, False, None
    for line in lines:
        event, at = line.event, line.at
        register = register or event.event == EventType.REGISTER
        surnames = surnames or event.event == EventType.SURNAMES
        story_id = became.get(event.id, event.id)
        digest, path = event.public.get("digest", ""), event.private.get("path", "")
        if event.event == EventType.FEED:
            feeds.setdefault(event.public["name"], story_id)
        elif event.event == EventType.RECEIVED and digest not in by_digest:
            stub = entries.get(story_id, Entry(story_id, "", ""))
            parts = tuple(event.private.get("parts", ()))
            entries[story_id] = replace(stub, digest=digest, path=path, parts=parts)
            by_digest[digest] = story_id
            for part in event.public.get("parts", "").split():
                by_part.setdefault(part, []).append(story_id)
        elif event.event == EventType.REPLACED:
            entry = _known(entries, story_id, line)
            own = by_digest.get(digest, story_id)
            if own != story_id:
                del entries[own]
                for known in (by_digest, became):
                    known |= {key: story_id for key, was in known.items() if was == own}
                for ids in by_part.values():
                    ids[:] = [story_id if each == own else each for each in ids]
                became[own] = story_id
            by_digest[digest] = story_id
            entries[story_id] = replace(entry, digest=digest, path=path)
        elif event.event in _DECISIONS:
            entries[story_id] = _decided(_known(entries, story_id, line), line)
            _keep_shown(approved, event)
    return Book(entries, by_digest, feeds, register, surnames, at, by_part, approved)


_DECISIONS: Mapping[str, State] = {
    EventType.APPROVED: State.PUBLISHED,
    EventType.HELD: State.HELD,
    EventType.WITHDRAWN: State.WITHDRAWN,
    EventType.UNHELD: State.WAITING,
}


def _keep_shown(approved: dict[str, set[str]], event: Event) -> None:
    if event.event == EventType.APPROVED:
        approved.setdefault(event.public.get("digest", ""), set()).add(event.public["shown"])


def _known(entries: Mapping[str, Entry], story_id: str, line: Line) -> Entry:
    """The entry that ``line`` is about; a stub if it withdraws a story that is not known."""
    entry = entries.get(story_id, Entry(story_id, "", ""))
    if not entry.digest and line.event.event != EventType.WITHDRAWN:
        raise LedgerError(
            f"line {line.number} speaks of a story that was never received.",
            NAME,
            "Put back the newest good copy of the decisions folder; the site stays as it is.",
        )
    return entry


def _decided(entry: Entry, line: Line) -> Entry:
    event = line.event
    state = _DECISIONS[event.event]
    if state is State.WAITING and entry.state is not State.HELD:
        return entry  # somebody has decided otherwise in between, and that holds
    if state is not State.PUBLISHED:
        return replace(entry, state=state, decided=line.at, reason=event.private.get("reason", ""))
    return replace(
        entry,
        approved_path=event.private.get("path", ""),
        state=state,
        decided=line.at,
        published=entry.published or line.at,
        slug=event.private.get("slug") or entry.slug,
        shown=event.public["shown"],
        fields=event.private.get("fields", {}),
        rights=event.private.get("rights", ""),
        people=tuple(event.private.get("people", ())),
        names=tuple(event.private.get("names", ())),
        audience=(granted := _granted(event)),
        widest=max(entry.widest, granted),
        reason="",
    )


def _granted(event: Event) -> Audience:
    """Who an approval was for; older ones, which did not say so, were for everyone."""
    said = Audience(event.public.get("audience", Audience.PUBLIC))
    return min(said, widest(event.private.get("rights", "")))
