"""The story page in a real browser: its player, its words, its pictures, and what it remembers."""

from __future__ import annotations

import pytest
from browsing import TELEPHONE, OnAir, Visit

pytestmark = pytest.mark.needs_chromium

WAYS = ["http", "file"]
AUDIO, VIDEO = "document.querySelector('.player audio')", "document.querySelector('video')"


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("way", WAYS)
def test_big_button_plays_and_pauses(on_air: OnAir, visit: Visit, way: str) -> None:
    """And says each time what it will do next."""
    visit.open(on_air.root(way) + on_air.page("sound"))
    button = visit.page.locator("[data-do=play]")
    assert button.get_attribute("aria-label") == "Play"
    button.click()
    visit.until(f"{AUDIO}.currentTime > 0.1")
    assert button.get_attribute("aria-label") == "Pause"
    button.click()
    visit.until(f"{AUDIO}.paused")
    assert visit.wrong == []


@pytest.mark.screen(TELEPHONE)
def test_what_remains_is_said_and_time_runs_to_the_right(on_air: OnAir, visit: Visit) -> None:
    """In a language that is written the other way too."""
    visit.open(f"{on_air.http}ur/{on_air.page('sound')}")
    assert "0:02" in visit.page.locator("[data-left]").inner_text()
    assert visit.page.locator(".line").get_attribute("dir") == "ltr"


def test_line_is_moved_by_keyboard(on_air: OnAir, visit: Visit) -> None:
    """A key moves the place in the story."""
    visit.open(on_air.http + on_air.page("sound"))
    visit.page.locator("[data-do=play]").click()
    visit.until(f"{AUDIO}.readyState > 0")
    visit.page.locator("[data-line]").focus()
    visit.page.keyboard.press("End")
    assert visit.becomes(f"{AUDIO}.currentTime > 1.5 || {AUDIO}.ended")
    assert visit.wrong == []


def test_speed_is_remembered(on_air: OnAir, visit: Visit) -> None:
    """From one story to the next."""
    visit.open(on_air.http + on_air.page("sound"))
    visit.page.locator(".options summary").click()
    visit.page.select_option("[data-speed]", "1.25")
    visit.page.reload()
    assert visit.page.input_value("[data-speed]") == "1.25"
    visit.page.locator("[data-do=play]").click()
    assert visit.becomes(f"{AUDIO}.playbackRate === 1.25")


def test_little_data_is_played_where_it_is_asked_for(on_air: OnAir, visit: Visit) -> None:
    """On a desk the full sound plays until somebody ticks the box."""
    visit.open(on_air.http + on_air.page("sound"))
    visit.page.locator(".options summary").click()
    visit.page.locator("[data-keep=less]").check()
    visit.page.locator("[data-do=play]").click()
    visit.until(f"{AUDIO}.currentTime > 0.1")
    assert visit.page.evaluate(f"{AUDIO}.currentSrc").endswith(".opus")


@pytest.mark.parametrize("way", WAYS)
def test_words_light_up_while_they_are_heard(on_air: OnAir, visit: Visit, way: str) -> None:
    """One row at a time; a row that is pressed plays from there."""
    visit.open(on_air.root(way) + on_air.page("sound"))
    visit.page.locator(".row[data-from]").nth(1).click()
    visit.until("document.querySelectorAll('.row')[2].getAttribute('aria-current') === 'true'")
    assert visit.page.evaluate(f"{AUDIO}.currentTime") > 0.8
    assert visit.page.locator(".row[aria-current]").count() <= 1
    assert visit.wrong == []


def test_words_are_reached_by_keyboard(on_air: OnAir, visit: Visit) -> None:
    """One stop for all rows; arrows lead from row to row, Enter plays."""
    visit.open(on_air.http + on_air.page("sound"))
    visit.page.locator(".row[data-from]").first.focus()
    visit.page.keyboard.press("ArrowDown")
    second = "document.activeElement === document.querySelectorAll('.row[data-from]')[1]"
    assert visit.page.evaluate(second)
    visit.page.keyboard.press("Enter")
    assert visit.becomes(f"{AUDIO}.currentTime > 0.8")


def test_captions_are_shown_off_a_stick(on_air: OnAir, visit: Visit) -> None:
    """A browser loads none from a file, so they come from the page's own words."""
    visit.open(on_air.root("file") + on_air.page("film"))
    visit.page.evaluate(f"{VIDEO}.play()")
    visit.until(f"{VIDEO}.textTracks[0].activeCues?.[0]?.text === 'A frog!'")
    assert visit.page.evaluate(f"{VIDEO}.textTracks[0].mode") == "showing"
    assert visit.wrong == []


@pytest.mark.screen(TELEPHONE)
def test_chapter_plays_in_its_place(on_air: OnAir, visit: Visit) -> None:
    """The page stays; the sound goes to the chapter."""
    visit.open(on_air.http + on_air.page("sound"))
    before = visit.page.url
    visit.page.click("ol.chapters li:nth-child(2) a")
    visit.until(f"{AUDIO}.currentTime >= 1")
    assert visit.page.url == before


@pytest.mark.screen(360)
@pytest.mark.parametrize("folder", ["", "ur/"])
def test_what_a_box_is_for_stands_beside_it(on_air: OnAir, look: Visit, folder: str) -> None:
    """On a telephone its words are longer than the line."""
    look.open(f"{on_air.http}{folder}{on_air.page('sound')}")
    look.page.locator(".options summary").click()
    apart = look.page.evaluate(
        """[...document.querySelectorAll(".options label:has([type=checkbox])")].map(label => {
            const words = document.createRange();
            words.selectNodeContents(label);
            words.setStartAfter(label.querySelector("input"));
            const first = words.getClientRects()[0];
            const box = label.querySelector("input").getBoundingClientRect();
            return first.left < box.right && box.left < first.right;
        })"""
    )
    assert apart == [False] * len(apart)
    assert len(apart) >= 2
