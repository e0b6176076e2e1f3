"""What is on a host: a file there that lists our files, and nothing else.

    {"format": 1, "release": 7, "under_way": "", "files": {"index.html": ["<sha256>", 5120], …},
     "coming": {}}

While files travel, the list names both what was there and what is coming, with the name of that
journey, so that a kill never makes a file there unknown. Only what such a list names is ever
deleted on a host. The list's own name can't be guessed, as it names the folders of families' sites.
Pure.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from media_pipeline.gate.lines import Line

FORMAT = 1

NAME_DIGITS = 32
"""Hexadecimal digits of the list's name: 128 bits, as nobody may guess the folders that it
names.
"""

MEDIA = "media"
"""The folder of files that are named by their content."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: the SHA-256 of its bytes ("" if nobody knows), and how many there are."""

    digest: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is on a host, by path, with the number of the release that it is. ``under_way`` is the
    name of the journey that brings what is ``coming``; "" if everything has arrived. ``ledger`` is
    the hash of the last line of the ledger by which it was decided, "" if nobody said.
    """

    files: Mapping[str, Entry] = field(default_factory=dict)
    release: int = 0
    under_way: str = ""
    coming: Mapping[str, Entry] = field(default_factory=dict)
    ledger: str = ""

    @property
    def paths(self) -> frozenset[str]:
        """Everything that may be there."""
        return frozenset((*self.files, *self.coming))


def manifest_name(namespace: str, tree: str) -> str:
    """The file's name on the host, made from the ledger's first id, which is published nowhere."""
    digest = hashlib.sha256(f"{namespace} {tree}".encode()).hexdigest()[:NAME_DIGITS]
    return f".media-pipeline-{digest}.json.gz"


def decided_here(manifest: Manifest, lines: Iterable[Line]) -> bool:
    """Whether these lines of a ledger include the one by which a manifest was decided."""
    return not manifest.ledger or any(each.hash == manifest.ledger for each in lines)


def written(manifest: Manifest) -> bytes:
    """A manifest as bytes, always the same for the same manifest."""
    said = {
        "format": FORMAT,
        "release": manifest.release,
        "under_way": manifest.under_way,
        "files": _pairs(manifest.files),
        "coming": _pairs(manifest.coming),
        "ledger": manifest.ledger,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def read(content: bytes) -> Manifest | None:
    """The manifest in some bytes; None if this program did not write them. Others may be able to
    write where it is kept: one that names a file outside the site's place counts as none.
    """
    try:
        said = json.loads(gzip.decompress(content))
        if said["format"] != FORMAT:
            return None
        return Manifest(
            _entries(said["files"]),
            int(said["release"]),
            str(said["under_way"]),
            _entries(said["coming"]),
            str(said.get("ledger", "")),
        )
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None


def after_interruption(
    manifest: Manifest, listing: Mapping[str, int], sent: Mapping[str, str]
) -> dict[str, Entry]:
    """What is really there after a journey that was broken off: judged by a ``listing`` of the host
    (bytes by path), and by the digests of what is known to have been ``sent`` on that journey.

    A file that is named by its content is either there or not. Any other file that was coming and
    is not known to have been sent may hold either bytes, so it is sent again.
    """
    found: dict[str, Entry] = {}
    for path in manifest.paths & listing.keys():
        size, new, old = listing[path], manifest.coming.get(path), manifest.files.get(path)
        if new and size == new.bytes and (sent.get(path) == new.digest or of_media(path)):
            found[path] = new
        elif old and not new and size == old.bytes:
            found[path] = old
        else:
            found[path] = Entry("", size)
    return found


def of_media(path: str) -> bool:
    """Whether a file is named by its content, on the site or on a class's own."""
    return MEDIA in path.split("/")[:2]


def _pairs(files: Mapping[str, Entry]) -> dict[str, tuple[str, int]]:
    return {path: (each.digest, each.bytes) for path, each in files.items()}


def _entries(said: Mapping[str, Iterable[object]]) -> dict[str, Entry]:
    if not all(map(_within, said)):
        raise ValueError
    return {str(path): Entry(str(digest), int(str(size))) for path, (digest, size) in said.items()}


def _within(path: str) -> bool:
    """Whether a path leads nowhere but below the site's place."""
    return not {"", ".", ".."} & set(path.split("/")) and not set("\\:\0") & set(path)
