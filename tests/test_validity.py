"""Every page and style sheet of a built site, judged by the W3C's checker and by our own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from schools import School
from servers import ask, open_school, served
from tools_needed import need, need_package

Named = Callable[[str], Path]

NO_ORIGIN = "Resource violates Content Security Policy (meta tag)"
"""The checker reads files, which have no origin, so that it takes ``'self'`` for nobody; that a
browser shows them all, from ``file:`` too, is held by test_browser.py."""

DATA_BLOCK = "Inline script violates Content Security Policy (meta tag)"
"""The checker takes JSON-LD for a script. HTML's standard has a policy asked of what would run
alone; that no page has a script of its own in it, and no browser complains, is held by
test_nobody_watches.py.
"""

PATIENCE = 180
"""Seconds that the checker may take on a busy machine."""


@pytest.fixture(scope="module")
def school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with sound, a film, words, chapters, and pages in three languages."""
    root = tmp_path_factory.mktemp("valid") / "school"
    return open_school(root, recording, "https://stories.hill.example/", '"en", "fr", "ur"')


def complaints(*files: Path) -> list[str]:
    """What the Nu checker finds wrong with HTML and CSS files or folders."""
    need("java")
    jar = need_package("vnu-jar") / "build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--stdout", "--also-check-css"]
    done = subprocess.run(
        [*command, "--skip-non-html", *map(str, files)],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    return [
        f"{each['url']}:{each.get('lastLine')}: {each['type']}: {each['message']}"
        for each in json.loads(done.stdout)["messages"]
        if not each["message"].startswith((NO_ORIGIN, DATA_BLOCK))
    ]


@pytest.mark.needs_node
def test_every_page_and_style_is_valid(school: School) -> None:
    """No error and no warning in any page or style sheet, in any language."""
    site = school.root / "build/site"
    assert len(list(site.rglob("*.html"))) > 30
    assert complaints(site) == []


@pytest.mark.needs_node
def test_coordinators_pages_are_valid(school: School, tmp_path: Path) -> None:
    """The list of what waits, and the page of one that does."""
    (waiting,) = [each for each in school.stories().values() if each["state"] == "waiting"]
    with served(school.root) as port:
        for name, path in (("list", "/waiting/"), ("one", f"/waiting/{waiting['id']}/")):
            (tmp_path / f"{name}.html").write_bytes(ask(port, path).body)
    assert complaints(tmp_path) == []


@pytest.mark.needs_node
def test_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    """It is really asked: a page and a style with a mistake each are found."""
    (tmp_path / "page.html").write_text(
        "<!DOCTYPE html><title>A</title><p><p></b>", encoding="utf-8"
    )
    (tmp_path / "style.css").write_text("p { colour: red }", encoding="utf-8")
    found = " ".join(complaints(tmp_path))
    assert "page.html" in found
    assert "style.css" in found


def test_own_check_finds_nothing(school: School) -> None:
    """Links, enclosures, feeds and privacy, as a stranger would judge them."""
    assert school.check() == []


def test_own_check_finds_a_broken_link(school: School) -> None:
    """A picture that went missing is told with the page that names it."""
    site = school.root / "build/site"
    gone = next((site / "media").glob("our-pond-*.jpg"))
    kept = gone.read_bytes()
    gone.unlink()
    try:
        found = school.check()
    finally:
        gone.write_bytes(kept)
    assert [each for each in found if gone.name in each.sentence]


def test_own_check_finds_a_byte_that_changed(school: School) -> None:
    """A file of media is named after what is in it, and is read to its end."""
    path = next((school.root / "build/site/media").glob("*.opus"))
    kept = path.read_bytes()
    path.unlink()  # it may be the same file as in the store
    path.write_bytes(kept[:-100] + bytes([kept[-100] ^ 1]) + kept[-99:])
    try:
        found = school.check()
    finally:
        path.write_bytes(kept)
    assert [each.path for each in found] == [f"media/{path.name}"]
