"""``check --published``: ask the site that families see whether it is what was released.

    ledger, decisions/public.json ─► what should be gone   ─► 404 or 410, and named nowhere
    build/site                    ─► what should be there  ─► 200, its length, a part of it

Only the school's own host is asked, and every answer has a limit of time and of bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from media_pipeline.commands.asking import GONE, OK, PART, Answer, Visitor
from media_pipeline.errors import UsageError
from media_pipeline.gate.book import read_book
from media_pipeline.publish.addresses import (
    OPML,
    SCHOOL_JSON,
    SITE_MAP,
    code_path,
    embed_path,
    feed_path,
    latest_path,
    oembed_path,
    search_path,
    shelf_path,
    story_path,
    words_page_path,
)
from media_pipeline.publish.check import Finding
from media_pipeline.publish.search.pagefind import ENTRY
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger
from media_pipeline.workspace.once_public import once_public

SAMPLE = 10
"""How many media files, the newest first, are asked for their length and a part."""

LISTS = (SCHOOL_JSON, OPML, SITE_MAP)


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found, how many requests were made, and how many withdrawn stories were asked
    for.
    """

    findings: tuple[Finding, ...]
    asked: int
    stories: int


def visit(workspace: Workspace, address: str) -> Visit:
    """Ask the site at ``address`` (http or https). Raises :class:`UsageError` for any other
    address.
    """
    parts = urlsplit(address if address.endswith("/") else f"{address}/")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("it is no address of a site, such as https://stories.school.example/.",
                         address)  # fmt: skip
    book = read_book(open_ledger(workspace).read())
    withdrawn = [entry for entry in book.withdrawn if entry.slug]
    slugs = [entry.slug for entry in withdrawn]
    # An id by itself is the tombstone that tells kept copies to go.
    with closing(Visitor(parts.geturl())) as visitor:
        first = visitor.ask("")
        if first.why or first.status != OK:
            found = [Finding("index.html", first.why or f"it answers {first.status}.")]
            return Visit(tuple(found), visitor.asked, len(slugs))
        found = [*_gone(visitor, workspace, slugs), *_unnamed(visitor, workspace, slugs),
                 *_there(visitor, workspace.site)]  # fmt: skip
        return Visit(tuple(found), visitor.asked, len(slugs))


def _gone(visitor: Visitor, workspace: Workspace, slugs: Iterable[str]) -> Iterator[Finding]:
    """Ask for every address that a withdrawn story had."""
    media = once_public(workspace)
    for slug in slugs:
        for path in (*_addresses(slug, workspace), *media.get(slug, ())):
            answer = visitor.ask(path, method="HEAD")
            if answer.status not in GONE:
                said = answer.why or f"it answers {answer.status}, and must answer 404 or 410."
                yield Finding(path, f"it is of a withdrawn story: {said}")


def _addresses(slug: str, workspace: Workspace) -> Iterator[str]:
    """The addresses of a story's pages, frames and codes, in every language that pages are or were
    in.
    """
    settings = workspace.settings
    first, *others = settings.interface_languages
    for folder in (
        "",
        *(f"{tag.lower()}/" for tag in (first, *others, *settings.former_languages)),
    ):
        for path in (story_path(slug), words_page_path(slug), embed_path(slug), oembed_path(slug)):
            yield f"{folder}{path}"
    yield from (code_path(slug, tag) for tag in settings.interface_languages)


def _unnamed(visitor: Visitor, workspace: Workspace, slugs: Iterable[str]) -> Iterator[Finding]:
    """Ask for every list, feed and page that could still name a withdrawn story: those of the site
    that is built here, and those that the school's feeds once had.
    """
    words = [slug.encode() for slug in slugs]
    built = (workspace.site / "index.html").is_file()
    for path in _listing(workspace):
        answer = visitor.ask(path)
        local = workspace.site / path
        if answer.why or answer.status not in {OK, *GONE}:
            yield Finding(path, answer.why or f"it answers {answer.status}.")
        elif answer.status == OK and any(word in answer.body for word in words):
            yield Finding(path, "it still names a withdrawn story; bring build/site to the server.")
        elif path.endswith(ENTRY) and built and answer.status == OK and not _same(answer, local):
            yield Finding(path, "the search is not the one of build/site; bring that there.")


def _same(answer: Answer, local: Path) -> bool:
    return local.is_file() and local.read_bytes() == answer.body


def _listing(workspace: Workspace) -> list[str]:
    """The paths of lists, feeds, search indexes and shelves: everything except the pages of single
    stories, each of which has its own address.
    """
    site, settings = workspace.site, workspace.settings
    feeds = read_book(open_ledger(workspace).read()).feeds
    paths = {*LISTS, *(feed_path(name) for name in feeds)} if settings.address else set()
    folders = ("", *(f"{each.lower()}/" for each in settings.interface_languages[1:]))
    paths |= {f"{folder}index.html" for folder in folders}
    # A shelf or an index whose last story was withdrawn is no longer in build/site.
    for sort, _, shelf in (name.partition("-") for name in feeds):
        if sort in ("language", "class", "kind") and not shelf.endswith("-low-data"):
            paths |= {f"{folder}{shelf_path(sort, shelf)}index.html" for folder in folders}
        if sort == "language" and not shelf.endswith("-low-data"):
            paths.add(search_path(shelf) + ENTRY)
    for each in site.rglob("*"):
        name = each.relative_to(site).as_posix()
        listing = each.suffix in {".xml", ".opml", ".html"} or each.name == ENTRY
        single = {"stories", "embed"} & set(name.split("/")) and latest_path() not in name
        if listing and not single:
            paths.add(name)
    return sorted(paths)


def _there(visitor: Visitor, site: Path) -> Iterator[Finding]:
    """Ask for a sample of what is public: its length, and a part of it, as podcast apps ask for
    it.
    """
    media = [each for each in site.glob("media/*") if each.suffix in {".mp3", ".mp4", ".opus"}]
    for file in sorted(media, key=lambda each: (-each.stat().st_mtime, each.name))[:SAMPLE]:
        path, size = file.relative_to(site).as_posix(), file.stat().st_size
        head = visitor.ask(path, method="HEAD")
        if head.why or head.status != OK:
            yield Finding(path, head.why or f"it is public, and answers {head.status}.")
        elif head.headers.get("content-length") != str(size):
            said = head.headers.get("content-length", "none")
            yield Finding(path, f"it has {size} bytes, and the server says {said}.")
        else:
            part = visitor.ask(path, range_="bytes=0-9")
            if part.why or part.status != PART or len(part.body) != min(10, size):
                yield Finding(
                    path, part.why or f"a part of it is answered with {part.status}, not 206."
                )
