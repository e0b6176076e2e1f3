"""The pages that search engines may list."""

from __future__ import annotations

import pytest
from examples import ADDRESS
from lxml import etree
from sites import all_episodes, page, pages_of, trilingual

from media_pipeline.model import Page
from media_pipeline.publish import sitemap

NAMESPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def addresses_in(content: bytes) -> list[str]:
    """The addresses of a site map, in order."""
    root = etree.fromstring(content)
    return [each.text or "" for each in root.findall(".//map:loc", NAMESPACES)]


def test_a_site_map_names_each_pages_languages() -> None:
    """With the one for whoever reads none of them."""
    root = etree.fromstring(page("sitemap.xml").encode())
    for url in root.findall("map:url", NAMESPACES):
        links = url.findall("xhtml:link", NAMESPACES)
        assert [each.get("hreflang") for each in links] == ["en", "fr", "ur", "x-default"]
        assert url.findtext("map:loc", "", NAMESPACES) in {each.get("href") for each in links}


def test_a_long_site_map_is_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each no longer than may be, all listed in the first, and no address lost."""
    whole = addresses_in(page("sitemap.xml").encode())
    monkeypatch.setattr(sitemap, "ADDRESSES", 20)
    pages = {each.path: each for each in pages_of(trilingual(), all_episodes())}
    parts = {path: each for path, each in pages.items() if path.startswith("sitemap-")}
    listed = pages["sitemap.xml"]
    assert isinstance(listed, Page)
    assert addresses_in(listed.content) == [ADDRESS + path for path in parts]
    held = [addresses_in(each.content) for each in parts.values() if isinstance(each, Page)]
    assert max(len(each) for each in held) == 20
    assert [address for each in held for address in each] == whole


def test_a_heavy_site_map_is_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its bytes, which many languages soon fill."""
    monkeypatch.setattr(sitemap, "BYTES", 8_000)
    pages = [each for each in pages_of(trilingual(), all_episodes())
             if each.path.startswith("sitemap-")]  # fmt: skip
    assert len(pages) > 2
    assert all(len(each.content) <= 8_000 for each in pages if isinstance(each, Page))
