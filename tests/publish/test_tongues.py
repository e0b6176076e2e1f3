"""Every run of text says which language it is in, and runs the way that is written."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sites import all_episodes, pages_of, trilingual
from tongues import whole_catalogues

from media_pipeline import languages
from media_pipeline.model import Page

INTERFACE = ("en", "ur", "zh-Hans", "pa-Arab")
NO_TEXT = {"script", "style", "title", "template"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The whole made-up site, wholly translated, in scripts that can be told apart."""
    folders = whole_catalogues(tmp_path_factory.mktemp("own"), *INTERFACE[1:])
    settings = trilingual(
        interface_languages=INTERFACE,
        pages={"privacy": {"en": "Our own notice.", "ur": "ہمارا اپنا نوٹس"}},
    )
    return {
        each.path: each.content.decode()
        for each in pages_of(settings, all_episodes(), folders)
        if isinstance(each, Page) and each.path.endswith(".html")
    }


def texts_in(element: Element, lang: str, way: str) -> Iterator[tuple[str, str, str]]:
    """Every text below an element, with the language and the direction that it stands in.

    What is isolated and says no language is a name or an address: its ``lang`` is "".
    """
    alone = element.tag == "bdi" or element.get("dir") == "auto"
    lang = element.get("lang", "" if alone else lang)
    way = element.get("dir", "auto" if alone else way)
    if element.tag not in NO_TEXT and isinstance(element.tag, str):
        yield element.text or "", lang, way
        for child in element:
            yield from texts_in(child, lang, way)
            yield child.tail or "", lang, way


def wrong(text: str) -> Iterator[str]:
    """The texts of a page that are in other letters than their language, or run the wrong way."""
    root = html5lib.parse(text, namespaceHTMLElements=False)
    for said, lang, way in texts_in(root, "", ""):
        found = languages.letters(said)
        if not found or not lang:
            continue
        if not any(languages.fits(each, lang) for each in found):
            yield f"{said.strip()!r} stands as {lang}"
        elif way not in ("auto", languages.direction(lang)):
            yield f"{said.strip()!r} in {lang} runs {way}"


def test_every_text_is_in_the_language_it_says(pages: dict[str, str]) -> None:
    """Else a screen reader spells it out, and a browser puts its full stop at the wrong end."""
    found = {path: sorted(set(wrong(text))) for path, text in pages.items()}
    assert {path: each for path, each in found.items() if each} == {}


def test_what_is_wrong_is_found() -> None:
    """The test above would notice a text in other letters, or one that runs the wrong way."""
    page = '<html lang="ur" dir="rtl"><p>Hello</p><p lang="en">Hello</p><p>سلام</p>'
    assert list(wrong(page)) == ["'Hello' stands as ur", "'Hello' in en runs rtl"]


@pytest.mark.parametrize(
    ("tag", "text", "spelt", "direction"),
    [
        ("pa", "Simran", "pa-Latn", "ltr"),
        ("pa", "سمرن", "pa-Arab", "rtl"),
        ("en", "سلام", "en-Arab", "rtl"),
        ("ur", "iPad کی کہانی", "ur", "rtl"),
        ("ur", "2026", "ur", "rtl"),
        ("zh-Hans", "Nǐ hǎo", "zh-Latn", "ltr"),
        ("zh-Hans", "你好", "zh-Hans", "ltr"),
        ("ja", "こんにちは", "ja", "ltr"),
        ("pt-BR", "Olá", "pt-BR", "ltr"),
    ],
)
def test_a_text_in_other_letters_says_so(tag: str, text: str, spelt: str, direction: str) -> None:
    """BCP 47 has a tag for it, and its letters decide which way it runs."""
    found = languages.spelt(tag, text)
    assert (found, languages.direction(found)) == (spelt, direction)


def test_the_page_for_a_lost_address_says_it_in_every_language(pages: dict[str, str]) -> None:
    """Each in its own direction."""
    text = pages["404.html"]
    for tag in INTERFACE:
        assert f' lang="{tag}" dir="{languages.direction(tag)}">' in text
