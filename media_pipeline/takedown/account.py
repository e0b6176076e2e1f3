"""The account of a takedown: what was where, what is gone, and what can't be called back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from media_pipeline.gate.book import Entry
from media_pipeline.gate.events import EventType
from media_pipeline.gate.lines import Line
from media_pipeline.publish.naming import PACKED, TEXTS
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.workspace import FOR_FAMILIES, Workspace

KINDS = {
    ".mp3": "sound", ".opus": "sound", ".mp4": "film", ".jpg": "picture", ".png": "picture",
    ".vtt": "words", ".txt": "words", ".js": "words", ".xml": "feed", ".pdf": "printed sheet",
    ".svg": "code",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """The files that are a story's own, those that name it, and the stamps of those that no search
    for words can read (printed sheets, search indexes): on the site, by their paths there, and for
    families, by those in ``build``.
    """

    build: Path
    own: frozenset[str]
    naming: frozenset[str]
    packed: frozenset[tuple[str, str]]

    @property
    def files(self) -> frozenset[str]:
        """Everything that must go or change."""
        return self.own | self.naming

    def place(self, name: str) -> Path:
        """The path of a file of that name."""
        return self.build / (name if name.startswith(f"{FOR_FAMILIES}/") else f"{SITE}/{name}")


@dataclass(frozen=True, slots=True)
class Account:
    """What was removed, when, and what can't be called back. ``changed`` files were made again;
    ``lost`` ones were deleted because they named a story and a tree could not be made again;
    ``left`` is what is still there.
    """

    at: datetime
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    lost: tuple[str, ...]
    left: tuple[str, ...]
    cache: tuple[int, int] | None
    recall: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """The account as sentences and lists, for a person."""
        said = [f"Taken down on {day(self.at)} at {self.at:%H:%M} (UTC):"]
        said += [f"  {count} × {kind}" for kind, count in sorted(_counted(self.removed).items())]
        said += [f"    {path}" for path in self.removed]
        said += [
            f"  made anew without it: {count} × {kind}"
            for kind, count in sorted(_counted(self.changed).items())
        ]
        said += [
            f"  deleted, as it could not be made anew; build again: {count} × {kind}"
            for kind, count in sorted(_counted(self.lost).items())
        ]
        if not (self.removed or self.changed or self.lost):
            said.append("  nothing of it stood on the site.")
        if self.cache is None:
            said.append("  What was made of it goes when the build at work ends, or with the next.")
        elif self.cache[0]:
            said.append(f"  {self.cache[0]} files of the cache, {self.cache[1] / 1e6:.1f} MB")
        said += [f"Still there, delete it by hand: {path}" for path in self.left]
        if self.recall:
            said += ["What can't be called back:", *(f"  {line}" for line in self.recall)]
        return said


def files_of_stories(workspace: Workspace, slugs: Iterable[str]) -> StoryFiles:
    """What there is of stories on the site and in the tree for families."""
    words = [slug.encode() for slug in slugs]
    own, naming, packed = set(), set(), set()
    for path in (path for tree in workspace.trees.values() for path in tree.rglob("*")):
        if not words or not path.is_file():
            continue
        name = path.relative_to(workspace.build).as_posix().removeprefix("site/")
        if any(word in name.encode() for word in words):
            own.add(name)
        elif path.suffix in TEXTS:
            text = _text(path)
            naming |= {name} if any(word in text for word in words) else set()
        elif path.suffix in PACKED:
            status = path.stat()
            packed.add((name, f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"))
    return StoryFiles(workspace.build, frozenset(own), frozenset(naming), frozenset(packed))


def account_of(
    before: StoryFiles,
    after: StoryFiles,
    cache: tuple[int, int] | None,
    entries: Sequence[Entry],
    lines: Sequence[Line],
    at: datetime,
    *,
    whole: bool = True,
    hosts: Collection[str] = (),
) -> Account:
    """The account of what was there ``before`` and is not ``after``; ``whole`` says whether both
    trees were made again. ``hosts`` are the trees that ``publish`` brings to their servers, from
    which it also takes this down.
    """
    packed = {name for name, _ in before.packed - after.packed}
    other = sorted((before.naming - after.naming) | packed)
    anew = [each for each in other if before.place(each).exists()]
    gone = set(other).difference(anew)
    return Account(
        at,
        tuple(sorted((before.own - after.own) | (gone if whole else set()))),
        tuple(anew),
        () if whole else tuple(sorted(gone)),
        tuple(sorted(after.files)),
        cache,
        tuple(_recall(entries, lines, families=_for_families(before), hosts=hosts)),
    )


def sticks(lines: Sequence[Line], since: datetime | None) -> list[str]:
    """The days on which copies for memory sticks were made, from ``since`` on; none if that is
    None.
    """
    return [
        day(line.at)
        for line in lines
        if line.event.event == EventType.STICK and since and line.at >= since
    ]


def day(when: datetime) -> str:
    """``24 November 2026``."""
    return f"{when.day} {when:%B %Y}"


def _for_families(standing: StoryFiles) -> bool:
    return any(path.startswith(FOR_FAMILIES) for path in standing.files)


def _recall(
    entries: Sequence[Entry], lines: Sequence[Line], *, families: bool, hosts: Collection[str]
) -> Iterable[str]:
    since = min((each.published for each in entries if each.published), default=None)
    if since is None:  # it was never published
        return
    if SITE not in hosts:
        yield "The site on your web server, until build/site is brought there; then ask it with:"
        yield "  media-pipeline check --published ADDRESS"
    if families and FAMILIES not in hosts:
        yield (
            f"The families' site on your web server, until build/{FOR_FAMILIES} is brought there."
        )
    yield "What somebody downloaded, recorded or sent on; what search engines and archives copied."
    yield "Podcast apps: the episode leaves them when they look next, a downloaded file may stay."
    yield "Stories kept on a telephone go when the site is next opened there with a network."
    yield "Frames in a learning platform show “not here” from now on; take them out there."
    yield "Printed posters and codes: the code leads to “not here”."
    if days := sticks(lines, since):
        on_each = (f"{each} ({n})" if n > 1 else each for each, n in Counter(days).items())
        yield f"Memory sticks made since it was public ({len(days)}): {', '.join(on_each)}."
        yield "  Ask for them, and run media-pipeline usb on each."


def _counted(paths: Iterable[str]) -> Counter[str]:
    return Counter(map(kind_of, paths))


def kind_of(path: str) -> str:
    """What a person would call a file of the site."""
    parts = PurePosixPath(path).parts
    parts = parts[2:] if parts[0] == FOR_FAMILIES else parts  # below the class's own folder
    if "search" in parts[:2]:
        return "search index"
    if "embed" in parts[:2]:
        return "page for frames" if path.endswith(".html") else "answer for frames (oEmbed)"
    if path.startswith("sitemap"):
        return "site map"
    suffix = PurePosixPath(path).suffix
    if suffix == ".html":
        return "page"
    return KINDS.get(suffix, "list")


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # a running build has just replaced it
        return b""
