"""Whose files stand on a host, and which may no longer."""

from __future__ import annotations

import pytest

from media_pipeline.gate.book import Book, Entry
from media_pipeline.model import Audience, State
from media_pipeline.release.standing import Today, must_go, stories_in
from media_pipeline.tools.remembered import FAMILIES, SITE

FOX = frozenset({
    "stories/the-fox-a1b2c3/index.html",
    "fr/stories/the-fox-a1b2c3/words/index.html",
    "embed/the-fox-a1b2c3/oembed.json",
    "codes/the-fox-a1b2c3/en.svg",
    "media/the-fox-a1b2c3-0123456789ab.mp3",
    "media/the-fox-a1b2c3-0123456789ab.en.vtt",
})  # fmt: skip
SHARED = frozenset({
    "index.html",
    "feeds/all.xml",
    "embed/latest/index.html",
    "media/show-class-cafe12-0123456789ab.jpg",
    "search/en/x.pf_index",
})  # fmt: skip
TOKEN, FORMER = "a" * 32, "b" * 32


def entry(state: State, audience: Audience = Audience.PUBLIC) -> Entry:
    """The fox as the ledger has it."""
    return Entry("id", "digest", "path", state=state, slug="the-fox-a1b2c3", audience=audience)


def today(*entries: Entry, **more: object) -> Today:
    """What may be public."""
    feeds = {"class-cafe12": "guid"}
    return Today(Book({each.id: each for each in entries}, {}, feeds), **more)  # type: ignore[arg-type]


def test_story_is_known_by_its_own_files() -> None:
    """In every language; covers of feeds and the newest stories' frame are nobody's."""
    assert stories_in(FOX | SHARED) == {"the-fox-a1b2c3": FOX}


def test_story_that_is_called_like_a_cover_is_one() -> None:
    """By its page or its sound; by its picture alone where the names of all feeds are known."""
    art = "media/show-and-tell-a1b2c3-0123456789ab.jpg"
    for other in ("stories/show-and-tell-a1b2c3/index.html", art.replace("jpg", "mp3")):
        assert stories_in([art, other]) == {"show-and-tell-a1b2c3": {art, other}}
    assert stories_in([art]) == {}
    assert stories_in([art], ["and-tell-a1b2c3"]) == {}
    assert stories_in([art], ["all"]) == {"show-and-tell-a1b2c3": {art}}


def test_threat_26_what_was_erased_must_go_though_it_was_called_like_a_cover() -> None:
    """To its last picture; covers of feeds stay."""
    art = "media/show-and-tell-a1b2c3-0123456789ab.jpg"
    page, cover = "fr/stories/show-and-tell-a1b2c3/index.html", "media/show-all-0123456789ab.jpg"
    now = Today(Book({}, {}, {"all": "guid"}))
    assert must_go({art, page, cover}, SITE, now) == {art, page}
    assert must_go({art, cover}, SITE, now) == {art}
    short = "media/show-a1b2c3-0123456789ab.jpg"
    assert must_go({short, cover}, SITE, now) == {short}


def test_cover_of_families_feed_is_no_story_though_the_ledger_knows_no_such_feed() -> None:
    """Feeds get their names in the ledger where they are everyone's."""
    cover = f"{TOKEN}/media/show-all-0123456789ab.jpg"
    now = Today(Book({}, {}, {}), tokens=frozenset({TOKEN}))
    assert must_go({cover}, FAMILIES, now) == frozenset()


def test_threat_26_what_waits_again_after_a_hold_may_not_stand() -> None:
    """Nor where nothing of it is made any more, and its last approval is all that is known."""
    assert must_go(FOX, SITE, today(entry(State.WAITING))) == FOX


@pytest.mark.parametrize("state", [State.HELD, State.WITHDRAWN])
def test_threat_26_what_was_stopped_must_go(state: State) -> None:
    """Its own files; what only names it is made anew."""
    assert must_go(FOX | SHARED, SITE, today(entry(state))) == FOX


def test_what_is_published_may_stand() -> None:
    """Also where nothing was built here, and the ledger alone says so."""
    assert must_go(FOX, SITE, today(entry(State.PUBLISHED))) == frozenset()
    judged = {"the-fox-a1b2c3": Audience.PUBLIC}
    assert must_go(FOX, SITE, today(entry(State.PUBLISHED), judged=judged)) == frozenset()


def test_threat_25_what_lost_a_consent_must_go() -> None:
    """The gate says so of what was made."""
    judged = {"the-fox-a1b2c3": Audience.NONE}
    assert must_go(FOX, SITE, today(entry(State.PUBLISHED), judged=judged)) == FOX


def test_threat_25_what_is_for_families_now_leaves_the_public_site() -> None:
    """And stands on theirs."""
    now = today(entry(State.PUBLISHED, Audience.FAMILIES), tokens=frozenset({TOKEN}))
    assert must_go(FOX, SITE, now) == FOX
    assert must_go({f"{TOKEN}/{path}" for path in FOX}, FAMILIES, now) == frozenset()


def test_threat_26_what_was_erased_must_go() -> None:
    """The ledger knows no such story any more."""
    assert must_go(FOX | SHARED, SITE, today()) == FOX


def test_address_that_was_taken_back_goes_whole() -> None:
    """Whatever is on it; the pages beside the folders stay."""
    paths = {"index.html", f"{TOKEN}/index.html", f"{FORMER}/index.html", f"{FORMER}/style.css"}
    assert must_go(paths, FAMILIES, today(tokens=frozenset({TOKEN}))) == {
        f"{FORMER}/index.html",
        f"{FORMER}/style.css",
    }


def test_threat_23_ledger_that_can_not_be_trusted_still_takes_down() -> None:
    """What it knows to be stopped, and no more."""
    assert must_go(FOX, SITE, today(entry(State.WITHDRAWN), unsure=True)) == FOX
    assert must_go(FOX, SITE, today(unsure=True)) == frozenset()
    families = {f"{FORMER}/index.html"}
    assert must_go(families, FAMILIES, today(unsure=True)) == frozenset()
