"""Judge the tree for families: each class's site is whole, and nobody else is led to it.

Beyond the demands on any site, each asks search engines and directories to ignore it, and nothing
of it may appear in the public site or in that of another class.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from media_pipeline.publish.addresses import SCHOOL_JSON, SITE_MAP
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.rss import read_feed
from media_pipeline.publish.hosting import FILES

_BESIDE = frozenset({"index.html", "404.html", "robots.txt"})
"""The files beside the classes' folders."""

_NOINDEX = b'<meta name="robots" content="noindex">'
_BLOCKS = (b"<itunes:block>Yes</itunes:block>", b"<podcast:block>yes</podcast:block>")
_NO_ROBOTS = b"Disallow: /\n"
_GZIP = b"\x1f\x8b"
_MEDIA = frozenset({".mp3", ".opus", ".mp4", ".jpg", ".png", ".woff2"})
"""Files that name stories only by their own file names; their contents are judged elsewhere."""


def family_findings(
    tree: Path, public: Path, check: Callable[[Path, str], list[Finding]]
) -> list[Finding]:
    """Every finding in the sites below ``tree``, and everything in the ``public`` site that belongs
    to them.

    ``check`` judges a site as any other, given its folder and its token. Paths of findings are
    relative to the folder that holds the tree; those in the public site, as always, to that site.
    """
    if not tree.is_dir():
        return []
    found: list[Finding] = []
    own: dict[str, frozenset[bytes]] = {}
    for each in sorted(tree.iterdir()):
        if each.is_dir():
            own[each.name] = _own(each)
            inside = [*check(each, each.name), *_open(each)]
            found += [_below(f"{tree.name}/{each.name}", one) for one in inside]
        elif each.name not in (*_BESIDE, *FILES):
            found.append(Finding(f"{tree.name}/{each.name}", "it is no class's."))
    found += [
        Finding(f"{tree.name}/{name}", "it is not there, so that a server may list all addresses.")
        for name in sorted(_BESIDE)
        if own and not (tree / name).is_file()
    ]
    return [*found, *_told(tree, public, own)]


def _below(folder: str, finding: Finding) -> Finding:
    return replace(finding, path=f"{folder}/{finding.path}")


def _open(site: Path) -> Iterator[Finding]:
    """Whatever would lead a stranger to a class's site."""
    for path in sorted(site.rglob("*.html")):
        if _NOINDEX not in path.read_bytes():
            yield Finding(_name(path, site), "search engines may show it.")
    for path in sorted(site.glob("feeds/*.xml")):
        if not all(block in path.read_bytes() for block in _BLOCKS):
            yield Finding(_name(path, site), "directories of podcasts may list it.")
    robots = site / "robots.txt"
    if not robots.is_file() or _NO_ROBOTS not in robots.read_bytes():
        yield Finding(robots.name, "it does not ask search engines to pass by.")
    for unwanted in (SITE_MAP, SCHOOL_JSON, "embed"):
        if (site / unwanted).exists():
            yield Finding(unwanted, "it leads others to what is for families only.")


def _own(site: Path) -> frozenset[bytes]:
    """What only a class's own site may name: its token, its stories' slugs and guids."""
    words = {site.name, *(each.name for each in site.glob("stories/*"))}
    for path in site.glob("feeds/*.xml"):
        try:
            words |= set(read_feed(path.read_bytes()).guids)
        except ValueError:
            continue  # reported where the feed itself is judged
    return frozenset(word.encode() for word in words if word)


def _told(tree: Path, public: Path, own: Mapping[str, frozenset[bytes]]) -> Iterator[Finding]:
    """Files that name something that belongs to another site."""
    every = frozenset().union(*own.values())
    for path in _naming(public, every):
        yield Finding(path, "it names what is for families only.")
    for name, words in own.items():
        for path in _naming(tree / name, every - words):
            yield Finding(f"{tree.name}/{name}/{path}", "it names what is another class's.")


def _naming(site: Path, words: frozenset[bytes]) -> Iterator[str]:
    if not words:
        return
    for path in sorted(site.rglob("*")):
        if path.is_file():
            name = _name(path, site)
            text = name.encode() + (b"" if path.suffix in _MEDIA else _unpacked(path))
            if any(word in text for word in words):
                yield name


def _unpacked(path: Path) -> bytes:
    """A file's bytes; those of a search index uncompressed."""
    content = path.read_bytes()
    if not content.startswith(_GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError):
        return content


def _name(path: Path, site: Path) -> str:
    return path.relative_to(site).as_posix()
