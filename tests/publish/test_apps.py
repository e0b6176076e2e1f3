"""Links that open a podcast app, each as its app reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import all_episodes, trilingual, write_site

from media_pipeline.publish.check import check_site
from media_pipeline.publish.feeds.apps import any_app_link, app_links, feed_of

FEED = "https://stories.school.example/feeds/language-pa-low-data.xml"
BARE = FEED.removeprefix("https://")


def test_each_app_is_given_the_address_in_its_own_way() -> None:
    """By scheme, so that no page of another host is asked for."""
    assert {each.name: each.link for each in app_links(FEED)} == {
        "AntennaPod": f"antennapod-subscribe://{BARE}",
        "Apple Podcasts": f"podcast://{BARE}",
        "Pocket Casts": f"pktc://subscribe/{BARE}",
        "Podcast Addict": f"podcastaddict://{BARE}",
        "Overcast": "overcast://x-callback-url/add?url="
        "https%3A%2F%2Fstories.school.example%2Ffeeds%2Flanguage-pa-low-data.xml",
        "Castro": f"castros://subscribe/{BARE}",
    }
    assert any_app_link(FEED) == f"feed://{BARE}"


def test_a_link_says_which_feed_it_opens() -> None:
    """And any other link that it opens none."""
    links = [each.link for each in app_links(FEED)] + [any_app_link(FEED)]
    assert {feed_of(link) for link in links} == {BARE}
    assert feed_of("javascript:alert(1)") == feed_of("https://stories.school.example/") == ""


@pytest.mark.parametrize("wrong", ["podcast://stories.school.example/feeds/gone.xml", "tale://x"])
def test_a_link_to_a_feed_that_is_not_there_is_found(tmp_path: Path, wrong: str) -> None:
    """An app would say only that something is wrong."""
    settings = trilingual()
    site = write_site(tmp_path / "build/site", settings, all_episodes())
    page = site / "subscribe/all/index.html"
    page.write_text(page.read_text().replace("</main>", f'<a href="{wrong}">x</a></main>'))
    assert [
        each.sentence
        for each in check_site(site, settings.address, lambda _path, _name: (), lambda _path: None)
    ] == [f"it refers to {wrong}, which is no file of the site."]
