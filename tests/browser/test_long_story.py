"""A minute with pictures, and long words, in a real browser: what a short story can't show."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from browsing import DESK, TELEPHONE, Visit
from examples import captions, episode, rendition, school
from PIL import Image
from schools import SETTINGS
from servers import served
from sites import write_site

from media_pipeline.model import Cue, Words

Named = Callable[[str], Path]

pytestmark = pytest.mark.needs_chromium

WAYS = ["http", "file"]
AUDIO = "document.querySelector('.player audio')"
NOW = f"{AUDIO}.currentTime"
PLAYING = f"!{AUDIO}.paused && {AUDIO}.readyState > 2"
LINES = 300
"""More than a page of 20 KB holds."""


@dataclass(frozen=True)
class Shelf:
    """A made-up site whose sounds are real, served and on disk."""

    folder: Path
    http: str

    def page(self, number: int, way: str = "http", root: str = "") -> str:
        """The address of a story's page."""
        site = self.http if way == "http" else self.folder.as_uri() + "/"
        return f"{site}{root}stories/story-{number}/index.html"


@pytest.fixture(scope="module")
def shelf(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Story 1 is plain, 2 has four pictures and short words, 3 long words in two languages; there
    is no sound in the files of 4.
    """
    root = tmp_path_factory.mktemp("long")
    (root / "school.toml").write_text(SETTINGS, encoding="utf-8")
    lines = tuple(Cue(at / 5, (at + 1) / 5, f"Line {at}") for at in range(LINES))
    french = tuple(replace(cue, text=cue.text.replace("Line", "Ligne")) for cue in lines)
    told = [
        episode(1, "One"),
        episode(2, "Two", words={"en": captions()}),
        episode(3, "Three", words={"en": Words(lines, ""), "fr": Words(french, "")}),
        episode(4, "Four"),
    ]
    pictures = tuple(rendition("art", f"picture-{number}") for number in range(4))
    exhibits = [replace(each.exhibit, seconds=60.0, peaks=(50,) * 300) for each in told]
    exhibits[1] = replace(exhibits[1], renditions=(*exhibits[1].renditions, *pictures))
    site = write_site(
        root / "build/site",
        school(),
        [replace(each, exhibit=made) for each, made in zip(told, exhibits, strict=True)],
    )
    for sound in (*site.glob("media/*-[123]-*.mp3"), *site.glob("media/*-[123]-*.opus")):
        shutil.copyfile(recording("a-minute.mp3"), sound)
    with served(root) as port:
        yield Shelf(site, f"http://127.0.0.1:{port}/")


def press(visit: Visit, what: str) -> None:
    """Press a button of the player."""
    visit.page.click(f"[data-do={what}]")


def tick(visit: Visit, name: str) -> None:
    """Tick or untick one of the player's boxes."""
    if not visit.page.locator(".options").get_attribute("open"):
        visit.page.evaluate("document.querySelector('.options').open = true")
    visit.page.click(f"[data-keep={name}]")


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("way", WAYS)
def test_story_goes_on_where_it_was_left(shelf: Shelf, visit: Visit, way: str) -> None:
    """The place is shown before anything is fetched; another story begins at its own beginning."""
    visit.open(shelf.page(1, way))
    press(visit, "play")
    visit.until(f"{NOW} > 0")
    visit.page.locator("[data-line]").focus()
    for _ in range(6):
        visit.page.keyboard.press("ArrowRight")
    visit.until(f"{NOW} > 30")
    press(visit, "play")
    visit.page.reload()
    assert visit.page.locator("[data-left]").inner_text() in ("0:29 left", "0:30 left")
    press(visit, "play")
    visit.until(f"{PLAYING} && {NOW} > 29")
    visit.open(shelf.page(2, way))
    assert visit.page.locator("[data-left]").inner_text() == "1:00 left"
    visit.forgive("failed: ")  # a picture of the page before, let go on the way
    assert visit.wrong == []


@pytest.mark.screen(TELEPHONE)
def test_start_again_starts_again(shelf: Shelf, visit: Visit) -> None:
    """Not where it was left."""
    visit.page.goto(shelf.page(1))
    visit.page.evaluate("localStorage.setItem('place:story-1', '40')")
    visit.open(shelf.page(1))
    assert visit.page.locator("[data-left]").inner_text() == "0:20 left"
    press(visit, "again")
    visit.until(f"{PLAYING} && {NOW} > 0.2")
    assert visit.page.evaluate(NOW) < 20
    assert visit.page.locator("[data-do=again]").is_hidden()


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("told", "left"), [("18", "0:42"), ("0", "1:00")])
def test_address_that_tells_a_place_begins_there(
    shelf: Shelf, visit: Visit, way: str, told: str, left: str
) -> None:
    """Silently, though the story was left elsewhere; another place in the same page, too."""
    visit.page.goto(shelf.page(1, way))
    visit.page.evaluate("localStorage.setItem('place:story-1', '40')")
    visit.page.goto("about:blank")
    visit.open(f"{shelf.page(1, way)}#t={told}")
    assert visit.page.locator("[data-left]").inner_text() == f"{left} left"
    assert visit.page.evaluate(f"{AUDIO}.paused")
    press(visit, "play")
    visit.until(f"{PLAYING} && {NOW} > {told}")
    assert visit.page.evaluate(NOW) < int(told) + 20
    visit.page.goto(f"{shelf.page(1, way)}#t=50")
    visit.until(f"{NOW} >= 50")
    assert visit.wrong == []


@pytest.mark.screen(TELEPHONE)
def test_keys_move_and_pause(shelf: Shelf, visit: Visit) -> None:
    """Arrows from a button too; the space bar on the line; fifteen seconds back."""
    visit.open(shelf.page(1))
    visit.page.locator("[data-do=play]").focus()
    visit.page.keyboard.press("Space")
    visit.until(PLAYING)
    for _ in range(5):
        visit.page.keyboard.press("ArrowRight")
    visit.until(f"{NOW} > 25")
    visit.page.locator("[data-line]").focus()
    visit.page.keyboard.press("Space")
    visit.until(f"{AUDIO}.paused")
    press(visit, "back")
    assert 10 <= visit.page.evaluate(NOW) < 15
    assert "0:1" in visit.page.locator("[data-line]").get_attribute("aria-valuetext")


@pytest.mark.parametrize(
    ("network", "ending"),
    [
        ("{saveData: true}", ".opus"),
        ("{effectiveType: '3g'}", ".opus"),
        ("{type: 'cellular', effectiveType: '4g'}", ".opus"),
        ("{effectiveType: '4g'}", ".mp3"),
        ("undefined", ".mp3"),
    ],
)
def test_network_that_is_slow_or_paid_for_gets_little_data(
    shelf: Shelf, visit: Visit, network: str, ending: str
) -> None:
    """On a wide screen too, where the full sound plays otherwise."""
    visit.page.add_init_script(
        f"Object.defineProperty(navigator, 'connection', {{get: () => ({network})}})"
    )
    visit.open(shelf.page(1))
    press(visit, "play")
    visit.until(PLAYING)
    assert visit.page.evaluate(f"{AUDIO}.currentSrc").endswith(ending)
    assert visit.page.locator("[data-keep=less]").is_checked() == (ending == ".opus")


@pytest.mark.screen(TELEPHONE)
def test_box_for_less_data_wins_in_the_middle_of_a_story(shelf: Shelf, visit: Visit) -> None:
    """It goes on where it was, with the other file, and is remembered."""
    visit.open(shelf.page(1))
    press(visit, "play")
    visit.until(PLAYING)
    visit.page.evaluate(f"{NOW} = 30")
    tick(visit, "less")
    visit.until(f"{PLAYING} && {NOW} >= 30 && {AUDIO}.currentSrc.endsWith('.mp3')")
    visit.open(shelf.page(2))
    assert not visit.page.locator("[data-keep=less]").is_checked()


@pytest.mark.screen(TELEPHONE)
def test_nothing_is_fetched_before_somebody_plays(shelf: Shelf, visit: Visit) -> None:
    """No sound, and no long words."""
    visit.open(shelf.page(3))
    assert [each for each in visit.asked if each.endswith((".mp3", ".opus", ".words.js"))] == []


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("asked", [False, True])
def test_next_story_goes_on_only_where_that_was_asked_for(
    shelf: Shelf, visit: Visit, way: str, *, asked: bool
) -> None:
    """The box is off at first. The next one plays, or its button waits to be pressed."""
    visit.open(shelf.page(3, way))
    if asked:
        tick(visit, "on")
    press(visit, "play")
    visit.until(PLAYING)
    visit.page.evaluate(f"{NOW} = {AUDIO}.duration - 0.3")
    if asked:
        visit.page.wait_for_url("**/story-2/**")
        waits = "document.activeElement === document.querySelector('[data-do=play]')"
        visit.until(f"({PLAYING}) || {waits}")
        assert visit.page.url.endswith("index.html")
    else:
        visit.until(f"{AUDIO}.ended")
        visit.page.wait_for_timeout(300)
        assert "story-3" in visit.page.url
    assert visit.wrong == []


SEEN = "[...document.querySelectorAll('.slides li')].map(li => li.hidden).indexOf(false)"


def test_pictures_follow_the_sound(shelf: Shelf, visit: Visit) -> None:
    """Whoever leafs by hand is left alone until the next one's turn."""
    visit.open(shelf.page(2))
    assert visit.page.locator(".slides li:visible").count() == 1
    press(visit, "play")
    visit.until(PLAYING)
    visit.page.evaluate(f"{NOW} = 16")
    visit.until(f"{SEEN} === 1")
    press(visit, "after")
    press(visit, "after")
    visit.page.evaluate(f"{NOW} = 20")
    visit.until(f"{NOW} > 20.6")
    assert visit.page.evaluate(SEEN) == 3
    visit.page.evaluate(f"{NOW} = 31")
    visit.until(f"{SEEN} === 2")
    assert visit.wrong == []


def test_no_picture_is_pressed_into_a_low_window(shelf: Shelf, visit: Visit) -> None:
    """A telephone on its side: each keeps its shape, however high there is room for it."""
    shown = shelf.folder / "media"
    for picture in shown.glob("story-2-*.jpg"):
        Image.new("RGB", (900, 1200), "red").save(picture)
    visit.page.set_viewport_size({"width": 740, "height": 360})
    visit.open(shelf.page(2))
    image = visit.page.locator(".slides li:visible img")
    image.evaluate("image => { image.width = 900; image.height = 1200; }")
    seen = Image.open(BytesIO(image.screenshot())).convert("RGB")
    red = seen.getchannel("G").point(lambda green: 255 * (green < 60)).getbbox()
    assert red
    assert red[2] - red[0] == pytest.approx((red[3] - red[1]) * 900 / 1200, abs=3)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_in_calm_mode_nothing_moves_by_itself(
    shelf: Shelf, chromium: Any, motion: str, width: int
) -> None:
    """Asked for by a box, which is remembered, or by the whole device."""
    window = chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion=motion)
    visit = Visit(window.new_page())
    visit.open(shelf.page(2))
    if motion == "no-preference":
        tick(visit, "calm")
        visit.open(shelf.page(2))
    assert visit.page.locator("[data-keep=calm]").is_checked()
    press(visit, "play")
    visit.until(PLAYING)
    visit.page.evaluate(f"{NOW} = 50")
    visit.until(f"{NOW} > 50.5")
    assert visit.page.evaluate(SEEN) == 0
    visit.open(shelf.page(3))
    press(visit, "play")
    visit.until("document.querySelectorAll('.row[data-from]').length > 0")
    visit.page.evaluate(f"{NOW} = 50")
    visit.until("document.querySelector('.row[aria-current]')?.textContent.includes('Line 25')")
    visit.page.wait_for_timeout(400)
    assert visit.page.evaluate("document.querySelector('.reading').scrollTop") == 0
    window.close()


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize("way", WAYS)
def test_long_words_come_when_the_story_plays(
    shelf: Shelf, visit: Visit, way: str, width: int
) -> None:
    """Two languages in each row; the row that is heard is in view in its box, the page stays."""
    visit.open(shelf.page(3, way))
    press(visit, "play")
    visit.until(f"document.querySelectorAll('.row[data-from]').length === {LINES}")
    top = visit.page.evaluate("scrollY")
    visit.page.evaluate(f"{NOW} = 50")
    visit.until(
        """(() => {
            const row = document.querySelector('.row[aria-current]');
            if (!row || !row.textContent.startsWith('Line 25')) return false;
            const [box, own] = [row.closest('.reading'), row].map(e => e.getBoundingClientRect());
            return own.top >= box.top && own.bottom <= box.bottom;
        })()"""
    )
    row = visit.page.locator(".row[data-from]").first.locator("p")
    assert row.all_inner_texts() == ["Line 0", "Ligne 0"]
    assert [each.get_attribute("lang") for each in row.all()] == ["en", "fr"]
    tops = row.evaluate_all("all => all.map(each => each.getBoundingClientRect().top)")
    assert (tops[0] == tops[1]) == (width == DESK)
    assert visit.page.evaluate("scrollY") == top
    assert visit.wrong == []


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("way", WAYS)
def test_long_words_come_when_they_are_asked_for(shelf: Shelf, visit: Visit, way: str) -> None:
    """In the page, without playing; the second time the link leads to their own page."""
    visit.open(shelf.page(3, way))
    link = visit.page.locator("[data-words] a")
    link.click()
    visit.until("document.activeElement.matches('.row[data-from]')")
    assert visit.page.evaluate(f"{AUDIO}.paused")
    link.click()
    visit.page.wait_for_url("**/words/index.html")
    assert visit.page.locator(".row[data-from]").count() == LINES
    assert visit.wrong == []


@pytest.mark.screen(TELEPHONE)
def test_without_scripts_all_of_it_is_there(shelf: Shelf, chromium: Any, width: int) -> None:
    """The browser's own player, every picture, the words on a page of their own."""
    window = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    page = window.new_page()
    page.goto(shelf.page(2))
    assert page.locator(".player audio[controls]").is_visible()
    assert page.locator("[data-bar]").is_hidden()
    assert page.locator(".slides li:visible").count() == 4
    assert page.locator("[data-share]").is_hidden()
    page.goto(shelf.page(3))
    page.click("[data-words] a")
    page.wait_for_url("**/words/index.html")
    window.close()


@pytest.mark.screen(TELEPHONE)
def test_what_cannot_be_played_here_is_left_to_the_browser(shelf: Shelf, visit: Visit) -> None:
    """Its own player comes back and says so; the files to keep stand below."""
    visit.open(shelf.page(4))
    press(visit, "play")
    visit.until(f"{AUDIO}.controls")
    assert visit.page.locator("[data-bar]").is_hidden()


class _Halting(SimpleHTTPRequestHandler):
    """A slow line: a page stops for half a second after the first file of its player. A server is
    not told what a browser has read, and the page has not come before all of it has: by the clock
    alone the two halves are two.
    """

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send the file, in two halves where it is such a page."""
        page = source.read()
        cut = page.find(b"<source", page.find(b"<source") + 1)
        if cut > 0:
            outputfile.write(page[:cut])
            time.sleep(0.5)
        outputfile.write(page[max(0, cut) :])


@pytest.mark.screen(TELEPHONE)
def test_page_that_comes_in_two_halves_tries_every_file(shelf: Shelf, visit: Visit) -> None:
    """Chromium forgot the files after the first where anything stood between them, and stood
    still: no sound, and no word of it.
    """
    at = partial(_Halting, directory=str(shelf.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), at) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visit.open(f"http://127.0.0.1:{server.server_port}/stories/story-4/index.html")
        press(visit, "play")
        visit.until(f"{AUDIO}.controls")
        server.shutdown()
    files = [each for each in visit.asked if each.endswith((".mp3", ".opus"))]
    assert len(files) == visit.page.locator(".player source").count() == 3


@pytest.mark.screen(TELEPHONE)
def test_address_is_copied_where_nothing_can_be_sent(shelf: Shelf, visit: Visit) -> None:
    """And it is said that it was."""
    visit.page.add_init_script("navigator.share = undefined")
    visit.open(shelf.page(1))
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.click("[data-share]")
    visit.until("document.querySelector('.share [role=status]').textContent !== ''")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://stories.school.example/stories/story-1/"


@pytest.mark.screen(TELEPHONE)
def test_story_is_sent_with_the_devices_own_list(shelf: Shelf, visit: Visit) -> None:
    """Where there is one."""
    visit.page.add_init_script(
        "navigator.share = sent => { window.sent = sent; return Promise.resolve(); }"
    )
    visit.open(shelf.page(1, root="fr/"))
    visit.page.click("[data-share]")
    assert visit.page.evaluate("sent") == {
        "title": "One",
        "url": "https://stories.school.example/fr/stories/story-1/",
    }
