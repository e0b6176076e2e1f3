"""Pages → Pagefind's index of them. The only module that imports pagefind.

Its command line numbers pages in the order in which a disk happens to list a folder's files, and
so gives other bytes on another machine. As a service it takes them one by one. What it made it
gives back too: it says of files on a disk that they are written before they are.
"""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pagefind_bin_extended

from media_pipeline.errors import ToolError
from media_pipeline.tools.launcher import GIGABYTE, Limits, kill, start_jailed

MADE_BY = f"pagefind {version('pagefind_bin_extended')}"
"""What an index depends on beside its pages."""

LIMITS = Limits(memory=2 * GIGABYTE, file_size=GIGABYTE // 4, wall=900.0, open_files=4096)
"""2,000 stories of 300 words take 0.5 GB."""


def index_pages(pages: Sequence[tuple[str, str]], target: Path) -> None:
    """Index ``pages`` (address and HTML), numbered in this order, into the folder ``target``.

    Raises :class:`ToolError` where Pagefind doesn't do it.
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
            with contextlib.suppress(OSError):  # what a dead child was still to be told
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
    """What Pagefind answers, empty where it died; the next is asked only then."""
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
