"""Pages → Pagefind's index of them, the same bytes each time. Only this module imports pagefind.

On its command line, Pagefind numbers pages in the order in which the disk lists them, which differs
between machines. So it runs as a service, which is given the pages one by one and returns the files
of the index.

It writes filters, and the keys of its entry, in an order that changes from run to run, so they are
sorted. The files are CBOR after a signature. They are written without gzip, which browsers accept
too, because libraries compress the same content to different bytes.

    pagefind-entry.json ─► pagefind.<hash>.pf_meta ─► filter/<hash>.pf_filter
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cbor2
import pagefind_bin_extended

from media_pipeline.errors import ToolError
from media_pipeline.tools.launcher import GIGABYTE, Limits, kill, start_jailed

MADE_BY = f"pagefind {version('pagefind_bin_extended')}"
"""What an index depends on besides its pages."""

LIMITS = Limits(memory=2 * GIGABYTE, file_size=GIGABYTE // 4, wall=900.0, open_files=4096)
"""2,000 stories of 300 words take 0.5 GB."""


ENTRY = "pagefind-entry.json"

_SIGNATURE = b"pagefind_dcd"
_FILTERS = 3  # the place of the filters in a meta file: version, pages, words, filters, …
_DIGITS = 15


def index_pages(pages: Sequence[tuple[str, str]], target: Path) -> None:
    """Index ``pages`` (address and HTML), numbered in this order, into the folder ``target``.

    Raises :class:`ToolError` if Pagefind doesn't do it.
    """
    answer: Mapping[str, Any] = {}
    child = start_jailed(
        [str(pagefind_bin_extended.get_executable()), "--service"],
        LIMITS,
        target.parent,
        stdin=subprocess.PIPE,
    )
    timer = threading.Timer(LIMITS.wall, kill, [child])
    timer.start()
    try:
        for number, request in enumerate(_requests(pages), 1):
            answer = _ask(child, {"message_id": number, "payload": request})
            if answer.get("type", "Error") == "Error":
                raise ToolError(answer.get("message", "it ended without a word"), "pagefind")
    finally:
        timer.cancel()
        kill(child)
        for pipe in (child.stdin, child.stdout, child.stderr):
            with contextlib.suppress(OSError):  # data that a dead child had yet to read
                if pipe is not None:
                    pipe.close()
    for file in answer["files"]:
        path = target / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(file["content"]))


def _requests(pages: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": None}
    for address, page in pages:
        yield {
            "type": "AddFile",
            "index_id": 0,
            "url": f"/{address}/",
            "file_path": None,
            "file_contents": page,
        }
    yield {"type": "GetFiles", "index_id": 0}


def _ask(child: subprocess.Popen[bytes], message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Pagefind's answer, empty if it died; the next request is sent only after it."""
    assert child.stdin is not None
    assert child.stdout is not None
    said = bytearray()
    try:
        child.stdin.write(base64.b64encode(json.dumps(message).encode()) + b",")
        child.stdin.flush()
        while not said.endswith(b","):
            if not (more := child.stdout.read1(1 << 20)):  # type: ignore[attr-defined]
                return {}
            said += more
    except OSError:
        return {}
    answer: Mapping[str, Any] = json.loads(base64.b64decode(said[:-1]))["payload"]
    return answer


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
    """Remove a story's words from a fragment. A result is a card and shows none of them, and they
    would be most of its bytes.
    """
    said = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(_SIGNATURE))
    kept = {**said, "content": "", "anchors": []}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    fragment.write_bytes(_SIGNATURE + text.encode())


def _language(name: str) -> str:
    """``unknown`` of ``unknown_9045a9a``."""
    return name.rpartition("_")[0]


def _read(path: Path) -> Any:
    """The content of a file, which is deleted: its new content will give it another name."""
    content = gzip.decompress(path.read_bytes())
    path.unlink()
    return cbor2.loads(content.removeprefix(_SIGNATURE))


def _write(value: Any, index: Path, pattern: str, language: str) -> str:
    content = _SIGNATURE + cbor2.dumps(value)
    name = f"{language}_{hashlib.sha256(content).hexdigest()[:_DIGITS]}"
    (index / pattern.format(name)).write_bytes(content)
    return name
