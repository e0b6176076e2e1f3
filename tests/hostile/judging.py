"""The whole collection in one drop folder, and what a build makes of it."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import forging
from cases import Bench, Case
from collection import HOSTILE
from devices import DEVICES

FOLDER = "recordings/English"
IN_OPEN = 0x20
"""Linux's mark of a file that was opened, from sys/inotify.h."""


@dataclass(frozen=True)
class Judged:
    """What came of the collection: each file's row, what was passed over, the coordinator's growth
    in bytes, how often somebody called, and how often the other recording was opened.
    """

    root: Path
    rows: dict[str, dict[str, Any]]
    passed: dict[str, str]
    grown: int
    calls: int
    opened: int

    def row(self, case: Case) -> dict[str, Any]:
        """Where a case stands."""
        return self.rows[f"{FOLDER}/{case.name}"]

    def published(self) -> dict[str, bytes]:
        """Every public file."""
        site = self.root / "build/site"
        found = (path for path in sorted(site.rglob("*")) if path.is_file())
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine where somebody listens, and the list of who called."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    caller, address = server.accept()
                except OSError:
                    return
                calls.append(address)
                caller.close()

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)


@contextmanager
def watched(path: Path) -> Iterator[Callable[[], int]]:
    """How often a file was opened by anyone, as the kernel tells."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(descriptor, os.fsencode(path), IN_OPEN) >= 0
    try:
        yield lambda: _events(descriptor)
    finally:
        os.close(descriptor)


def _events(descriptor: int) -> int:
    try:
        return len(os.read(descriptor, 4096)) // 16
    except BlockingIOError:
        return 0


def stem(case: Case) -> str:
    """Its name without its ending, which may stand in capitals."""
    return case.name.rpartition(".")[0]


def drop(cases: Sequence[Case], bench: Bench, root: Path) -> None:
    """Put each case, and what lies beside it, into the drop folder."""
    folder = root / FOLDER
    folder.mkdir(parents=True)
    for case in cases:
        (folder / case.name).write_bytes(case.make(bench))
        if case.title and ".toml" not in case.beside:
            sidecar = f"title = {json.dumps(case.title)}\n"
            (folder / f"{stem(case)}.toml").write_text(sidecar, encoding="utf-8")
        for ending, make in case.beside.items():
            (folder / f"{stem(case)}{ending}").write_bytes(make(bench))


def strays(root: Path, bench: Bench) -> None:
    """What is no regular file of its own: links, a pipe, a socket, hidden and temporary ones."""
    folder = root / FOLDER
    (folder / "link.wav").symlink_to(bench.other)
    (folder / "link to a folder").symlink_to(bench.other.parent)
    (folder / "link upwards.wav").symlink_to("../../../../etc/passwd")
    (folder / "link to itself.wav").symlink_to("link to itself.wav")
    (folder / "link for a picture.jpg").symlink_to(bench.other)
    os.mkfifo(folder / "pipe.wav")
    with socket.socket(socket.AF_UNIX) as plug:
        here = os.open(folder, os.O_RDONLY)
        plug.bind(f"/proc/self/fd/{here}/plug.wav")
        os.close(here)
    for name in (".hidden.wav", "~$open.wav", "copy.wav.part", "._mac.wav"):
        (folder / name).write_bytes(forging.wav(160 + len(name)))


def judge(root: Path, folder: Path) -> dict[str, Any]:
    """Make the collection in ``folder``, build ``root`` of it, and tell what came of it."""
    folder.mkdir()
    other = folder / "other.wav"
    other.write_bytes(forging.wav(9))
    with listening() as (port, calls), watched(other) as opened:
        bench = Bench(folder, other, port)
        drop((*HOSTILE, *DEVICES), bench, root)
        strays(root, bench)
        command = [sys.executable, str(Path(__file__).parent / "building.py"), str(root), "2"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads((root / "told.json").read_text(encoding="utf-8"))
        return told | {"calls": len(calls), "opened": opened()}
