"""A long feed is archived so that nothing is lost and nothing archived changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from channels import audio_show, found, parsed, text
from examples import ADDRESS, episode, feed_file, school

from media_pipeline.model import Episode, Page
from media_pipeline.publish.feeds.podcast import NAMESPACES
from media_pipeline.publish.feeds.rss import feed_pages
from media_pipeline.publish.shows import Decided, feed_guid, file_shows


def pages_of(count: int, size: int = 10) -> tuple[Page, ...]:
    """The documents of a feed of so many episodes."""
    settings = school(feeds={"items": size})
    told = [episode(number) for number in range(1, count + 1)]
    return feed_pages(audio_show(told, settings), settings)


def guids(page: Page) -> list[str]:
    """The guids of a document, in its order."""
    return [item.findtext("guid") or "" for item in parsed(page).findall("item")]


def test_rule_16_an_archive_goes_on_with_the_numbers() -> None:
    """A serial's numbers count through all of its documents."""
    settings = school(feeds={"items": 10})
    told = [episode(number) for number in range(1, 13)]
    show = file_shows("foxes", feed_file(type="serial"), told, settings, Decided({}))[0]
    archive, live = (parsed(page) for page in feed_pages(show, settings))
    numbers = [
        [int(each.text or 0) for each in channel.findall("item/itunes:episode", NAMESPACES)]
        for channel in (archive, live)
    ]
    assert numbers == [list(range(10, 0, -1)), list(range(12, 2, -1))]


def test_rule_17_the_feed_says_its_guid() -> None:
    """The show's, in its archives as well."""
    said = {text(parsed(page), "podcast:guid") for page in pages_of(25)}
    assert said == {feed_guid(f"{ADDRESS}feeds/all.xml")}


def test_rule_24_a_short_feed_has_no_archive() -> None:
    """As many episodes as the feed may hold are all live."""
    (live,) = pages_of(10)
    assert (live.path, len(guids(live))) == ("feeds/all.xml", 10)
    assert parsed(live).findall("atom:link[@rel='prev-archive']", NAMESPACES) == []


def test_rule_24_a_thousand_episodes_are_all_in_the_feed_or_its_archives() -> None:
    """Archives are full and disjoint, the live feed holds the newest, nothing is lost."""
    *archives, live = pages_of(1000, 300)
    assert [len(guids(page)) for page in (*archives, live)] == [300, 300, 300, 300]
    kept = [guid for page in archives for guid in guids(page)]
    assert len(set(kept)) == 900
    assert len({*kept, *guids(live)}) == 1000


def test_rule_24_each_document_leads_to_the_archive_before_it() -> None:
    """A reader follows prev-archive from the live feed to the very first story."""
    pages = {ADDRESS + page.path: page for page in pages_of(35)}
    address, seen = f"{ADDRESS}feeds/all.xml", [f"{ADDRESS}feeds/all.xml"]
    while links := parsed(pages[address]).findall("atom:link[@rel='prev-archive']", NAMESPACES):
        address = links[0].attrib["href"]
        seen.append(address)
    names = ("all", "all-archive-3", "all-archive-2", "all-archive-1")
    assert seen == [f"{ADDRESS}feeds/{name}.xml" for name in names]


def test_rule_24_an_archive_says_that_it_is_one_and_where_the_live_feed_is() -> None:
    """fh:archive, and a link to what is current."""
    archive, live = pages_of(11)
    channel = parsed(archive)
    assert found(channel, "atom:link[@rel='current']").attrib["href"] == ADDRESS + live.path
    assert found(channel, "atom:link[@rel='self']").attrib["href"] == ADDRESS + archive.path
    assert len(channel.findall("fh:archive", NAMESPACES)) == 1
    assert parsed(live).findall("fh:archive", NAMESPACES) == []


@pytest.mark.parametrize("more", [22, 31, 45])
def test_rule_24_nothing_new_ever_changes_an_archive(more: int) -> None:
    """The same bytes at the same address."""
    before = {page.path: page.content for page in pages_of(21) if "archive" in page.path}
    after = {page.path: page.content for page in pages_of(more)}
    assert len(before) == 2
    assert {path: after[path] for path in before} == before


def test_rule_24_a_corrected_title_moves_nothing_between_archives() -> None:
    """Of stories that were approved in one go, which is one second."""
    settings = school(feeds={"items": 10})
    together = [
        replace(each, permit=replace(each.permit, published=episode(1).permit.published))
        for each in map(episode, range(1, 36))
    ]
    corrected = [retitled(together[0], "Zebra"), *together[1:]]
    documents = (feed_pages(audio_show(told, settings), settings) for told in (together, corrected))
    before, after = ([set(guids(page)) for page in pages] for pages in documents)
    assert before == after


def retitled(told: Episode, title: str) -> Episode:
    """The same story under another title."""
    story = told.exhibit.story
    named = replace(story, title=dict.fromkeys(story.title, title))
    return replace(told, exhibit=replace(told.exhibit, story=named))
