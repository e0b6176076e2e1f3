"""The site in a real browser, on the air and off a memory stick, on a telephone and a desk."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import DESK, LANGUAGES, TELEPHONE, OnAir, Visit
from servers import WAITING

pytestmark = pytest.mark.needs_chromium

PAGES = ["home", "sound", "film", "language", "class", "kind", "subscribe"]


WAYS = [("http", "en"), ("http", "fr"), ("http", "ur"), ("file", "ur")]
"""How a page is reached, and in which language: off a stick, one that stands in a folder."""


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize(("way", "language"), WAYS)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(
    on_air: OnAir, look: Visit, name: str, way: str, language: str, width: int
) -> None:
    """Nothing is missing or asked of another host, it reads the right way, and it fits."""
    folder, direction = LANGUAGES[language]
    root = on_air.root(way)
    look.open(f"{root}{folder}{on_air.page(name)}")
    _assert_whole(look, root, direction, width)


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize("path", ["stories/gone/", "waiting/", "waiting/one"])
def test_page_that_only_a_server_shows_is_whole(
    on_air: OnAir, look: Visit, path: str, width: int
) -> None:
    """The page for an address that is none, at any depth; what waits, and one that does."""
    own = on_air.school.stories()[WAITING]["id"]
    look.open(on_air.http + path.replace("one", f"{own}/"))
    if path == "stories/gone/":
        assert len(look.wrong) == 1
        assert "404" in look.wrong.pop()
    _assert_whole(look, on_air.http, "ltr", width)


def _assert_whole(visit: Visit, root: str, direction: str, width: int) -> None:
    assert visit.wrong == []
    assert [address for address in visit.asked if not address.startswith(root)] == []
    assert visit.page.evaluate("getComputedStyle(document.documentElement).direction") == direction
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    images = visit.page.evaluate("[...document.images].map(i => [i.src, i.naturalWidth])")
    assert [address for address, wide in images if not wide] == []


@pytest.mark.parametrize("way", ["http", "file"])
@pytest.mark.parametrize(("width", "ending"), [(TELEPHONE, ".opus"), (DESK, ".mp3")])
def test_sound_plays_and_can_be_sought(on_air: OnAir, visit: Visit, way: str, ending: str) -> None:
    """On a telephone the one that costs little data."""
    visit.open(on_air.root(way) + on_air.page("sound"))
    visit.page.focus("[data-do=play]")
    visit.page.keyboard.press("Space")
    visit.until("document.querySelector('audio').currentTime > 0.2")
    assert visit.page.evaluate("document.querySelector('audio').currentSrc").endswith(ending)
    visit.page.evaluate("document.querySelector('audio').currentTime = 1.5")
    visit.until("document.querySelector('audio').ended")
    assert visit.page.evaluate("document.querySelector('audio').currentTime") > 1.5
    assert visit.wrong == []


@pytest.mark.parametrize("way", ["http", "file"])
@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_film_plays(on_air: OnAir, visit: Visit, way: str) -> None:
    """It moves: pictures are decoded, not only sound."""
    visit.open(on_air.root(way) + on_air.page("film"))
    visit.page.focus("video")
    visit.page.keyboard.press("Space")
    visit.until("document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > 5")
    visit.until("document.querySelector('video').ended")
    assert visit.page.evaluate("document.querySelector('video').videoWidth") == 160


def test_film_shows_its_captions(on_air: OnAir, visit: Visit) -> None:
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


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("way", ["http", "file"])
def test_other_language_is_the_same_page(on_air: OnAir, visit: Visit, way: str) -> None:
    """Whoever changes the language stays where they were."""
    visit.open(on_air.root(way) + on_air.page("sound"))
    visit.page.click("details.versions summary")
    visit.page.click("details.versions a[hreflang=ur]")
    visit.page.wait_for_load_state()
    assert visit.page.url.removesuffix("index.html") == (
        on_air.root(way) + "ur/" + on_air.page("sound")
    ).removesuffix("index.html")
    assert visit.page.locator("h1").inner_text() == "ਪਿਆਸਾ ਕਾਂ"


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_first_visit_is_light(on_air: OnAir, visit: Visit, language: str) -> None:
    """At most 100 KB without media, before a server presses it; a script's own font is at most
    200 KB, and only where it is used.
    """
    ended: list[Any] = []
    visit.page.on("requestfinished", lambda request: ended.append(request))  # noqa: PLW0108 - none of C
    visit.page.goto(f"{on_air.http}{LANGUAGES[language][0]}index.html", wait_until="networkidle")
    loaded = {each.url: len(each.response().body()) for each in ended}
    fonts = {url: size for url, size in loaded.items() if "/fonts/noto" in url}
    others = {
        url: size for url, size in loaded.items() if url not in fonts and "/media/" not in url
    }
    assert sum(others.values()) <= 100_000, others
    assert max(fonts.values(), default=0) <= 200_000
