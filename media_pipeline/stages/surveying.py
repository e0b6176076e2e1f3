"""What is there, and what the gate says about it, before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.book import Book, Entry, read_book
from media_pipeline.gate.consent import Consents, unnamed
from media_pipeline.gate.decide import Grounds, decide, found_in, missing, received
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.lines import Line
from media_pipeline.gate.surnames import NO_SURNAMES
from media_pipeline.intake.find import Inventory
from media_pipeline.intake.gather import Intake, gather
from media_pipeline.model import Exhibit, Recording, State, Story, Verdict, Words
from media_pipeline.tools.counting import counted
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.consents import consents_of
from media_pipeline.workspace.latest_day import note_day
from media_pipeline.workspace.ledger import open_ledger
from media_pipeline.workspace.surnames import surnames_of

FEW = 3
"""How many originals may be gone at once without a question, in the smallest school."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Recordings, what the gate goes by, and its verdicts by recordings' paths; ``words`` are those
    on which each verdict was given.
    """

    intake: Intake
    grounds: Grounds
    verdicts: Mapping[str, Verdict]
    words: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        """The ledger, read to its end."""
        return self.grounds.book

    @property
    def consents(self) -> Consents | None:
        """The consents that verdicts rest on; None if there is no register."""
        return self.grounds.consents

    @property
    def gone(self) -> list[Entry]:
        """Published stories whose original is missing."""
        return missing(self.intake.stories, self.book)

    @property
    def lost(self) -> list[Entry]:
        """Those of the :attr:`gone` whose place has not been taken by another usable recording."""
        there = {story.recording.path for story in self.intake.stories}
        return [each for each in self.gone if there.isdisjoint(each.paths)]

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about rows of the consent register that are not understood."""
        return self.consents.register.problems if self.consents else ()

    @property
    def rested_on(self) -> list[tuple[str, tuple[str, ...]]]:
        """The people of each published story, with its recording's path."""
        return [(path, each.people) for path, each in self.verdicts.items() if each.permit]

    @property
    def worked_on(self) -> list[Story]:
        """The stories to work on. Work is done before approval, so that it can be heard; never on
        what was withdrawn, or on an earlier take.
        """
        return [
            story
            for story in self.intake.stories
            if (verdict := self.verdicts[story.recording.path]).id
            and verdict.state is not State.WITHDRAWN
        ]


def survey(
    workspace: Workspace,
    store: Store,
    now: datetime,
    inventory: Inventory,
    glance: Callable[[], None] = lambda: None,
) -> Survey:
    """Understand what is in the drop folder and ask the gate. New recordings are entered in the
    ledger, as are a consent register and a list of surnames when they are first seen.

    Raises :class:`RegisterError` if the register can't be read, or is missing although there was
    one.
    """
    ledger = open_ledger(workspace)
    entries = read_book(ledger.read()).entries.values()
    known_at = {each.digest: each.approved_path or each.path for each in entries}
    intake = gather(inventory, workspace.settings, store, glance, known_at)
    namespace = ledger.namespace(now, begin=not workspace.published)
    grounds = grounds_of(workspace, read_book(ledger.read()), now)
    if grounds.consents:
        note_day(workspace, grounds.consents.today)
    events = received(intake.stories, grounds.book, namespace)
    if grounds.consents and not grounds.book.register:
        events.append(Event(EventType.REGISTER, str(namespace)))
    if grounds.surnames != NO_SURNAMES and not grounds.book.surnames:
        events.append(Event(EventType.SURNAMES, str(namespace)))
    book = read_book(ledger.append(events, now))
    stories = tuple(
        unnamed(each, grounds.consents, found_in(each, book.of(each.recording.digest)))
        for each in intake.stories
    )
    return judged(replace(intake, stories=stories), replace(grounds, book=book), {})


def as_last_built(
    store: Store, grounds: Grounds, among: Collection[str] | None = None
) -> tuple[Survey, Mapping[str, Exhibit]]:
    """What the last build made, as the gate judges it now, and its exhibits by path; with
    ``among``, only stories with these slugs.
    """
    made = {
        path: each
        for path, each in store.exhibits().items()
        if (entry := grounds.book.of(each.story.recording.digest))
        and (among is None or entry.slug in among)
    }
    stories = tuple(each.story for each in made.values())
    return judged(Intake(stories, (), (), ()), grounds, made), made


def grounds_of(workspace: Workspace, book: Book, now: datetime) -> Grounds:
    """Everything that the gate goes by. Raises :class:`RegisterError` or :class:`WorkspaceError` if
    some of it can't be read.
    """
    surnames = surnames_of(workspace, expected=book.surnames)
    return Grounds(book, surnames, consents_of(workspace, book, now))


def judged(
    intake: Intake,
    grounds: Grounds,
    exhibits: Mapping[str, Exhibit],
    before: Survey | None = None,
) -> Survey:
    """What the gate says about each story. ``exhibits``, by path, hold the words that it would
    show.

    A verdict of ``before``, which is about the same stories, is kept if nothing that it rests on
    has changed.
    """
    verdicts, words = {}, {}
    same = before if before and _alike(before.grounds, grounds) else None
    unmoved = same is not None and same.book is grounds.book  # as mostly: nothing was written
    for story in intake.stories:
        recording = story.recording
        path = recording.path
        exhibit = exhibits.get(path)
        words[path] = exhibit.words if exhibit else {}
        if (
            same
            and same.words.get(path) == words[path]
            and (unmoved or _same_entries(recording, same.book, grounds.book))
        ):
            verdicts[path] = same.verdicts[path]
        else:
            verdicts[path] = decide(story, grounds, words[path])
    return Survey(intake, grounds, verdicts, words)


def _same_entries(recording: Recording, before: Book, now: Book) -> bool:
    """Whether the ledger says of a recording what it said before."""
    digest = recording.digest
    return (
        before.by_digest.get(digest) == now.by_digest.get(digest)
        and before.of(digest) == now.of(digest)
        and before.withdrawn_in(recording) == now.withdrawn_in(recording)
    )


def _alike(before: Grounds, now: Grounds) -> bool:
    """Whether nothing but the ledger may have changed."""
    return (before.surnames, before.consents) == (now.surnames, now.consents)


def judged_anew(
    seen: Survey, workspace: Workspace, exhibits: Mapping[str, Exhibit], now: datetime
) -> Survey:
    """What the gate says after the work, which takes time: everything that it goes by is read
    again.

    Raises as :func:`grounds_of` does.
    """
    book = read_book(open_ledger(workspace).read())
    return judged(seen.intake, grounds_of(workspace, book, now), exhibits, seen)


def overtaken(seen: Survey, workspace: Workspace, lines: Sequence[Line], now: datetime) -> bool:
    """Whether the ledger's entries, consents or surnames have changed since ``seen``.

    Raises as :func:`grounds_of` does.
    """
    here = grounds_of(workspace, read_book(lines), now)
    before = seen.grounds
    return (here.book.entries, here.consents, here.surnames) != (
        before.book.entries,
        before.consents,
        before.surnames,
    )


def guard_against_an_absent_share(seen: Survey, store: Store) -> None:
    """A share that is not mounted must never take a whole site down.

    Raises :class:`WorkspaceError` if more than half of what was published has no original.
    Withdrawn stories don't count, as they are meant to go; nor do those that an earlier build was
    allowed to take down.
    """
    leaving = _leaving(seen, store)
    gone = len(leaving)
    public = sum(1 for each in seen.verdicts.values() if each.state is State.PUBLISHED)
    lost = not public and any(each in leaving for each in seen.lost)
    if gone > max(FEW, public) or lost:
        raise WorkspaceError(
            f"{counted(gone, 'published recording is', 'published recordings are')} not there any "
            "more; the site stays as it was.",
            "recordings",
            "Is the share mounted? If they are gone for good: media-pipeline build --allow-missing",
        )


def guard_against_a_lost_sheet(seen: Survey, store: Store) -> None:
    """Nor must a sheet that somebody moved, which told how the stories are called.

    Raises :class:`WorkspaceError` where more than half of what was published lacks a title or a
    language that it had. What else is said of a story is obeyed at once.
    """
    book, verdicts = seen.book, seen.verdicts
    untold = [
        entry
        for story in seen.intake.stories
        if (needs := verdicts[story.recording.path].needs)
        and {"title", "language"}.issuperset(needs)
        and (entry := book.of(story.recording.digest))
        and entry.state is State.PUBLISHED
    ]
    leaving = len(_standing(untold, store))
    if leaving > max(FEW, sum(1 for each in verdicts.values() if each.permit)):
        raise WorkspaceError(
            f"{counted(leaving, 'published story lacks', 'published stories lack')} the title or "
            "the language that was said of them; the site stays as it was.",
            "recordings",
            "Was recordings.csv or .xlsx moved or renamed? Put it back. If it must be: "
            "media-pipeline build --allow-missing",
        )


def guard_against_an_empty_site(
    seen: Survey, exhibits: Mapping[str, Exhibit], store: Store
) -> None:
    """Nor must a broken tool, or a cache that is gone while the disk is full.

    Raises :class:`WorkspaceError` if more than half of what may be public could not be made, or has
    no original. What people took down doesn't count, as it is meant to go.
    """
    permitted = [path for path, each in seen.verdicts.items() if each.permit]
    made = sum(1 for path in permitted if path in exhibits)
    lost = len(permitted) - made + len(_leaving(seen, store))
    if lost > max(FEW, made):
        raise WorkspaceError(
            f"{counted(lost, 'published recording', 'published recordings')} could not be made or "
            "can't be found; the site stays as it was.",
            "recordings",
            "See why with: media-pipeline status. If it must be: "
            "media-pipeline build --allow-missing",
        )


def _leaving(seen: Survey, store: Store) -> Sequence[Entry]:
    """The stories without an original of which a file stands on the site, or for families: what
    an earlier build was let take down is no news. All, where nothing is known to stand.
    """
    return _standing(seen.gone, store)


def _standing(entries: Sequence[Entry], store: Store) -> Sequence[Entry]:
    """Those of which a file stands; all, where nothing is known to stand."""
    if not entries:
        return entries
    standing = "\n".join((*store.site_stamps(SITE), *store.site_stamps(FAMILIES)))
    return [each for each in entries if not standing or each.slug in standing]
