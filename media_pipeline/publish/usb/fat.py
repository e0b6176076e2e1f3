"""What FAT can hold: names, folders, and the room that files take. Pure.

Memory sticks are FAT32 or exFAT; every computer reads what FAT32 allows.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote

from media_pipeline.model import Copy, Page

ENTRIES = 65_534
"""Entries that one folder of FAT32 holds; a long name takes several."""

ENTRY = 32
"""Bytes of one entry."""

CLUSTER = 32 * 1024
"""Bytes that the smallest file takes, with FAT32 as usual on sticks of 16 to 32 GB."""

LARGEST = (1 << 32) - 1
"""Bytes of the largest file that FAT32 can hold."""

LONGEST_PATH = 200
"""Letters of a path: Windows allows 260, and a copy may itself be copied into a folder."""

_LETTERS = 13
_LONGEST = 255
_FORBIDDEN = re.compile(r'[^\x20-\x7e]|[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ADDRESS = re.compile(r'((?:\b(?:href|src|poster|data-words)=|\burl\()")([^"<>]+)')


def entries(path: str) -> int:
    """Entries that a file or folder takes up in its parent folder."""
    return 1 + -(-len(path.rpartition("/")[2]) // _LETTERS)


def folder_entries(paths: Iterable[str]) -> Mapping[str, int]:
    """The entries in each folder, "." for the top."""
    held: Counter[str] = Counter()
    known: set[PurePosixPath] = set()
    for path in paths:
        here = PurePosixPath(path)
        while here.name and here not in known:
            known.add(here)
            held[str(here.parent)] += entries(here.name)
            here = here.parent
    return held


def clusters(size: int) -> int:
    """Bytes that a file of ``size`` bytes takes on a stick."""
    return max(1, -(-size // CLUSTER)) * CLUSTER


def room_taken(tree: Iterable[Page | Copy]) -> int:
    """Bytes that all files take on a stick, with their folders."""
    every = list(tree)
    total = sum(clusters(each.bytes) for each in every)
    folders = folder_entries(each.path for each in every)
    return total + sum(clusters(held * ENTRY) for held in folders.values())


def safe_name(name: str) -> str:
    """A name that FAT allows and no system reserves; unchanged if it is one already.

    ``con`` is a language (Cofán), and no file in Windows may have that name.
    """
    usual = 0 < len(name) <= _LONGEST and name[-1] not in " ." and not _DEVICES.fullmatch(name)
    if usual and not _FORBIDDEN.search(name):
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    stem, _, ending = name.rpartition(".")
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", stem or ending).strip("-")[:60]
    return f"{plain}-{mark}".lstrip("-") + (f".{safe_name(ending)}" if stem and ending else "")


def made_safe(tree: Sequence[Page | Copy]) -> list[Page | Copy]:
    """The same files under safe names, and every page's links with them."""
    names = {part for each in tree for part in each.path.split("/")}
    renamed = {name: safe for name in names if (safe := safe_name(name)) != name}
    return [_renamed(each, renamed) for each in tree] if renamed else list(tree)


def wrong_names(tree: Iterable[Page | Copy]) -> list[str]:
    """Paths that FAT or Windows can't hold, or whose file is too large, and folders that are too
    full; there should be none.
    """
    every = list(tree)
    full = [
        folder
        for folder, held in folder_entries(each.path for each in every).items()
        if held > ENTRIES
    ]
    folded = Counter(each.path.lower() for each in every)
    return full + [
        each.path
        for each in every
        if folded[each.path.lower()] > 1
        or len(each.path) > LONGEST_PATH
        or any(safe_name(part) != part for part in each.path.split("/"))
        or (isinstance(each, Copy) and each.bytes > LARGEST)
    ]


def _renamed(each: Page | Copy, renamed: Mapping[str, str]) -> Page | Copy:
    path = "/".join(renamed.get(part, part) for part in each.path.split("/"))
    if isinstance(each, Copy) or not path.endswith((".html", ".css")):
        return replace(each, path=path)
    forms = {form: safe for name, safe in renamed.items() for form in (name, quote(name))}

    def lead(found: re.Match[str]) -> str:
        address, mark, place = html.unescape(found[2]).partition("#")
        said = address.split("/")
        led = [forms.get(part, part) for part in said]
        return found[0] if led == said else found[1] + html.escape("/".join(led) + mark + place)

    return Page(path, _ADDRESS.sub(lead, each.content.decode()).encode())
