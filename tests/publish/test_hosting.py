"""What web servers are told: one table, spelt for each."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from examples import ADDRESS
from lxml import etree
from sites import all_episodes, pages_of, trilingual

from media_pipeline.model import Page
from media_pipeline.publish.hosting import FILES, MOST_RULES, TYPES, hosting

ROOT = Path(__file__).parents[2]
UNSEEN = "; frame-ancestors 'none'"


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    """The made-up site's texts, by their paths."""
    pages = pages_of(trilingual(), all_episodes())
    texts = (".html", ".config")
    return {
        each.path: each.content.decode()
        for each in pages
        if isinstance(each, Page) and (each.path.endswith(texts) or each.path in FILES)
    }


def test_header_says_what_each_page_says_of_itself(site: dict[str, str]) -> None:
    """Most, those that search, and those for frames: the two never contradict each other."""
    told = hosting(trilingual())
    for path, text in site.items():
        said = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
        if path.endswith(".html") and said and "stories/" not in path:
            policy = told.search if "/find/" in f"/{path}" else told.policy
            assert said[1].replace("&#39;", "'") == policy.removesuffix(UNSEEN), path
    assert told.frames + UNSEEN == told.policy


def test_every_ending_of_the_site_has_a_type() -> None:
    """IIS answers 404 for any other."""
    pages = {Path(each.path).suffix for each in pages_of(trilingual(), all_episodes())}
    assert pages - set(TYPES) - {"", ".config"} == set()


def test_iis_reads_one_type_for_each_ending(site: dict[str, str]) -> None:
    """An ending that is said twice stops a whole IIS site: what it knows is taken away first."""
    tree = etree.fromstring(site["web.config"].encode())
    added = tree.xpath("system.webServer/staticContent/mimeMap/@fileExtension")
    removed = tree.xpath("system.webServer/staticContent/remove/@fileExtension")
    assert added == removed == list(TYPES)
    assert tree.xpath("location[@path='embed']//remove/@name") == ["X-Frame-Options"]
    assert set(tree.xpath("location/@path")) == {"media", "fonts", "feeds", "embed", "fr/embed",
                                                 "ur/embed"}  # fmt: skip


def test_headers_file_says_nothing_twice(site: dict[str, str]) -> None:
    """Netlify and Cloudflare join what several rules say, and a frame must stay one."""
    rules = [each.split("\n") for each in site["_headers"].split("\n\n")[1:]]
    assert len(rules) <= 100
    assert len({path for path, *_ in rules}) == len(rules)
    for path, *headers in rules:
        names = {each.strip().partition(":")[0] for each in headers if each.strip()}
        if "embed" in path or (path.endswith("/*") and path.count("/") == 1):
            assert "X-Frame-Options" not in names
        assert "Cache-Control" not in names or path in ("/media/*", "/fonts/*")


def test_headers_file_keeps_to_its_limit_in_twelve_languages() -> None:
    """Those that find no room are framed nowhere else for it."""
    many = trilingual().model_copy(update={"interface_languages": tuple(map(str, range(12)))})
    assert len(hosting(many).framed_nowhere) == MOST_RULES


def test_a_site_below_its_host_says_its_own_path() -> None:
    """The page for an address that is none is found there."""
    below = trilingual().model_copy(update={"address": ADDRESS + "stories/"})
    assert hosting(below).root == "/stories/"


def test_examples_are_what_the_table_says() -> None:
    """They are made from the program, and nobody forgot to make them again."""
    folder = ROOT / "docs/hosting"
    before = {each.name: each.read_bytes() for each in folder.glob("*[!d]")}
    subprocess.run([sys.executable, ROOT / "scripts/document_hosting.py"], check=True)
    assert {each.name: each.read_bytes() for each in folder.glob("*[!d]")} == before
