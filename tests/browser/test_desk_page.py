"""The coordinator's desk in a real browser: a day's decisions by keyboard and by button."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import TELEPHONE, Visit
from desks import told
from schools import School
from servers import free_port, served
from tools_needed import need_package

Named = Callable[[str], Path]

pytestmark = [pytest.mark.needs_chromium, pytest.mark.slow]

PUBLIC = "recordings/Reception/Punjabi/The crow.m4a"
NEW = "recordings/Year 3/fr/Le corbeau.ogg"
UNTITLED = "recordings/Reception/Punjabi/New Recording 4.m4a"

PATIENCE, BUILD = 60, 400
"""Seconds for a decision to be carried out, and for a build, on a busy machine."""


@pytest.fixture(scope="module")
def school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """One story is public, one waits, and one has no title."""
    school = School(tmp_path_factory.mktemp("desk") / "school")
    school.drop(recording("memo.m4a"), PUBLIC.removeprefix("recordings/"))
    school.publish()
    school.drop(recording("voice-note.ogg"), NEW.removeprefix("recordings/"))
    school.drop(recording("raw.aac"), UNTITLED.removeprefix("recordings/"))
    school.build()
    return school


@pytest.fixture(scope="module")
def desk(school: School) -> Iterator[str]:
    """Its address."""
    with served(school.root) as port:
        yield f"http://127.0.0.1:{port}/waiting/"


def says(visit: Visit, what: str) -> None:
    """Wait until the desk says what was done."""
    visit.page.locator("#done", has_text=re.compile(f"^\\s*{what}")).wait_for(
        timeout=1000 * PATIENCE
    )


def card(visit: Visit, title: str) -> Any:
    """A story of the list."""
    return visit.page.locator(".waiting > li", has=visit.page.get_by_role("heading", name=title))


def test_reason_follows_its_state_in_a_page_that_runs_the_other_way(
    desk: str, visit: Visit
) -> None:
    """Both are English, whatever the page is."""
    visit.open(desk)
    visit.page.evaluate("document.documentElement.dir = 'rtl'")
    state = visit.page.locator(".waiting .state").first
    assert state.evaluate(
        """each => {
            const reason = document.createRange();
            reason.selectNodeContents(each.parentElement);
            reason.setStartAfter(each);
            return reason.getBoundingClientRect().left >= each.getBoundingClientRect().right;
        }"""
    )


def test_an_afternoon_at_the_desk(school: School, desk: str, visit: Visit) -> None:
    """Approved and taken back; a title given; held and let go; built; withdrawn for good."""
    page = visit.page
    visit.open(desk)
    card(visit, "Le corbeau").get_by_role("button", name="Approve “Le corbeau”").press("Enter")
    says(visit, "Approved: Le corbeau.")
    assert page.title().startswith("Approved: Le corbeau.")
    page.get_by_role("button", name="Undo").first.click()
    says(visit, "Taken back")

    untitled = card(visit, "New Recording 4.m4a")
    untitled.get_by_label("Title").fill("ਲੂੰਬੜੀ")
    untitled.get_by_role("button", name="Write it down").click()
    says(visit, "Written")

    fox = card(visit, "Le corbeau")
    fox.get_by_role("button", name="Let it wait again").click()
    says(visit, "It waits again")

    page.get_by_role("button", name="Build now").click()
    page.wait_for_url("**/waiting/build/")
    built = page.locator("#progress", has_text="The site is built")
    built.wait_for(timeout=1000 * BUILD)
    page.get_by_role("link", name="What waits").click()
    card(visit, "ਲੂੰਬੜੀ").get_by_role("link", name="Listen").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Approve").click()
    says(visit, "Approved: ਲੂੰਬੜੀ")

    page.get_by_role("link", name="What is public").click()
    crow = card(visit, "The crow")
    crow.get_by_text("Withdraw it for good").click()
    crow.get_by_label("Why").last.fill("its mother asked")
    crow.get_by_role("button", name="Withdraw for good").click()
    assert crow.get_by_label("I am sure").evaluate("each => each.validity.valueMissing")
    crow.get_by_label("I am sure").check()
    crow.get_by_role("button", name="Withdraw for good").click()
    says(visit, "Withdrawn")
    assert page.get_by_role("heading", name="The crow").count() == 0
    events = [line["event"] for line in told(school)[-5:]]
    assert events == ["approved", "held", "unheld", "approved", "withdrawn"]
    assert visit.wrong == []


def test_a_page_elsewhere_can_decide_nothing(
    school: School, desk: str, visit: Visit, tmp_path: Path
) -> None:
    """A form that a page of another origin sends by itself, in a real browser."""
    before = told(school)
    story = school.stories()[NEW]["id"]
    port = free_port()
    lure = School(tmp_path / "lure")
    fields = "".join(
        f'<input name="{name}" value="{value}">'
        for name, value in (("id", story), ("token", "x"), ("sure", "on"), ("reason", "x"))
    )
    lure.write(
        "build/site/index.html",
        f'<form method="post" action="{desk}do/withdraw">{fields}<button>Win</button></form>'
        f'<iframe src="{desk}"></iframe>',
    )
    with served(lure.root, port):
        visit.page.goto(f"http://localhost:{port}/")
        assert "Waiting" not in visit.page.frames[1].content()
        visit.page.click("button")
        visit.page.wait_for_url("**/waiting/do/withdraw")
        assert "Nothing was done" in visit.page.content()
    assert told(school) == before


@pytest.mark.parametrize("width", [TELEPHONE, 1280])
@pytest.mark.parametrize("path", ["", "public/", "build/", "story", "nobody/"])
def test_desk_is_whole_and_open_to_everyone(
    school: School, desk: str, visit: Visit, path: str, width: int
) -> None:
    """Nothing is missing or too wide; axe finds nothing; every button is large and has a name."""
    story = school.stories()[NEW]["id"]
    visit.open(desk + (f"{story}/" if path == "story" else path))
    visit.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    small = visit.page.evaluate(
        """[...document.querySelectorAll('.desk :is(button, a.button, summary, select)')]
           .filter(each => each.getBoundingClientRect().height < 44).map(each => each.innerText)"""
    )
    assert small == []
    axe = (need_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    visit.page.evaluate(axe)
    found = visit.page.evaluate("axe.run(document).then(result => result.violations)")
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    visit.forgive("404")
    assert visit.wrong == []
