"""``erase``: a story is withdrawn, and then nothing of it is left on this machine but its digest.

    ledger: withdrawn ─► site, cache ─► files beside the recording ─► recording and its copies
                      ─► ledger: erased ─► private parts emptied, here and in the second place

Of the files, the recordings go last, and the ledger's words go last of all, so that the same
command finds again whatever a kill left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from media_pipeline.errors import UsageError, WorkspaceError
from media_pipeline.gate.approve import Choice, decisions, unseen
from media_pipeline.gate.book import Book, Entry, read_book
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.lines import Line
from media_pipeline.gate.slugs import whole_id
from media_pipeline.intake.find import Inventory, find
from media_pipeline.intake.namesakes import beside_of
from media_pipeline.intake.sheet import NAMES
from media_pipeline.model import State
from media_pipeline.stages.answering import forget_answers
from media_pipeline.takedown.account import sticks
from media_pipeline.takedown.at_once import take_down_everywhere
from media_pipeline.takedown.forgetting import forget_here, write_anew
from media_pipeline.takedown.on_hosts import Removed
from media_pipeline.tools import files
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.counting import counted
from media_pipeline.tools.locks import locked
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger, trusted
from media_pipeline.workspace.once_public import forget


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be erased: the stories' ids, files in the order in which they go, what lies
    beside them and is another recording's too, and sheets that may speak of them.
    """

    ids: tuple[str, ...]
    files: tuple[str, ...]
    shared: tuple[str, ...]
    sheets: tuple[str, ...]


def plan(workspace: Workspace, what: Sequence[str]) -> Erasure:
    """What there is of the stories that ``what`` names (ids, paths or folders).

    A story whose recording is gone can also be named by its path, as an erasure that was broken off
    may have deleted it. Raises :class:`UsageError` for a word that names nothing.
    """
    book = read_book(trusted(open_ledger(workspace)))
    inventory = find(workspace.root, settle=0)
    with closing(Store(workspace.build)) as store:
        digests, joined = _digests(inventory, store, book)
    named = [entry for word in what for entry in _named(word, book, digests, joined)]
    ids, recordings = _with_their_files([each.id for each in named], book, digests, joined)
    entries = [book.entries[each] for each in ids]
    gone = {entry.path for entry in entries if entry.path and entry.path not in digests}
    beside, shared = beside_of(inventory, recordings | gone)
    return Erasure(
        ids, (*sorted(beside), *sorted(recordings)), tuple(sorted(shared)), _sheets(inventory)
    )


def erase(
    workspace: Workspace,
    plan: Erasure,
    reason: str,
    by: str,
    reporter: Reporter,
    clock: Clock,
) -> tuple[list[str], Removed]:
    """Erase what ``plan`` says; returns the account, and what was done on hosts. These are cleared
    first, so that a failure here leaves nothing there. It can be killed at any moment and repeated.
    """
    ledger = open_ledger(workspace)

    def withdrawn(lines: Sequence[Line]) -> Sequence[Event]:
        entries = [read_book(lines).entries[each] for each in plan.ids]
        rows = [unseen(each) for each in entries if each.state is not State.WITHDRAWN]
        return decisions(
            Choice(tuple(rows), frozenset()), read_book(lines), EventType.WITHDRAWN, reason, by
        )

    lines = ledger.append_following(withdrawn, clock())
    book = read_book(lines)
    account, removed = take_down_everywhere(workspace, plan.ids, reporter, clock)
    waiting = partial(reporter.say, "The build that is at work ends first.")
    with locked(workspace.lock, waiting):
        with closing(Store(workspace.build)) as store:  # what a killed takedown was making
            store.clear_leftovers()
        if account.cache is None:
            forget_here(workspace, plan.ids, book)
        with closing(Store(workspace.build)) as store:
            write_anew(store, book)
        for path in plan.files:
            _delete(workspace.root / path)
        forget_answers(workspace)
        forget(workspace, {book.entries[each].slug for each in plan.ids})
        ledger.append_following(lambda standing: _erased(plan.ids, standing), clock())
        ledger.settle()
    erased = f"Erased: {counted(len(plan.files), 'file', 'files')}, and their names in the ledger."
    return [*account.lines, erased, *_remains(workspace, plan, lines)], removed


def _digests(
    inventory: Inventory, store: Store, book: Book
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The digest of each file that is there, and the parts of each recording that has several, by
    the digest of the whole.
    """
    there = {each.path: each.place for each in inventory.recordings}
    digests = {path: store.digest(path, (file,)) for path, file in there.items()}
    joined = {}
    built = [each.story.recording.parts for each in store.exhibits().values()]
    for parts in {*built, *(each.parts for each in book.entries.values())}:
        if len(parts) > 1 and all(part in there for part in parts):
            whole = store.digest(" ".join(parts), tuple(there[part] for part in parts))
            joined[whole] = parts
    return digests, joined


def _with_their_files(
    ids: Sequence[str],
    book: Book,
    digests: dict[str, str],
    joined: dict[str, tuple[str, ...]],
) -> tuple[tuple[str, ...], set[str]]:
    """The stories, and every other that one of their files is, or is a part of; and all these
    files.
    """
    known = tuple(dict.fromkeys(ids))
    takes = {digest for digest, story_id in book.by_digest.items() if story_id in known}
    takes |= {digest for digest, of in book.by_part.items() if not set(known).isdisjoint(of)}
    recordings = {path for path, digest in digests.items() if digest in takes}
    recordings |= {part for digest in takes for part in joined.get(digest, ())}
    held = (each.id for path in sorted(recordings) for each in book.holding(digests[path]))
    further = tuple(dict.fromkeys((*known, *held)))
    if further != known:
        return _with_their_files(further, book, digests, joined)
    return known, recordings


def _named(
    word: str,
    book: Book,
    digests: dict[str, str],
    joined: dict[str, tuple[str, ...]],
) -> list[Entry]:
    """The entries that an id, a path or a folder names.

    Raises :class:`UsageError` for an earlier take whose story has its newest one here, as that
    would go, too; and for a word that names nothing.
    """
    name = word.strip().rstrip("/").removeprefix("./")
    if newer := _superseded(name, book, digests, joined):
        raise UsageError(
            "it is an earlier take of a story whose newer one is here, and would go, too.",
            word,
            f"Erase the story by its id, {newer.id}; or delete this file by hand.",
        )
    paths = _by_path(book, digests, joined)
    if paths.get(name):
        return paths[name]
    if story_id := whole_id(name, book.entries):
        return [book.entries[story_id]]
    within = (known for path, known in paths.items() if path.startswith(f"{name}/"))
    if found := [entry for known in within for entry in known]:
        return found
    raise UsageError(
        "there is no such story here.", word, "See media-pipeline status for ids and paths."
    )


def _by_path(
    book: Book, digests: dict[str, str], joined: dict[str, tuple[str, ...]]
) -> dict[str, list[Entry]]:
    """The entries of each path, whether its file is there or gone."""
    paths: dict[str, list[Entry]] = defaultdict(list)
    for path, digest in digests.items():
        if not _superseded(path, book, digests, joined):
            paths[path] += book.holding(digest)
    for digest, parts in joined.items():
        if entry := book.of(digest):
            for part in filter(paths.__contains__, parts):
                paths[part].append(entry)
    for entry in book.entries.values():
        if entry.path and entry.path not in digests:  # its recording is gone
            paths[entry.path].append(entry)
    return paths


def _superseded(
    path: str, book: Book, digests: dict[str, str], joined: dict[str, tuple[str, ...]]
) -> Entry | None:
    """The story that has an earlier take at ``path``, whole or in part, and its newest one
    elsewhere here. None for a withdrawn story, which goes with all its takes.
    """
    wholes = (digest for digest, parts in joined.items() if path in parts)
    digest = next(wholes, digests.get(path, ""))
    entry = book.of(digest)
    if entry is None or entry.state is State.WITHDRAWN or entry.digest == digest:
        return None
    return entry if entry.digest in {*digests.values(), *joined} else None


def _erased(ids: Sequence[str], lines: Sequence[Line]) -> list[Event]:
    """The event that calls for the private parts of the stories, and of the takes that became
    theirs, to be emptied; none if they are empty and that was called for before.
    """
    book = read_book(lines)
    takes = {
        line.event.id
        for line in lines
        if book.by_digest.get(line.event.public.get("digest", "")) in ids
    }
    named = any(line.event.private for line in lines if line.event.id in {*ids, *takes})
    if not named and any(line.event.event == EventType.ERASED for line in lines):
        return []
    return [Event(EventType.ERASED, ids[0], {"ids": " ".join(sorted({*ids, *takes}))})]


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            files.sync_folder(path.parent)
    except OSError as error:
        raise WorkspaceError(
            f"it can't be deleted ({error.strerror}); what came before it is gone.",
            str(path),
            "See who may write there, and run the same command again.",
        ) from error


def _sheets(inventory: Inventory) -> tuple[str, ...]:
    return tuple(each.path for each in inventory.beside if Path(each.path).name.casefold() in NAMES)


def _remains(workspace: Workspace, plan: Erasure, lines: Sequence[Line]) -> list[str]:
    """Where copies may remain, which no program can find."""
    root = workspace.root.resolve()
    said = ["Copies may remain, which you must look for:"]
    said += [f"  {path} is another recording's, too, and was left." for path in plan.shared]
    said += [f"  {path}: delete its rows of what was erased." for path in plan.sheets]
    said += ["  backups and snapshots of this folder; the recycling bin; the device it came from."]
    aside = sorted(workspace.decisions.glob("ledger-*.jsonl"))
    if copy := open_ledger(workspace).copy:
        aside += sorted(copy.parent.glob("ledger-*.jsonl"))
        aside += sorted(copy.parent.parent.glob(f"{copy.parent.name}-before-*"))
    said += [f"  {path}: an earlier ledger, with names; delete it." for path in aside]
    if tree := next((each for each in (root, *root.parents) if (each / ".git").exists()), None):
        said.append(
            f"  version control: this workspace lies in the git work tree {tree}; what was "
            "committed there stays in its history, and in every clone."
        )
    published = [
        line.at
        for line in lines
        if line.event.event == EventType.APPROVED and line.event.id in plan.ids
    ]
    if days := sticks(lines, min(published, default=None)):
        said.append(f"  memory sticks made since ({len(days)}): {', '.join(days)}.")
    return said
