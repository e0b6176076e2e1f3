"""What can be seen to be wrong with a page though nothing is missing: letters that a device has not
got, words over words, text that stands at the other side.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from browsing import TELEPHONE, OnAir, Visit

pytestmark = pytest.mark.needs_chromium

LONG_NAME = "St Mary's Church of England Primary School"
LONG_WAYS = ["Luqadaha", "Fasallada", "Noocyada", "Raadi", "Hel sheekooyinka cusub"]
"""The longest menu of those that the program has: Somali."""

LONG_URDU = "لومڑی اور انگور کی کہانی۔ "

BOX = """each => {
    const {left, right, top, bottom} = each.getBoundingClientRect();
    return [left, right, top, bottom];
}"""


def box(visit: Visit, what: str) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of the first that is ``what``."""
    left, right, top, bottom = visit.page.locator(what).first.evaluate(BOX)
    return left, right, top, bottom


def fonts_of(visit: Visit, what: str) -> list[dict[str, Any]]:
    """The fonts that the first ``what`` is drawn with in truth, as the browser's tools tell."""
    visit.page.locator(what).first.scroll_into_view_if_needed()
    visit.page.evaluate(
        """async () => {
            // What came into view is laid out in the next frame, and asks for its fonts then.
            for (let frames = 2; frames; frames -= 1) await new Promise(requestAnimationFrame);
            await document.fonts.ready;
        }"""
    )
    tools = visit.page.context.new_cdp_session(visit.page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    found = tools.send("DOM.querySelector", {"nodeId": root, "selector": what})["nodeId"]
    fonts: list[dict[str, Any]] = tools.send("CSS.getPlatformFontsForNode", {"nodeId": found})[
        "fonts"
    ]
    tools.detach()
    return fonts


@pytest.mark.parametrize("what", ["[data-keep-do=keep]", "[data-keep-do=remove]"])
def test_button_is_written_as_the_page_is(on_air: OnAir, look: Visit, what: str) -> None:
    """A browser's own letters for buttons are small, and have no other script."""
    look.open(on_air.http + on_air.page("sound"))
    said = "(each => [getComputedStyle(each).fontFamily, getComputedStyle(each).fontSize])"
    assert look.page.locator(what).evaluate(said) == look.page.evaluate(f"{said}(document.body)")


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("kind", ".room h1"),
        ("home", ".tile-also"),
        ("home", ".tile-count"),
        ("home", "#kinds + .tiles .tile-name"),
    ],
)
def test_own_words_beside_names_of_languages_are_in_the_pages_fonts(
    on_air: OnAir, look: Visit, page: str, what: str
) -> None:
    """The font of the names has a few letters of each script, and a device may have none."""
    look.open(f"{on_air.http}fr/{on_air.page(page)}")
    said = "(each => getComputedStyle(each).fontFamily)"
    own = look.page.locator(what).first.evaluate(said)
    assert own == look.page.evaluate(f"{said}(document.body)")


@pytest.mark.screen(TELEPHONE)
def test_urdu_heading_is_whole_in_its_font(on_air: OnAir, look: Visit) -> None:
    """No letter of it comes from the device, which writes them otherwise or not at all."""
    look.open(f"{on_air.http}ur/{on_air.page('kind')}")
    assert [each["familyName"] for each in fonts_of(look, ".room h1")] == ["Noto Nastaliq Urdu"]


def test_names_of_languages_to_choose_cost_no_whole_font(on_air: OnAir, visit: Visit) -> None:
    """A few letters of each script, where they are all that is said in it."""
    visit.open(f"{on_air.http}find/index.html")
    assert {font["isCustomFont"] for font in fonts_of(visit, ".chip [lang=pa]")} == {True}
    fonts = sorted(each.rpartition("/")[2] for each in visit.asked if "/fonts/noto" in each)
    assert fonts == ["noto-nastaliq-urdu-names.woff2", "noto-sans-gurmukhi-names.woff2"]


@pytest.mark.parametrize("width", [768, 1120, 1200, 1280, 1440])
@pytest.mark.parametrize("folder", ["", "ur/"])
def test_menu_leaves_the_school_room_for_its_name(
    on_air: OnAir, look: Visit, folder: str, width: int
) -> None:
    """However long both are: neither lies on the other, and a name is no column of words."""
    look.open(f"{on_air.http}{folder}find/index.html")
    look.page.locator(".school a > span").evaluate("(each, name) => each.append(name)", LONG_NAME)
    look.page.locator(".ways span").evaluate_all(
        "(all, said) => all.forEach((each, at) => { each.textContent = said[at]; })", LONG_WAYS
    )
    name, menu, tongues = (box(look, each) for each in (".school", ".ways ul", ".versions"))
    for one, other in ((name, menu), (name, tongues), (menu, tongues)):
        apart_across = one[1] <= other[0] or other[1] <= one[0]
        assert apart_across or one[3] <= other[2] or other[3] <= one[2]
    assert name[1] - name[0] >= 200
    assert look.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("what", [".hero h1 > span[lang]", ".card-title span[dir=ltr]"])
def test_lines_in_latin_letters_begin_where_urdu_does(
    on_air: OnAir, look: Visit, what: str
) -> None:
    """At the right, each of them."""
    look.open(f"{on_air.http}ur/index.html")
    rights = look.page.locator(what).first.evaluate(
        """(each, name) => {
            each.textContent = name;
            const lines = document.createRange();
            lines.selectNodeContents(each);
            return [...lines.getClientRects()].map(line => Math.round(line.right));
        }""",
        LONG_NAME,
    )
    assert len(rights) > 1
    assert max(rights) - min(rights) <= 1


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("folder", ["", "ur/"])
def test_words_of_a_button_begin_where_the_page_s_do(
    on_air: OnAir, look: Visit, folder: str
) -> None:
    """An app's name is in Latin letters, and what it runs on below it is not in Urdu."""
    look.open(f"{on_air.http}{folder}subscribe/all/index.html")
    begins = look.page.evaluate(
        """[...document.querySelectorAll(".apps a")].map(app => [...app.children].map(each => {
            const words = document.createRange();
            words.selectNodeContents(each);
            const {left, right} = words.getBoundingClientRect();
            return Math.round(document.dir === "rtl" ? right : left);
        }))"""
    )
    assert max(map(len, begins)) == 2
    assert [max(each) - min(each) for each in begins] == [0] * len(begins)


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("folder", ["", "ur/"])
def test_ribbon_hides_neither_picture_nor_title(on_air: OnAir, look: Visit, folder: str) -> None:
    """However long the award's name is."""
    look.open(f"{on_air.http}{folder}index.html")
    look.page.locator(".card:nth-child(2)").evaluate(
        """card => {
            const ribbon = document.createElement("p");
            ribbon.className = "ribbon";
            ribbon.textContent = "First prize, Young Storytellers 2026";
            card.querySelector(".card-picture").after(ribbon);
        }"""
    )
    picture, ribbon, title = (
        box(look, f".card:nth-child(2) {each}") for each in (".card-picture", ".ribbon", "h3")
    )
    assert picture[3] <= ribbon[2]
    assert ribbon[3] <= title[2]
    assert look.page.locator(".ribbon").first.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("said", [0, 1])
def test_very_long_word_leaves_the_other_language_its_half(
    on_air: OnAir, look: Visit, said: int
) -> None:
    """In either language: both stay within the box of the words."""
    look.open(on_air.http + on_air.page("sound"))
    look.page.locator(".story").evaluate(
        """(story, said) => {
            story.insertAdjacentHTML("beforeend", `<div class="reading two"><div class="row">
                <p class="said">Two</p><p class="said other">Deux</p></div></div>`);
            story.querySelectorAll(".two p")[said].textContent = "long".repeat(50);
        }""",
        said,
    )
    assert look.page.locator(".two").evaluate("each => each.scrollWidth <= each.clientWidth")
    one, other = (box(look, f".two .row > :nth-child({each})") for each in (1, 2))
    assert abs((one[1] - one[0]) - (other[1] - other[0])) <= 1


@pytest.mark.parametrize("what", ["sound", "film"])
@pytest.mark.parametrize("folder", ["", "ur/"])
@pytest.mark.parametrize("title", ["The long story of the cat who went to sea. ", LONG_URDU])
def test_embed_fits_the_size_that_is_told(
    on_air: OnAir, look: Visit, title: str, folder: str, what: str
) -> None:
    """With a title of any length, in either script, and whatever is below a film."""
    path = on_air.page(what).replace("stories/", f"{folder}embed/", 1)
    site = on_air.school.root / "build/site"
    told = json.loads((site / path).with_name("oembed.json").read_bytes())
    look.page.set_viewport_size({"width": told["width"], "height": told["height"]})
    look.open(on_air.http + path)
    look.page.locator("h1").evaluate(
        """(each, title) => {
            const run = document.createElement("span");
            [run.lang, run.dir] = title > "z" ? ["ur", "rtl"] : ["en", "ltr"];
            run.textContent = title.repeat(4);
            each.replaceChildren(run);
            if (run.lang === document.documentElement.lang) run.replaceWith(run.textContent);
        }""",
        title,
    )
    assert look.page.evaluate(
        """async () => {
            await document.fonts.ready;
            const {scrollWidth, scrollHeight} = document.documentElement;
            return [scrollWidth - innerWidth, scrollHeight - innerHeight];
        }"""
    ) == [0, 0]


@pytest.mark.screen(TELEPHONE)
def test_menu_has_one_row_in_urdu(on_air: OnAir, look: Visit) -> None:
    """Its longest word goes in two lines rather than below the others."""
    look.open(f"{on_air.http}ur/index.html")
    tops = look.page.locator(".ways li").evaluate_all("all => all.map(each => each.offsetTop)")
    assert len(set(tops)) == 1
