"""Addresses of the site: families and other schools keep them, so they are for ever."""

from __future__ import annotations

import string

from list_addresses import addresses, kept

from media_pipeline.gate.slugs import slug
from media_pipeline.publish.addresses import embed_path, latest_path, oembed_path


def test_no_public_address_is_ever_lost() -> None:
    """Whatever was once on the made-up site is there still, at the same address."""
    lost = sorted(set(kept()) - set(addresses()))
    assert lost == [], (
        "Addresses are for ever: families, podcast apps, printed posters and other sites keep "
        f"them. Give these back: {lost}"
    )


def test_every_public_address_is_in_the_list() -> None:
    """A new one is promised for ever by a line of its own."""
    new = sorted(set(addresses()) - set(kept()))
    assert new == [], (
        "A new address is a promise for ever. Where it is meant, add it to addresses.txt "
        f"(python tests/publish/list_addresses.py does): {new}"
    )


def test_list_is_sorted_and_says_each_once() -> None:
    """So that a change of it is one line."""
    assert kept() == sorted(set(kept()))


def test_no_story_takes_the_place_of_the_latest() -> None:
    """A slug ends in hexadecimal characters of an id, which “latest” does not."""
    assert "latest"[-1] not in string.hexdigits
    titles = ("Latest", "latest", "LATEST!", "", "???", "latest latest")
    paths = {embed_path(slug(title, f"{number:06x}")) for number in (0, 0xFFFFFF)
             for title in titles}  # fmt: skip
    assert latest_path() not in paths


def test_frames_and_their_oembed_stand_together() -> None:
    """Other sites keep both."""
    assert embed_path("the-fox-3f2a1b") == "embed/the-fox-3f2a1b/"
    assert oembed_path("the-fox-3f2a1b") == "embed/the-fox-3f2a1b/oembed.json"
    assert latest_path("language/pa/") == "embed/latest/language/pa/"
