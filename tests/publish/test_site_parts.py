"""A site that is brought up to date in parts is, byte for byte, the site made from nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from examples import episode, school, show_art
from schools import tree
from sites import TEMPLATES, all_episodes

from media_pipeline.model import Copy, Episode, Page, Part, Placing
from media_pipeline.publish.placing import make_ready, place_site
from media_pipeline.publish.shows import Decided, with_art
from media_pipeline.publish.whole import school_shows, whole_parts, whole_site
from media_pipeline.settings import Settings
from media_pipeline.tools.store import Store

STEPS = 6


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "build")
    yield store
    store.close()


def parts_of(settings: Settings, episodes: Sequence[Episode]) -> list[Copy | Part]:
    """The whole site, in parts; what takes work stands for itself."""
    shows = school_shows(episodes, settings, {}, Decided({}))
    shows = with_art(shows, {show.name: show_art(show.name) for show in shows})
    return [*whole_parts(episodes, shows, settings, TEMPLATES, [], [])]


def bring(site: Path, wanted: Sequence[Page | Copy | Part], store: Store) -> Placing:
    """Place a site whose media are as long as they should be, and empty."""
    ready = make_ready(site, wanted, store)
    for each in ready.tree.values():
        if isinstance(each, Copy) and not (source := store.root / each.source).exists():
            source.parent.mkdir(parents=True, exist_ok=True)
            with source.open("wb") as file:
                file.truncate(each.bytes)
    return place_site(site, ready, store, lambda *_: None)


def from_nothing(settings: Settings, episodes: Sequence[Episode]) -> dict[str, bytes]:
    """Every page of the same site, made at once."""
    shows = school_shows(episodes, settings, {}, Decided({}))
    shows = with_art(shows, {show.name: show_art(show.name) for show in shows})
    whole = whole_site(episodes, shows, settings, TEMPLATES, [], [])
    return {each.path: each.content for each in whole if isinstance(each, Page)}


class Changes:
    """Small things that happen to a school, by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same changes each time
        self.settings = school(interface_languages=["en", "fr"])
        self.episodes = list(all_episodes())
        self.number = 30

    def happen(self) -> None:
        """One of them."""
        self.chance.choice([self.add, self.withdraw, self.retitle, self.name_class])()

    def add(self) -> None:
        self.number += 1
        language = self.chance.choice(["pa", "fr", "en", "so"])
        told = episode(self.number, f"Story {self.number}", language=language)
        self.episodes.append(told)

    def withdraw(self) -> None:
        self.episodes.remove(self.chance.choice(self.episodes))

    def retitle(self) -> None:
        at = self.chance.randrange(len(self.episodes))
        told = self.episodes[at]
        self.number += 1
        title = {told.exhibit.story.language: f"Another title {self.number}"}
        story = replace(told.exhibit.story, title=title)
        self.episodes[at] = replace(told, exhibit=replace(told.exhibit, story=story))

    def name_class(self) -> None:
        self.number += 1
        classes = tuple(
            each.model_copy(update={"name": {**each.name, "fr": f"Classe {self.number}"}})
            for each in self.settings.classes
        )
        self.settings = self.settings.model_copy(update={"classes": classes})


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_threat_22_whatever_happens_the_site_is_as_if_made_from_nothing(
    seed: int, tmp_path: Path, store: Store
) -> None:
    """Stories come, go and change, and classes are renamed: no page is passed over by mistake."""
    changes, site = Changes(seed), tmp_path / "site"
    for _ in range(STEPS):
        bring(site, parts_of(changes.settings, changes.episodes), store)
        standing = {path: each for path, each in tree(site).items() if not _media(path)}
        wanted = from_nothing(changes.settings, changes.episodes)
        assert standing == {path: each for path, each in wanted.items() if not _media(path)}
        changes.happen()


def _media(path: str) -> bool:
    return path.endswith((".jpg", ".mp3", ".opus", ".mp4"))


def test_nothing_changed_makes_no_part(tmp_path: Path, store: Store) -> None:
    """Not one page is rendered."""
    site, settings = tmp_path / "site", school()
    bring(site, parts_of(settings, all_episodes()), store)
    asleep = [
        replace(each, files=_never) if isinstance(each, Part) else each
        for each in parts_of(settings, all_episodes())
    ]
    placing = bring(site, asleep, store)
    assert (placing.written, placing.removed) == ((), ())


def test_a_new_story_makes_no_other_story_but_its_neighbours(tmp_path: Path, store: Store) -> None:
    """The one that it comes after in its language, and the one that a surprise leads from."""
    site, settings = tmp_path / "site", school()
    told = [episode(number, f"Story {number}") for number in range(1, 9)]
    bring(site, parts_of(settings, told), store)
    made: list[str] = []
    wanted = [
        replace(each, files=_noted(each, made)) if isinstance(each, Part) else each
        for each in parts_of(settings, [*told, episode(9, "Story 9")])
    ]
    bring(site, wanted, store)
    assert len([name for name in made if name.startswith("stories/")]) <= len(("new", "ring"))


def test_a_page_that_was_changed_by_hand_is_made_again(tmp_path: Path, store: Store) -> None:
    """Its part is the same, and it does not stand."""
    site, settings = tmp_path / "site", school()
    bring(site, parts_of(settings, all_episodes()), store)
    page = site / "about/contact/index.html"
    before = page.read_bytes()
    page.write_bytes(b"defaced")
    bring(site, parts_of(settings, all_episodes()), store)
    assert page.read_bytes() == before


def _never() -> tuple[Page, ...]:
    raise AssertionError


def _noted(part: Part, made: list[str]) -> Any:
    def files() -> Any:
        made.append(part.name)
        return part.files()

    return files
