"""The site in a real browser, on the air and off a memory stick, on a telephone and a desk."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from schools import School
from servers import FILM, PUNJABI, WAITING, free_port, open_school, served
from tools_needed import need

playwright = pytest.importorskip("playwright.sync_api")

Named = Callable[[str], Path]

pytestmark = pytest.mark.needs_chromium

TELEPHONE, DESK = 320, 1280
"""CSS pixels: the narrowest screen that is in use, and an old school computer's."""

LANGUAGES = {"en": ("", "ltr"), "fr": ("fr/", "ltr"), "ur": ("ur/", "rtl")}
"""Each language of the pages: the folder it stands in, and which way it is written."""

PATIENCE = 20
"""Seconds for anything to happen on a busy machine."""


CAPTIONS_OFF_A_STICK = ".vtt"
"""Chromium loads no captions from ``file:``, where each file is an origin of its own; the words
stand on the page."""


@dataclass
class Visit:
    """A page in a browser, and what went wrong or elsewhere while it was open."""

    page: Any
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._console)

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
        """Wait until a condition of the page holds; the page's own policy forbids Playwright's
        way of waiting, which builds code out of text.
        """
        ends = time.monotonic() + PATIENCE
        while not self.page.evaluate(condition):
            assert time.monotonic() < ends, f"never: {condition}"
            self.page.wait_for_timeout(50)


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


PAGES = ["home", "sound", "film", "language", "class", "kind", "subscribe"]


@pytest.fixture(scope="module")
def on_air(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnAir]:
    """The school with pages in English, French and Urdu."""
    need("chromium")
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    root = tmp_path_factory.mktemp("browser") / "school"
    school = open_school(root, recording, address, '"en", "fr", "ur"')
    with served(root, port):
        yield OnAir(school, address)


@pytest.fixture(scope="module")
def chromium(on_air: OnAir) -> Iterator[Any]:
    """Debian's browser."""
    # A build in this process has led Pango to the school's fonts alone; Chromium wants its own.
    own = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--mute-audio"], env=own
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def window(chromium: Any) -> Iterator[Any]:
    """One window with one memory, as a family has."""
    window = chromium.new_context()
    yield window
    window.close()


@pytest.fixture
def visit(window: Any, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh tab, as wide as the test's ``width``."""
    page = window.new_page()
    page.set_viewport_size({"width": request.node.callspec.params["width"], "height": 800})
    yield Visit(page)
    page.close()


WAYS = [("http", "en"), ("http", "fr"), ("http", "ur"), ("file", "ur")]
"""How a page is reached, and in which language: off a stick, one that stands in a folder."""


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize(("way", "language"), WAYS)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(
    on_air: OnAir, visit: Visit, name: str, way: str, language: str, width: int
) -> None:
    """Nothing is missing or asked of another host, it reads the right way, and it fits."""
    folder, direction = LANGUAGES[language]
    root = on_air.root(way)
    visit.open(f"{root}{folder}{on_air.page(name)}")
    if (way, name) == ("file", "film"):
        visit.forgive(CAPTIONS_OFF_A_STICK)
    _assert_whole(visit, root, direction, width)


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize("path", ["stories/gone/", "waiting/", "waiting/one"])
def test_page_that_only_a_server_shows_is_whole(
    on_air: OnAir, visit: Visit, path: str, width: int
) -> None:
    """The page for an address that is none, at any depth; what waits, and one that does."""
    own = on_air.school.stories()[WAITING]["id"]
    visit.open(on_air.http + path.replace("one", f"{own}/"))
    if path == "stories/gone/":
        assert len(visit.wrong) == 1
        assert "404" in visit.wrong.pop()
    _assert_whole(visit, on_air.http, "ltr", width)


def _assert_whole(visit: Visit, root: str, direction: str, width: int) -> None:
    assert visit.wrong == []
    assert [address for address in visit.asked if not address.startswith(root)] == []
    assert visit.page.evaluate("getComputedStyle(document.documentElement).direction") == direction
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    images = visit.page.evaluate("[...document.images].map(i => [i.src, i.naturalWidth])")
    assert [address for address, wide in images if not wide] == []


@pytest.mark.parametrize("way", ["http", "file"])
@pytest.mark.parametrize(("width", "ending"), [(TELEPHONE, ".opus"), (DESK, ".mp3")])
def test_sound_plays_and_can_be_sought(
    on_air: OnAir, visit: Visit, way: str, width: int, ending: str
) -> None:
    """On a telephone the one that costs little data."""
    visit.open(on_air.root(way) + on_air.page("sound"))
    visit.page.focus("audio")
    visit.page.keyboard.press("Space")
    visit.until("document.querySelector('audio').currentTime > 0.2")
    assert visit.page.evaluate("document.querySelector('audio').currentSrc").endswith(ending)
    visit.page.evaluate("document.querySelector('audio').currentTime = 1.5")
    visit.until("document.querySelector('audio').ended")
    assert visit.page.evaluate("document.querySelector('audio').currentTime") > 1.5
    assert visit.wrong == []


@pytest.mark.parametrize("way", ["http", "file"])
@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_film_plays(on_air: OnAir, visit: Visit, way: str, width: int) -> None:
    """It moves: pictures are decoded, not only sound."""
    visit.open(on_air.root(way) + on_air.page("film"))
    visit.page.focus("video")
    visit.page.keyboard.press("Space")
    visit.until("document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > 5")
    visit.until("document.querySelector('video').ended")
    assert visit.page.evaluate("document.querySelector('video').videoWidth") == 160


@pytest.mark.parametrize("width", [DESK])
def test_film_shows_its_captions(on_air: OnAir, visit: Visit, width: int) -> None:
    """On from the start, each while it is said."""
    visit.open(on_air.http + on_air.page("film"))
    visit.until("document.querySelector('video').textTracks[0].cues?.length === 2")
    visit.page.focus("video")
    visit.page.keyboard.press("Space")
    visit.until("document.querySelector('video').textTracks[0].activeCues[0]?.text === 'A frog!'")
    track = "(({kind, mode, language}) => [kind, mode, language])"
    shown = visit.page.evaluate(f"{track}(document.querySelector('video').textTracks[0])")
    assert shown == ["captions", "showing", "en"]
    assert visit.wrong == []


@pytest.mark.parametrize("width", [TELEPHONE])
def test_chapter_link_leads_to_its_place(on_air: OnAir, visit: Visit, width: int) -> None:
    """The sound opens, and stands where the chapter begins."""
    visit.open(on_air.http + on_air.page("sound"))
    visit.page.click("ol.chapters li:nth-child(2) a")
    visit.until("document.querySelector('video, audio')?.currentTime >= 1")
    assert re.search(r"/media/[^/]+#t=\d+$", visit.page.url)


@pytest.mark.parametrize("width", [TELEPHONE])
@pytest.mark.parametrize("way", ["http", "file"])
def test_other_language_is_the_same_page(on_air: OnAir, visit: Visit, way: str, width: int) -> None:
    """Whoever changes the language stays where they were."""
    visit.open(on_air.root(way) + on_air.page("sound"))
    visit.page.click("details.versions summary")
    visit.page.click("details.versions a[hreflang=ur]")
    visit.page.wait_for_load_state()
    assert visit.page.url.removesuffix("index.html") == (
        on_air.root(way) + "ur/" + on_air.page("sound")
    ).removesuffix("index.html")
    assert visit.page.locator("h1").inner_text() == "ਪਿਆਸਾ ਕਾਂ"
