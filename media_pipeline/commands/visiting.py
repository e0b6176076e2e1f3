"""``check --published``: ask the site that families see whether it is what was released.

    ledger, decisions/public.json ─► what should be gone   ─► 404 or 410, and named nowhere
    build/site                    ─► what should be there  ─► 200, its length, a part of it

Only the school's own host is asked, and every answer has a limit of time and of bytes.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from media_pipeline.errors import UsageError
from media_pipeline.gate.decide import read_book
from media_pipeline.publish.addresses import (
    code_path,
    embed_path,
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

PATIENCE, WHOLE = 20.0, 120.0
"""Seconds that one answer may take to come or to go on, and to have come whole."""

LARGEST = 64 << 20
"""Bytes of one answer that are read; the largest feed or index of a school is far below."""

REDIRECTS = 5
SAMPLE = 10
"""Files of media, the newest first, whose length and parts are asked for."""

LISTS = ("school.json", "feeds.opml", "sitemap.xml")
GONE = frozenset({404, 410})
OK, PART = 200, 206


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found, how many answers were had, and how many withdrawn stories were asked for."""

    findings: tuple[Finding, ...]
    asked: int
    stories: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; ``why`` it said nothing of use, where it didn't."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    why: str = ""


def visit(workspace: Workspace, address: str) -> Visit:
    """Ask the site at ``address`` (http or https). Raises :class:`UsageError` for another."""
    parts = urlsplit(address if address.endswith("/") else f"{address}/")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("it is no address of a site, such as https://stories.school.example/.",
                         address)  # fmt: skip
    book = read_book(open_ledger(workspace).read())
    withdrawn = [entry for entry in book.withdrawn if entry.slug]
    slugs = [entry.slug for entry in withdrawn]
    # An id alone is the tombstone that tells kept copies to go.
    with closing(_Visitor(parts.geturl())) as visitor:
        first = visitor.ask("")
        if first.why or first.status != OK:
            found = [Finding("index.html", first.why or f"it answers {first.status}.")]
            return Visit(tuple(found), visitor.asked, len(slugs))
        found = [*_gone(visitor, workspace, slugs), *_unnamed(visitor, workspace, slugs),
                 *_there(visitor, workspace.site)]  # fmt: skip
        return Visit(tuple(found), visitor.asked, len(slugs))


def _gone(visitor: _Visitor, workspace: Workspace, slugs: Iterable[str]) -> Iterator[Finding]:
    """Every address that a withdrawn story had."""
    media = once_public(workspace)
    for slug in slugs:
        for path in (*_addresses(slug, workspace), *media.get(slug, ())):
            answer = visitor.ask(path, method="HEAD")
            if answer.status not in GONE:
                said = answer.why or f"it answers {answer.status}, and must answer 404 or 410."
                yield Finding(path, f"it is of a withdrawn story: {said}")


def _addresses(slug: str, workspace: Workspace) -> Iterator[str]:
    """Where a story's pages, frames and codes stand, in every language that pages are in."""
    settings = workspace.settings
    first, *others = settings.interface_languages
    for folder in (
        "",
        *(f"{tag.lower()}/" for tag in (first, *others, *settings.former_languages)),
    ):
        for path in (story_path(slug), words_page_path(slug), embed_path(slug), oembed_path(slug)):
            yield f"{folder}{path}"
    yield from (code_path(slug, tag) for tag in settings.interface_languages)


def _unnamed(visitor: _Visitor, workspace: Workspace, slugs: Iterable[str]) -> Iterator[Finding]:
    """Every list, feed and page that could still name one: those of the site that is built here,
    and those that the school's feeds once had.
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
    """The paths of lists, feeds, search indexes and shelves: all but the pages of single stories,
    of which each has its own address.
    """
    site, settings = workspace.site, workspace.settings
    feeds = read_book(open_ledger(workspace).read()).feeds
    paths = {*LISTS, *(f"feeds/{name}.xml" for name in feeds)} if settings.address else set()
    folders = ("", *(f"{each.lower()}/" for each in settings.interface_languages[1:]))
    paths |= {f"{folder}index.html" for folder in folders}
    # A shelf and an index whose last story was withdrawn are not in build/site any more.
    for sort, _, shelf in (name.partition("-") for name in feeds):
        if sort in ("language", "class", "kind") and not shelf.endswith("-low-data"):
            paths |= {f"{folder}{shelf_path(sort, shelf)}index.html" for folder in folders}
        if sort == "language" and not shelf.endswith("-low-data"):
            paths.add(search_path(shelf) + ENTRY)
    for each in site.rglob("*"):
        name = each.relative_to(site).as_posix()
        listing = each.suffix in {".xml", ".opml", ".html"} or each.name == ENTRY
        single = {"stories", "embed"} & set(name.split("/")) and "embed/latest/" not in name
        if listing and not single:
            paths.add(name)
    return sorted(paths)


def _there(visitor: _Visitor, site: Path) -> Iterator[Finding]:
    """A sample of what is public: its length, and a part of it, as podcast apps ask for it."""
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


def _read(said: http.client.HTTPResponse) -> bytes:
    """An answer's body, as far as its limits allow. Raises :class:`TimeoutError`."""
    ends, parts, size = time.monotonic() + WHOLE, [], 0
    while size <= LARGEST and (part := said.read1(1 << 20)):
        parts.append(part)
        size += len(part)
        if time.monotonic() > ends:
            raise TimeoutError(f"not whole after {WHOLE:.0f} seconds")
    return b"".join(parts)


@dataclass(slots=True)
class _Visitor:
    """One line to one host, kept open. Nothing is asked of another host."""

    base: str
    asked: int = 0
    _line: http.client.HTTPConnection | None = field(default=None)

    def ask(self, path: str, method: str = "GET", range_: str = "") -> Answer:
        """The answer to a path of the site, after redirects within its host."""
        address = urljoin(self.base, quote(path))
        for _ in range(REDIRECTS):
            answer = self._once(address, method, range_)
            place = answer.headers.get("location", "")
            if answer.status not in {301, 302, 303, 307, 308} or not place:
                return answer
            address = urljoin(address, place)
            if urlsplit(address).hostname != urlsplit(self.base).hostname:
                return Answer(0, {}, b"", "it leads to another host, which is not asked.")
        return Answer(0, {}, b"", "it leads from one address to the next without end.")

    def _once(self, address: str, method: str, range_: str) -> Answer:
        parts = urlsplit(address)
        headers = {"User-Agent": "media-pipeline check", "Accept-Encoding": "identity"}
        if range_:
            headers["Range"] = range_
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self.asked += 1
        for fresh in (False, True):  # a line that was idle may have been closed
            try:
                line = self._open(parts.scheme, parts.netloc, fresh=fresh)
                line.request(method, target, headers=headers)
                said = line.getresponse()
                body = _read(said)
            except (OSError, http.client.HTTPException) as error:
                why = f"there is no answer ({type(error).__name__}: {error})."
                continue
            if len(body) > LARGEST:
                self.close()
                return Answer(0, {}, b"", f"its answer is longer than {LARGEST >> 20} MB.")
            return Answer(
                said.status, {name.lower(): text for name, text in said.getheaders()}, body
            )
        self.close()
        return Answer(0, {}, b"", why)

    def _open(self, scheme: str, netloc: str, *, fresh: bool) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        known = self._line
        same = type(known) is kind and netloc in (known.host, f"{known.host}:{known.port}")
        if known is not None and same and not fresh:
            return known
        self.close()
        self._line = kind(netloc, timeout=PATIENCE)
        return self._line

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None
