"""Every kind of page, for everyone: any width, language and theme, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import DESK, LANGUAGES, TELEPHONE, OnAir, Visit, visiting
from tools_needed import need_package

pytestmark = pytest.mark.needs_chromium

KINDS = [
    "a-z/*/index.html",
    "a-z/index.html",
    "about/*/index.html",
    "class/*/index.html",
    "embed/*/*/*/index.html",
    "embed/*/index.html",
    "find/index.html",
    "index.html",
    "kept/index.html",
    "kind/*/index.html",
    "language/*/index.html",
    "stories/*/index.html",
    "subscribe/*/index.html",
    "subscribe/index.html",
]
"""A page of each kind, by its path within its language; ``*`` stands for any one name."""

SPOKEN = ["en", "ur", "zh-Hans"]

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""axe's names for the rules of WCAG 2.2 at level AA."""

TARGETS = "a[href], button, input, select, textarea, summary, audio[controls], video[controls]"
"""What a keyboard must reach."""


def kind_of(path: str) -> str:
    """The kind of page that stands at ``path`` within its language: names become ``*``."""
    return re.sub(r"(?<=/)[^/]+(?=/)", "*", path)


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker, as a script."""
    return (need_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages(on_air: OnAir) -> dict[str, str]:
    """A page of each kind in the first language: of a told story where there is a choice."""
    site = on_air.school.root / "build/site"
    folders = {folder.rstrip("/") for folder, _ in LANGUAGES.values()} - {""}
    found: dict[str, str] = {}
    for path in sorted(site.rglob("index.html")):
        within = path.relative_to(site)
        if within.parts[0] not in folders and within.parts[0] != "en":
            kind = kind_of(within.as_posix())
            told = on_air.page("sound").split("/")[1]
            if kind not in found or told in within.parts:
                found[kind] = within.as_posix()
    return found


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no-scripts"])
def either(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A window with scripts, in the light; one without, in the dark and without motion.

    The checker is a script itself and cannot run where they are off. So the pages' own never
    arrive, and what is written for those who have none stands in the page.
    """
    on: bool = request.param
    window = chromium.new_context(
        color_scheme="light" if on else "dark",
        reduced_motion="no-preference" if on else "reduce",
    )
    if not on:
        window.route("**/*.html", _without_scripts)
    yield window
    window.close()


def _without_scripts(route: Any) -> None:
    answer = route.fetch()
    text = re.sub(
        r"<script(?! type=\"application/ld)[^>]*></script>|</?noscript>", "", answer.text()
    )
    route.fulfill(response=answer, body=text)


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("kind", KINDS)
def test_page_is_for_everyone(
    on_air: OnAir,
    pages: dict[str, str],
    axe: str,
    either: Any,
    kind: str,
    language: str,
    width: int,
) -> None:
    """No breach of WCAG 2.2 AA, no complaint of the browser, nothing wider than the screen."""
    folder, direction = LANGUAGES[language]
    with visiting(either, width) as visit:
        visit.open(f"{on_air.http}{folder}{pages[kind]}")
        way, wide = visit.page.evaluate(
            "[getComputedStyle(document.documentElement).direction,"
            " document.documentElement.scrollWidth]"
        )
        visit.page.evaluate(axe)
        found = visit.page.evaluate(
            """standard => axe.run({runOnly: standard, resultTypes: ["violations"]}).then(
                ({violations}) => violations.map(({id, nodes}) => [id, nodes.map(n => n.html)]))""",
            STANDARD,
        )
    assert visit.wrong == []
    assert {each for each in visit.asked if not each.startswith((on_air.http, "blob:"))} == set()
    assert way == direction
    assert wide <= width
    assert found == []


@pytest.mark.screen(TELEPHONE)
@pytest.mark.parametrize("folder", ["", "fr/", "ur/"])
def test_large_letters_scroll_no_page_sideways(
    on_air: OnAir, pages: dict[str, str], look: Visit, folder: str
) -> None:
    """Twice as large, on the narrowest screen; an address of the post is as long as it likes."""
    wide = {}
    for kind in KINDS:
        look.page.goto(f"{on_air.http}{folder}{pages[kind]}")
        wide[kind] = look.page.evaluate(
            """() => {
                document.querySelector(".foot p")?.insertAdjacentHTML(
                    "beforeend", '<a href="/"><bdi>office@a-school-far-away.example</bdi></a>');
                document.documentElement.style.fontSize = "200%";
                return document.documentElement.scrollWidth;
            }"""
        )
    assert {kind: width for kind, width in wide.items() if width > TELEPHONE} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_used_by_keyboard(
    on_air: OnAir, pages: dict[str, str], look: Visit, kind: str
) -> None:
    """Tab leads through everything that can be used, in view, and out again."""
    look.open(on_air.http + pages[kind])
    wanted = look.page.evaluate(
        """targets => [...document.querySelectorAll(targets)].filter(each =>
            each.checkVisibility({visibilityProperty: true}) && !each.disabled &&
            each.tabIndex >= 0 && !(each.type === "radio" && !each.checked)).length""",
        TARGETS,
    )
    look.page.evaluate("window.reached = new Set()")
    unseen = []
    for _ in range(3 * wanted + 10):  # a player's own buttons are stops of their own
        look.page.keyboard.press("Tab")
        stop = look.page.evaluate(
            """async () => {
                const here = document.activeElement;
                if (!here || here === document.body || reached.has(here)) return null;
                reached.add(here);
                const seen = () => {
                    const {top, bottom, width} = here.getBoundingClientRect();
                    return bottom > 0 && top < innerHeight && width > 0;
                };
                // A page glides to what is reached. It has come to rest when it stood still for
                // sixty of its own frames: a busy machine draws them late, whatever a clock says.
                for (let at = scrollY, still = 0; !seen() && still < 60; at = scrollY) {
                    await new Promise(requestAnimationFrame);
                    still = scrollY === at ? still + 1 : 0;
                }
                return [here.outerHTML, seen()];
            }"""
        )
        unseen += [stop[0]] if stop and not stop[1] else []
    assert unseen == []
    assert look.page.evaluate("reached.size") >= wanted


def test_every_kind_of_page_is_looked_at(pages: dict[str, str]) -> None:
    """A new kind of page must be put among :data:`KINDS`."""
    assert sorted(pages) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_light(on_air: OnAir, pages: dict[str, str], kind: str) -> None:
    """At most 20 KB of HTML in every language, long words being in a file of their own."""
    site: Path = on_air.school.root / "build/site"
    sizes = {
        folder: (site / folder / pages[kind]).stat().st_size for folder, _ in LANGUAGES.values()
    }
    assert {folder: size for folder, size in sizes.items() if size > 20_000} == {}
