"""What machines are told of a page: true, whole, in their own vocabularies, nothing more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from examples import ADDRESS, captions, episode, school
from sites import all_episodes, texts_of, trilingual

from media_pipeline.publish.pages.structured_data import duration

KINDS_OF_PAGE = (
    "",
    "stories/story-1/",
    "stories/story-5/",
    "stories/story-7/",
    "language/ur/",
    "class/year-3/",
    "kind/film/",
    "subscribe/",
)

_THING = {"@type", "name", "description", "url", "image"}
_WORK = _THING | {
    "inLanguage", "thumbnailUrl", "datePublished", "creator", "license", "isAccessibleForFree",
    "publisher",
}  # fmt: skip
_MEDIA = _WORK | {"contentUrl", "embedUrl", "encodingFormat", "duration", "uploadDate"}
VOCABULARY: Mapping[str, set[str]] = {
    "PodcastSeries": _WORK | {"webFeed"},
    "PodcastEpisode": _WORK | {"duration", "partOfSeries", "associatedMedia"},
    "AudioObject": _MEDIA | {"transcript"},
    "VideoObject": _MEDIA | {"transcript"},
    "CreativeWork": _WORK,
    "Person": _THING,
    "School": _THING,
    "BreadcrumbList": _THING | {"itemListElement"},
    "ListItem": _THING | {"position", "item"},
}
"""Types of schema.org and those of their properties that are used: each is defined
for the type or for one that it is a sort of.
"""

NEEDED: Mapping[str, set[str]] = {
    "PodcastSeries": {"name", "url", "webFeed", "inLanguage"},
    "PodcastEpisode": {"name", "url", "description", "datePublished", "duration", "partOfSeries"},
    "AudioObject": {"contentUrl", "encodingFormat", "duration", "inLanguage"},
    "VideoObject": {"name", "description", "thumbnailUrl", "uploadDate", "contentUrl", "duration"},
    "ListItem": {"position", "name", "item"},
}
"""What search engines ask for."""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return texts_of(trilingual(), all_episodes())


def data(text: str) -> list[dict[str, Any]]:
    """The nodes of a page's JSON-LD."""
    found = re.findall(r'<script type="application/ld\+json">([^<]*)</script>', text)
    if not found:
        return []
    (said,) = (json.loads(each) for each in found)
    assert said.pop("@context") == "https://schema.org"
    return list(said.get("@graph", [said]))


def nodes(said: Any) -> Iterator[dict[str, Any]]:
    """Every node in a node."""
    if isinstance(said, dict):
        yield said
        for each in said.values():
            yield from nodes(each)
    elif isinstance(said, list):
        for each in said:
            yield from nodes(each)


def told(text: str) -> dict[str, list[str]]:
    """What a page's ``meta`` elements say, by property or name."""
    found: dict[str, list[str]] = {}
    for each in lxml.html.document_fromstring(text.encode()).iter("meta"):
        for name in filter(None, (each.get("property"), each.get("name"))):
            found.setdefault(name, []).append(each.get("content", ""))
    return found


def test_all_that_is_said_is_in_the_vocabulary(texts: dict[str, str]) -> None:
    """Each type, each of its properties, and what search engines ask of it."""
    said = [node for text in texts.values() for node in nodes(data(text))]
    assert {node["@type"] for node in said} == VOCABULARY.keys()
    for node in said:
        assert node.keys() <= VOCABULARY[node["@type"]]
        assert node.keys() >= NEEDED.get(node["@type"], set())


def test_each_kind_of_page_says_what_it_is(texts: dict[str, str]) -> None:
    """In every language."""
    shown = {
        folder: [each["@type"] for each in data(texts[f"ur/{folder}index.html"])]
        for folder in ("", "stories/story-7/", "language/ur/")
    }
    assert shown == {
        "": ["PodcastSeries"],
        "stories/story-7/": ["PodcastEpisode"],
        "language/ur/": ["BreadcrumbList", "PodcastSeries"],
    }
    assert {each["@type"] for each in data(texts["subscribe/index.html"])} == {"PodcastSeries"}


def test_an_episode_says_what_its_page_shows(texts: dict[str, str]) -> None:
    """A sound in Urdu with words in two languages."""
    (node,) = data(texts["fr/stories/story-7/index.html"])
    (sound,) = node.pop("associatedMedia")
    series = node.pop("partOfSeries")
    assert [each["webFeed"] for each in series] == [
        f"{ADDRESS}feeds/all.xml",
        f"{ADDRESS}feeds/language-ur.xml",
    ]
    assert node.pop("thumbnailUrl").startswith(f"{ADDRESS}media/story-7-")
    assert node == {
        "@type": "PodcastEpisode",
        "url": f"{ADDRESS}fr/stories/story-7/",
        "name": "پیاسا کوا",
        "description": "ایک پیاسے کوے کی کہانی۔",
        "inLanguage": "ur",
        "datePublished": "2026-09-14",
        "duration": "PT1M40S",
        "creator": {"@type": "Person", "name": "Amina"},
        "isAccessibleForFree": True,
    }
    assert sound["contentUrl"].endswith(".mp3")
    assert sound["encodingFormat"] == "audio/mpeg"
    assert sound["transcript"].endswith(".ur.vtt")


def test_a_film_is_a_video_with_its_sound_beside_it(texts: dict[str, str]) -> None:
    """Each is a file of its own."""
    (node,) = data(texts["stories/story-9/index.html"])
    assert [each["@type"] for each in node["associatedMedia"]] == ["VideoObject", "AudioObject"]


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("", None),
        ("CC BY 4.0", {"@type": "CreativeWork", "name": "CC BY 4.0"}),
        ("https://creativecommons.org/licenses/by/4.0/",
         "https://creativecommons.org/licenses/by/4.0/"),
    ],
)  # fmt: skip
def test_a_licence_is_an_address_or_a_named_work(licence: str, expected: object) -> None:
    """The vocabulary has no plain text for it."""
    text = texts_of(school(), [episode(licence=licence)])["stories/story-1/index.html"]
    assert data(text)[0].get("license") == expected


def test_no_word_ends_the_data_it_stands_in() -> None:
    """A title is data, whatever it looks like."""
    bad = "</script><script>alert(1)</script><!--"
    text = texts_of(school(), [episode(title=bad)])["stories/story-1/index.html"]
    assert data(text)[0]["name"] == bad


def test_only_what_the_page_shows_is_said(texts: dict[str, str]) -> None:
    """No full name, no path, no digest of an original, no note."""
    told_ = episode(notes=("a private note",), copies=("recordings/copy.m4a",))
    warned = replace(told_, exhibit=replace(told_.exhibit, warnings=("a private warning",)))
    text = texts_of(trilingual(), [warned])["stories/story-1/index.html"]
    head = text[: text.index("</head>")]
    assert not re.search("private|recordings/|0000000|fox.m4a", head)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.2, "PT1S"), (59.6, "PT1M"), (100.4, "PT1M40S"), (3600, "PT1H"), (3661, "PT1H1M1S")],
)
def test_a_length_is_iso_8601(seconds: float, expected: str) -> None:
    """Hours, minutes and seconds, none of them nought."""
    assert duration(seconds) == expected


@pytest.mark.parametrize("language", ["en", "fr", "ur"])
@pytest.mark.parametrize("folder", KINDS_OF_PAGE)
def test_each_kind_of_page_has_its_open_graph(
    texts: dict[str, str], folder: str, language: str
) -> None:
    """What a chat shows of a link: title, picture, language, and where the page stands."""
    root = "" if language == "en" else f"{language}/"
    said = told(texts[f"{root}{folder}index.html"])
    for name in ("og:title", "og:type", "og:image:alt", "og:description", "description"):
        assert len(said[name]) == 1
        assert said[name][0]
    assert said["og:site_name"] == ["Hill School"]
    assert said["og:url"] == [f"{ADDRESS}{root}{folder}"]
    assert said["og:image"][0].startswith(f"{ADDRESS}media/")
    assert int(said["og:image:width"][0]) >= 1200
    assert said["og:locale"] == [{"en": "en_GB", "fr": "fr_FR", "ur": "ur_PK"}[language]]


def test_a_story_plays_where_its_link_is_shown(texts: dict[str, str]) -> None:
    """Sound, and film with its size."""
    sound, film = (told(texts[f"stories/story-{number}/index.html"]) for number in (1, 9))
    assert sound["og:type"] == ["article"]
    assert sound["og:audio"][0].endswith(".mp3")
    assert sound["og:audio:type"] == ["audio/mpeg"]
    assert film["og:type"] == ["video.other"]
    assert film["og:video"][0].endswith(".mp4")
    assert (film["og:video:width"], film["og:video:height"]) == (["1280"], ["720"])


def test_a_story_without_a_description_is_described_by_what_is_known(
    texts: dict[str, str],
) -> None:
    """Title, language, kind and class, as the page has them."""
    said = told(texts["stories/story-4/index.html"])
    assert said["description"] == ["The lost mitten · English · Stories · Year 3 · Hill School"]


def test_a_shelf_says_how_many_stories_it_has(texts: dict[str, str]) -> None:
    """In the language of the page."""
    said = told(texts["language/ur/index.html"])
    assert said["description"] == ["اردو · Urdu · 1 story · Hill School"]


@pytest.mark.parametrize("folder", KINDS_OF_PAGE)
def test_each_page_names_its_languages_with_full_addresses(
    texts: dict[str, str], folder: str
) -> None:
    """Search engines take no others; whoever reads none of them gets the first."""
    found = re.findall(
        r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">',
        texts[f"fr/{folder}index.html"],
    )
    assert found == [
        ("en", ADDRESS + folder),
        ("fr", f"{ADDRESS}fr/{folder}"),
        ("ur", f"{ADDRESS}ur/{folder}"),
        ("x-default", ADDRESS + folder),
    ]
    assert f'<link rel="canonical" href="{ADDRESS}fr/{folder}">' in texts[f"fr/{folder}index.html"]


def test_without_an_address_pages_name_their_languages_and_no_more() -> None:
    """Relative links, off a memory stick; nothing that needs a full address."""
    for path, text in texts_of(trilingual(address=""), all_episodes()).items():
        assert not re.search(r'property="og:|ld\+json|rel="canonical" href="http', text)
        if path != "404.html" and 'content="noindex"' not in text:
            links = re.findall(r'hreflang="(?:fr|x-default)" href="([^"]+)">', text)
            assert len(links) == 2, path
            assert not any(link.startswith(("http", "/")) for link in links)


def test_a_language_without_messages_is_not_claimed() -> None:
    """Its pages are in English, so no search engine is told that they are in it."""
    settings = trilingual(interface_languages=("en", "fr", "tlh"))
    text = texts_of(settings, [episode()])["tlh/index.html"]
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)"', text)
    assert found == ["en", "fr", "x-default"]


def test_a_story_stays_small_with_all_that_is_said_of_it() -> None:
    """With twelve languages, which each page names."""
    languages = ("en", "fr", "pl", "pa", "ur", "bn", "ar", "so", "zh-Hans", "ta", "pt", "ro")
    long = {"pa": "ਇੱਕ ਵਾਰ ਦੀ ਗੱਲ ਹੈ। " * 20}
    told_ = episode(
        title={"pa": "ਪਿਆਸਾ ਕਾਂ", "en": "The thirsty crow"},
        language="pa",
        description=long,
        words={"pa": captions("ਇੱਕ ਵਾਰ")},
    )
    text = texts_of(trilingual(interface_languages=languages), [told_])
    head = text["stories/story-1/index.html"].partition("</head>")[0]
    assert len(head.encode()) < 8_000
