"""A family's browser and podcast app, without the sound: they come to the start page and the feeds
of a folder and follow whatever those lead to.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

START = "index.html"

_LINK = re.compile(rb"""(?:\b(?:href|src|url|poster)|\bxmlUrl)=["']([^"'#?]+)[^"']*["']""")
_LENGTH = re.compile(rb"""<enclosure\b[^>]*>""")


@dataclass
class Crawler:
    """Knows the pages that it has read; ``address`` is that of the site in its own feeds."""

    root: Path
    address: str
    _read: dict[tuple[str, int, int], tuple[frozenset[str], tuple[tuple[str, int], ...]]] = field(
        default_factory=dict
    )

    def findings(self, starts: Iterable[str] = (START,)) -> list[str]:
        """Each link to what is not there, and each enclosure of another length."""
        seen: set[str] = set()
        to_see, found = [each for each in starts if (self.root / each).is_file()], []
        while to_see:
            path = to_see.pop()
            if path in seen:
                continue
            seen.add(path)
            links, lengths = self._leads(path)
            found += [
                f"{path} leads to {each}" for each in links if not (self.root / each).is_file()
            ]
            to_see += [each for each in links if (self.root / each).is_file()]
            found += [
                f"{path} says {size} bytes of {each}"
                for each, size in lengths
                if (self.root / each).is_file() and (self.root / each).stat().st_size != size
            ]
        return found

    def _leads(self, path: str) -> tuple[frozenset[str], tuple[tuple[str, int], ...]]:
        file = self.root / path
        if file.suffix not in {".html", ".xml", ".opml"}:
            return frozenset(), ()
        status = file.stat()
        mark = path, status.st_mtime_ns, status.st_ino
        if mark not in self._read:
            content = file.read_bytes()
            links = {each for link in _LINK.findall(content) if (each := self._path(path, link))}
            self._read[mark] = frozenset(links), tuple(self._enclosures(path, content))
        return self._read[mark]

    def _path(self, page: str, link: bytes) -> str:
        """The file that a link leads to; "" where it leads elsewhere."""
        target = link.decode().replace("&amp;", "&")
        if target.startswith(self.address):
            target, page = target.removeprefix(self.address), ""
        if urlsplit(target).scheme or target.startswith("//"):
            return ""
        path = unquote(posixpath.normpath(posixpath.join(posixpath.dirname(page), target)))
        return f"{path}/{START}".removeprefix("./") if (self.root / path).is_dir() else path

    def _enclosures(self, path: str, content: bytes) -> Iterator[tuple[str, int]]:
        for found in _LENGTH.findall(content):
            link, length = re.search(rb'url="([^"]+)"', found), re.search(rb'length="(\d+)"', found)
            if link and length:
                yield self._path(path, link[1]), int(length[1])
