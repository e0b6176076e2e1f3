"""A school on the air and a real browser: what the tests of pages share.

One school and one browser serve all tests of a process. A test that leaves something behind has a
window of its own; those that only look share one. Their fixtures stand in conftest.py, here and
above.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from schools import School
from servers import FILM, PUNJABI, free_port, open_school, served
from tools_needed import need

Named = Callable[[str], Path]

TELEPHONE, DESK = 320, 1280
"""CSS pixels: the narrowest screen that is in use, and an old school computer's."""

LANGUAGES = {
    "en": ("", "ltr"),
    "fr": ("fr/", "ltr"),
    "ur": ("ur/", "rtl"),
    "zh-Hans": ("zh-hans/", "ltr"),
}
"""Each language of the pages: the folder it stands in, and which way it is written."""

PATIENCE = 20
"""Seconds for anything to happen on a busy machine."""


@dataclass
class Visit:
    """A page in a browser, and what went wrong or elsewhere while it was open."""

    page: Any
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._heard: dict[str, Callable[[Any], None]] = {
            "request": lambda request: self.asked.append(request.url),
            "requestfailed": self._failed,
            "pageerror": lambda error: self.wrong.append(str(error)),
            "console": self._console,
        }
        for event, hear in self._heard.items():
            self.page.on(event, hear)

    def leave(self) -> None:
        """Go from there, and listen no more."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)
        self.page.goto("about:blank")

    def _failed(self, request: Any) -> None:
        # What a page was still asking for when it was left or loaded again is nobody's fault.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"failed: {request.url}")

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text}")

    def open(self, address: str) -> None:
        """Go there, and wait until all of it has come, pictures below the fold too."""
        self.page.goto(address, wait_until="load")
        self.page.evaluate(
            """async () => {
                for (const image of document.images) image.loading = "eager";
                await Promise.all([...document.images].map(image => image.decode().catch(() => 0)));
                await document.fonts.ready;
            }"""
        )

    def forgive(self, known: str) -> None:
        """Overlook what is known of a browser and can't be mended by a page."""
        self.wrong = [each for each in self.wrong if known not in each]

    def until(self, condition: str) -> None:
        """Wait until a condition of the page holds."""
        until(self.page, condition)

    def becomes(self, condition: str) -> bool:
        """Whether a condition of the page comes to hold."""
        return becomes(self.page, condition)


def until(page: Any, condition: str) -> None:
    """Wait until a condition of the page holds."""
    assert becomes(page, condition), f"never: {condition}"


def becomes(page: Any, condition: str) -> bool:
    """Whether a condition of the page comes to hold. The page's own policy forbids Playwright's way
    of waiting, which builds code out of text.
    """
    ends = time.monotonic() + PATIENCE
    while not (holds := page.evaluate(condition)) and time.monotonic() < ends:
        page.wait_for_timeout(50)
    return bool(holds)


@contextlib.contextmanager
def visiting(window: Any, width: int) -> Iterator[Visit]:
    """A visit by the page of a window that others visit by, too: a new one takes a second to
    begin. Where something goes wrong it is closed, and the next visit has another.
    """
    page = window.pages[0] if window.pages else window.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    visit = Visit(page)
    try:
        yield visit
    except BaseException:
        page.close()
        raise
    visit.leave()


@dataclass(frozen=True)
class OnAir:
    """A school, served and on disk."""

    school: School
    http: str

    def root(self, way: str) -> str:
        """Where the site begins."""
        return self.http if way == "http" else (self.school.root / "build/site").as_uri() + "/"

    def page(self, name: str) -> str:
        """A page's path within its language; a file's name, as links have it."""
        slugs = {path: each["slug"] for path, each in self.school.stories().items()}
        return {
            "home": "index.html",
            "sound": f"stories/{slugs[PUNJABI]}/index.html",
            "film": f"stories/{slugs[FILM]}/index.html",
            "language": "language/pa/index.html",
            "class": "class/year-3/index.html",
            "kind": "kind/story/index.html",
            "subscribe": "subscribe/index.html",
        }[name]


@contextlib.contextmanager
def school_on_air(root: Path, recording: Named) -> Iterator[OnAir]:
    """The school of :func:`open_school`, with pages in every language of :data:`LANGUAGES`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    spoken = ", ".join(f'"{language}"' for language in LANGUAGES)
    school = open_school(root, recording, address, spoken)
    with served(root, port):
        yield OnAir(school, address)


@contextlib.contextmanager
def debian_chromium() -> Iterator[Any]:
    """Debian's browser without a window: a quarter quicker than with one that is only hidden, and
    without its own calls home.
    """
    [shell] = need("chromium-headless-shell")
    playwright = pytest.importorskip("playwright.sync_api")
    # A build in this process has led Pango to the school's fonts alone; Chromium wants its own.
    own = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shell, args=["--no-sandbox", "--mute-audio"], env=own
        )
        yield browser
        browser.close()
