"""Contact, taking down, privacy, accessibility: from every page, in every language."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from urllib.parse import unquote

import pytest
from examples import ADDRESS, episode, school
from sites import TEMPLATES, all_episodes, texts_of, trilingual

from media_pipeline.publish.addresses import ABOUT, about_path
from media_pipeline.publish.catalogue import every_message, load_catalogue


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return texts_of(trilingual(), all_episodes())


def letter(text: str) -> str:
    """The link that begins a letter about a story, as the post takes it."""
    (link,) = re.findall(r'class="ask" href="([^"]+)"', text)
    return unescape(link)


def test_every_page_leads_to_the_four_pages_in_its_language(texts: dict[str, str]) -> None:
    """From its foot, by links that work off a memory stick; but for what stands in another site's
    frame, and what only leads on. What is kept on a device stands before them, hidden.
    """
    bare = {path for path in texts if "embed/" in path or path.startswith("en/")}
    for path in texts.keys() - {"404.html"} - bare:
        foot = texts[path][texts[path].index("<footer") :]
        root = next((each for each in ("fr/", "ur/") if path.startswith(each)), "")
        links = re.findall(r'href="(?!mailto:)([^"]+)"', foot)
        found = [
            posixpath.normpath(posixpath.join(posixpath.dirname(path), each)) for each in links
        ]
        found.remove(f"{root}kept/index.html")
        assert found == [f"{root}{about_path(page)}index.html" for page in ABOUT]


def test_each_page_stands_in_each_language(texts: dict[str, str]) -> None:
    """Four pages, three languages."""
    roots = ("", "fr/", "ur/")
    assert all(f"{root}{about_path(page)}index.html" in texts for root in roots for page in ABOUT)


def test_a_letter_says_which_story_is_meant(texts: dict[str, str]) -> None:
    """Its title in the subject, and the address of its page, for who can't read the title."""
    english = letter(texts["stories/story-7/index.html"])
    assert english == (
        "mailto:office@hill.school.example?subject=Please%20take%20this%20down%3A%20"
        "%D9%BE%DB%8C%D8%A7%D8%B3%D8%A7%20%DA%A9%D9%88%D8%A7"
        "&body=https%3A%2F%2Fstories.school.example%2Fstories%2Fstory-7%2F"
    )
    french = letter(texts["fr/stories/story-7/index.html"])
    assert unquote(french).endswith(f"&body={ADDRESS}fr/stories/story-7/")


def test_a_title_can_add_nothing_to_a_letter() -> None:
    """Whatever a teacher typed, it stays in the subject."""
    title = 'Salt & pepper?body="no"#%0A'
    text = texts_of(trilingual(), [episode(title=title)])["stories/story-1/index.html"]
    link = letter(text)
    assert link.count("&") == link.count("?") == 1
    assert unquote(link).startswith(
        f"mailto:office@hill.school.example?subject=Please take this down: {title}&body="
    )


@pytest.mark.parametrize("contact", ["", "0121 496 0000", "Ask Mrs Khan"])
def test_without_an_email_address_a_story_leads_to_the_page_that_says_how(contact: str) -> None:
    """No link that does nothing."""
    text = texts_of(school(contact=contact), [episode()])["stories/story-1/index.html"]
    aside = text[text.index('<aside class="take-down"') : text.index("</aside>")]
    assert re.findall(r'href="([^"]+)"', aside) == ["../../about/take-down/index.html"]


def test_a_school_says_more_in_the_language_it_can() -> None:
    """First on the page, its paragraphs apart, and marked where it isn't the page's language."""
    own = {"privacy": {"en": "Ask our officer.\n\nShe is\nMs <b>Khan</b>."}}
    texts = texts_of(trilingual(pages=own), [])
    english, urdu = (texts[f"{root}about/privacy/index.html"] for root in ("", "ur/"))
    assert (
        '<section class="said-by-school">\n<p>Ask our officer.</p>\n'
        "<p>She is\nMs &lt;b&gt;Khan&lt;/b&gt;.</p>\n</section>"
    ) in english
    assert '<p lang="en" dir="ltr">Ask our officer.</p>' in urdu
    assert "said-by-school" not in texts["about/contact/index.html"]


def test_a_translation_that_nobody_read_says_so(texts: dict[str, str]) -> None:
    """On its own page about access; English needs none."""
    said = "Nobody whose own language this is has read the words of these pages yet."
    (told,) = (each for each in every_message(TEMPLATES) if each.startswith(said))
    page = "about/accessibility/index.html"
    assert load_catalogue(TEMPLATES, "fr").gettext(told) in texts[f"fr/{page}"]
    assert told not in texts[page]


def test_the_accessibility_statement_has_what_the_law_asks(texts: dict[str, str]) -> None:
    """The Accessibility Regulations 2018: how far, what not, other forms, whom to complain to."""
    text = " ".join(texts["about/accessibility/index.html"].split())
    for said in (
        "partially compliant with the Web Content Accessibility Guidelines, version 2.2, level AA",
        "What does not work yet",
        "If you need a story in another form",
        "Enforcement procedure",
        "Equality and Human Rights Commission (EHRC)",
        "Equality Advisory and Support Service (EASS)",
        "in accordance with the Accessibility Regulations 2018",
    ):
        assert said in text
