"""The site: every page valid, linked, true, and in its own language."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from examples import ADDRESS, FILM_FILES, episode, rendition, saying, school
from sites import LANGUAGES, TEMPLATES, all_episodes, pages_of, texts_of, trilingual, write_site
from tools_needed import need, need_package

from media_pipeline.errors import SettingsError
from media_pipeline.model import Copy, Page, Rendition
from media_pipeline.publish.preview import preview_page
from media_pipeline.publish.views.shelves import PAGE

EVERY_KIND = (
    "",
    "stories/story-1/",
    "stories/story-7/",
    "stories/story-9/",
    "language/ur/",
    "class/year-3/",
    "kind/film/",
    "subscribe/",
    "subscribe/language-ur/",
    "about/contact/",
    "about/take-down/",
    "about/privacy/",
    "about/accessibility/",
)

KEEPING = "Keep for later 0.6 MB Remove Stories kept on this device "
CODE = "Take it to a phone Point the camera of a phone at this code, and the page opens there. "
"""What only a page that stands at an address of its own has."""

OWN_SCRIPT = r'<script(?! src="[./]*scripts/[a-z-]+\.js" defer></script>)'
"""A script that is no file of the site."""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return texts_of(trilingual(), all_episodes())


def shown(text: str) -> str:
    """A page without its tags, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", EVERY_KIND)
def test_each_kind_of_page_is_html_in_each_language(
    texts: dict[str, str], folder: str, language: str
) -> None:
    """A strict parser takes it, and it says which language it is in and which way that runs."""
    text = texts[("" if language == "en" else f"{language}/") + folder + "index.html"]
    html5lib.HTMLParser(strict=True).parse(text)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ur" else "ltr"}">' in text


@pytest.mark.needs_node
@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_the_nu_validator_finds_no_error(tmp_path: Path, address: str) -> None:
    """What browsers' makers check pages with has nothing to say of any page."""
    need("java")
    jar = need_package("vnu-jar") / "build/dist/vnu.jar"
    site = write_site(tmp_path, trilingual(address=address), all_episodes())
    ran = subprocess.run(
        ["java", "-Xmx600m", "-jar", str(jar), "--errors-only", *map(str, site.rglob("*.html"))],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ran.stderr == ""


def test_the_same_episodes_give_the_same_bytes() -> None:
    """Nothing comes from a clock or from an order that changes."""
    first = list(pages_of(trilingual(), all_episodes()))
    assert first == list(pages_of(trilingual(), tuple(reversed(all_episodes()))))


def test_no_two_files_have_the_same_path() -> None:
    """Else one would silently win."""
    settings = trilingual()
    paths = [each.path for each in pages_of(settings, all_episodes())]
    assert sorted(paths) == sorted(set(paths))


def test_every_path_is_ascii() -> None:
    """Slugs, codes and digests only."""
    assert all(each.path.isascii() for each in pages_of(trilingual(), all_episodes()))


def test_an_unchanged_file_is_copied_and_not_read() -> None:
    """Media is a copy of what the store holds, of the same length and digest."""
    made = rendition("mp3", "story-1")
    copies = [each for each in pages_of(school(), [episode()]) if isinstance(each, Copy)]
    assert (
        Copy(f"media/story-1-{made.digest[:12]}.mp3", made.path, made.bytes, made.digest) in copies
    )


def test_hostile_words_stay_words() -> None:
    """Markup, control characters and overrides in every field that a page shows."""
    bad = "<script>alert(1)</script>\x00\x1b\u202e\"'&]]>"
    told = saying(bad, "fr")
    other = episode(2, title={"fr": bad}, language="fr", tale=bad)
    for text in texts_of(trilingual(name=bad, contact=bad), [told, other]).values():
        html5lib.HTMLParser(strict=True).parse(text)
        assert "<script>" not in text
        assert "alert(1)</script" not in text
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", text)


def test_a_private_field_is_on_no_page() -> None:
    """Paths, original digests, notes and warnings are for the coordinator."""
    told = episode(notes=("a private note",), copies=("recordings/copy.m4a",), needs=("rights",))
    warned = replace(told, exhibit=replace(told.exhibit, warnings=("a private warning",)))
    everything = "".join(texts_of(trilingual(), [warned]).values())
    for private in ("private", "recordings/", "0" * 64, "copy.m4a", "fox.m4a"):
        assert private not in everything


def test_nothing_is_loaded_from_another_host(texts: dict[str, str]) -> None:
    """Not even the school's own address, so that it works off a memory stick."""
    loading = re.compile(
        r'(?:src|srcset|poster)="(?:https?:)?//'
        r'|<link rel="(?!alternate|canonical)[^>]+href="(?:https?:)?//'
    )
    assert [path for path, text in texts.items() if loading.search(text)] == []


def test_every_page_forbids_scripts_and_styles_of_its_own(texts: dict[str, str]) -> None:
    """A policy stands on each page, and no page needs what it forbids."""
    for path, text in texts.items():
        searching = " 'wasm-unsafe-eval'" if path.endswith("find/index.html") else ""
        assert f"default-src 'none'; script-src 'self'{searching};" in text.replace("&#39;", "'")
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)
        scripts = re.findall(r"<script([^>]*)>([^<]*)</script>", text)
        assert len(scripts) == text.count("<script")
        assert all('type="application/ld+json"' in how or not held for how, held in scripts)


def test_a_title_in_another_language_says_so(texts: dict[str, str]) -> None:
    """An English page names the Urdu telling first, then its English title."""
    text = texts["stories/story-7/index.html"]
    assert '<h1><span lang="ur" dir="rtl">پیاسا کوا</span></h1>' in text
    assert '<p class="other-title">The thirsty crow</p>' in text


def test_a_story_plays_its_low_data_sound_on_small_screens(texts: dict[str, str]) -> None:
    """Opus, then MP3 for players without it, then the full sound for the others."""
    sources = re.findall(r"<source [^>]+>", texts["stories/story-1/index.html"])
    assert [re.sub(r' src="[^"]+"', "", each) for each in sources] == [
        '<source type="audio/ogg" media="(max-width: 40em)">',
        '<source type="audio/mpeg" media="(max-width: 40em)">',
        '<source type="audio/mpeg">',
    ]


def test_nothing_is_fetched_before_somebody_plays(texts: dict[str, str]) -> None:
    """Families pay for their data."""
    players = re.findall(r"<(?:audio|video)[^>]*>", "".join(texts.values()))
    assert players
    assert all('preload="none"' in each for each in players)


def test_a_film_has_captions_and_subtitles(texts: dict[str, str]) -> None:
    """Words in the language that is heard are captions, others subtitles."""
    tracks = re.findall(r"<track [^>]+>", texts["stories/story-9/index.html"])
    assert [re.sub(r' src="[^"]+"', "", each) for each in tracks] == [
        '<track kind="captions" srclang="en" label="English">',
        '<track kind="subtitles" srclang="fr" label="Français">',
    ]


def test_pictures_have_their_size(texts: dict[str, str]) -> None:
    """So that nothing moves while a page loads."""
    pictures = re.findall(r"<(?:img|video)[^>]*>", "".join(texts.values()))
    assert all(re.search(r'width="\d+" height="\d+"', each) for each in pictures)


def test_a_download_says_its_size(texts: dict[str, str]) -> None:
    """In megabytes as the language writes them, and which is low data."""
    english = shown(texts["stories/story-1/index.html"])
    french = shown(texts["fr/stories/story-1/index.html"])
    assert "Sound MP3 · 0.5 MB · low data Sound MP3 · 1.2 MB" in english
    assert "MP3 · 1,2 Mo" in french.replace("\u202f", " ").replace("\xa0", " ")


def test_a_tale_names_its_other_tellings(texts: dict[str, str]) -> None:
    """Tellings of one tale are found whatever case and spaces its name was typed in."""
    text = texts["stories/story-7/index.html"]
    section = text[text.index('id="tellings"') : text.index('id="chapters"')]
    assert re.findall(r'href="([^"]+)"', section) == [
        "../story-9/index.html",
        "../story-8/index.html",
    ]


def test_a_chapter_plays_from_its_place(texts: dict[str, str]) -> None:
    """Without a script: a media fragment."""
    assert ".mp3#t=40" in texts["stories/story-7/index.html"]


def test_a_class_stands_by_school_year() -> None:
    """A story told before September belongs to the year before."""
    told = [
        episode(1, told=date(2026, 9, 3)),
        episode(2, told=date(2025, 11, 3)),
        episode(3, told=date(2026, 9, 4)),
    ]
    text = texts_of(school(), told)["class/reception/index.html"]
    places = re.findall(r"School year (\S+?)<|stories/(story-\d)/", text)
    assert [year or slug for year, slug in places] == [
        "2026–2027",
        "story-3",
        "story-1",
        "2025–2026",
        "story-2",
    ]


def test_a_shelf_that_is_full_goes_on() -> None:
    """The oldest page is linked from the first, and every story stands on one of them."""
    told = [episode(number) for number in range(1, 2 * PAGE + 1)]
    texts = texts_of(school(), told)
    oldest = texts["kind/story/page-1/index.html"]
    assert 'href="page-1/index.html"' in texts["kind/story/index.html"]
    assert re.findall(r"stories/(story-\d+)/", oldest) == [f"story-{n}" for n in range(PAGE, 0, -1)]


def test_a_new_story_rewrites_only_the_first_page_of_a_shelf() -> None:
    """Older pages are counted from the oldest, and say nothing that a new story changes."""
    told = [episode(number) for number in range(1, 3 * PAGE + 1)]
    before = texts_of(school(), told)
    after = texts_of(school(), [*told, episode(3 * PAGE + 1)])
    shelf = [path for path in after if path.startswith("kind/story/")]
    assert [path for path in shelf if after[path] != before[path]] == ["kind/story/index.html"]
    assert len(shelf) == 3


def test_a_school_without_a_story_has_a_site() -> None:
    """It says that nothing has been published yet, and nothing is broken."""
    texts = texts_of(trilingual(), [])
    assert "No story has been published yet." in texts["index.html"]
    assert "404.html" in texts


def test_without_an_address_there_are_no_feeds_and_that_is_said() -> None:
    """No page names a feed; the page of feeds says when they come."""
    texts = texts_of(school(address=""), all_episodes())
    assert "once the school has an address" in texts["subscribe/index.html"]
    assert not any("rss+xml" in text or ".xml" in text for text in texts.values())


def test_pages_say_which_feeds_they_have(texts: dict[str, str]) -> None:
    """A podcast app that is given a page finds the feed of it."""
    found = re.findall(r'rss\+xml" title="([^"]+)" href="([^"]+)"', texts["language/ur/index.html"])
    assert found == [
        ("Urdu · Hill School", "../../feeds/language-ur.xml"),
        ("Urdu · Hill School (low data)", "../../feeds/language-ur-low-data.xml"),
    ]


def test_a_low_data_feed_stands_beside_its_own(texts: dict[str, str]) -> None:
    """Each feed's address is written out, after that of its twin, which leads."""
    page = texts["subscribe/kind-song/index.html"]
    text = shown(page[page.index("<main") :])
    light, full = (text.index(f"{ADDRESS}feeds/kind-song{end}.xml") for end in ("-low-data", ""))
    assert text.index("with little data") < light < text.index("with more data") < full


def test_the_site_map_names_every_page_in_every_language() -> None:
    """Each address once, with its versions."""
    pages = {each.path: each for each in pages_of(trilingual(), all_episodes())}
    site_map = pages["sitemap.xml"]
    assert isinstance(site_map, Page)
    named = re.findall(r"<loc>([^<]+)</loc>", site_map.content.decode())
    folders = {
        path.removesuffix("index.html")
        for path in pages
        if path.endswith("index.html")
        and "embed/" not in path
        and "kept/" not in path
        and not path.startswith("en/")
    }
    assert sorted(named) == sorted(ADDRESS + folder for folder in folders)


def test_the_page_for_a_lost_address_works_at_any_depth() -> None:
    """Its links begin at the root of the site, wherever that stands on its server."""
    text = texts_of(school(address="https://school.example/tales/"), [])["404.html"]
    assert set(re.findall(r'href="(/[^"]*)"', text)) == {
        "/tales/",
        "/tales/fr/",
        "/tales/style.css",
        "/tales/school.css",
        "/tales/favicon.svg",
    }


def test_a_school_overrides_a_template_by_its_name(tmp_path: Path) -> None:
    """Its own folder is looked in first; everything else stays as it is."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/10-base.css").write_text("body { color: red }")
    (tmp_path / "home.html").write_text("<!DOCTYPE html><title>Ours</title>")
    made = {each.path: each for each in pages_of(school(), [], (tmp_path, *TEMPLATES))}
    assert made["index.html"] == Page("index.html", b"<!DOCTYPE html><title>Ours</title>")
    style = made["style.css"]
    assert isinstance(style, Page)
    assert style.content.startswith(b"body{color:red}\n")
    assert b".card" in style.content
    assert "subscribe/index.html" in made


def test_arabic_is_not_lettered_as_urdu_is() -> None:
    """The style of Urdu has the letters of Arabic too, and only the style sheet names it."""
    fonts = {each.path: each for each in pages_of(school(), [])}["school.css"]
    assert isinstance(fonts, Page)
    (letters,) = re.findall(r"--letters:([^;]+);", fonts.content.decode())
    assert "Naskh" in letters
    assert "Nastaliq" not in letters


def test_a_template_with_a_mistake_is_named(tmp_path: Path) -> None:
    """A school that edits a template is told which one is wrong, and where."""
    (tmp_path / "home.html").write_text("\n{{ nothing_of_that_name }}")
    said = r"site_templates/home\.html: line 2: 'nothing_of_that_name'"
    with pytest.raises(SettingsError, match=said):
        list(pages_of(school(), [], (tmp_path, *TEMPLATES)))


@pytest.mark.parametrize("mistake", ["{% block %}", "{{ nothing_of_that_name }}"])
def test_a_template_that_others_use_is_named_itself(tmp_path: Path, mistake: str) -> None:
    """Not the page that was to be made of it, which a school may not even have."""
    (tmp_path / "base.html").write_text(f"<p>\n{mistake}")
    with pytest.raises(SettingsError, match=r"site_templates/base\.html: line 2: "):
        list(pages_of(school(), [], (tmp_path, *TEMPLATES)))


def test_what_waits_is_shown_as_it_would_be_published() -> None:
    """The same page, with its files where the coordinator's own server has them."""
    told = all_episodes()[6]

    def media(file: Rendition) -> str:
        return f"/waiting/7/{file.path}"

    page = preview_page(
        told.exhibit,
        "story-7",
        trilingual(),
        TEMPLATES,
        media,
        lambda words: f"/w/{words.path}",
        template="story.html",
        more={},
    ).decode()
    html5lib.HTMLParser(strict=True).parse(page)
    published = texts_of(trilingual(), [told])["stories/story-7/index.html"]
    assert 'src="/waiting/7/story-7/mp3"' in page
    assert 'href="/w/media/story-7-' in page
    assert "media/story-7-" not in page.replace("/w/media/", "")
    assert "This story is not public." in page
    article, public = (shown(each[each.index("<h1>") :]) for each in (page, published))
    for known in ("Published 14 September 2026 ", KEEPING, CODE):
        assert known in public
        public = public.replace(known, "")
    assert article == public


def test_a_silent_film_has_a_page() -> None:
    """No sound to play alone, none to keep."""
    text = texts_of(school(), [episode(files=("video", "art"), kind="film")])[
        "stories/story-1/index.html"
    ]
    assert "<video" in text
    assert "<audio" not in text


def test_a_film_can_be_heard_alone() -> None:
    """A film costs ten times the data of its sound."""
    text = texts_of(school(), [episode(files=FILM_FILES)])["stories/story-1/index.html"]
    assert text.index("<video") < text.index("<audio")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder, as on a memory stick."""
    return write_site(tmp_path_factory.mktemp("stick"), trilingual(), all_episodes())


@pytest.mark.needs_chromium
@pytest.mark.parametrize("root", ["", "ur/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_its_screen(
    chromium: Any, folder: Path, width: int, root: str
) -> None:
    """From a memory stick, with its styles and fonts, and nothing that a browser complains of."""
    page = chromium.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for kind in EVERY_KIND:
        page.goto(f"{folder.as_uri()}/{root}{kind}index.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.styleSheets.length") == 2
    page.close()
    # From file: Chromium shows no captions, whatever a page does; the words stand on the page too.
    assert [each for each in said if ".vtt" not in each] == []
