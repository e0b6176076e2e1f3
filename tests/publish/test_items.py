"""What a feed says of each story: each rule that makes it acceptable."""

from __future__ import annotations

import locale
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from channels import HOSTILE, channel_of, file_show, found, item_of, parsed, text
from examples import ADDRESS, FILM_FILES, FIRST, captions, episode, school

from media_pipeline.model import Chapter, Episode, Words
from media_pipeline.publish.feeds.podcast import NAMESPACES
from media_pipeline.publish.feeds.rss import feed_pages


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["title", "teller", "credit", "source", "licence"])
def test_rule_04_no_text_breaks_or_overfills_a_feed(place: str, hostile: str) -> None:
    """Whatever people typed, the XML parses, HTML is escaped and lengths are capped."""
    changes: dict[str, Any] = {place: hostile}
    item = item_of(episode(**changes))
    description = text(item, "description") or ""
    author = text(item, "itunes:author") or ""
    title = text(item, "title") or ""
    assert max(len(title), len(author)) <= 255
    assert len(description.encode()) <= 4000
    assert "<script" not in description


@pytest.mark.parametrize("hostile", HOSTILE)
def test_rule_04_no_description_breaks_or_overfills_a_feed(hostile: str) -> None:
    """4,000 bytes hold the description and what is said after it."""
    told = episode(
        description={"en": hostile}, credit="Amy & Bo", source="x" * 900, licence="ਕ" * 900
    )
    description = text(item_of(told), "description") or ""
    assert len(description.encode()) <= 4000
    assert "<script" not in description
    assert "Credit: Amy &amp; Bo" in description


def test_rule_04_values_have_no_edge_spaces() -> None:
    """Directories refuse them."""
    assert text(item_of(episode(1, "  The fox \n")), "title") == "The fox"


def test_rule_10_every_address_in_a_feed_is_ascii() -> None:
    """A title in another script stays out of addresses."""
    item = item_of(episode(1, "ਪਿਆਸਾ ਕਾਂ", words={"pa": captions()}, files=FILM_FILES))
    addresses = [
        value
        for element in item.iter()
        for value in (*element.attrib.values(), element.text or "")
        if value.startswith("https:")
    ]
    assert len(addresses) == 7
    assert all(each.isascii() for each in addresses)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all", ("1200345", "audio/mpeg", ".mp3")),
        ("all-low-data", ("500222", "audio/mpeg", ".mp3")),
    ],
)
def test_rules_11_and_12_an_item_has_one_enclosure_of_exact_length_and_type(
    name: str, expected: tuple[str, str, str]
) -> None:
    """The bytes that were measured, at an address made of their digest."""
    enclosure = found(item_of(episode(), name), "enclosure").attrib
    assert (enclosure["length"], enclosure["type"], enclosure["url"][-4:]) == expected


def test_rules_11_and_12_a_video_feed_delivers_mp4() -> None:
    """Its enclosure is the film."""
    settings = school()
    (page,) = feed_pages(file_show([episode(files=FILM_FILES)], media="video"), settings)
    enclosure = found(parsed(page), "item/enclosure").attrib
    assert (enclosure["length"], enclosure["type"]) == ("9000777", "video/mp4")


def test_rule_13_the_guid_is_the_story_s_id_and_no_link() -> None:
    """A UUID that never changes, whatever else does."""
    guid = found(item_of(episode(7)), "guid")
    assert (guid.text, guid.attrib) == (
        "00000000-0000-0000-0000-000000000007",
        {"isPermaLink": "false"},
    )


def test_rule_14_the_date_is_that_of_publication_in_utc() -> None:
    """RFC 2822, whatever time zone it came in."""
    there = datetime(2026, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert text(item_of(episode(published=there)), "pubDate") == "Mon, 23 Nov 2026 20:00:00 +0000"


def test_rule_14_writing_a_date_leaves_the_process_s_locale_as_it_was() -> None:
    """feedgen changes it on the way."""
    before = locale.setlocale(locale.LC_ALL)
    date = text(item_of(episode()), "pubDate") or ""
    assert parsedate_to_datetime(date) == FIRST + timedelta(hours=1)
    assert locale.setlocale(locale.LC_ALL) == before


def test_rule_15_the_duration_is_in_whole_seconds() -> None:
    """100.4 s are 100."""
    assert text(item_of(episode()), "itunes:duration") == "100"


def serial_items(*episodes: Episode) -> list[tuple[str | None, str | None]]:
    """Title and number of each item of a serial."""
    (page,) = feed_pages(file_show(episodes, type="serial", order="oldest"), school())
    channel = parsed(page)
    assert text(channel, "itunes:type") == "serial"
    return [
        (item.findtext("title"), item.findtext("itunes:episode", namespaces=NAMESPACES))
        for item in channel.findall("item")
    ]


def test_rule_16_a_serial_s_episodes_are_numbered_from_1_in_order() -> None:
    """Numbers that people gave stay; the others go on after them, none twice."""
    told = [
        episode(1, "unnumbered"),
        episode(2, "third", story_number=3),
        episode(3, "third again", story_number=3),
    ]
    assert serial_items(*told) == [("third", "3"), ("third again", "4"), ("unnumbered", "5")]


def test_rule_16_a_serial_begins_at_1_without_being_told() -> None:
    """In the order of publication."""
    assert serial_items(episode(1, "a"), episode(2, "b")) == [("a", "1"), ("b", "2")]


@pytest.mark.parametrize("title", ["1. The fox", "01 - The fox", "(1) The fox", "#1: The fox"])
def test_rule_16_a_serial_s_titles_have_no_numbers(title: str) -> None:
    """Apps put the number there themselves."""
    assert serial_items(episode(1, title)) == [("The fox", "1")]


@pytest.mark.parametrize("title", ["1 fox", "3. The bears", "1.", "1001 nights"])
def test_rule_16_a_number_that_is_part_of_a_title_stays(title: str) -> None:
    """Only the episode's own number, set apart in front, is taken off."""
    assert serial_items(episode(1, title)) == [(title, "1")]


def test_an_episodic_title_keeps_its_number() -> None:
    """Nobody else would say it."""
    channel = channel_of(episode(1, "1. The fox"))
    assert (text(channel, "item/title"), text(channel, "itunes:type")) == (
        "1. The fox",
        "episodic",
    )


def test_rule_19_words_are_transcripts_and_captions_where_timed() -> None:
    """One for each language, with its type."""
    told = episode(words={"pa": captions("ਇੱਕ"), "en": Words((), "Once")})
    transcripts = item_of(told).findall("podcast:transcript", NAMESPACES)
    said = [{k: v for k, v in each.attrib.items() if k != "url"} for each in transcripts]
    assert said == [
        {"type": "text/plain", "language": "en"},
        {"type": "text/vtt", "language": "pa", "rel": "captions"},
    ]
    assert [each.attrib["url"].rsplit(".", 2)[1:] for each in transcripts] == [
        ["en", "txt"],
        ["pa", "vtt"],
    ]


def test_rule_20_chapters_are_linked_with_their_type() -> None:
    """The file is made beside the words."""
    chapters = found(item_of(episode(chapters=(Chapter(0.0, "Gate"),))), "podcast:chapters")
    assert chapters.attrib["type"] == "application/json+chapters"
    assert chapters.attrib["url"].startswith(f"{ADDRESS}media/story-1-")


def alternatives(channel: ET.Element) -> list[dict[str, str]]:
    """What may be played in the enclosure's place: attributes and the source's ending."""
    return [
        dict(each.attrib) | {"ends": found(each, "podcast:source").attrib["uri"][-5:]}
        for each in channel.findall("item/podcast:alternateEnclosure", NAMESPACES)
    ]


def test_rule_21_the_saver_is_an_alternate_enclosure() -> None:
    """Type, exact length, bits per second and language of the Opus file."""
    assert alternatives(channel_of(episode(language="pa"))) == [
        {
            "type": "audio/ogg",
            "codecs": "opus",
            "length": "300111",
            "bitrate": "23913",
            "lang": "pa",
            "ends": ".opus",
        }
    ]


def test_rule_21_a_low_data_feed_offers_nothing_larger() -> None:
    """No film behind a small MP3."""
    channel = channel_of(episode(files=FILM_FILES), name="all-low-data")
    assert [each["type"] for each in alternatives(channel)] == ["audio/ogg"]


def test_rule_21_a_video_feed_offers_a_small_film_and_the_sound() -> None:
    """With its height."""
    show = file_show([episode(files=FILM_FILES)], media="video")
    said = alternatives(parsed(feed_pages(show, school())[0]))
    assert [(each["type"], each.get("height")) for each in said] == [
        ("video/mp4", "360"),
        ("audio/mpeg", None),
    ]


def test_rule_22_the_teller_is_a_person_and_the_author() -> None:
    """By first name, as the story has it."""
    item = item_of(episode(teller="Simran"))
    person = found(item, "podcast:person")
    assert (person.text, person.attrib) == ("Simran", {"role": "narrator", "group": "cast"})
    assert text(item, "itunes:author") == "Simran"


def test_rule_22_without_a_teller_the_school_is_the_author() -> None:
    """And nobody is a person."""
    item = item_of(episode())
    assert text(item, "itunes:author") == "Hill School"
    assert item.findall("podcast:person", NAMESPACES) == []


def test_rule_22_season_and_episode_are_said_where_somebody_said_them() -> None:
    """In both namespaces."""
    item = item_of(episode(season=2, story_number=5))
    names = ("itunes:season", "podcast:season", "itunes:episode", "podcast:episode")
    assert [text(item, name) for name in names] == ["2", "2", "5", "5"]


def test_rule_22_no_season_or_episode_is_made_up() -> None:
    """Zero means that nobody said."""
    item = item_of(episode())
    assert item.findall("itunes:season", NAMESPACES) == []
    assert item.findall("itunes:episode", NAMESPACES) == []


def test_rule_22_an_item_has_its_own_cover_with_its_width() -> None:
    """The story's, not the show's."""
    item = item_of(episode())
    address = found(item, "itunes:image").attrib["href"]
    assert found(item, "podcast:images").attrib["srcset"] == f"{address} 1400w"
    assert "/media/story-1-" in address


def test_an_episode_without_a_file_for_the_show_is_never_left_out_in_silence() -> None:
    """Shows are made without such episodes; one that is there is a mistake of the program."""
    show = replace(file_show([episode()]), video=True)
    with pytest.raises(ValueError, match="has no file for the show foxes"):
        feed_pages(show, school())


def test_a_description_says_how_a_story_was_told_and_whose_it_is() -> None:
    """Description, language and class, credit, source and licence, as HTML."""
    told = episode(
        language="pa",
        description={"en": "A clever crow."},
        credit="Retold by Simran",
        source="Panchatantra",
        licence="CC BY 4.0",
    )
    assert text(item_of(told), "description") == (
        "<p>A clever crow.</p><p>Told in Punjabi, Reception<br>Credit: Retold by Simran"
        "<br>Source: Panchatantra<br>Licence: CC BY 4.0</p>"
    )


def test_a_french_feed_says_it_in_french() -> None:
    """The words around a story are in the feed's language where they are known."""
    told = episode(language="fr", description={"en": "A crow.", "fr": "Un corbeau."})
    assert text(item_of(told, "language-fr"), "description") == (
        "<p>Un corbeau.</p><p>Langue : Français, Petite classe</p>"
    )


def test_an_item_links_to_the_story_s_page() -> None:
    """Where its words and pictures are."""
    assert text(item_of(episode(3)), "link") == f"{ADDRESS}stories/story-3/"


def test_a_feed_leads_to_pages_in_its_language() -> None:
    """Those of the list and of its low-data twin; to the first ones where there are none in it.
    All that apps know a story by is the same everywhere.
    """
    languages = ("en", "zh-Hans")
    for told, folder in (("zh-Hans", "zh-hans/"), ("en", ""), ("so", "")):
        for name in (f"language-{told.lower()}", f"language-{told.lower()}-low-data"):
            channel = channel_of(
                episode(3, language=told), name=name, interface_languages=languages
            )
            assert text(channel, "link") == text(channel, "image/link") == ADDRESS + folder
            assert text(channel, "item/link") == f"{ADDRESS}{folder}stories/story-3/"
            alone = channel_of(episode(3, language=told), name=name, interface_languages=("en",))
            for same in ("item/guid", "podcast:guid"):
                assert text(channel, same) == text(alone, same)
            said = found(channel, "item/enclosure").attrib
            assert said == found(alone, "item/enclosure").attrib
            assert found(channel, "atom:link").attrib["href"] == f"{ADDRESS}feeds/{name}.xml"


def test_a_title_stands_in_the_language_of_the_telling() -> None:
    """Families look for what they can read."""
    told = episode(1, {"en": "The thirsty crow", "pa": "ਪਿਆਸਾ ਕਾਂ"}, language="pa")
    assert text(item_of(told), "title") == "ਪਿਆਸਾ ਕਾਂ"


def test_a_title_of_which_nothing_remains_becomes_the_slug() -> None:
    """An item without a title would be refused."""
    assert text(item_of(episode(4, "\x00\x01")), "title") == "story-4"
