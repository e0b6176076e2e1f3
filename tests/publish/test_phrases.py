"""What feeds and shelves are called in the languages that are shipped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from examples import episode, school, story

from media_pipeline import languages
from media_pipeline.gate.shown import shown_fields
from media_pipeline.publish.phrases import PHRASES
from media_pipeline.publish.shows import Decided, automatic_shows
from media_pipeline.settings import Settings
from media_pipeline.settings.kinds import DEFAULT_KINDS

SHIPPED = ["en", "fr", "pl", "pa", "ur", "bn", "ar", "so", "zh-Hans", "ta", "pt", "ro"]


def test_feeds_speak_every_language_that_is_shipped() -> None:
    """And a kind has its name in each."""
    assert list(PHRASES) == SHIPPED
    assert [list(kind.name) for kind in DEFAULT_KINDS] == [SHIPPED] * 8


@pytest.mark.parametrize("language", SHIPPED)
def test_phrases_are_in_their_languages_letters(language: str) -> None:
    """And each has one place for what it is said of, where it is said of anything."""
    phrases = PHRASES[language]
    said = [*phrases, *(kind.name[language] for kind in DEFAULT_KINDS)]
    assert [each for each in said if languages.spelt(language, each) != language] == []
    places = [len(re.findall(r"\{\}", each)) for each in phrases]
    assert places == [1, 0, 1, 1, 1, 1]


@pytest.mark.parametrize("language", SHIPPED)
def test_no_two_kinds_are_called_the_same(language: str) -> None:
    """Else a folder of that name would mean either."""
    names = [kind.name[language].casefold() for kind in DEFAULT_KINDS]
    assert len(set(names)) == len(names)


def test_a_feed_says_what_it_is_in_its_own_language() -> None:
    """A Punjabi feed in Punjabi, though the pages are in English."""
    told = episode(language="pa", source="Panchatantra")
    shows = automatic_shows([told], school(interface_languages=("en",)), Decided({}))
    show = next(each for each in shows if each.name == "language-pa")
    assert show.description["pa"].startswith("Hill School ਵਿੱਚ")


def test_names_of_kinds_void_no_approval_and_name_no_feed() -> None:
    """Approvals and addresses are bound to the kind's id."""
    plain = Settings(name="Hill School", kinds=({"id": "story", "name": "Stories"},))
    named = Settings(name="Hill School")
    told = [episode()]
    before, after = (
        {show.name for show in automatic_shows(told, each, Decided({}))} for each in (plain, named)
    )
    assert before == after
    assert shown_fields(story()) == shown_fields(replace(story(), kind=named.kinds[0].id))
