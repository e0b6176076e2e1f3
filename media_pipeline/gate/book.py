"""The ledger, read to its end: an entry for each story, as it stands after all that was decided.

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
    """All that the ledger says of one story. ``path`` is where it lay when it was received, and
    ``approved_path`` when it was last approved. ``fields``, ``rights`` and ``audience`` are what
    that approval saw and let it be shown to, ``people`` whom it found in it, ``names`` the surnames
    in it that it passed; ``widest`` is the most that any approval did. One that was withdrawn and
    never received has no digest. ``parts`` are its files where it has several.
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
        """Where it is known to have lain; none once it was erased."""
        return frozenset(filter(None, (self.path, self.approved_path)))


@dataclass(frozen=True, slots=True)
class Book:
    """The ledger, read to its end: an entry for each story, and the feeds' names for life.

    ``by_part`` are the ids of recordings in several files, by the digest of each; ``approved`` is
    what was shown of each recording whenever it was approved, by its digest.
    ``register`` and ``surnames`` say whether a consent register and a list of surnames were ever
    seen, ``at`` when its last line was written.
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
        """The entries of the recordings that a file is, or is a part of."""
        ids = (self.by_digest.get(digest, ""), *self.by_part.get(digest, ()))
        return [self.entries[each] for each in ids if each in self.entries]

    def withdrawn_in(self, recording: Recording) -> Entry | None:
        """The story that was withdrawn and is in a recording, whole or in part: a camcorder's
        files may be joined otherwise than they were.
        """
        held = (self.holding(each) for each in (recording.digest, *recording.part_digests))
        stopped = (entry for each in held for entry in each if entry.state is State.WITHDRAWN)
        return next(stopped, None)

    @property
    def parted(self) -> bool:
        """Whether a withdrawal may stop another story than its own: one that is part of it, or that
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

    Two commands may write at once: bytes received twice are received once, and what was decided
    on a take that had become another story's is decided on that story. A withdrawal holds even
    where its story is not known (yet); any other decision of that kind is a :class:`LedgerError`.
    The last ledger is remembered as long as it is the very same.
    """
    if _replayed and _replayed[0][0] is lines:
        return _replayed[0][1]
    book = _replay(lines)
    if isinstance(lines, tuple):  # what nobody can change meanwhile
        _replayed[:] = [(lines, book)]
    return book


_replayed: list[tuple[tuple[Line, ...], Book]] = []
"""The last ledger that was replayed in this process, and its book: a build asks a dozen times."""


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
    """The entry that ``line`` speaks of; a stub for what was withdrawn without being known."""
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
        return entry  # somebody decided more in between, and that stands
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
    """For whom an approval was; those that did not say it yet were for everyone."""
    said = Audience(event.public.get("audience", Audience.PUBLIC))
    return min(said, widest(event.private.get("rights", "")))
