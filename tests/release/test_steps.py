"""What is done in which order, by itself and over every way a site can change."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as some

from media_pipeline.release.manifest import Entry
from media_pipeline.release.plan import (
    Step,
    after,
    change,
    folders_removed,
    may_name,
    new_media,
    plan,
    removal,
)
from media_pipeline.tools.remembered import SITE

MEDIA = [f"media/{name}-{'0' * 12}.mp3" for name in "abcd"]
NEEDED = ["style.css", "search/en/index.bin"]
PAGES = ["index.html", "fr/index.html", *(f"stories/{name}/index.html" for name in "abcd")]
LIST = "feeds.opml"
FEEDS = ["feeds/all.xml", "feeds/class-a.xml", LIST]
START = "index.html"
"""What people come to first; podcast apps come to feeds that were there before."""

PATHS = some.frozensets(some.sampled_from([*MEDIA, *NEEDED, *PAGES, *FEEDS]))

Site = Mapping[str, frozenset[str]]
"""The files of a site, and what each leads to."""


def entry(content: object) -> Entry:
    """A file of that content."""
    return Entry(str(hash(content)), 10)


def may_lead(path: str) -> set[str]:
    """Where a file may lead: pages anywhere, feeds to no other feed, a list of feeds to those."""
    if path in PAGES:
        return {*MEDIA, *NEEDED, *PAGES, *FEEDS}
    if path == LIST:
        return {*PAGES, *FEEDS} - {LIST}
    return {*MEDIA, *PAGES} if path in FEEDS else set()


@some.composite
def sites(draw: some.DrawFn) -> Site:
    """A whole site: it has a start page, and whatever a file leads to is there."""
    paths = {START, *draw(PATHS)}
    site: dict[str, frozenset[str]] = {}
    for path in sorted(paths):
        leads = sorted(paths & may_lead(path))
        site[path] = draw(some.frozensets(some.sampled_from(leads))) if leads else frozenset()
    return site


def entries(site: Site) -> dict[str, Entry]:
    """The site as a list of what stands; media have one content for ever."""
    return {path: entry(path if path in MEDIA else (path, leads)) for path, leads in site.items()}


def broken(standing: Site, before: Site, wanted: Site) -> set[tuple[str, str]]:
    """Each link to what is not there, of what can be come to: from the start page and from feeds
    that were there and stay. (A feed that was published once never vanishes.)
    """
    starts = {START, *(path for path in FEEDS if path in before and path in wanted)}
    seen: set[str] = set()
    to_see, wrong = sorted(starts & standing.keys()), set()
    while to_see:
        path = to_see.pop()
        if path in seen:
            continue
        seen.add(path)
        for target in standing[path]:
            if target in standing:
                to_see.append(target)
            else:
                wrong.add((path, target))
    return wrong


@given(some.one_of(some.just({}), sites()), sites())
@settings(max_examples=100, deadline=None)
def test_threat_29_nothing_leads_to_what_is_absent_wherever_the_way_is_broken_off(
    before: Site, wanted: Site
) -> None:
    """After every step, from the start page and each feed; at the end it is what was wanted."""
    standing = dict(before)
    for step in plan(entries(before), entries(wanted), SITE):
        if step.entry is None:
            del standing[step.path]
        else:
            standing[step.path] = wanted[step.path]
        assert broken(standing, before, wanted) == set(), step
    assert standing == wanted


@given(sites(), sites())
@settings(max_examples=30, deadline=None)
def test_only_differences_travel(before: Site, wanted: Site) -> None:
    """What is there as it must be is not touched; afterwards nothing is to be done."""
    there, here = entries(before), entries(wanted)
    steps = plan(there, here, SITE)
    assert all(there.get(each.path) != each.entry for each in steps)
    assert after(there, steps) == here
    assert plan(here, here, SITE) == ()


def test_media_go_first_then_pages_then_feeds_and_deletions_last() -> None:
    """A new story in the place of an old one."""
    there = {
        path: entry("old")
        for path in ("index.html", "feeds/all.xml", MEDIA[0], "stories/a/index.html")
    }
    here = {
        path: entry("new")
        for path in ("index.html", "feeds/all.xml", MEDIA[1], "stories/b/index.html", "style.css")
    }
    assert [each.path for each in plan(there, here, SITE)] == [
        MEDIA[1],
        "style.css",
        "stories/b/index.html",
        "index.html",
        "feeds/all.xml",
        "stories/a/index.html",
        MEDIA[0],
    ]


def test_change_is_told_in_one_sentence() -> None:
    """How many are new, replaced, deleted; addresses that lead nowhere then; what travels."""
    there = {"index.html": Entry("a", 5), "old/index.html": Entry("b", 5), "old.css": Entry("c", 1)}
    here = {
        "index.html": Entry("d", 500),
        MEDIA[0]: Entry("e", 2_000_000),
        "style.css": Entry("f", 9),
    }
    told = change(there, plan(there, here, SITE))
    assert told.sentence == (
        f"2 new, 1 replaced, 2 deleted, 1 address changed; 2.0 MB, the largest {MEDIA[0]} (2.0 MB)."
    )
    assert change(here, ()).sentence == "0 new, 0 replaced, 0 deleted, 0 addresses changed."


def test_what_names_a_story_is_deleted_before_its_files() -> None:
    """Where nothing can be put in the place of it."""
    own = {"stories/a/index.html", MEDIA[0]}
    steps = removal({"index.html", "feeds/all.xml", *own}, own, SITE)
    assert [each.path for each in steps] == [
        "index.html",
        "feeds/all.xml",
        "stories/a/index.html",
        MEDIA[0],
    ]


def test_what_is_the_same_here_names_nothing_that_must_go() -> None:
    """Texts and packed files that differ may; sound can't."""
    there = {"index.html": entry(1), "a.html": entry(2), "poster.pdf": entry(3), MEDIA[0]: entry(4)}
    assert may_name(there, {"a.html": entry(2)}) == {"index.html", "poster.pdf"}


def test_whole_site_of_families_goes_pages_first() -> None:
    """And nothing of another's."""
    there = {path: entry(path) for path in ("t1/media/x.mp3", "t1/index.html", "t2/index.html")}
    assert folders_removed(there, {"t1"}) == (
        Step("t1/index.html", None),
        Step("t1/media/x.mp3", None),
    )


def test_media_that_must_travel_are_counted() -> None:
    """Pages are not, nor what stands there."""
    here = {MEDIA[0]: Entry("a", 7), MEDIA[1]: Entry("b", 9), "index.html": Entry("c", 1)}
    assert new_media({MEDIA[1]: Entry("b", 9)}, here) == {MEDIA[0]: 7}
