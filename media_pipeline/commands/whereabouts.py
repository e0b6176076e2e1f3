"""``where``: every place in which a person appears, found by the person's code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from media_pipeline.gate.book import Entry
from media_pipeline.gate.consent import people_in
from media_pipeline.gate.decide import found_in
from media_pipeline.intake.find import find
from media_pipeline.model import Audience, Exhibit, State, Story
from media_pipeline.publish.naming import named_in
from media_pipeline.release.known import Known, known_hosts, unreadable
from media_pipeline.stages.reporting import STORE
from media_pipeline.stages.surveying import Survey, survey
from media_pipeline.tools.counting import counted
from media_pipeline.tools.store import CACHE, Store
from media_pipeline.tools.tables import code_of
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger, trusted


@dataclass(frozen=True, slots=True)
class Place:
    """A recording that somebody is in, and where it is and what was made of it, listed by kind:
    ``recorded`` (files of the drop folder), ``made`` (files of the cache), ``page``, ``feed`` and
    ``file`` (of what is shown to others, and of earlier releases), ``host`` (what is known to be on
    a web server). Paths are relative to the workspace; pages are whole addresses if the address is
    known.
    """

    path: str
    state: State
    audience: Audience
    listed: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The code in the form in which it is compared, and every place, by path. ``unknown`` means
    that there is a consent register and the code is not in it.
    """

    code: str
    places: tuple[Place, ...]
    unknown: bool = False

    @property
    def lines(self) -> Iterator[str]:
        """All of it, for reading on a screen, and what can't be known."""
        for place in self.places:
            yield f"{place.path}  ({place.state}; audience: {place.audience})"
            for kind, things in place.listed.items():
                yield from (f"    {kind:<8} {each}" for each in things)
        yield f"{self.code} is in {counted(len(self.places), 'recording', 'recordings')}."
        if self.unknown:
            yield "The consent register has no such code. Is it spelt right?"
        yield "Search and sheets to print may name a story too, and are made anew when it leaves."
        yield "Memory sticks, telephones, podcast apps and backups can't be known; ask around."


def whereabouts(workspace: Workspace, code: str, now: datetime) -> Whereabouts:
    """Look for a person in every recording, including those that wait, are held or withdrawn.

    Raises :class:`RegisterError` if the consent register can't be read, :class:`LedgerError` if the
    ledger is not complete, and :class:`WorkspaceError` if it can't be known what is on a web
    server.
    """
    wanted = code_of(code)
    trusted(open_ledger(workspace))
    if errors := unreadable(workspace):
        raise errors[0]
    with closing(Store(workspace.build)) as store:
        seen = survey(workspace, store, now, find(workspace.root))
        made = store.exhibits()
    stories = [each for each in seen.intake.stories if wanted in _people(each, seen)]
    left = _without_recording(wanted, seen)
    names = {each.recording.path: _slug(each, seen) for each in stories}
    slugs = {*names.values(), *(each.slug for each in left)} - {""}
    found, hosts = _named(workspace, slugs), known_hosts(workspace)
    places, beside = [], _beside(seen)
    for story in stories:
        path, here = story.recording.path, (*story.recording.parts, *story.copies)
        verdict = seen.verdicts[path]
        near = dict.fromkeys(each for one in here for each in beside.get(one, ()))
        listed = {
            "recorded": (*here, *near),
            "made": _made(made.get(path)),
            **_standing(workspace, names[path], found, hosts),
        }
        audience = verdict.permit.audience if verdict.permit else Audience.NONE
        places.append(Place(path, verdict.state, audience, listed))
    for each in left:
        state = State.MISSING if each.state is State.PUBLISHED else each.state
        listed = _standing(workspace, each.slug, found, hosts)
        places.append(Place(each.path or each.id, state, Audience.NONE, listed))
    unknown = seen.consents is not None and wanted not in seen.consents.register.people
    return Whereabouts(wanted, tuple(places), unknown)


def _without_recording(wanted: str, seen: Survey) -> list[Entry]:
    """The stories whose recordings are not here, but in which their approvals found the person."""
    here = {each.recording.digest for each in seen.intake.stories}
    entries = seen.book.entries.values()
    return [each for each in entries if each.digest not in here and wanted in each.people]


def _people(story: Story, seen: Survey) -> tuple[str, ...]:
    """Who is in a story, and whom its last approval found in it, as what was approved may still be
    there. Without a register, the first are only those whom it names one by one.
    """
    entry = seen.book.of(story.recording.digest)
    found = entry.people if entry else ()
    if seen.consents is None:
        return (*story.people, *found)
    return (*people_in(story, seen.consents, found_in(story, entry)), *found)


def _slug(story: Story, seen: Survey) -> str:
    entry = seen.book.of(story.recording.digest)
    return entry.slug if entry else ""


def _beside(seen: Survey) -> Mapping[str, Sequence[str]]:
    """Pictures, words, descriptions and sidecars, by the paths of the recordings that they are
    about.
    """
    beside: dict[str, list[str]] = defaultdict(list)
    for each in seen.intake.belongings:
        for path in each.of if each.role == "beside" else ():
            beside[path].append(each.path)
    return beside


def _made(exhibit: Exhibit | None) -> tuple[str, ...]:
    renditions = exhibit.renditions if exhibit else ()
    return tuple(f"{STORE}/{each.path}" for each in renditions)


def _named(workspace: Workspace, slugs: set[str]) -> dict[str, list[Path]]:
    """The files of what is shown to others that have each slug in their path or their text."""
    found: dict[str, list[Path]] = {slug: [] for slug in slugs}
    words = [slug.encode() for slug in slugs]
    # Every folder but the cache may hold pages, earlier releases among them.
    folders = [each for each in workspace.build.iterdir() if each.is_dir() and each.name != CACHE]
    for folder in sorted(folders) if slugs else ():
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            for word in named_in(path, workspace.build, words):
                found[word.decode()].append(path.relative_to(workspace.root))
    return found


def _standing(
    workspace: Workspace, slug: str, found: Mapping[str, list[Path]], hosts: Sequence[Known]
) -> dict[str, tuple[str, ...]]:
    """What of a story is shown to others, here and on web servers; nothing if it has no slug."""
    on_hosts = tuple(_on_hosts(slug, hosts)) if slug else ()
    return {**_sorted(workspace, found.get(slug, [])), "host": on_hosts}


def _on_hosts(slug: str, hosts: Iterable[Known]) -> Iterator[str]:
    """The files on web servers that have the slug in their path."""
    for each in hosts:
        yield from (f"{each.to}: {path}" for path in sorted(each.manifest.paths) if slug in path)


def _sorted(workspace: Workspace, paths: list[Path]) -> dict[str, tuple[str, ...]]:
    """Pages, feeds and other files; a page by its address."""
    address = workspace.settings.address
    pages, feeds, files = [], [], []
    for path in paths:
        inside = path.relative_to("build")
        if path.suffix == ".html":
            public = bool(address) and inside.parts[0] == workspace.site.name
            page = Path(*inside.parts[1:]).as_posix() if public else path.as_posix()
            pages.append(f"{address}{page.removesuffix('index.html')}" if public else page)
        elif path.suffix == ".xml" and "feeds" in path.parts:
            feeds.append(path.as_posix())
        else:
            files.append(path.as_posix())
    return {"page": tuple(pages), "feed": tuple(feeds), "file": tuple(files)}
