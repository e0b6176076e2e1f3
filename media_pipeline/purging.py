"""What is kept of a story in ``build`` beside the sites: found, forgotten and deleted.

Every job has a name that ends with the path of the file it is of, so that what was made of a
story is found by the paths of its recording, pictures and words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from media_pipeline.engine.fingerprint import fingerprint
from media_pipeline.gate.decide import Book
from media_pipeline.model import Exhibit
from media_pipeline.tools.remembered import ASKED, FAMILIES, NO_JOBS, SHOWN, SITE
from media_pipeline.tools.store import Store


@dataclass(frozen=True, slots=True)
class Trace:
    """By what a story is known: its ids and slugs, the digests of its takes, and the paths of all
    that it was made of.
    """

    ids: frozenset[str]
    slugs: frozenset[str]
    digests: frozenset[str]
    paths: frozenset[str]

    def has_made(self, name: str) -> bool:
        """Whether the job of that name is of one of the story's files."""
        return any(name.endswith(f" {path}") for path in self.paths)


def trace(ids: Iterable[str], book: Book, store: Store) -> Trace:
    """What is known of stories."""
    wanted = frozenset(ids)
    digests = {digest for digest, story_id in book.by_digest.items() if story_id in wanted}
    entries = [entry for entry in book.entries.values() if entry.id in wanted]
    seen = store.seen()
    paths = {path for path, digest in seen.items() if digest in digests}
    # Telephones reuse names: what lies there now may be another recording.
    paths |= {entry.path for entry in entries if entry.path and entry.path not in seen}
    for path, exhibit in store.exhibits().items():
        if exhibit.story.recording.digest in digests:
            paths |= {path, *_files(exhibit)}
    digests |= {seen[path] for path in paths if path in seen}
    slugs = frozenset(entry.slug for entry in entries if entry.slug)
    return Trace(wanted, slugs, frozenset(digests), frozenset(paths))


def purge(story: Trace, store: Store, *, seen: bool = True) -> tuple[int, int]:
    """Delete what was made of a story and forget it; returns how many files, and their bytes.

    Search indexes, printed sheets and codes that a site was made of before are not the site's
    any more when this is called; those of now stay. Unless it is to be forgotten that its files
    were ``seen``, their digests stay, and what was found out of them: a build asks for those.
    """
    notes = store.notes()
    asked: dict[str, str] = dict(notes.get(ASKED, {}))
    ran = [(name, fingerprint(inputs)) for name, inputs in notes.items() if name not in NO_JOBS]
    jobs = [*asked.items(), *ran]
    standing = {
        each for tree in (SITE, FAMILIES) for each in notes.get(tree, {}).get("jobs", {}).values()
    }
    others = {each for name, each in jobs if not story.has_made(name)}
    gone = {each for name, each in jobs if story.has_made(name)} - others
    gone |= {each for name, each in jobs if _of_site(name)} - standing
    named = {
        name for name, each in ran if story.has_made(name) or (_of_site(name) and each in gone)
    }
    left = {
        name: each for name, each in asked.items() if each not in gone and not story.has_made(name)
    }
    if left != asked:
        store.leave_note(ASKED, left)
    if rows := notes.get(SHOWN, {}).get("rows"):
        store.leave_note(SHOWN, {"rows": [row for row in rows if row["id"] not in story.ids]})
    if seen:
        gone |= store.results_of(story.digests)
    return store.drop(gone, story.paths if seen else (), named)


def _of_site(name: str) -> bool:
    """Whether a job is of no file of the drop folder, so that it may hold any story."""
    return " recordings/" not in name and not name.startswith(("icons ", "art of feed "))


def _files(exhibit: Exhibit) -> Collection[str]:
    story = exhibit.story
    beside = [each.path for each in (*story.pictures, *story.words)]
    return {*story.recording.parts, *story.copies, *beside}
