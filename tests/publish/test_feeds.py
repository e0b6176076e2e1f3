"""What a feed says of itself: each rule that makes it acceptable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from channels import HOSTILE, audio_show, channel_of, file_show, found, parsed, text
from examples import ADDRESS, FILM_FILES, FIRST, captions, episode, school, show_art

from media_pipeline.publish.feeds.podcast import NAMESPACES
from media_pipeline.publish.feeds.rss import feed_pages


def test_rule_01_a_feed_is_utf_8_rss_2_0_with_the_exact_namespaces() -> None:
    """Readers compare namespaces letter by letter."""
    settings = school()
    (page,) = feed_pages(audio_show([episode(1, "猫")], settings), settings)
    head = page.content.decode("utf-8").split("<channel>")[0]
    assert head.startswith("<?xml version='1.0' encoding='UTF-8'?>\n<rss ")
    assert 'version="2.0"' in head
    assert [uri for uri in NAMESPACES.values() if f'"{uri}"' not in head] == []


def test_rule_02_a_feed_says_its_own_address() -> None:
    """Equal to where it stands."""
    settings = school()
    (page,) = feed_pages(audio_show([episode()], settings), settings)
    link = found(parsed(page), "atom:link[@rel='self']")
    assert link.attrib == {
        "rel": "self",
        "type": "application/rss+xml",
        "href": ADDRESS + page.path,
    }


def test_rule_03_a_channel_says_all_that_it_must() -> None:
    """Title, link, description, language, category, explicit and image."""
    channel = channel_of()
    assert [text(channel, name) for name in ("title", "link", "description", "language")] == [
        "Hill School",
        ADDRESS,
        "Stories, rhymes and songs told at Hill School.",
        "en",
    ]
    assert found(channel, "itunes:image").attrib["href"] == text(channel, "image/url")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_rule_04_no_setting_breaks_or_overfills_a_feed(hostile: str) -> None:
    """The school's own words are capped like anyone's."""
    hostile = hostile.replace("\ud800", "")  # TOML has no lone surrogates
    words = {"author": hostile, "email": "office@school.example", "description": {"en": hostile}}
    channel = channel_of(feeds=words)
    assert len(text(channel, "itunes:author") or "") <= 255
    assert len((text(channel, "description") or "").encode()) <= 4000


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-Hans", "zh-Hans"), ("yue", "zh"), ("syl", "bn"), ("so", "so")]
)
def test_rule_05_a_feed_s_language_is_one_that_directories_take(
    language: str, expected: str
) -> None:
    """The nearest accepted code stands for one that they reject."""
    channel = channel_of(episode(language=language), name=f"language-{language.lower()}")
    assert text(channel, "language") == expected


def test_rule_06_a_category_has_one_below_it() -> None:
    """Nested, as Apple has it."""
    outer = found(channel_of(), "itunes:category")
    inner = found(outer, "itunes:category")
    assert (outer.attrib, inner.attrib) == (
        {"text": "Kids & Family"},
        {"text": "Stories for Kids"},
    )


def test_rule_06_a_category_may_stand_alone() -> None:
    """Not every category has others below it."""
    outer = found(channel_of(feeds={"category": ("History",)}), "itunes:category")
    assert (outer.attrib, len(outer)) == ({"text": "History"}, 0)


@pytest.mark.parametrize("place", ["itunes:explicit", "item/itunes:explicit"])
def test_rule_07_explicit_is_true_or_false(place: str) -> None:
    """Never yes, no or clean."""
    assert text(channel_of(), place) == "false"


def test_rule_08_the_cover_s_address_changes_with_its_bytes_and_tells_its_type() -> None:
    """An address made of its content, ending as JPEG does."""
    settings = school()
    first = audio_show([episode()], settings)
    other = replace(first, art=show_art("other"))
    addresses = [
        found(parsed(feed_pages(show, settings)[0]), "itunes:image").attrib["href"]
        for show in (first, other)
    ]
    assert addresses[0] != addresses[1]
    assert all(each.startswith(f"{ADDRESS}media/show-all-") for each in addresses)
    assert all(each.endswith(".jpg") for each in addresses)


def test_rule_18_a_twin_asks_not_to_be_listed() -> None:
    """In both namespaces."""
    channel = channel_of(name="all-low-data")
    assert [text(channel, name) for name in ("itunes:block", "podcast:block")] == ["Yes", "yes"]


def test_rule_18_a_listed_feed_is_not_blocked() -> None:
    """The element alone would block it in some readers."""
    channel = channel_of()
    assert channel.findall("itunes:block", NAMESPACES) == []
    assert channel.findall("podcast:block", NAMESPACES) == []


def test_rule_18_every_feed_is_locked_for_its_owner() -> None:
    """Nobody else can move it to a platform."""
    channel = channel_of(feeds={"email": "office@school.example"})
    locked = found(channel, "podcast:locked")
    assert (locked.text, locked.attrib) == ("yes", {"owner": "office@school.example"})
    assert text(channel, "itunes:owner/itunes:email") == "office@school.example"


def test_rule_18_a_feed_without_an_owner_s_address_is_locked_too() -> None:
    """The attribute is left out, the lock is not."""
    channel = channel_of()
    assert found(channel, "podcast:locked").attrib == {}
    assert channel.findall("itunes:owner", NAMESPACES) == []


@pytest.mark.parametrize(("media", "expected"), [("audio", "podcast"), ("video", "video")])
def test_rule_22_the_medium_says_what_a_feed_is(media: str, expected: str) -> None:
    """A video channel is another thing to an app."""
    show = file_show([episode(files=FILM_FILES)], media=media)
    assert text(parsed(feed_pages(show, school())[0]), "podcast:medium") == expected


def test_rule_25_unchanged_episodes_give_identical_bytes() -> None:
    """In whatever order they come."""
    settings = school()
    told = [episode(number, words={"en": captions()}) for number in range(1, 6)]
    first, second = (
        feed_pages(audio_show(order, settings), settings) for order in (told, told[::-1])
    )
    assert first == second


def test_rule_25_the_date_of_the_build_is_that_of_the_newest_decision() -> None:
    """Not now."""
    told = replace(
        episode(), permit=replace(episode().permit, decided=datetime(2026, 10, 2, tzinfo=UTC))
    )
    assert text(channel_of(told), "lastBuildDate") == "Fri, 02 Oct 2026 00:00:00 +0000"


def test_rule_25_a_story_elsewhere_does_not_change_a_feed() -> None:
    """Its bytes depend on what is in it."""
    settings = school()
    first = feed_pages(audio_show([episode()], settings, "class-reception"), settings)
    told = [episode(), episode(2, class_id="year-3", told=FIRST.date())]
    assert feed_pages(audio_show(told, settings, "class-reception"), settings) == first
