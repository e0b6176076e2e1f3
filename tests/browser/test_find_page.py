"""The search in a real browser: any script, any choice, and what stands there without it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from browsing import TELEPHONE, OnAir, Visit

pytestmark = pytest.mark.needs_chromium

TITLES = "[...document.querySelectorAll('[data-results] h2 span')].map(each => each.textContent)"
COUNT = "document.querySelector('[data-count]').textContent"


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ਕਾਂ", ["ਪਿਆਸਾ ਕਾਂ"]),
        ("پیاسا", ["پیاسا کوا"]),
        ("thirsty", ["ਪਿਆਸਾ ਕਾਂ"]),
        ("crûche", ["Le corbeau"]),
        ("پياسا", ["پیاسا کوا"]),
        ("Simran", ["ਪਿਆਸਾ ਕਾਂ"]),
    ],
)
def test_words_find_in_any_script(
    on_air: OnAir, look: Visit, words: str, found: list[str], width: int
) -> None:
    """Of a title in any language, of what is said, or of who tells it."""
    look.open(f"{on_air.http}find/index.html")
    look.page.fill("#words", words)
    look.until(f"{COUNT} !== ''")
    look.until(f"{TITLES}.length > 0")
    assert look.page.evaluate(TITLES) == found
    assert look.page.evaluate(COUNT) == "1 story"
    assert quote(words) in look.page.url
    assert look.page.evaluate("document.documentElement.scrollWidth") <= width
    assert look.wrong == []


def test_result_says_its_language_and_leads_to_its_story(on_air: OnAir, visit: Visit) -> None:
    """In the language of the page."""
    visit.open(f"{on_air.http}fr/find/index.html?q={quote('پیاسا')}")
    visit.until(f"{TITLES}.length === 1")
    title = visit.page.locator("[data-results] h2 span")
    assert (title.get_attribute("lang"), title.get_attribute("dir")) == ("ur", "rtl")
    visit.page.locator("[data-results] h2 a").click()
    visit.page.wait_for_url("**/fr/stories/*/index.html")
    assert visit.wrong == []


SEEN = """([shown, first]) => {
    const [count, story] = [shown, first].map(each => document.querySelector(each));
    const {top, bottom} = count.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight && story.getBoundingClientRect().top < innerHeight;
}"""


@pytest.mark.screen(360)
@pytest.mark.parametrize("folder", ["", "ur/"])
@pytest.mark.parametrize("height", [740, 420])
def test_what_was_typed_shows_what_it_found(
    on_air: OnAir, visit: Visit, folder: str, height: int
) -> None:
    """On a telephone's screen, also with its keyboard over half of it, and without taking the field
    away from who types; the choices make room, and come back with nothing typed.
    """
    visit.page.set_viewport_size({"width": 360, "height": height})
    visit.open(f"{on_air.http}{folder}find/index.html")
    assert visit.page.locator("input[name=language]").first.is_visible()
    visit.page.fill("#words", "thirsty")
    visit.page.press("#words", "Enter")
    visit.until(f"{TITLES}.length === 1")
    visit.page.wait_for_timeout(800)  # a page glides to where it goes
    assert visit.page.evaluate(SEEN, ["[data-count]", "[data-results] .card"])
    assert visit.page.evaluate("document.activeElement.id") == "words"
    visit.page.fill("#words", "")
    visit.until(f"{COUNT} === ''")
    assert visit.page.locator("input[name=language]").first.is_visible()
    assert visit.wrong == []


@pytest.mark.screen(360)
def test_a_choice_shows_what_it_found(on_air: OnAir, visit: Visit) -> None:
    """Its number stands at the edge of the screen and leads to the stories; the choice stays where
    the finger is, and is named once the choices are folded away.
    """
    visit.open(f"{on_air.http}find/index.html")
    chosen = visit.page.locator("input[name=language][value=fr]")
    chosen.scroll_into_view_if_needed()
    before = chosen.evaluate("each => each.getBoundingClientRect().top")
    chosen.check()
    visit.until(f"{TITLES}.length === 1")
    assert chosen.evaluate("each => each.getBoundingClientRect().top") == before
    assert visit.page.evaluate(SEEN, ["[data-count]", "[data-count]"])
    visit.page.locator("[data-count] a").click()
    visit.page.wait_for_timeout(800)
    assert visit.page.evaluate(SEEN, ["[data-results] .card", "[data-results] .card"])
    visit.page.reload()
    visit.until(f"{TITLES}.length === 1")
    assert visit.page.locator("[data-chosen]").inner_text() == "Français"
    assert visit.wrong == []


@pytest.mark.screen(TELEPHONE)
def test_headings_of_choices_stand_clear_of_them(on_air: OnAir, look: Visit) -> None:
    """Letters that fall below their line, as Urdu's do, too."""
    look.open(f"{on_air.http}ur/find/index.html")
    gaps = look.page.evaluate(
        """[...document.querySelectorAll(".chips")].map(sort => {
            const words = document.createRange();
            words.selectNodeContents(sort.querySelector("legend"));
            const chip = sort.querySelector(".chip").getBoundingClientRect();
            return chip.top - words.getBoundingClientRect().bottom;
        })"""
    )
    assert min(gaps) >= 4


def test_choices_alone_find_and_stand_in_the_address(on_air: OnAir, visit: Visit) -> None:
    """Two of a sort widen, and the page comes back as it was."""
    visit.open(f"{on_air.http}find/index.html")
    visit.page.locator("input[name=language][value=fr]").check()
    visit.until(f"{TITLES}.length === 1")
    visit.page.locator("input[name=language][value=pa]").check()
    visit.until(f"{TITLES}.length === 2")
    visit.page.reload()
    visit.until(f"{TITLES}.length === 2")
    assert visit.page.locator("input[name=language][value=pa]").is_checked()
    assert visit.page.evaluate(COUNT) == "2 stories"
    assert visit.wrong == []


def test_nothing_found_is_said(on_air: OnAir, visit: Visit) -> None:
    """Aloud too: the place of the count is a live one."""
    visit.open(f"{on_air.http}find/index.html?q=xyzzyq")
    visit.until(f"{COUNT}.startsWith('No story was found.')")
    assert visit.page.evaluate(TITLES) == []
    assert visit.page.locator("[data-count]").get_attribute("role") == "status"


def test_a_word_that_no_story_has_finds_none_that_begins_it(on_air: OnAir, visit: Visit) -> None:
    """The engine would give the story that says “le”."""
    for words in ("Leopard", "lettuce", "le leopard", "Leonie thirsty", "大象", "白虎", "虎大"):
        visit.open(f"{on_air.http}find/index.html?q={quote(words)}")
        visit.until(f"{COUNT}.startsWith('No story was found.')")
        assert visit.page.evaluate(TITLES) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        *[(each, ["پیاسا کوا"]) for each in ("urdu", "Ourdou", "乌尔都语", "اردو")],
        *[(each, ["ਪਿਆਸਾ ਕਾਂ"]) for each in ("punjabi", "Panjabi", "ਪੰਜਾਬੀ", "pendjabi")],
        ("piasa", ["ਪਿਆਸਾ ਕਾਂ", "پیاسا کوا"]),
    ],
)
def test_languages_and_words_are_found_in_other_letters(
    on_air: OnAir, visit: Visit, words: str, found: list[str]
) -> None:
    """A language by its name in itself and in those of the pages; a title as it is spoken."""
    visit.open(f"{on_air.http}find/index.html?q={quote(words)}")
    visit.until(f"{TITLES}.length > 0")
    assert sorted(visit.page.evaluate(TITLES)) == sorted(found)


@pytest.mark.parametrize(
    "words",
    [
        *["corbeaux", "L’ours", "l'ours", "ours", "l’été c’est", "été", "cest", "grand-m"],
        *["grand-mère", "mère", "grandmere", "3.5", "youtub", "youtube.c"],
        *["coeur", "cœur", "oeufs", "œuf", "۲۵", "25"],
        *["小白兔", "白兔", "兔", "老虎", "小白兔 大老虎", "coeur兔", "小白兔和大老虎"],
    ],
)
def test_words_are_found_as_they_are_written(on_air: OnAir, visit: Visit, words: str) -> None:
    """Whatever signs stand in them, and also while they are typed."""
    visit.open(f"{on_air.http}find/index.html?q={quote(words)}")
    visit.until(f"{TITLES}.length > 0")
    assert visit.page.evaluate(TITLES) == ["Le corbeau"]
    assert visit.page.evaluate(COUNT) == "1 story"


def test_what_a_card_is_made_of_is_no_word_of_a_story(on_air: OnAir, visit: Visit) -> None:
    """Paths of pictures, codes and directions."""
    for words in ("media", "ltr"):
        visit.open(f"{on_air.http}find/index.html?q={words}")
        visit.until(f"{COUNT} !== ''")
        assert visit.page.evaluate(COUNT).startswith("No story was found.")
        assert visit.page.evaluate(TITLES) == []
    assert visit.wrong == []


def test_the_beginning_of_a_word_finds_it(on_air: OnAir, visit: Visit) -> None:
    """As a person types."""
    visit.open(f"{on_air.http}find/index.html?q=thirs")
    visit.until(f"{TITLES}.length > 0")
    assert visit.page.evaluate(TITLES) == ["ਪਿਆਸਾ ਕਾਂ"]
    assert visit.page.evaluate(COUNT) == "1 story"


def test_off_a_stick_the_page_leads_to_the_lists(on_air: OnAir, visit: Visit) -> None:
    """A browser searches in no file, so the form is not shown."""
    visit.open(on_air.root("file") + "find/index.html")
    assert visit.page.locator("[data-without]").is_visible()
    assert not visit.page.locator("[data-find]").is_visible()
    visit.page.locator("main a[href$='a-z/index.html']").click()
    visit.page.locator("main a[href$='pa/index.html']").click()
    assert visit.page.locator("main").get_by_text("ਪਿਆਸਾ ਕਾਂ").is_visible()
    assert visit.wrong == []
