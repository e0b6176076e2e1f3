"""Keep for later, in a real browser: a kept story opens, plays and seeks without a network."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import PATIENCE, OnAir

pytestmark = pytest.mark.needs_chromium

KEEP, REMOVE = "[data-keep-do=keep]", "[data-keep-do=remove]"
AUDIO = "document.querySelector('.player audio')"


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A telephone that has kept nothing."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


def until(page: Any, condition: str) -> None:
    """Wait until a condition of the page holds."""
    ends = time.monotonic() + PATIENCE
    while not page.evaluate(condition):
        assert time.monotonic() < ends, f"never: {condition}"
        page.wait_for_timeout(50)


def kept(phone: Any, on_air: OnAir, name: str = "sound") -> Any:
    """A tab in which a story was kept."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page(name))
    page.click(KEEP)
    page.wait_for_selector(REMOVE, timeout=PATIENCE * 1000)
    return page


def test_nothing_is_stored_before_somebody_asks(on_air: OnAir, phone: Any) -> None:
    """No worker, no cache; the size is said beforehand."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page("sound"))
    page.wait_for_selector(KEEP)
    assert "MB" in page.inner_text(KEEP)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_kept_story_opens_plays_and_seeks_without_a_network(
    on_air: OnAir, phone: Any, width: int
) -> None:
    """On screens of any width, whichever of its files the player asks for."""
    page = kept(phone, on_air)
    page.set_viewport_size({"width": width, "height": 740})
    phone.set_offline(True)
    page.goto(on_air.http + on_air.page("sound"))
    assert page.evaluate("getComputedStyle(document.querySelector('.story')).marginLeft") != ""
    assert page.evaluate("document.styleSheets.length") >= 2
    page.evaluate(f"{AUDIO}.play()")
    until(page, f"{AUDIO}.currentTime > 0.1")
    page.evaluate(f"{AUDIO}.currentTime = 1.2")
    until(page, f"!{AUDIO}.seeking && {AUDIO}.currentTime >= 1.2")
    until(page, "document.querySelector('.cover').naturalWidth > 0")


def test_a_part_is_answered_with_a_part(on_air: OnAir, phone: Any) -> None:
    """206, and the bytes that were asked for, from the device."""
    page = kept(phone, on_air)
    phone.set_offline(True)
    said = page.evaluate(
        """async () => {
            const file = document.querySelector("[data-files]").dataset.files.split(" ")[0];
            const whole = new Uint8Array(await (await fetch(file)).arrayBuffer());
            const answer = await fetch(file, { headers: { Range: "bytes=10-19" } });
            const part = new Uint8Array(await answer.arrayBuffer());
            const beyond = await fetch(file, { headers: { Range: `bytes=${whole.length}-` } });
            return [answer.status, part.join() === whole.slice(10, 20).join(), beyond.status];
        }"""
    )
    assert said == [206, True, 416]


def test_the_page_of_what_is_kept_lists_and_removes(on_air: OnAir, phone: Any) -> None:
    """Without a network, too; and nothing is left when the last one goes."""
    page = kept(phone, on_air)
    phone.set_offline(True)
    page.goto(on_air.http + "kept/index.html")
    page.wait_for_selector(".kept li a")
    page.click(".kept li button")
    page.wait_for_selector("[data-none]", state="visible")
    until(page, "caches.keys().then(all => all.length === 0)")


def test_a_kept_story_is_removed_on_its_page(on_air: OnAir, phone: Any) -> None:
    """The worker goes with the last story."""
    page = kept(phone, on_air)
    page.click(REMOVE)
    page.wait_for_selector(KEEP)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_only_what_was_kept_is_stored(on_air: OnAir, phone: Any) -> None:
    """Other pages that are opened later leave nothing on the device."""
    page = kept(phone, on_air)
    addresses = """async () => (await Promise.all((await caches.keys()).map(
        async name => (await (await caches.open(name)).keys()).map(each => each.url)
    ))).flat().filter(each => !each.endsWith("kept-looked")).sort()"""
    before = page.evaluate(addresses)
    for name in ("home", "film", "language"):
        page.goto(on_air.http + on_air.page(name))
    assert page.evaluate(addresses) == before


def test_a_story_that_was_taken_down_goes_from_the_device(on_air: OnAir, phone: Any) -> None:
    """The next time that any page is opened with a network, after an hour."""
    page = kept(phone, on_air)
    site = on_air.school.root / "build/site"
    folder = (site / on_air.page("sound")).parent
    away = on_air.school.root / "away"
    folder.rename(away)
    try:
        page.evaluate(
            """async () => {
                for (const name of await caches.keys()) {
                    const cache = await caches.open(name);
                    for (const each of await cache.keys())
                        if (each.url.endsWith("kept-looked")) await cache.delete(each);
                }
            }"""
        )
        page.goto(on_air.http + on_air.page("home"))
        until(page, "caches.keys().then(all => all.length === 0)")
    finally:
        away.rename(folder)


def test_a_film_is_kept_as_its_sound(on_air: OnAir, phone: Any) -> None:
    """A few megabytes at most: its player plays that sound without a network."""
    page = kept(phone, on_air, "film")
    phone.set_offline(True)
    page.goto(on_air.http + on_air.page("film"))
    film = "document.querySelector('.player video')"
    page.evaluate(f"{film}.play()")
    until(page, f"{film}.currentTime > 0.1")
