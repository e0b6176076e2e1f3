"""Which shows a school has, and what is in each."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from examples import (
    ADDRESS,
    FILM_FILES,
    FIRST,
    episode,
    feed_file,
    school,
    school_episodes,
    show_art,
    story,
)

from media_pipeline.errors import SettingsError
from media_pipeline.model import Episode, Show
from media_pipeline.publish.plans import school_year
from media_pipeline.publish.shows import Decided, automatic_shows, feed_guid, file_shows, with_art
from media_pipeline.settings import Settings, load_feed_file

NOTHING = Decided({})


def shows_of(
    episodes: Sequence[Episode], settings: Settings | None = None, decided: Decided = NOTHING
) -> dict[str, Show]:
    """The automatic shows by name."""
    made = automatic_shows(episodes, settings or school(), decided)
    return {show.name: show for show in made}


def from_file(episodes: Sequence[Episode], name: str = "foxes", **fields: Any) -> Sequence[Show]:
    """The shows of a feed's own file."""
    return file_shows(name, feed_file(**fields), episodes, school(), NOTHING)


def titles(show: Show) -> list[str]:
    """The titles of a show's episodes, in its order."""
    return [each.exhibit.story.shown_title for each in show.episodes]


# ── which there are ───────────────────────────────────────────────────────────────────────


def test_there_is_a_show_for_all_each_language_class_and_kind() -> None:
    """Each is named for what it holds, in ASCII, and has a twin."""
    names = [name for name in shows_of(school_episodes()) if not name.endswith("-low-data")]
    assert names == [
        "all",
        "language-en",
        "language-fr",
        "language-pa",
        "class-reception",
        "class-year-3",
        "class-choir",
        "kind-story",
        "kind-song",
        "kind-film",
    ]


def test_only_the_sorts_that_the_school_wants_are_made() -> None:
    """feeds.auto says which."""
    settings = school(feeds={"auto": ("kind",)})
    assert list(shows_of([episode()], settings)) == ["kind-story", "kind-story-low-data"]


def test_a_school_without_stories_has_no_shows() -> None:
    """Empty shows are not made."""
    assert shows_of([]) == {}


def test_a_show_name_is_lower_case_ascii() -> None:
    """A language's script does not bring capitals into an address."""
    assert "language-zh-hans" in shows_of([episode(language="zh-Hans")])


def test_a_story_of_a_class_that_was_removed_is_in_no_class_show() -> None:
    """There is no name to give such a show."""
    assert not [name for name in shows_of([episode(class_id="gone")]) if "class" in name]


# ── what each is called ───────────────────────────────────────────────────────────────────


def test_a_language_show_is_named_in_its_own_language() -> None:
    """Families look for ਪੰਜਾਬੀ; menus in English and French have their names too."""
    show = shows_of([episode(language="pa")])["language-pa"]
    assert (show.language, dict(show.title)) == (
        "pa",
        {
            "pa": "ਪੰਜਾਬੀ · Hill School",
            "en": "Punjabi · Hill School",
            "fr": "Pendjabi · Hill School",
        },
    )


def test_a_class_show_has_its_class_name_in_each_language() -> None:
    """As the settings have it."""
    assert dict(shows_of([episode()])["class-reception"].title) == {
        "en": "Reception · Hill School",
        "fr": "Petite classe · Hill School",
    }


def test_a_low_data_twin_says_so_in_words_or_in_figures() -> None:
    """Where the words are not known in a language, the bit rate says it."""
    twin = shows_of([episode(language="cy")])["language-cy-low-data"]
    assert dict(twin.title) == {
        "cy": "Cymraeg · Hill School (40 kb/s)",
        "en": "Welsh · Hill School (low data)",
        "fr": "Gallois · Hill School (peu de données)",
    }


def test_the_school_can_say_what_its_podcasts_are() -> None:
    """feeds.description wins over the program's own sentence."""
    settings = school(feeds={"description": {"so": "Sheekooyin"}})
    assert shows_of([episode()], settings)["all"].description == {"so": "Sheekooyin"}


# ── what is in each ───────────────────────────────────────────────────────────────────────


def test_the_newest_story_stands_first() -> None:
    """In the order of publication, the last one first."""
    assert titles(shows_of([episode(1, "old"), episode(2, "new")])["all"]) == ["new", "old"]


def test_stories_published_together_stand_in_the_order_of_their_ids() -> None:
    """The same on every machine, in whatever order they come."""
    together = [episode(number, str(number), published=FIRST) for number in (2, 3, 1)]
    assert titles(shows_of(together)["all"]) == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_school_year_begins_on_its_first_day(day: date, expected: int) -> None:
    """1 September is already the new year."""
    assert expected == school_year(day, "09-01")


def test_a_class_show_holds_the_newest_school_year() -> None:
    """Last year's children are another class."""
    told = [episode(1, "last year", told=date(2026, 7, 1)), episode(2, "this year")]
    assert titles(shows_of(told)["class-reception"]) == ["this year"]


def test_the_newest_school_year_is_that_of_the_whole_school() -> None:
    """A class that has told nothing this year has no show; the children have moved up."""
    told = [
        episode(1, "then", told=date(2026, 7, 1), class_id="year-3"),
        episode(2, "now", told=date(2026, 9, 2)),
    ]
    assert "class-year-3" not in shows_of(told)


def test_a_group_goes_on_from_year_to_year() -> None:
    """A choir has all its songs."""
    told = [episode(1, "then", told=date(2024, 7, 1), class_id="choir"), episode(2, "now")]
    assert titles(shows_of(told)["class-choir"]) == ["then"]


def test_a_date_in_the_future_does_not_empty_the_class_shows() -> None:
    """A story can't be told after it was published: the typing mistake is not believed."""
    told = [episode(1, "mistyped", told=date(2062, 10, 1)), episode(2, "right")]
    assert titles(shows_of(told)["class-reception"]) == ["right", "mistyped"]


def test_a_film_without_sound_is_in_no_audio_show() -> None:
    """There is nothing to listen to."""
    told = [episode(1, "silent", files=("video", "art")), episode(2, "heard")]
    assert titles(shows_of(told)["all"]) == ["heard"]


# ── low-data twins ────────────────────────────────────────────────────────────────────────


def test_rule_21_a_twin_is_unlisted_and_has_its_own_guid() -> None:
    """It names the show that it is of."""
    shows = shows_of([episode()])
    show, twin = shows["all"], shows["all-low-data"]
    assert (twin.saver_of, twin.listed, twin.guid != show.guid) == ("all", False, True)


def test_a_twin_leaves_out_what_has_no_small_mp3() -> None:
    """An Opus saver is none: the apps that need a twin don't play it."""
    told = [episode(1, "heavy", files=("mp3", "opus")), episode(2, "light")]
    assert titles(shows_of(told)["all-low-data"]) == ["light"]


def test_there_is_no_twin_without_a_small_mp3() -> None:
    """An empty show is not made."""
    assert "all-low-data" not in shows_of([episode(files=("mp3",))])


# ── when it was decided ───────────────────────────────────────────────────────────────────


def test_rule_25_a_show_is_as_old_as_the_newest_decision_in_it() -> None:
    """Another class's approval does not touch it."""
    told = [episode(1), episode(2, class_id="year-3")]
    assert shows_of(told)["class-reception"].updated == told[0].permit.decided


def test_rule_25_a_withdrawal_is_a_decision_too() -> None:
    """Subscribers' apps learn that something changed."""
    when = datetime(2026, 10, 1, tzinfo=UTC)
    decided = Decided({}, [(story(kind="song"), when)])
    assert shows_of([episode()], decided=decided)["all"].updated == when


def test_rule_25_a_withdrawal_elsewhere_does_not_concern_a_show() -> None:
    """The stories' show does not change for a song."""
    decided = Decided({}, [(story(kind="song"), datetime(2026, 10, 1, tzinfo=UTC))])
    told = episode()
    assert shows_of([told], decided=decided)["kind-story"].updated == told.permit.decided


# ── guids ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address", ["https://podnews.net/rss", "http://podnews.net/rss/", "podnews.net/rss"]
)
def test_rule_17_a_feed_guid_is_made_of_its_address(address: str) -> None:
    """The podcast namespace's own example, with and without scheme and slash."""
    assert feed_guid(address) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_rule_17_a_new_feed_gets_the_guid_of_its_first_address() -> None:
    """The address that it will have."""
    assert shows_of([episode()])["all"].guid == feed_guid(f"{ADDRESS}feeds/all.xml")


def test_rule_17_a_feed_keeps_its_guid_when_the_address_changes() -> None:
    """What the ledger knows wins."""
    moved = school(address="https://new.example/")
    assert shows_of([episode()], moved, Decided({"all": "for-life"}))["all"].guid == "for-life"


def test_a_feed_without_an_address_gets_no_guid() -> None:
    """One made of no address would be every school's, and for life."""
    assert shows_of([episode()], school(address=""))["all"].guid == ""


# ── feeds/*.toml ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "wanted",
    [
        {"languages": ("pa",)},
        {"classes": ("choir",)},
        {"kinds": ("song",)},
        {"tales": ("crow",)},
        {"languages": ("pa", "so"), "kinds": ("song",)},
    ],
)
def test_a_feed_file_selects(wanted: dict[str, Any]) -> None:
    """A story must be among each that is named."""
    told = [
        episode(1, "other", language="so"),
        episode(2, "meant", language="pa", class_id="choir", kind="song", tale="crow"),
    ]
    assert titles(from_file(told, **wanted)[0]) == ["meant"]


def test_a_feed_file_can_begin_with_the_oldest() -> None:
    """As order says."""
    told = [episode(1, "old"), episode(2, "new")]
    assert titles(from_file(told, order="oldest")[0]) == ["old", "new"]


def test_a_serial_stands_in_the_order_to_be_heard_in() -> None:
    """Numbers first, then what came later, whatever was published when."""
    told = [
        episode(1, "later"),
        episode(2, "second", story_number=2),
        episode(3, "first", story_number=1),
        episode(4, "next season", season=1, story_number=1),
    ]
    (show, _) = from_file(told, type="serial", order="oldest")
    assert titles(show) == ["first", "second", "later", "next season"]


@pytest.mark.parametrize("type", ["serial", "episodic"])
def test_what_was_approved_in_one_go_stands_as_it_was_told(type: str) -> None:  # noqa: A002
    """By its days, then by its titles, 2 before 10: all have the same second."""
    parts, numbers = (1, 2, 3, 9, 10), (3, 1, 2, 5, 4)
    told = [
        episode(number, f"Part {part}", published=FIRST, told=date(2026, 3, min(4, part)))
        for part, number in zip(parts, numbers, strict=True)
    ]
    (show, _) = from_file(told[::-1], type=type, order="oldest")
    assert titles(show) == [f"Part {part}" for part in parts]
    (show, _) = from_file(told, type=type)
    assert titles(show) == [f"Part {part}" for part in reversed(parts)]


def test_a_video_feed_holds_films_and_has_no_twin() -> None:
    """Its subscribers want to see."""
    (show,) = from_file([episode(1), episode(2, "film", files=FILM_FILES)], media="video")
    assert (titles(show), show.video) == (["film"], True)


def test_a_feed_file_without_a_category_has_the_school_s() -> None:
    """feeds.category of school.toml."""
    assert from_file([episode()])[0].category == ("Kids & Family", "Stories for Kids")


def test_rule_06_a_category_gets_its_exact_case() -> None:
    """Directories compare letter by letter."""
    show = from_file([episode()], category=("education", "language learning"))[0]
    assert show.category == ("Education", "Language Learning")


@pytest.mark.parametrize("category", [("Kids",), ("Education", "Stories for Kids")])
def test_rule_06_a_category_that_directories_lack_is_a_mistake(
    category: tuple[str, ...], tmp_path: Path
) -> None:
    """It is said where, before a directory refuses the feed."""
    path = tmp_path / "foxes.toml"
    path.write_text(f'title = "Foxes"\ncategory = {json.dumps(category)}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^foxes\.toml: category: there is no category"):
        load_feed_file(path)


@pytest.mark.parametrize("name", ["Été", "a b", "all", "kind-x", "a-low-data", "a-archive-1"])
def test_rule_10_a_feed_file_s_name_must_be_an_address_of_its_own(
    name: str, tmp_path: Path
) -> None:
    """ASCII, and none that a feed made by itself has."""
    path = tmp_path / f"{name}.toml"
    path.write_text('title = "Foxes"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"^{re.escape(name)}\.toml: "):
        load_feed_file(path)


# ── art ───────────────────────────────────────────────────────────────────────────────────


def test_a_twin_has_the_cover_of_its_show() -> None:
    """One picture, one address."""
    art = show_art("all")
    dressed = with_art(automatic_shows([episode()], school(), NOTHING), {"all": art})
    assert [show.art for show in dressed if show.name.startswith("all")] == [art, art]
