"""What ``build`` keeps of a story besides the sites: found, forgotten and deleted.

Every job has a name that ends with the path of the file it works on, so that what was made of a
story is found by the paths of its recording, pictures and words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline.engine.fingerprint import fingerprint
from media_pipeline.gate.book import Book
from media_pipeline.model import Exhibit, State
from media_pipeline.publish.addresses import SCHOOL_JSON
from media_pipeline.publish.feeds.directory import without_withdrawn
from media_pipeline.publish.naming import PACKED, named_in, text_of
from media_pipeline.stages.report_file import forget_rows
from media_pipeline.stages.reporting import fingerprints
from media_pipeline.tools import files
from media_pipeline.tools.remembered import (
    ASKED,
    FAMILIES,
    FORGOTTEN,
    JOBS,
    NO_JOBS,
    SHOWN,
    SITE,
    UNCHANGED,
)
from media_pipeline.tools.store import CACHE, Store
from media_pipeline.tools.tables import folded_cell
from media_pipeline.tools.values import ordered_digest
from media_pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trace:
    """What a story is known by: its ids and slugs, the digests of its takes, and the paths of
    everything that it was made of. ``others`` are the fingerprints of what is shown of other
    stories.
    """

    ids: frozenset[str]
    slugs: frozenset[str]
    digests: frozenset[str]
    paths: frozenset[str]
    others: frozenset[str]

    def is_in(self, row: Mapping[str, Any]) -> bool:
        """Whether a row of what was shown is of the story; an earlier take has no id, only a
        digest.
        """
        return row["id"] in self.ids or row["digest"] in self.digests

    def has_made(self, name: str) -> bool:
        """Whether the job of that name works on one of the story's files."""
        return any(name.endswith(f" {path}") for path in self.paths)


def trace(ids: Iterable[str], book: Book, store: Store) -> Trace:
    """What the stories with these ids are known by."""
    wanted = frozenset(ids)
    digests = {digest for digest, story_id in book.by_digest.items() if story_id in wanted}
    entries = [entry for entry in book.entries.values() if entry.id in wanted]
    seen = store.seen()
    paths = {path for path, digest in seen.items() if digest in digests}
    # Telephones reuse names: what is there now may be another recording.
    paths |= {entry.path for entry in entries if entry.path and entry.path not in seen}
    others = store.exhibits()
    for path, exhibit in [*others.items()]:
        if exhibit.story.recording.digest in digests:
            paths |= {path, *_files(exhibit)}
            del others[path]
    paths |= set(_named_after(paths, seen))
    digests |= {seen[path] for path in paths if path in seen}
    slugs = frozenset(entry.slug for entry in entries if entry.slug)
    made = frozenset(fingerprints(others))
    return Trace(wanted, slugs, frozenset(digests), frozenset(paths), made)


def purge(story: Trace, store: Store, *, seen: bool = True) -> tuple[int, int]:
    """Delete what was made of a story and forget it; returns how many files went, and their bytes.

    Search indexes and printed sheets that a site was made of before no longer belong to the site
    when this is called, and go; its present ones stay. Results that no name leads to go too:
    another takedown made them, and then this one made them again under the same name. Only if
    ``seen`` is it also forgotten that the story's files were seen; otherwise their digests stay,
    and what was found out about them, as a build asks for those.
    """
    notes = store.notes()
    asked: dict[str, str] = dict(notes.get(ASKED, {}))
    ran = [(name, fingerprint(inputs)) for name, inputs in notes.items() if name not in NO_JOBS]
    jobs = [*asked.items(), *ran]
    standing = {
        each for tree in (SITE, FAMILIES) for each in notes.get(tree, {}).get(JOBS, {}).values()
    }
    others = {each for name, each in jobs if not story.has_made(name)}
    gone = {each for name, each in jobs if story.has_made(name)} - others
    gone |= {each for name, each in jobs if _of_site(name)} - standing
    gone |= store.jobs_recorded() - {each for _, each in jobs} - standing - story.others
    named = {
        name for name, each in ran if story.has_made(name) or (_of_site(name) and each in gone)
    }
    left = {
        name: each for name, each in asked.items() if each not in gone and not story.has_made(name)
    }
    if left != asked:
        store.leave_note(ASKED, left)
    if rows := notes.get(SHOWN, {}).get("rows"):
        store.leave_note(SHOWN, {"rows": [row for row in rows if not story.is_in(row)]})
    store.leave_value(UNCHANGED, None)
    if seen:
        gone |= store.results_of(story.digests)
        store.forget_told(story.digests)
    return store.drop(gone, story.paths if seen else (), named)


def _named_after(paths: Collection[str], seen: Iterable[str]) -> Iterator[str]:
    """The texts among ``seen`` that are named after one of ``paths``: what they say is remembered
    by their digests.
    """
    named = {folded_cell(each.rpartition(".")[0]) for each in paths}
    for path in seen:
        name = path
        while path.casefold().endswith((".toml", ".txt")) and "." in name.rpartition("/")[2]:
            name = name.rpartition(".")[0]
            if folded_cell(name) in named:
                yield path
                break


def _of_site(name: str) -> bool:
    """Whether a job works on no file of the drop folder, so that its result may hold any story."""
    return " recordings/" not in name and not name.startswith(("icons ", "art of feed "))


def _files(exhibit: Exhibit) -> Collection[str]:
    story = exhibit.story
    beside = [each.path for each in (*story.pictures, *story.words)]
    return {*story.recording.parts, *story.copies, *beside}


def forget_withdrawn(workspace: Workspace, store: Store, book: Book) -> bool:
    """Delete everything in ``build``, besides the sites, that was made of withdrawn stories;
    returns whether nothing of it can be read there any longer.

    A recording that is still in the drop folder remains known by its digest, so that it stays away.
    """
    if not (withdrawn := [entry.id for entry in book.withdrawn]):
        return True
    story = trace(withdrawn, book, store)
    _search_others(workspace, story)
    if purge(story, store, seen=False) != (0, 0):
        store.leave_note(FORGOTTEN, {})
    return write_anew(store, book)


def forget_here(workspace: Workspace, ids: Collection[str], book: Book) -> tuple[int, int]:
    """Delete and forget what was made of those of the stories that are withdrawn, under the build's
    lock; returns how many files of the cache went, and their bytes.
    """
    gone = [each for each in ids if book.entries[each].state is State.WITHDRAWN]
    if not gone:
        return 0, 0
    with closing(Store(workspace.build)) as store:
        story = trace(gone, book, store)
        store.work_folder()
        forget_rows(workspace.report, story.ids, story.paths)
        _search_others(workspace, story)
        store.leave_note(FORGOTTEN, {})
        return purge(story, store)


def write_anew(store: Store, book: Book) -> bool:
    """Rewrite the file of what is remembered so that no trace of withdrawn stories is left in it,
    if something was forgotten since that was last done; returns whether none is left.
    """
    forgotten = {"ids": ordered_digest(sorted(each.id for each in book.withdrawn))}
    if not book.withdrawn or store.note(FORGOTTEN) == forgotten:
        return True
    if not store.rewrite():
        return False
    store.leave_note(FORGOTTEN, forgotten)
    return True


def _search_others(workspace: Workspace, story: Trace) -> None:
    """Delete what names the story in any folder of ``build`` except the two trees and the cache,
    which are cleared separately: in earlier releases, say, or in what is being brought to a server.
    If anything in such a folder names it, the files there that can't be searched go as well.
    """
    build, ours = workspace.build, {workspace.site, workspace.families, workspace.build / CACHE}
    words = [each.encode() for each in (*story.slugs, *story.ids)]
    for folder in (each for each in build.iterdir() if each.is_dir() and each not in ours):
        held = files.files_below(folder)
        naming = [each for each in held if _names(each, build, words)]
        packed = [each for each in held if naming and each.suffix in PACKED]
        for path in {*naming, *packed}:
            path.unlink(missing_ok=True)
            files.leave_no_empty(path, folder)  # the folders' names may be the story's, too


def _names(path: Path, build: Path, words: Collection[bytes]) -> bool:
    """Whether a file names a story. The site's list of what other sites must drop does not count:
    it names the story by design, in every release since, and reveals nothing else about it.
    """
    if path.match(f"{SITE}/{SCHOOL_JSON}"):
        text = without_withdrawn(text_of(path))
        return any(word in text for word in words)
    return bool(named_in(path, build, words))
