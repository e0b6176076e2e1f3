"""What stands about a story on its page: what comes next, its pictures, whom to thank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from codes import decoded
from examples import ADDRESS, episode, rendition, school
from sites import TEMPLATES, pages_of, texts_of

from media_pipeline.model import Chapter, Episode, Page
from media_pipeline.publish.interfaces import interfaces
from media_pipeline.publish.licences import licence_address
from media_pipeline.publish.pages.stories import beside
from media_pipeline.publish.shows import Decided, file_shows
from media_pipeline.publish.views.player import slides
from media_pipeline.publish.views.site import site_view
from media_pipeline.settings import FeedFile


def following(episodes: Sequence[Episode]) -> dict[str, tuple[str, str]]:
    """The next story and the surprise of each, by slug; "" where there is none."""
    found = {}
    for path, text in texts_of(school(), episodes).items():
        if story := re.fullmatch(r"stories/(story-\d+)/index\.html", path):
            next_one = re.search(r'href="\.\./([^/"]+)/index\.html" data-next', text)
            nav = text[text.index('class="onward"') :] if 'class="onward"' in text else ""
            led = re.findall(r'href="\.\./([^/"]+)/index\.html"(?! data-next)', nav)
            found[story[1]] = (next_one[1] if next_one else "", led[0] if led else "")
    return found


def school_year(stories: int) -> list[Episode]:
    """Stories told in turn in English and French."""
    return [
        episode(number, {language: f"{number} tales"}, language=language)
        for number, language in zip(range(1, stories + 1), ("en", "fr") * stories, strict=False)
    ]


def test_next_story_is_the_next_older_in_the_same_language() -> None:
    """None after the oldest."""
    nexts = {slug: found[0] for slug, found in following(school_year(5)).items()}
    assert nexts == {"story-5": "story-3", "story-3": "story-1", "story-1": "",
                     "story-4": "story-2", "story-2": ""}  # fmt: skip


def test_next_story_of_a_serial_is_its_next_part() -> None:
    """None after the last, though that was not told last; other stories are as ever."""
    told = [
        *school_year(2),
        episode(3, {"fr": "Two"}, language="fr", tale="saga", story_number=2),
        episode(4, {"fr": "One"}, language="fr", tale="saga", story_number=1),
        episode(5, {"en": "Three"}, tale="saga", story_number=3),
    ]
    view = site_view(
        interfaces(school(), TEMPLATES)[0],
        tuple(told[::-1]),
        file_shows("saga", FeedFile(title="Saga", type="serial", tales=("saga",)), told, school(),
                   Decided({})),
        school(),
    )  # fmt: skip
    after = {each.episode.permit.slug: each.links.after for each in beside(view)}
    assert {slug: each and each[0] for slug, each in after.items()} == {
        "story-1": None,
        "story-2": None,
        "story-3": "stories/story-5/",
        "story-4": "stories/story-3/",
        "story-5": None,
    }


def after_each(told: list[Episode]) -> dict[str, str]:
    """The slug of what comes after each story, of a school whose feeds are all automatic."""
    view = site_view(interfaces(school(), TEMPLATES)[0], tuple(told[::-1]), (), school())
    after = {each.episode.permit.slug: each.links.after for each in beside(view)}
    return {slug: each[0].split("/")[1] if each else "" for slug, each in after.items()}


@pytest.mark.parametrize(
    "titles",
    [
        ("Treasure 1", "Treasure 2", "Treasure 10"),
        ("The long journey, part 1", "The long journey, part 2", "The Long Journey, Part 3"),
        ("冒险第1集", "冒险第2集", "冒险第3集"),
        ("ਭਾਗ ੧", "ਭਾਗ ੨", "ਭਾਗ ੩"),
    ],
)
def test_parts_that_their_titles_number_follow_each_other(titles: tuple[str, ...]) -> None:
    """In whatever order they were approved; other stories are as ever."""
    one, two, three = (
        episode(number, title) for number, title in zip((5, 3, 2), titles, strict=True)
    )
    told = [episode(1, "Once"), three, two, episode(4, "Twice"), one]
    assert after_each(told) == {
        "story-5": "story-3", "story-3": "story-2", "story-2": "", "story-4": "story-3",
        "story-1": "",
    }  # fmt: skip


def test_parts_that_somebody_numbered_follow_each_other() -> None:
    """As a teacher says it beside the recordings, whatever they are called."""
    told = [
        episode(1, "The beginning", story_number=1),
        episode(2, "The end", story_number=2),
        episode(3, "La fin", language="fr", story_number=2),
    ]
    assert after_each(told) == {"story-1": "story-2", "story-2": "", "story-3": ""}


def test_two_numbered_stories_of_one_class_keep_their_parts_apart() -> None:
    """By what their titles have in common."""
    told = [
        episode(1, "The journey 1", story_number=1),
        episode(2, "The giant 1", story_number=1),
        episode(3, "The journey 2", story_number=2),
        episode(4, "The giant 2", story_number=2),
    ]
    assert after_each(told) == {
        "story-1": "story-3", "story-2": "story-4", "story-3": "", "story-4": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "titles", [("Song 1", "Song 1", "Song 2"), ("3 pigs", "7 dwarfs", "9 goats"), ("1", "2", "3")]
)
def test_a_number_that_is_no_parts_makes_no_serial(titles: tuple[str, ...]) -> None:
    """One that comes twice, or that a title begins with or consists of."""
    told = [episode(number, title) for number, title in enumerate(titles, 1)]
    assert after_each(told) == {"story-3": "story-2", "story-2": "story-1", "story-1": ""}


def test_surprises_lead_through_every_story() -> None:
    """A ring: whoever follows them hears all, and never the same one twice before."""
    led = {slug: found[1] for slug, found in following(school_year(9)).items()}
    heard = ["story-1"]
    while (following_one := led[heard[-1]]) not in heard:
        heard.append(following_one)
    assert sorted(heard) == sorted(led)


def test_a_new_story_changes_the_way_on_of_one_other() -> None:
    """The rest of the pages stay as they are, byte for byte."""
    before, after = following(school_year(8)), following(school_year(9))
    assert len([slug for slug in before if before[slug] != after[slug]]) == 1


def test_the_only_story_leads_nowhere() -> None:
    """Neither next nor surprise."""
    assert following(school_year(1)) == {"story-1": ("", "")}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc by-nc-sa 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("Creative Commons BY-ND", "https://creativecommons.org/licenses/by-nd/4.0/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC BY 4.0, but not the picture", ""),
        ("Not CC BY 4.0", ""),
        ("All rights reserved", ""),
        ("", ""),
    ],
)
def test_a_known_licence_is_explained_where_it_is_kept(said: str, expected: str) -> None:
    """Only what is nothing but its name: a sentence may say that it does not hold."""
    assert licence_address(said) == expected


def test_a_licence_leads_away_and_tells_nobody_whence() -> None:
    """Its link is one to another host, and says so."""
    text = texts_of(school(), [episode(licence="CC BY 4.0")])["stories/story-1/index.html"]
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert f'<a href="{address}" rel="license external noopener">' in text


def pictured(pictures: int, chapters: tuple[float, ...] = ()) -> Episode:
    """A story of 100 seconds with its own pictures."""
    told = episode(chapters=tuple(Chapter(at, f"At {at}") for at in chapters))
    own = tuple(rendition("art", f"picture-{number}") for number in range(pictures))
    exhibit = replace(told.exhibit, renditions=(*told.exhibit.renditions, *own), seconds=100.0)
    return replace(told, exhibit=exhibit)


@pytest.mark.parametrize(
    ("pictures", "chapters", "expected"),
    [
        pytest.param(4, (), [0, 25, 50, 75], id="evenly"),
        pytest.param(3, (0, 10, 90), [0, 10, 90], id="by chapters, where there are as many"),
        pytest.param(2, (0, 10, 90), [0, 50], id="evenly, where there are not"),
        pytest.param(1, (), [0], id="one"),
        pytest.param(0, (), [], id="none"),
    ],
)
def test_pictures_are_shown_in_step_with_the_story(
    pictures: int, chapters: tuple[float, ...], expected: list[float]
) -> None:
    """Each has its turn."""
    told = pictured(pictures, chapters)
    assert [each.start for each in slides(told.exhibit, "story-1")] == expected


def test_all_pictures_stand_in_the_page() -> None:
    """Without scripts they are a list; one alone is shown whole and needs none."""
    many, one = pictured(3), pictured(1)
    text, whole = (texts_of(school(), [each])["stories/story-1/index.html"] for each in (many, one))
    assert len(re.findall(r'<li data-from="[\d.]+"><img', text)) == 3
    assert "scripts/pictures.js" in text
    assert len(re.findall(r"<li data-from", whole)) == 1
    assert "scripts/pictures.js" not in whole


def test_low_data_is_the_first_thing_to_keep() -> None:
    """Whoever has little presses the first button."""
    text = texts_of(school(), [episode()])["stories/story-1/index.html"]
    kept = text[text.index('class="downloads"') :]
    assert kept.index("0.5 MB") < kept.index("1.2 MB")


def test_a_code_leads_to_the_page_in_its_language() -> None:
    """Read as a telephone reads it, and shown on its page."""
    pages = {
        each.path: each.content.decode()
        for each in pages_of(school(), [episode()])
        if isinstance(each, Page) and "story-1" in each.path
    }
    codes = {
        path: decoded(text.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))
        for path, text in pages.items()
        if path.startswith("codes/")
    }
    assert codes == {
        "codes/story-1/en.svg": f"{ADDRESS}en/stories/story-1/",
        "codes/story-1/fr.svg": f"{ADDRESS}fr/stories/story-1/",
    }
    assert 'src="../../../codes/story-1/fr.svg"' in pages["fr/stories/story-1/index.html"]


def test_a_school_without_an_address_has_no_codes() -> None:
    """There is nothing to lead to; nor can its stories be framed or sent."""
    settings = school(address="")
    pages = {
        each.path: each.content.decode()
        for each in pages_of(settings, [episode()])
        if isinstance(each, Page) and "story-1" in each.path
    }
    assert [path for path in pages if path.startswith("codes/")] == []
    text = pages["stories/story-1/index.html"]
    assert "codes/" not in text
    assert "iframe" not in text
    assert "data-share" not in text
