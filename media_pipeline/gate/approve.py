"""What a person decided, as events for the ledger. Pure: who decided is an argument, and the ledger
adds when.

An approval is for what was shown: the build leaves a :class:`Shown` for each story, and a story
that has changed since, or was not there yet, is not covered by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from media_pipeline.errors import UsageError
from media_pipeline.gate.book import Book, Entry
from media_pipeline.gate.decide import needs_in_words
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.slugs import slug, whole_id
from media_pipeline.model import Audience, State
from media_pipeline.tools.text import as_argument


@dataclass(frozen=True, slots=True)
class Shown:
    """What the last build showed the coordinator of one story. ``audience`` is who an approval
    would be for, ``people`` who is in it, ``copies`` where else the same recording is. An earlier
    take has no ``id``.
    """

    id: str
    path: str
    title: str
    digest: str
    shown: str
    fields: Mapping[str, str]
    state: State
    needs: tuple[str, ...]
    rights: str
    audience: Audience
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


def unseen(entry: Entry) -> Shown:
    """What the ledger by itself knows of a story that the last build did not show."""
    return Shown(
        id=entry.id,
        path=entry.path,
        title="",
        digest=entry.digest,
        shown=entry.shown,
        fields=entry.fields,
        state=entry.state,
        needs=(),
        rights="",
        audience=Audience.NONE,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories that a command is about, and the ids of those that it named one by one."""

    rows: tuple[Shown, ...]
    named: frozenset[str]


def choose(
    what: Sequence[str],
    rows: Sequence[Shown],
    *,
    gone: Sequence[Shown] = (),
    everything: bool = False,
) -> Choice:
    """The stories that ``what`` names: by an id (or its beginning), a path, or a folder.

    A path is that of a recording that is there now, or of a copy of it: stories that are ``gone``
    can only be named by their ids. ``everything`` adds all that are waiting. Raises
    :class:`UsageError` for a word that names no story.
    """
    by_id = {row.id: row for row in (*gone, *rows) if row.id}
    waiting = (row for row in rows if everything and row.state is State.WAITING)
    chosen = {(row.path, row.id): row for row in waiting}
    named: set[str] = set()
    for word in what:
        name = word.strip().rstrip("/").removeprefix("./")
        exact = at_path(name, rows)
        if not exact and (story_id := whole_id(name, by_id)):
            exact = [by_id[story_id]]
        found = exact or [row for row in rows if row.path.startswith(f"{name}/")]
        if not found:
            raise UsageError(
                "there is no such story here.",
                word,
                "See media-pipeline status for ids and paths; an earlier take has none of its own. "
                "What came since is built first.",
            )
        chosen |= {(row.path, row.id): row for row in found}
        named |= {row.id for row in exact}
    return Choice(tuple(chosen.values()), frozenset(named))


def at_path(path: str, rows: Sequence[Shown]) -> list[Shown]:
    """The story whose recording, or a copy of it, is at a path."""
    own = [row for row in rows if path == row.path]
    return own or [row for row in rows if path in row.copies]


def approvals(
    choice: Choice, book: Book, by: str, *, names: bool, placed: Collection[str] | None = None
) -> list[Event]:
    """The events that approve the chosen stories as they were shown. ``placed`` are the slugs that
    ever stood on the site; None where any may have.

    Stories that were not named one by one (those of a folder, say) are passed over if they are held
    or withdrawn, need something or somebody's consent, hold a surname or a trace of the school's
    computers, or have become another take since; naming a story means that one. ``names`` lets the
    surnames that were shown be public. Raises :class:`UsageError`, before anything is approved, if
    a named story can't be approved.
    """
    events = []
    for row in choice.rows:
        named, entry = row.id in choice.named, book.of(row.digest)
        if named:
            refuse_impossible(row, names=names)
        if entry is None or (entry.id, entry.digest) != (row.id, row.digest):
            if named:
                raise UsageError("it is another story's take now.", row.path, "Build and look.")
            continue
        # What counts is the ledger now, not what was shown: a decision may have come in between.
        if named and entry.state is State.WITHDRAWN:
            raise UsageError(
                "it was withdrawn, for good.", row.path, "What may come back is held instead."
            )
        stopped = entry.state in (State.HELD, State.WITHDRAWN) and not named
        seen = row.state is State.PUBLISHED or entry.shown == row.shown
        already = entry.state is State.PUBLISHED and seen and grants(entry, row)
        private = row.traces or (row.names and not named)
        barred = row.needs or row.audience is Audience.NONE or private
        if not (barred or stopped or already):
            events.append(_approval(row, entry, by, placed))
    return events


def grants(entry: Entry, row: Shown) -> bool:
    """Whether a story's last approval was for everyone who may see it now, and allowed its
    surnames.
    """
    return row.audience <= entry.audience and set(row.names) <= set(entry.names)


def covers(entry: Entry, row: Shown) -> bool:
    """Whether a story's last approval saw exactly what is shown now, and grants it. It never does
    if the story now needs something or somebody's consent, or holds a trace of the school's
    computers.
    """
    barred = row.needs or row.traces or row.audience is Audience.NONE
    return entry.shown == row.shown and grants(entry, row) and not barred


def replacement(row: Shown, story_id: str, book: Book, by: str, *, names: bool) -> list[Event]:
    """The events by which ``row`` becomes the new take of an older story, and is approved.

    ``story_id`` is the older story's id or its beginning. Raises :class:`UsageError` if the new
    take needs something or somebody's consent, holds a surname that ``names`` does not allow, or
    has been public itself, since an id that went out into the world is not taken back. Nothing may
    replace a story that was withdrawn: it must leave every host and come to none. An earlier take,
    from which nothing is made, comes back as it was approved before, or not at all.
    """
    received = [each.id for each in book.entries.values() if each.digest]
    entry, own = book.entries.get(whole_id(story_id, received)), book.of(row.digest)
    if entry is None:
        raise UsageError("there is no story of that id to replace.", story_id)
    if entry.state is State.WITHDRAWN:
        raise UsageError(
            "it was withdrawn, for good: nothing takes its place.",
            story_id,
            "Approve the new recording as a story of its own.",
        )
    if entry.digest == row.digest:
        raise UsageError("it is that story already.", row.path)
    other = own is not None and own.id != entry.id
    if own and other and (own.published or own.state is State.WITHDRAWN):
        raise UsageError(
            "it was a story of its own, and its id stays with it.", row.path, f"Its id: {own.id}"
        )
    if own is not None and not other and row.shown not in book.approved.get(row.digest, ()):
        raise UsageError(
            "it is an earlier take, and not as it was when it was approved.",
            row.path,
            "Put back what was said of it and lay beside it; or save it anew in a sound editor: "
            "then it waits as a new take.",
        )
    refuse_impossible(row, names=names)
    private = {"path": row.path, "by": by}
    replaced = Event(
        EventType.REPLACED, entry.id, {"digest": row.digest, "old": entry.digest}, private
    )
    return [replaced, _approval(row, entry, by)]


def decisions(choice: Choice, book: Book, event: EventType, reason: str, by: str) -> list[Event]:
    """The events that hold or withdraw (``event``) the chosen stories.

    Withdrawn stories that were not named are passed over. Raises :class:`UsageError`, before
    anything is decided, for a story that the ledger does not know, and for a named withdrawn story
    that is to be held.
    """
    events = []
    for row in choice.rows:
        entry = book.entries.get(row.id) or book.of(row.digest)
        if entry is None:
            raise UsageError(
                "the ledger doesn't know this story yet.",
                row.path or row.id,
                "Build first so that it is known.",
            )
        if entry.state is State.WITHDRAWN and row.id not in choice.named:
            continue
        if entry.state is State.WITHDRAWN and event == EventType.HELD:
            raise UsageError(
                "it was withdrawn, which is more than held; it stays so.", row.path or row.id
            )
        # The tombstone of what was withdrawn: its digest stays when all else is erased.
        kept = {"digest": entry.digest} if event == EventType.WITHDRAWN and entry.digest else {}
        events.append(Event(event, row.id, kept, {"reason": reason, "by": by}))
    return events


def unholdings(choice: Choice, book: Book, by: str) -> list[Event]:
    """The events by which chosen stories that are held go back to waiting; others are passed over.

    A story that was public before waits as well: only an approval lets it out again.
    """
    known = (book.entries.get(row.id) or book.of(row.digest) for row in choice.rows)
    held = {entry.id for entry in known if entry and entry.state is State.HELD}
    return [Event(EventType.UNHELD, each, {}, {"by": by}) for each in sorted(held)]


def refuse_impossible(row: Shown, *, names: bool) -> None:
    """Refuse what no approval can make public, and surnames that an approval without ``names``
    can't.

    Raises :class:`UsageError`.
    """
    if row.traces:
        raise UsageError(row.traces[0], row.path, "Then build again.")
    if row.names and not names:
        raise UsageError(
            f"it holds what is on the list of surnames: {', '.join(row.names)}.",
            row.path,
            "If that may be public, approve it by name with --names.",
        )
    if row.needs:
        sayable = [need for need in row.needs if need not in ("sidecar", "sheet")]
        options = " ".join(f'--{need} "…"' for need in sayable)
        described = (
            f"; where it has none: media-pipeline describe {as_argument(row.path)} {options}"
        )
        raise UsageError(
            f"it needs {needs_in_words(row.needs)} before it can be approved.",
            row.path,
            f"Mend what its sidecar or sheet says{described if sayable else ', and build.'}",
        )
    if row.audience is Audience.NONE:
        raise UsageError(
            "not everyone in it agrees, so it can't be approved.",
            row.path,
            "media-pipeline status says who; mend the consent register, and build.",
        )


def _approval(row: Shown, entry: Entry, by: str, placed: Collection[str] | None = None) -> Event:
    """An address is for life once something stood there: until then it goes with the title, which
    may have been corrected because of a name. For families it is from the first approval.
    """
    unused = placed is not None and entry.slug not in placed
    new = not entry.slug or (unused and entry.audience is Audience.PUBLIC)
    return Event(
        EventType.APPROVED,
        entry.id,
        {"shown": row.shown, "digest": row.digest, "audience": str(row.audience)},
        {
            "by": by,
            "path": row.path,
            "slug": slug(row.title, entry.id) if new else entry.slug,
            "rights": row.rights,
            "fields": dict(row.fields),
            **({"people": list(row.people)} if row.people else {}),
            **({"names": list(row.names)} if row.names else {}),
        },
    )
