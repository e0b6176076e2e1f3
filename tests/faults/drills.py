"""A school of very short recordings, builds of it in processes that can be killed, and what must
hold after any kill.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from queue import Empty, Queue
from typing import IO, Any, NamedTuple, Self
from urllib.parse import unquote, urljoin

from lxml import etree
from schools import School, tree

from media_pipeline.gate.ledger import Ledger
from media_pipeline.gate.lines import read_lines
from media_pipeline.tools import files

ADDRESS = "https://stories.hill.example/"
SETTINGS = f"""\
name = "Hill School"
address = "{ADDRESS}"
interface_languages = ["en"]
decisions_copy = "second"

[defaults]
language = "en"

[feeds]
auto = ["all"]
"""

LATE = datetime(2090, 1, 1, tzinfo=UTC)
"""Decisions are written later than any line of a build, whose clock is the real one: so their
times are the same in two copies of a school.
"""

SETTLED = 1_000_000_000
"""The time of a file that nobody copies any more."""

PATIENCE = 60.0
"""Seconds that a build of this school may take on a busy machine."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: negative for a signal; and what it said."""

    code: int
    said: str

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Coordinators:
    """Starts coordinators, one at a time, by forking them from one that has imported all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = 0
        self._server = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "coordinator.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answers: Queue[str] = Queue()
        threading.Thread(target=self._hear, daemon=True).start()
        assert self._answer(PATIENCE) == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.communicate()

    def run(self, school: School, *argv: str, after: float | None = None, **strike: Any) -> Ended:
        """Run one command in a process of its own, killed ``after`` seconds or by ``strike``.

        Fails where anything that it started lives on for five seconds.
        """
        self._numbers += 1
        scratch = Path(f"{self.folder}/run-{os.getpid()}-{self._numbers}")
        order: dict[str, Any] = {
            "argv": [*(argv or ("build", "--jobs", "1")), "-w", str(school.root)],
            "root": str(school.root),
            "said": f"{scratch}.txt",
            "scratch": str(scratch),
            "strike": strike,
        }
        scratch.mkdir()
        Path(order["said"]).touch()  # it may be killed before it says anything
        print(json.dumps(order), file=self._stdin, flush=True)
        pid = int(self._answer(PATIENCE))
        code = self._answer(PATIENCE if after is None else after)
        if not code:
            with contextlib.suppress(ProcessLookupError):  # it ended by itself just now
                os.kill(pid, signal.SIGKILL)
            code = self._answer(PATIENCE)
        left = json.loads(self._answer(PATIENCE))
        assert left == [], left
        return Ended(int(code), Path(order["said"]).read_text(encoding="utf-8"))

    @property
    def _stdin(self) -> IO[str]:
        assert self._server.stdin is not None
        return self._server.stdin

    def _hear(self) -> None:
        assert self._server.stdout is not None
        for line in self._server.stdout:
            self._answers.put(line.strip())

    def _answer(self, patience: float) -> str:
        """The server's next line, "" where it says nothing for so many seconds."""
        try:
            return self._answers.get(timeout=patience)
        except Empty:
            return ""


# ── the school ──


def short_recording(source: Path, target: Path, number: int) -> None:
    """A recording that differs from its like in a sample, and settled long ago."""
    content = bytearray(source.read_bytes())
    content[2000 + number] ^= 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    os.utime(target, (SETTLED, SETTLED))


def describe(school: School, name: str, text: str) -> None:
    """Write a sidecar that has settled."""
    path = school.write(f"recordings/{name}.toml", text)
    os.utime(path, (SETTLED, SETTLED))


# ── what must hold ──


def originals(root: Path) -> dict[str, bytes]:
    """What people dropped: all but the page of answers, and what a kill left of it."""
    dropped = tree(root / "recordings")
    return {path: each for path, each in dropped.items() if not path.endswith("ANSWERS.html")}


@dataclass
class Sound:
    """What a school was before it was struck, and what its site may have been made of since.

    ``allowed`` are the digests that each public file may have, by path; ``stays`` is what the site
    comes to. A page that is to go may lead to another that went before it, but to no medium.
    """

    school: School
    allowed: Mapping[str, set[str]]
    stays: set[str]
    recordings: dict[str, bytes] = field(init=False)
    ledger: bytes = field(init=False)
    pages: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.recordings = originals(self.school.root)
        self.ledger = (self.school.root / "decisions/ledger.jsonl").read_bytes()
        self.pages = {path for path in self.school.site() if path.endswith((".html", ".xml"))} | {
            "index.html"
        }

    def holds(self) -> None:
        """Originals and ledger whole, no half file, no page or feed that names what isn't there."""
        root = self.school.root
        assert originals(root) == self.recordings
        assert (root / "decisions/ledger.jsonl").read_bytes().startswith(self.ledger)
        lines = Ledger(root / "decisions").read()
        assert lines[: len(copied := read_lines(root / "second/ledger.jsonl")[0])] == copied
        site = visible(root / "build/site")
        for path, content in site.items():
            assert digest(content) in self.allowed.get(path, set()), f"half a file: {path}"
        wrong = broken(site, self.pages)
        assert [each for each in wrong if each.page in self.stays or "media/" in each.names] == []


class Broken(NamedTuple):
    """A page or feed, and what it names that isn't there, or of which it says another length."""

    page: str
    names: str


def visible(site: Path) -> dict[str, bytes]:
    """What a web server shows of a site."""
    return {
        path: content
        for path, content in tree(site).items()
        if not PurePosixPath(path).name.startswith(files.TEMPORARY)
    }


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digests(*sites: Mapping[str, bytes]) -> dict[str, set[str]]:
    """The digests that each path has in any of the sites."""
    found: dict[str, set[str]] = {}
    for site in sites:
        for path, content in site.items():
            found.setdefault(path, set()).add(digest(content))
    return found


_NAMED = re.compile(r'\b(?<!-)(?:href|src|poster)="([^"]*)"')
_SET = re.compile(r'srcset="([^"]*)"')


def broken(site: Mapping[str, bytes], known: set[str]) -> list[Broken]:
    """What pages and feeds that can be reached name, and isn't there or is of another length.

    ``known`` are pages and feeds that families may know the address of: those that stood before,
    and the start page.
    """
    wrong = [
        Broken(path, meta)
        for path, content in site.items()
        if path.endswith("pagefind-entry.json")
        for each in json.loads(content)["languages"].values()
        if (meta := f"{PurePosixPath(path).parent}/pagefind.{each['hash']}.pf_meta") not in site
    ]
    seen: set[str] = set()
    left = sorted(known & site.keys())
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        named = (
            _feed(path, site[path], site, wrong)
            if path.endswith(".xml")
            else _page(path, site[path].decode())
        )
        for each in named:
            if each not in site:
                wrong.append(Broken(path, each))
            elif each.endswith((".html", ".xml")):
                left.append(each)
    return wrong


def _page(path: str, text: str) -> set[str]:
    said = {html.unescape(each) for each in _NAMED.findall(text)}
    for each in _SET.findall(text):
        said |= {html.unescape(one).split()[0] for one in each.split(",") if one.strip()}
    looks = {each for each in said if "/" in each or "." in each}
    return {found for each in looks if (found := _inside(urljoin(ADDRESS + path, each)))}


def _feed(path: str, content: bytes, site: Mapping[str, bytes], wrong: list[Broken]) -> set[str]:
    named = set()
    for each in etree.fromstring(content).iter():
        for name in ("href", "url", "src"):
            if found := _inside(each.get(name, "")):
                named.add(found)
                length = int(each.get("length") or 0)
                if length and found in site and length != len(site[found]):
                    wrong.append(Broken(path, f"{found} of another length"))
        if each.text and (found := _inside(each.text.strip())):
            named.add(found)
    return named


def _inside(address: str) -> str:
    """The path in the site that an address leads to, "" where it leads elsewhere."""
    if not address.startswith(ADDRESS) or any(character.isspace() for character in address):
        return ""
    path = unquote(address.removeprefix(ADDRESS).partition("#")[0].partition("?")[0])
    return f"{path}index.html" if path.endswith("/") or not path else path
