"""Keep for later, in a real browser: a kept story opens, plays and seeks without a network."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE, OnAir, becomes, until

pytestmark = pytest.mark.needs_chromium

KEEP, REMOVE = "[data-keep-do=keep]", "[data-keep-do=remove]"
EMPTY = "caches.keys().then(all => all.length === 0)"
"""Nothing of the site is on the device."""

AUDIO = "document.querySelector('.player audio')"


AN_HOUR_LATER = """async () => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const each of await cache.keys())
            if (each.url.endsWith("kept-looked")) await cache.delete(each);
    }
}"""
"""Forget when the school was last asked what is there still."""


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A telephone that has kept nothing."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


def kept(phone: Any, on_air: OnAir, name: str = "sound") -> Any:
    """A tab in which a story was kept."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page(name))
    page.click(KEEP)
    page.wait_for_selector(REMOVE, timeout=PATIENCE * 1000)
    return page


def removed_from_the_list(page: Any, on_air: OnAir) -> list[str]:
    """Remove the one story that the page of what is kept lists; returns what it was called."""
    page.goto(on_air.http + "kept/index.html")
    page.wait_for_selector(".kept li a")
    listed: list[str] = page.locator(".kept li a").all_inner_texts()
    page.click(".kept li button")
    page.wait_for_selector("[data-none]", state="visible")
    return listed


def media(page: Any, number: int, on_air: OnAir) -> Path:
    """On the school's disk, one of the files that are kept with the story on a page."""
    files: str = page.get_attribute("[data-files]", "data-files")
    name = files.split()[number].rpartition("/")[2]
    return on_air.school.root / "build/site/media" / name


@contextlib.contextmanager
def gone(path: Path, on_air: OnAir) -> Iterator[None]:
    """A time in which a file or folder of the site is not there."""
    away = path.rename(on_air.school.root / "away")
    try:
        yield
    finally:
        away.rename(path)


def looked_after(page: Any, on_air: OnAir) -> None:
    """Open a page with a network after an hour, when the school is asked what is there still."""
    page.evaluate(AN_HOUR_LATER)
    page.goto(on_air.http + on_air.page("home"))


def test_nothing_is_stored_before_somebody_asks(on_air: OnAir, phone: Any) -> None:
    """No worker, no cache; the size is said beforehand."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page("sound"))
    page.wait_for_selector(KEEP)
    assert "MB" in page.inner_text(KEEP)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_a_film_says_that_its_sound_is_kept(on_air: OnAir, phone: Any) -> None:
    """Before anybody presses; a story that is only heard says less."""
    page = phone.new_page()
    for name, said in (("film", "Keep the sound for later"), ("sound", "Keep for later")):
        page.goto(on_air.http + on_air.page(name))
        page.wait_for_selector(KEEP)
        assert page.inner_text(KEEP).startswith(said)


@pytest.mark.parametrize("name", ["sound", "film"])
def test_a_kept_story_is_as_large_as_its_button_said(on_air: OnAir, phone: Any, name: str) -> None:
    """Its page comes with it, and is no part of what was told."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page(name))
    page.wait_for_selector(KEEP)
    told = page.inner_text(f"{KEEP} bdi")
    page.evaluate("document.querySelector('[data-keeping]').dataset.bytes = '250000'")
    page.click(KEEP)
    page.wait_for_selector(REMOVE, timeout=PATIENCE * 1000)
    page.goto(on_air.http + "kept/index.html")
    page.wait_for_selector(".kept li bdi")
    assert told.endswith(" MB")
    assert page.inner_text(".kept li bdi") == "0.3 MB"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_kept_story_opens_plays_and_seeks_without_a_network(
    on_air: OnAir, phone: Any, width: int
) -> None:
    """On screens of any width, whichever of its files the player asks for."""
    page = kept(phone, on_air)
    page.set_viewport_size({"width": width, "height": 740})
    look = (
        "(({color, fontSize}) => [color, fontSize])(getComputedStyle(document.querySelector('h1')))"
    )
    styled = page.evaluate(look)
    phone.set_offline(True)
    page.goto(on_air.http + on_air.page("sound"))
    assert page.evaluate(look) == styled
    assert page.evaluate("document.styleSheets.length") >= 2
    page.evaluate(f"{AUDIO}.play()")
    until(page, f"{AUDIO}.currentTime > 0.1")
    page.evaluate(f"{AUDIO}.currentTime = 1.2")
    until(page, f"!{AUDIO}.seeking && {AUDIO}.currentTime >= 1.2")
    until(page, "document.querySelector('.cover').naturalWidth > 0")


def test_a_kept_story_may_be_opened_anew_without_a_network(on_air: OnAir, phone: Any) -> None:
    """As people do where a page seems to hang."""
    page = kept(phone, on_air)
    phone.set_offline(True)
    page.reload()
    assert page.inner_text("h1") == "ਪਿਆਸਾ ਕਾਂ"


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
    assert removed_from_the_list(page, on_air) == ["ਪਿਆਸਾ ਕਾਂ"]
    assert becomes(page, EMPTY)


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
    with gone((on_air.school.root / "build/site" / on_air.page("sound")).parent, on_air):
        looked_after(page, on_air)
        assert becomes(page, EMPTY)


def test_a_sound_that_a_new_take_replaced_goes_from_the_device(on_air: OnAir, phone: Any) -> None:
    """Its page is there still, under the same address, with another sound."""
    page = kept(phone, on_air)
    with gone(media(page, 0, on_air), on_air):
        looked_after(page, on_air)
        assert becomes(page, EMPTY)


def test_any_other_page_leads_to_what_is_kept_without_a_network(on_air: OnAir, phone: Any) -> None:
    """Not to the browser's own page of errors."""
    page = kept(phone, on_air)
    phone.set_offline(True)
    page.goto(on_air.http + on_air.page("home"))
    page.wait_for_selector(".kept li a")
    assert page.url == on_air.http + "kept/"


def test_what_is_kept_is_found_from_every_page_and_its_size_is_told(
    on_air: OnAir, phone: Any
) -> None:
    """The link comes with the first story and goes with the last."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page("home"))
    page.wait_for_timeout(300)
    assert not page.is_visible("[data-kept-link]")
    page = kept(phone, on_air)
    assert page.is_visible("[data-kept-link]")
    page.goto(on_air.http + on_air.page("home"))
    page.click("[data-kept-link] a")
    page.wait_for_selector(".kept li a")
    assert page.inner_text(".kept li bdi").endswith("MB")
    assert page.inner_text("[data-total]").startswith("Stories kept on this device: ")
    button = page.get_by_role("button", name="Remove ਪਿਆਸਾ ਕਾਂ")
    button.click()
    page.wait_for_selector("[data-none]", state="visible")
    assert not page.is_visible("[data-kept-link]")
    assert not page.is_visible("[data-total]")


def test_a_size_is_written_as_the_language_of_the_page_does(on_air: OnAir, phone: Any) -> None:
    """Its sign before the tenths, its word for a megabyte."""
    kept(phone, on_air)
    page = phone.new_page()
    page.goto(on_air.http + "fr/kept/")
    page.wait_for_selector(".kept li a")
    assert page.inner_text(".kept li bdi").endswith("Mo")


def test_a_new_style_is_shown_as_soon_as_there_is_a_network(on_air: OnAir, phone: Any) -> None:
    """And without one afterwards: what was kept hides nothing, and is itself renewed."""
    page = kept(phone, on_air)
    style = on_air.school.root / "build/site/style.css"
    before = style.read_bytes()
    style.unlink()
    style.write_bytes(before + b"\nh1 { letter-spacing: 3px }\n")
    spacing = "getComputedStyle(document.querySelector('h1')).letterSpacing === '3px'"
    try:
        page.reload()
        assert becomes(page, spacing)
        phone.set_offline(True)
        page.reload()
        assert becomes(page, spacing)
    finally:
        style.unlink()
        style.write_bytes(before)


def test_a_film_is_kept_as_its_sound(on_air: OnAir, phone: Any) -> None:
    """A few megabytes at most: its player plays that sound without a network."""
    page = kept(phone, on_air, "film")
    phone.set_offline(True)
    page.goto(on_air.http + on_air.page("film"))
    film = "document.querySelector('.player video')"
    page.evaluate(f"{film}.play()")
    assert becomes(page, f"{film}.currentTime > 0.1")
    assert page.evaluate(f"{film}.videoWidth") == 0


def test_a_keeping_that_was_broken_off_is_listed_and_removed(on_air: OnAir, phone: Any) -> None:
    """What came before the tab was closed is never on the device unseen."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page("sound"), wait_until="networkidle")
    sound = media(page, 0, on_air)
    page.route(f"**/{media(page, 1, on_air).name}", lambda _: None)  # never answered
    page.click(KEEP)
    until(page, f"caches.match('{on_air.http}media/{sound.name}').then(Boolean)")
    page.close()
    again = phone.new_page()
    assert removed_from_the_list(again, on_air) == ["ਪਿਆਸਾ ਕਾਂ"]
    assert becomes(again, EMPTY)


def test_a_keeping_that_hardly_began_leaves_nothing(on_air: OnAir, phone: Any) -> None:
    """A store without its record is of nobody's: the page of what is kept deletes it."""
    page = phone.new_page()
    page.goto(on_air.http + on_air.page("home"))
    page.evaluate("root => caches.open(`kept ${root} fox`).then(() => 0)", on_air.http)
    page.goto(on_air.http + "kept/index.html")
    page.wait_for_selector("[data-none]", state="visible")
    assert becomes(page, EMPTY)


def test_what_is_kept_is_not_fetched_again_with_a_network(on_air: OnAir, phone: Any) -> None:
    """A family does not pay twice, whichever file of the sound its player asks for."""
    page = kept(phone, on_air)
    page.goto(on_air.http + on_air.page("sound"))
    fetched: list[str] = []
    phone.on("request", lambda each: fetched.append(each.url) if each.service_worker else None)
    page.evaluate(f"{AUDIO}.play()")
    until(page, f"{AUDIO}.currentTime > 0.1")
    assert [each for each in fetched if each.endswith((".mp3", ".opus"))] == []


def test_a_picture_that_was_taken_down_goes_from_the_device(on_air: OnAir, phone: Any) -> None:
    """The story stays, and is heard."""
    page = kept(phone, on_air)
    picture = media(page, 1, on_air)
    there = f"caches.match('{on_air.http}media/{picture.name}').then(Boolean)"
    assert page.evaluate(there)
    with gone(picture, on_air):
        looked_after(page, on_air)
        assert becomes(page, f"{there}.then(each => !each)")
        page.goto(on_air.http + "kept/index.html")
        page.wait_for_selector(".kept li a")
