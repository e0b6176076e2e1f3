"""Pagefind's index, put in one order. The only module that imports cbor2.

Pagefind writes what stories are chosen by, and the keys of its entry, in an order that is another
each time; all else is the same. The files are CBOR after a signature, and a browser takes them
without gzip too, of which libraries make different bytes.

    pagefind-entry.json ─► pagefind.<hash>.pf_meta ─► filter/<hash>.pf_filter
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

ENTRY = "pagefind-entry.json"

_SIGNATURE = b"pagefind_dcd"
_FILTERS = 3  # the place of the filters in a meta file: version, pages, words, filters, …
_DIGITS = 15


def put_in_order(index: Path) -> None:
    """Rewrite the entry, meta, filters and fragments of an index."""
    entry: Any = json.loads((index / ENTRY).read_bytes())
    for said in entry["languages"].values():
        said["hash"] = _meta_in_order(index, said["hash"])
    (index / ENTRY).write_text(json.dumps(entry, sort_keys=True), encoding="utf-8")
    for path in (index / "fragment").iterdir():
        _without_words(path)


def _meta_in_order(index: Path, name: str) -> str:
    meta = _read(index / f"pagefind.{name}.pf_meta")
    for each in meta[_FILTERS]:
        held = _read(index / f"filter/{each[1]}.pf_filter")
        held[1].sort()
        each[1] = _write(held, index, "filter/{}.pf_filter", _language(each[1]))
    meta[_FILTERS].sort()
    return _write(meta, index, "pagefind.{}.pf_meta", _language(name))


def _without_words(fragment: Path) -> None:
    """A result is a card, and shows nothing of a story's words: they would be most of its bytes."""
    said = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(_SIGNATURE))
    kept = {**said, "content": "", "anchors": []}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    fragment.write_bytes(_SIGNATURE + text.encode())


def _language(name: str) -> str:
    """``unknown`` of ``unknown_9045a9a``."""
    return name.rpartition("_")[0]


def _read(path: Path) -> Any:
    """What a file holds. It is deleted: it gets a name by its new content."""
    content = gzip.decompress(path.read_bytes())
    path.unlink()
    return cbor2.loads(content.removeprefix(_SIGNATURE))


def _write(value: Any, index: Path, pattern: str, language: str) -> str:
    content = _SIGNATURE + cbor2.dumps(value)
    name = f"{language}_{hashlib.sha256(content).hexdigest()[:_DIGITS]}"
    (index / pattern.format(name)).write_bytes(content)
    return name
