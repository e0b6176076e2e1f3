"""Titles from A to Z: under which letter, in which order, on how many pages."""

from __future__ import annotations

import pytest
from examples import episode
from sites import all_episodes, texts_of, trilingual

from media_pipeline.languages.collation import NO_LETTER, collation_key, heading
from media_pipeline.publish.pages.a_to_z import letter_id


@pytest.mark.parametrize(
    ("title", "language", "letter"),
    [
        ("The fox", "en", "T"),
        ("école", "fr", "E"),
        ("“Zaba”", "pl", "Z"),
        ("Șarpele", "ro", "S"),
        ("ਪਿਆਸਾ ਕਾਂ", "pa", "ਪ"),
        ("أسد", "ar", "ا"),
        ("پیاسا کوا", "ur", "پ"),
        ("நிலா", "ta", "ந"),
        ("拔苗助长", "zh-Hans", "B"),
        ("3 bears", "en", NO_LETTER),
        ("🦊", "en", NO_LETTER),
    ],
)
def test_a_title_stands_under_its_first_letter(title: str, language: str, letter: str) -> None:
    """Without marks; Chinese under that of its sound."""
    assert heading(title, language) == letter


def test_accents_decide_last() -> None:
    """As in a dictionary, not by the numbers of the letters."""
    titles = ["zèbre", "école", "Eau", "étoile", "arbre"]
    assert sorted(titles, key=lambda each: collation_key(each, "fr")) == [
        "arbre", "Eau", "école", "étoile", "zèbre"
    ]  # fmt: skip


def test_letters_are_named_in_ascii() -> None:
    """They are in addresses, which never change."""
    assert [letter_id(each) for each in ("A", "ਕ", NO_LETTER)] == ["a", "u0a15", "other"]


def test_a_page_lists_the_titles_told_in_its_language() -> None:
    """And no other; each letter leads to its own place."""
    page = texts_of(trilingual(), all_episodes())["a-z/pa/index.html"]
    assert 'href="#u0a2a"' in page
    assert 'id="u0a2a"' in page
    assert "ਪਿਆਸਾ ਕਾਂ" in page
    assert "The lost mitten" not in page


def test_every_language_is_on_the_first_page() -> None:
    """In each language of the pages."""
    pages = texts_of(trilingual(), all_episodes())
    for root in ("", "fr/", "ur/"):
        assert all(
            f'"{each}/index.html"' in pages[f"{root}a-z/index.html"] for each in ("pa", "so")
        )


def test_many_titles_get_a_page_for_each_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language's own page then has the letters alone."""
    monkeypatch.setattr("media_pipeline.publish.pages.a_to_z.MANY", 2)
    told = [episode(number, title) for number, title in enumerate(("Ant", "Bee", "Bear"), 1)]
    pages = texts_of(trilingual(), told)
    assert "Bear" not in pages["a-z/en/index.html"]
    assert 'href="b/index.html"' in pages["a-z/en/index.html"]
    page = pages["a-z/en/b/index.html"]
    assert page.index("Bear") < page.index("Bee")
    assert "Ant" not in page


def test_a_school_without_stories_has_its_pages() -> None:
    """They say that there is nothing yet."""
    pages = texts_of(trilingual(), ())
    assert "No story has been published yet." in pages["a-z/index.html"]
    assert "find/index.html" in pages
