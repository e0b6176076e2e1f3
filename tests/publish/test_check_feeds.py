"""The check finds in feeds whatever directories would reject, and nothing in good ones."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from examples import ADDRESS, FILM_FILES, captions, episode, feed_file, school, show_art
from sites import jpeg, write_pages

from media_pipeline.media.tags.lasting import seconds_of
from media_pipeline.model import Chapter, Copy, Episode, Page, Show, Words
from media_pipeline.publish.addresses import show_art_path, story_path
from media_pipeline.publish.check.channels import document_sentences
from media_pipeline.publish.check.feeds import feed_findings
from media_pipeline.publish.check.files import unlike_its_name
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.rss import read_feed
from media_pipeline.publish.check.tree import read_tree
from media_pipeline.publish.check.values import wrong_date
from media_pipeline.publish.feeds.directory import school_json
from media_pipeline.publish.feeds.rss import feed_pages
from media_pipeline.publish.shows import Decided, automatic_shows, file_shows, with_art
from media_pipeline.publish.story_media import media_files
from media_pipeline.settings import Settings

Named = Callable[[str], Path]

ALL, TWIN, SERIAL = "feeds/all.xml", "feeds/all-low-data.xml", "feeds/parts.xml"
OLDER = "feeds/all-archive-1.xml"
HEADLESS = re.compile(r"^the item \S+ ")
"""What a sentence on an item begins with."""


def made() -> list[Page | Copy]:
    """The feeds of twelve stories, the oldest two of them in archives, and all that they name."""
    settings = school(feeds={"items": 10, "auto": ("all",), "email": "office@school.example"})
    words = {"en": captions(), "fr": Words((), "Il était une fois.")}
    told = [episode(number) for number in range(1, 12)]
    told.append(episode(12, words=words, chapters=(Chapter(0.0, "A"), Chapter(9.0, "B"))))
    decided = Decided({})
    parts = feed_file("Parts", type="serial", listed=False)
    shows = (*automatic_shows(told, settings, decided),
             *file_shows("parts", parts, told, settings, decided))  # fmt: skip
    return with_what_they_name(shows, told, settings)


def with_what_they_name(
    shows: Sequence[Show], told: Sequence[Episode], settings: Settings
) -> list[Page | Copy]:
    """The feeds of shows, the list of them, and every file that they name."""
    shows = with_art(shows, {show.name: show_art(show.name) for show in shows})
    art = {show_art_path(show) or "" for show in shows}
    return [
        *(page for show in shows for page in feed_pages(show, settings)),
        *(Page(path, jpeg()) for path in sorted(art)),
        *(Page(f"{story_path(each.permit.slug)}index.html", b"<p>") for each in told),
        Page("index.html", b"<p>"),
        school_json(shows, settings, []),
        *media_files(told, shows, settings),
    ]


@pytest.fixture(scope="module")
def files() -> list[Page | Copy]:
    """The files of good feeds."""
    return made()


@pytest.fixture
def site(tmp_path: Path, files: list[Page | Copy]) -> Path:
    """Good feeds on disk."""
    return write_pages(tmp_path / "site", files)


def findings(site: Path) -> list[Finding]:
    found = feed_findings(read_tree(site, ADDRESS), lambda path: seconds_of(str(path)))
    return sorted(set(found), key=lambda each: each.path)


def edit(site: Path, path: str, old: str, new: str) -> None:
    """Change the first place of a feed that a pattern finds."""
    text = (site / path).read_text(encoding="utf-8")
    changed = re.sub(old, new, text, count=1, flags=re.DOTALL)
    assert changed != text
    (site / path).write_text(changed, encoding="utf-8")


def said_of(site: Path, old: str, new: str) -> list[str]:
    """What is found in the feed of all stories once a pattern in it was changed."""
    edit(site, ALL, old, new)
    return [each.sentence for each in findings(site) if each.path == ALL]


def test_good_feeds_have_no_findings(site: Path) -> None:
    """With archives, a low-data twin, and a serial that is not to be listed."""
    assert len(list((site / "feeds").iterdir())) == 8
    assert findings(site) == []


CHANNEL = [
    ("encoding='UTF-8'", "encoding='ISO-8859-1'",
     "it is written in ISO-8859-1, and not in UTF-8."),
    ('version="2.0"', 'version="0.91"',
     "it is RSS of the version “0.91”, and directories take 2.0."),
    ("https://podcastindex.org", "http://podcastindex.org",
     "its namespace podcast is http://podcastindex.org/namespace/1.0; directories know "),
    ('rel="self"', 'rel="own"',
     'it has no atom:link with rel="self" and type="application/rss+xml".'),
    ("feeds/all.xml", "feeds/all-low-data.xml",
     f"it says that its address is {ADDRESS}{TWIN}, and it stands at {ADDRESS}{ALL}."),
    ("<language>en</language>", "", "it has no language."),
    ("<itunes:explicit>false</itunes:explicit>", "", "it has no itunes:explicit."),
    ("<podcast:locked.*?</podcast:locked>", "", "it has no podcast:locked."),
    ('<itunes:image href="[^"]+"/>', "", "it has no itunes:image."),
    ("<title>Hill", "<title> Hill", "it has a space at the edge of its title."),
    ("<title>", "<title>" + 300 * "x", "it has 311 characters in title, and may have 255."),
    ("<description>.*?</description>", f"<description>{4001 * 'x'}</description>",
     "it has 4001 bytes in description, and may have 4000."),
    ("<language>en", "<language>cmn",
     "it has the language cmn, which directories reject; they take codes such as pa"),
    ("Stories for Kids", "Stories For Kids",
     "it has the category Stories For Kids, which directories don't know below Kids & Family."),
    ("Kids &amp; Family", "kids &amp; family",
     "it has the category kids & family, which directories don't know in these letters."),
    ("<itunes:explicit>false", "<itunes:explicit>no",
     "it says no in itunes:explicit, where directories take true or false."),
    ("<lastBuildDate>[^<]+", "<lastBuildDate>2026-09-14",
     "it has the lastBuildDate 2026-09-14, which is no date of RFC 2822, such as "),
    ("<itunes:type>episodic", "<itunes:type>daily",
     "it has the itunes:type daily; directories take serial or episodic."),
    ("<podcast:guid>[^<]+", "<podcast:guid>00000000-0000-4000-8000-000000000000",
     "it has the podcast:guid 00000000-0000-4000-8000-000000000000, which is no UUID of "),
    (">yes</podcast:locked>", ">maybe</podcast:locked>",
     "it says maybe in podcast:locked, where directories take yes or no."),
    ("<podcast:locked", "<itunes:block>Yes</itunes:block><podcast:locked",
     "it asks not to be listed, but does not say yes in podcast:block."),
    ("<podcast:locked", "<podcast:block>yes</podcast:block><podcast:locked",
     "it asks not to be listed, but does not say Yes in itunes:block."),
    ("media/show-all", "media/show-ällä",
     f"it names {ADDRESS}media/show-ällä"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CHANNEL)
def test_what_directories_reject_of_a_feed_is_found(
    site: Path, old: str, new: str, expected: str
) -> None:
    """Each with a sentence of its own."""
    assert any(each.startswith(expected) for each in said_of(site, old, new))


ITEM = [
    ("<item>(.*?)<title>.*?</title>", r"<item>\1", "has no title."),
    ("(<item>.*?<title>)", r"\1 ", "has a space at the edge of its title."),
    ("(<item>.*?<itunes:author>).*?</", rf"\1{300 * 'x'}</",
     "has 300 characters in itunes:author, and may have 255."),
    ("(<item>.*<itunes:explicit>)false", r"\1clean",
     "says clean in itunes:explicit, where directories take true or false."),
    ("(<enclosure [^>]+/>)", r"\1\1", "has 2 enclosures; it must have one."),
    ("<enclosure [^>]+/>", "", "has 0 enclosures; it must have one."),
    ("(<enclosure [^>]+)audio/mpeg", r"\1audio/ogg",
     "has an enclosure of the type audio/ogg, which not every app plays."),
    ('isPermaLink="false"', 'isPermaLink="true"',
     'has a guid that apps take for an address; say isPermaLink="false".'),
    ("(<guid [^>]+>)[^<]+", r"\1hello", "has a guid that is no UUID."),
    ("<pubDate>[^<]+</pubDate>", "", "has no pubDate."),
    (r"<pubDate>([^<]+)\+0000", r"<pubDate>\1+0200",
     "has the pubDate Mon, 14 Sep 2026 20:30:00 +0200, which is not in UTC."),
    ("<itunes:duration>[^<]+</itunes:duration>", "", "has no itunes:duration."),
    ("<itunes:duration>[^<]+", "<itunes:duration>1:30",
     "has the itunes:duration 1:30, which is no number of whole seconds."),
    ("</item>", "<itunes:season>0</itunes:season></item>",
     "says 0 in itunes:season, which is no whole number from 1."),
    (' rel="captions"', "", 'has a transcript with times that does not say rel="captions".'),
    ('type="text/plain"', 'type="text/plain" rel="captions"',
     "has captions of the type text/plain, which has no times."),
    ('type="text/vtt"', 'type="text/x-vtt"',
     "has a transcript of the type text/x-vtt, which no app knows."),
    ('(<podcast:transcript [^>]+) language="en"', r"\1",
     "has no language in its podcast:transcript."),
    (r"application/json\+chapters", "application/json",
     "has chapters of the type application/json; apps know application/json+chapters."),
    (' bitrate="[0-9]+"', "", "has no bitrate in its podcast:alternateEnclosure."),
    ("<podcast:source [^>]+>", "",
     "has no podcast:source in its podcast:alternateEnclosure."),
    (' bitrate="[0-9]+"', ' bitrate="24k"', "says the bitrate 24k, which is no number of bits."),
    ("</item>", "<podcast:person/></item>", "has no name in its podcast:person."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), ITEM)
def test_what_directories_reject_of_an_item_is_found(
    site: Path, old: str, new: str, expected: str
) -> None:
    """Each with a sentence of its own, which names the item."""
    said = said_of(site, old, new)
    assert expected in [HEADLESS.sub("", each) for each in said if HEADLESS.match(each)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('(<podcast:alternateEnclosure [^>]*length=")', r"\g<1>9",
         "has 300111 bytes, and its podcast:alternateEnclosure says 9300111."),
        ('Enclosure type="audio/ogg"', 'Enclosure type="video/mp4"',
         "is not of the type that its podcast:alternateEnclosure says, video/mp4."),
        ('type="text/vtt"', 'type="text/plain"',
         "is not of the type that its podcast:transcript says, text/plain."),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_item_says_is_found(
    site: Path, old: str, new: str, expected: str
) -> None:
    """An app believes what the feed says."""
    edit(site, ALL, old, new)
    assert any(each.sentence.endswith(expected) for each in findings(site))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1.2.0", "1.0.0", "has chapters of the version 1.0.0; apps read 1.2.0."),
        ('"startTime": 0.0', '"startTime": 10.0',
         "has chapters that do not stand in the order of their times."),
        ("startTime", "start", "can't be read as chapters."),
    ],
)  # fmt: skip
def test_rule_20_chapters_that_no_app_reads_are_found(
    site: Path, old: str, new: str, expected: str
) -> None:
    """Of whichever version, in whichever order."""
    (path,) = (site / "media").glob("*.chapters.json")
    edit(site, path.relative_to(site).as_posix(), old, new)
    assert {each.sentence.partition(" ")[2] for each in findings(site)} == {expected}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Mon, 14 Sep 2026 20:30:00 +0000", ""),
        ("14 Sep 2026 20:30 GMT", ""),
        ("Tue, 14 Sep 2026 20:30:00 +0000", "which was no Tue."),
        ("Mon, 14 Sep 2026 20:30:00 -0500", "which is not in UTC."),
        ("Mon, 44 Sep 2026 20:30:00 +0000",
         "which is no date of RFC 2822, such as Tue, 24 Nov 2026 09:00:00 +0000."),
    ],
)  # fmt: skip
def test_rule_14_a_date_is_judged(said: str, expected: str) -> None:
    """By its form, its day of the week and its zone."""
    assert wrong_date(said) == expected


@pytest.mark.parametrize("language", ["pa", "so", "en-GB", "pt-br", "zh-Hans", "zh-Hant"])
def test_rule_5_a_language_that_directories_take_is_none(site: Path, language: str) -> None:
    """Two letters, with a region, or Chinese in a script."""
    edit(site, ALL, "<language>en", f"<language>{language}")
    assert findings(site) == []


def test_rule_16_a_serial_without_numbers_is_found(site: Path) -> None:
    """Apps would not know what comes first."""
    edit(site, SERIAL, "<itunes:episode>[^<]+</itunes:episode>", "")
    assert any(each.sentence.endswith("has no itunes:episode, in a serial.")
               for each in findings(site))  # fmt: skip


def test_rule_16_a_number_in_a_serials_title_is_found(site: Path) -> None:
    """An app shows its own in front of it."""
    edit(site, SERIAL, "(<item>.*?)<title>(.*?<itunes:episode>)([0-9]+)", r"\1<title>\3. \2\3")
    assert any("has its number in its title" in each.sentence for each in findings(site))


def test_rule_17_a_guid_of_two_feeds_is_found(site: Path) -> None:
    """An app takes both for one podcast."""
    guid = json.loads((site / "school.json").read_text())["feeds"][0]["guid"]
    edit(site, TWIN, "<podcast:guid>[^<]+", f"<podcast:guid>{guid}")
    expected = f"it has the podcast:guid of {TWIN}: apps take both for one."
    assert Finding(ALL, expected) in findings(site)


def test_rule_17_another_guid_than_other_sites_are_told_is_found(site: Path) -> None:
    """In the list of feeds for them, and in the feed's own archives."""
    edit(site, ALL, "<podcast:guid>.", "<podcast:guid>0")
    assert [(each.path, each.sentence[:23]) for each in findings(site)] == [
        (OLDER, "its podcast:guid is not"),
        ("school.json", "it gives feeds/all.xml "),
    ]


def test_rule_18_a_feed_in_no_list_that_could_be_listed_is_found(site: Path) -> None:
    """A low-data twin would stand beside its show."""
    edit(site, TWIN, "<itunes:block>.*</podcast:block>", "")
    assert findings(site) == [
        Finding(TWIN, "school.json does not list it, and it does not ask directories for the "
                "same: it needs itunes:block and podcast:block.")
    ]  # fmt: skip


def test_rule_18_a_listed_feed_that_asks_not_to_be_is_found(site: Path) -> None:
    """Whoever looks for it would not find it."""
    asks = "<itunes:block>Yes</itunes:block><podcast:block>yes</podcast:block><podcast:locked"
    edit(site, ALL, "<podcast:locked", asks)
    assert findings(site) == [Finding(ALL, "it asks not to be listed, and school.json lists it.")]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (OLDER, Finding("school.json",
                        "it counts 12 items in feeds/all.xml, which has 11 with archives.")),
        ("feeds/all-low-data-archive-1.xml",
         Finding("feeds/all-low-data-archive-1.xml",
                 "it has 9 items, and feeds/all-low-data.xml, whose archive it is, 10: "
                 "one may be lost.")),
    ],
)  # fmt: skip
def test_rule_24_an_item_that_is_lost_from_an_archive_is_found(
    site: Path, path: str, expected: Finding
) -> None:
    """By the number that the list tells, or by the archive's size."""
    edit(site, path, "(.*)<item>.*?</item>", r"\1")
    assert expected in findings(site)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<fh:archive/>", "",
         "feeds/all.xml leads to it as to an archive, and it does not say that it is one."),
        ('(rel="current" [^>]+feeds/)all', r"\1parts",
         "it does not lead to feeds/all.xml, whose archive it is."),
    ],
)  # fmt: skip
def test_rule_24_an_archive_that_is_none_is_found(
    site: Path, old: str, new: str, expected: str
) -> None:
    """A reader of archives goes by what each says of itself."""
    edit(site, OLDER, old, new)
    assert Finding(OLDER, expected) in findings(site)


def test_rule_24_an_archive_that_no_feed_leads_to_is_found(site: Path) -> None:
    """Its stories would be heard by nobody."""
    edit(site, ALL, '<atom:link rel="prev-archive"[^>]+>', "")
    expected = "no feed leads to this archive, so that its items are lost."
    assert Finding(OLDER, expected) in findings(site)


def test_rule_24_too_many_items_are_found(site: Path) -> None:
    """Directories read no more, and telephones wait for each."""
    edit(site, ALL, "(<item>.*?</item>)", 291 * r"\1")
    expected = "it has 300 items; older ones than 300 belong in archives."
    assert Finding(ALL, expected) not in findings(site)
    edit(site, ALL, "(<item>.*?</item>)", r"\1\1")
    assert Finding(ALL, expected.replace("300", "301", 1)) in findings(site)


def test_rule_13_a_story_with_another_guid_in_one_feed_is_found(site: Path) -> None:
    """Its file is of one story alone."""
    edit(site, ALL, "(<guid [^>]+>)0", r"\g<1>1")
    assert any(" has the guid " in each.sentence for each in findings(site))


def test_rule_14_a_story_with_another_date_in_one_feed_is_found(site: Path) -> None:
    """It was published once."""
    edit(site, ALL, "(<pubDate>[^<]+:)00", r"\g<1>07")
    expected = " is of Mon, 14 Sep 2026 20:30:07 +0000; in "
    assert any(expected in each.sentence for each in findings(site))


@pytest.mark.parametrize("name", ["plain.mp4", "faststart.mp4", "plain.mp3", "cover.mp3"])
def test_rule_15_a_file_tells_how_long_it_lasts(recording: Named, name: str) -> None:
    """As its encoder wrote it down, wherever in the file."""
    assert seconds_of(str(recording(name))) == pytest.approx(2.0, abs=0.15)


@pytest.mark.parametrize(
    "content", [b"", b"ID3", 9000 * b"\0", b"\xff\xfb", b"\xff\xfb\x90\x00Info"]
)
@pytest.mark.parametrize("ending", [".mp3", ".mp4", ".opus"])
def test_rule_15_a_file_that_says_nothing_is_not_judged(
    tmp_path: Path, content: bytes, ending: str
) -> None:
    """Whether it can be played is seen elsewhere."""
    path = tmp_path / f"x{ending}"
    path.write_bytes(content)
    assert seconds_of(str(path)) is None


def test_rule_15_a_duration_far_from_the_truth_is_found(site: Path, recording: Named) -> None:
    """By the file itself."""
    path = next((site / "media").glob("story-12-*.mp3"))
    path.write_bytes(recording("plain.mp3").read_bytes())
    expected = "lasts 2 seconds, and its itunes:duration says 100."
    assert any(each.sentence.endswith(expected) for each in findings(site))


def test_rule_11_media_with_another_byte_than_it_was_named_after_is_found(tmp_path: Path) -> None:
    """Its address promises that it never changes."""
    path = tmp_path / "x.mp3"
    path.write_bytes(b"sound")
    name = f"media/fox-a1b2c3-{hashlib.sha256(b'sound').hexdigest()[:12]}.mp3"
    assert unlike_its_name(path, name) == []
    path.write_bytes(b"tound")
    assert unlike_its_name(path, name) == [
        "it is not, byte for byte, what it was named after: delete it and build again."
    ]


def test_a_file_that_is_not_named_after_its_bytes_is_not_compared(tmp_path: Path) -> None:
    """Pages change at their addresses."""
    (tmp_path / "index.html").write_bytes(b"x")
    assert unlike_its_name(tmp_path / "index.html", "index.html") == []


def test_rule_1_prefixes_alone_are_no_namespaces(files: list[Page | Copy]) -> None:
    """A feed may call them otherwise only where directories would still understand it."""
    page = next(each for each in files if each.path == ALL)
    assert isinstance(page, Page)
    assert list(document_sentences(read_feed(page.content))) == []
    bare = b'<rss version="2.0"><channel><title>x</title></channel></rss>'
    assert [each for each in document_sentences(read_feed(bare)) if "itunes" in each] == [
        "it does not say which namespace itunes is."
    ]


def test_good_feeds_of_films_have_no_findings(tmp_path: Path) -> None:
    """A film, and its sound for those who only listen."""
    settings = school(feeds={"auto": ("all",)})
    told = [episode(1, files=FILM_FILES), episode(2, files=FILM_FILES)]
    shows = (
        *automatic_shows(told, settings, Decided({})),
        *file_shows("films", feed_file("Films", media="video"), told, settings, Decided({})),
    )
    site = write_pages(tmp_path / "site", with_what_they_name(shows, told, settings))
    assert b"video/mp4" in (site / "feeds/films.xml").read_bytes()
    assert findings(site) == []
