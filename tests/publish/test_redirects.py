"""Printed addresses are for ever: languages change places and go, and every code still leads."""

from __future__ import annotations

import re
from pathlib import Path

from examples import ADDRESS
from sites import all_episodes, texts_of, trilingual, write_site

from media_pipeline.publish.addresses import printed_address
from media_pipeline.publish.check import check_site

PRINTED = (
    "",
    "subscribe/",
    "subscribe/language-ur/",
    "stories/story-7/",
    "language/ur/",
    "class/year-3/",
)


def leads_to(texts: dict[str, str], address: str) -> str:
    """The page that a browser ends at, from a full address."""
    path = f"{address.removeprefix(ADDRESS)}index.html"
    moved = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', texts[path])
    if not moved:
        return path
    assert f'<a href="{moved.group(1)}">' in texts[path]
    return (Path("/") / path).parent.joinpath(moved.group(1)).resolve().as_posix()[1:]


def test_every_language_has_its_printed_addresses() -> None:
    """The first too, whose pages stand at the root."""
    settings = trilingual()
    texts = texts_of(settings, all_episodes())
    for path in PRINTED:
        ends = [
            leads_to(texts, printed_address(settings, language, path))
            for language in ("en", "fr", "ur")
        ]
        assert ends == [f"{root}{path}index.html" for root in ("", "fr/", "ur/")]


def test_printed_addresses_survive_another_order_of_languages() -> None:
    """What was printed while English came first leads to the same pages when Urdu does."""
    before, after = trilingual(), trilingual(interface_languages=("ur", "fr", "en"))
    texts = texts_of(after, all_episodes())
    for path in PRINTED:
        for language, root in (("en", "en/"), ("fr", "fr/"), ("ur", "")):
            printed = printed_address(before, language, path)
            assert leads_to(texts, printed) == f"{root}{path}index.html"


def test_printed_addresses_survive_the_end_of_a_language() -> None:
    """Those of a language that was given up lead to the first."""
    before = trilingual()
    after = trilingual(interface_languages=("en", "ur"), former_languages=("fr",))
    texts = texts_of(after, all_episodes())
    for path in PRINTED:
        printed = printed_address(before, "fr", path)
        assert leads_to(texts, printed) == f"{path}index.html"


def test_a_language_that_came_back_has_its_own_pages_again() -> None:
    """Nobody need take it out of the list of those given up."""
    texts = texts_of(trilingual(former_languages=("fr", "pl")), all_episodes())
    assert 'http-equiv="refresh"' not in texts["fr/index.html"]
    assert leads_to(texts, f"{ADDRESS}pl/stories/story-1/") == "stories/story-1/index.html"


def test_search_engines_are_led_to_the_page_itself() -> None:
    """The page that leads on is in no index and names the one that is."""
    text = texts_of(trilingual(), all_episodes())["en/stories/story-7/index.html"]
    assert '<meta name="robots" content="noindex">' in text
    assert f'<link rel="canonical" href="{ADDRESS}stories/story-7/">' in text


def test_nothing_is_printed_where_the_site_has_no_address() -> None:
    """A code could lead nowhere."""
    settings = trilingual(address="")
    assert printed_address(settings, "en", "stories/story-7/") == ""
    assert not any(path.startswith("en/") for path in texts_of(settings, all_episodes()))


def test_a_site_with_printed_addresses_has_no_findings(tmp_path: Path) -> None:
    """What leads on is judged as any link is."""
    settings = trilingual(former_languages=("pl",))
    site = write_site(tmp_path / "build/site", settings, all_episodes())
    assert check_site(site, settings.address, lambda _path, _name: (), lambda _path: None) == []
    (site / "stories/story-7/index.html").unlink()
    found = {
        each.path
        for each in check_site(site, settings.address, lambda _path, _name: (), lambda _path: None)
    }
    assert "pl/stories/story-7/index.html" in found
