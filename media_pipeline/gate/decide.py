"""The one place that decides what may be public, or for families. Pure: the ledger's lines and
the stories in, verdicts out.

    waiting ──approve──► published ──hold──► held ──approve──► published
       ▲                     │  └──withdraw──► withdrawn
       └── shown changed ────┘  └── original gone ──► missing

    held ──unhold──► waiting                   nothing else comes back by itself

Whatever is not approved, exactly as it is now, is private.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from media_pipeline.gate.book import Book, Entry
from media_pipeline.gate.consent import Consents, Ruling, people_in, ruling, widest
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.shown import changed, shown_digest, shown_fields
from media_pipeline.gate.surnames import NO_SURNAMES, Surnames
from media_pipeline.gate.told import Private, private_in
from media_pipeline.model import Audience, Permit, Recording, State, Story, Verdict, Words
from media_pipeline.tools.counting import in_words
from media_pipeline.tools.text import as_argument


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that the gate goes by, apart from the story itself. ``consents`` is None if the
    school has no register.
    """

    book: Book
    surnames: Surnames = NO_SURNAMES
    consents: Consents | None = None


def new_id(namespace: uuid.UUID, digest: str) -> str:
    """The id for new bytes; the same id again if an intake is killed and repeated."""
    return str(uuid.uuid5(namespace, digest))


def received(stories: Iterable[Story], book: Book, namespace: uuid.UUID) -> list[Event]:
    """The events that the ledger still lacks: for recordings whose bytes it has never seen."""
    return [
        Event(
            EventType.RECEIVED,
            new_id(namespace, story.recording.digest),
            _what(story.recording),
            _where(story.recording),
        )
        for story in stories
        if story.recording.digest not in book.by_digest
    ]


def _what(recording: Recording) -> dict[str, Any]:
    """Its digest, and those of its parts, which must not come back on their own after it was
    withdrawn.
    """
    parts = {"parts": " ".join(recording.part_digests)} if recording.part_digests else {}
    return {"digest": recording.digest, **parts}


def _where(recording: Recording) -> dict[str, Any]:
    """Its path, and the paths of its parts if a camcorder split it."""
    parts = {"parts": list(recording.parts)} if len(recording.parts) > 1 else {}
    return {"path": recording.path, **parts}


def decide(story: Story, grounds: Grounds, words: Mapping[str, Words]) -> Verdict:
    """Whether a story may be published now, for whom, and why. It must have been received before.

    With a consent register, everyone who is in it must agree. ``words``, by language, are those
    that would be shown with it.
    """
    entry = grounds.book.of(story.recording.digest)
    private = private_in(story, words, entry.slug if entry else "", grounds.surnames)
    verdict = _decide(story, grounds, private)
    return replace(verdict, names=tuple(sorted(private.names)), traces=private.traces)


def _decide(story: Story, grounds: Grounds, private: Private) -> Verdict:
    book, consents = grounds.book, grounds.consents
    entry = book.entries[book.by_digest[story.recording.digest]]
    fields = shown_fields(story)
    shown = shown_digest(fields)
    stopped = book.withdrawn_in(story.recording) or entry
    earlier = entry.digest != story.recording.digest
    unread = story.unread if earlier or entry.state is not State.PUBLISHED else ()
    approved = found_in(story, entry)
    agreed = ruling(story, consents, approved)
    verdict = Verdict(
        entry.id if stopped is entry or not earlier else "",
        State.WAITING,
        "",
        shown,
        audience=agreed.audience,
        needs=tuple(dict.fromkeys((*story.needs, *agreed.needs, *unread))),
        people=people_in(story, consents, approved) if consents else (),
    )
    if earlier and stopped.state is not State.WITHDRAWN:
        reason = "This is an earlier take; a newer one has taken its place."
        if shown in book.approved.get(story.recording.digest, ()):
            again = f"media-pipeline approve {as_argument(story.recording.path)} --as {entry.id}"
            reason = f"{reason} To publish this one again: {again}"
        return replace(verdict, id="", state=State.HELD, reason=reason)
    if stopped.state in (State.HELD, State.WITHDRAWN):
        reason = _why_stopped(story, stopped, whole=stopped is entry)
        return replace(verdict, state=stopped.state, reason=reason)
    if verdict.needs:
        unclear = (*story.unclear, *unread)
        return replace(verdict, reason=f"It needs {needs_in_words(verdict.needs, unclear)}.")
    reasons = _reason_to_wait(story, entry, fields, shown, agreed), private.reason(entry.names)
    if reason := " ".join(filter(None, reasons)):
        return replace(verdict, reason=reason)
    assert entry.published is not None
    assert entry.decided is not None
    granted = min(agreed.audience, entry.audience)
    permit = Permit(entry.id, entry.slug, entry.published, entry.decided, granted)
    reason = agreed.reason
    if granted < agreed.audience:
        reason = "It was approved for families only; approve it again for everyone to have it."
    return replace(verdict, state=State.PUBLISHED, reason=reason, permit=permit)


_SAID = {"title": "a title", "language": "a language", "people": "people"}
"""What every story needs and may simply lack; any other need means that something was said
wrongly.
"""


def needs_in_words(needs: Iterable[str], unclear: Collection[str] = ()) -> str:
    """In words, what still has to be said about a story, and what was said but not understood
    (``unclear``).
    """
    return in_words(
        f"its {each} put right" if each in unclear or each not in _SAID else _SAID[each]
        for each in needs
    )


def found_in(story: Story, entry: Entry | None) -> tuple[str, ...]:
    """The codes that a story's last approval found in it; none if the story now says otherwise who
    is in it.
    """
    if entry is None or not entry.people:
        return ()
    same = entry.fields.get("people") == shown_fields(story).get("people")
    return entry.people if same else ()


def _why_stopped(story: Story, entry: Entry, *, whole: bool) -> str:
    """The reason that was given; for an earlier take of a withdrawn recording, or a withdrawn
    recording that was dropped again, ``whole`` or in part, a sentence that says so.
    """
    if entry.state is not State.WITHDRAWN or entry.decided is None:
        return entry.reason
    day = f"{entry.decided.day} {entry.decided:%B %Y}"
    if whole and story.recording.digest != entry.digest:
        return f"This is an earlier take of a recording that was withdrawn on {day}. Delete it."
    if not whole:
        return f"In it are files of a recording that was withdrawn on {day}. Delete them."
    if not entry.path:
        return f"This recording was erased on {day}, and was dropped again. Delete it."
    if story.recording.path not in entry.paths:
        return f"This recording was withdrawn on {day}, and was dropped again. Delete it."
    return entry.reason


def _reason_to_wait(
    story: Story, entry: Entry, fields: Mapping[str, str], shown: str, agreed: Ruling
) -> str:
    """Why a complete story that nobody has stopped is not published; "" if it may be. ``shown`` is
    the digest of its ``fields``.
    """
    if agreed.audience is Audience.NONE:
        return agreed.reason
    if entry.state is not State.PUBLISHED:
        return "Nobody has decided yet."
    if widest(entry.rights) < widest(story.rights):
        return "It was for families only when it was approved, so nobody has let it be public."
    seen = {**_without_new(story, entry, fields), **_withheld(story, entry, fields, agreed)}
    if entry.shown not in (shown, shown_digest(seen)):
        return f"Changed since it was approved: {in_words(changed(entry.fields, fields))}."
    if story.teller and not agreed.named:
        return "Its teller may not be named any more; it is made anew without the name."
    return ""


def _withheld(
    story: Story, entry: Entry, fields: Mapping[str, str], agreed: Ruling
) -> dict[str, str]:
    """What was approved but is not shown now because of the school's settings or the consent
    register: a teller who may not be named; the class or kind that a folder is named after, if that
    has another name now. Less is shown than was seen, so none of these voids an approval. For a
    story for families alone it is not less: it would then be for those of the whole school.
    """
    names = ["teller"] if "teller" in story.defaulted else []
    public = min(agreed.audience, entry.audience) is Audience.PUBLIC
    if public and story.recording.path == entry.approved_path:
        names += [name for name in ("class", "kind") if name not in story.defaulted]
    return {
        name: entry.fields[name] for name in names if name in entry.fields and name not in fields
    }


def _without_new(story: Story, entry: Entry, fields: Mapping[str, str]) -> dict[str, str]:
    """Its ``fields`` but for a class or kind that its folder was always named after and that
    school.toml has only now: a setting voids no approval. Somebody else's folder may.
    """
    new = (name for name in story.by_folder if name not in entry.fields)
    drop = {*new} if story.recording.path == entry.approved_path else set()
    return {name: value for name, value in fields.items() if name not in drop}


def missing(stories: Sequence[Story], book: Book) -> list[Entry]:
    """Entries that are published but whose original is gone."""
    there = {story.recording.digest for story in stories}
    return [
        entry
        for entry in book.entries.values()
        if entry.state is State.PUBLISHED and entry.digest not in there
    ]
