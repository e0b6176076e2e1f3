"""What fits on a stick: small files first, the newest first, and pages that name no others."""

from __future__ import annotations

from examples import FILM_FILES, episode

from media_pipeline.model import Episode, Page, Role
from media_pipeline.publish.usb.fat import CLUSTER, clusters
from media_pipeline.publish.usb.fit import choose, with_portable_files
from media_pipeline.publish.views.player import film_sources, sound_sources

FILM = episode(3, files=FILM_FILES)
SOUND, OLDER = episode(2), episode(1)
EPISODES = (FILM, SOUND, OLDER)
TREE = [Page(f"stories/{each.permit.slug}/index.html", b"x") for each in EPISODES]
PAGES = 8 * CLUSTER
"""What the pages of three stories take: three files in five folders."""

LEAST = clusters(500_222) + clusters(90_000)
SAVED = PAGES + 3 * LEAST


def fitting(room: int) -> tuple[Episode, ...]:
    """What is chosen for ``room`` bytes."""
    return choose(EPISODES, TREE, room)


def roles(each: Episode) -> set[tuple[Role, int]]:
    """What is there of a story that plays: the part it takes, and its bytes."""
    heard = (Role.ENCLOSURE, Role.SAVER, Role.VIDEO, Role.VIDEO_SAVER)
    return {(file.role, file.bytes) for file in each.exhibit.renditions if file.role in heard}


def test_small_files_of_every_story_come_first() -> None:
    """They take the part of the full ones, so that any screen plays them."""
    chosen = fitting(SAVED)
    assert [roles(each) for each in chosen] == [{(Role.ENCLOSURE, 500_222)}] * 3
    assert [source.media for source in sound_sources(chosen[0].exhibit, "s")] == [""]
    assert list(film_sources(chosen[0].exhibit, "s")) == []


def test_where_not_even_those_fit_the_newest_do() -> None:
    """A byte less, and the oldest is left out."""
    chosen = choose(EPISODES, TREE, SAVED - 1)
    assert [each.permit.slug for each in chosen] == ["story-3", "story-2"]
    assert fitting(0) == ()


def test_full_sound_comes_next_the_newest_first() -> None:
    """As many as there is room for."""
    one = SAVED + clusters(1_200_345)
    full = {(Role.ENCLOSURE, 1_200_345), (Role.SAVER, 500_222)}
    assert [roles(each) == full for each in fitting(one)] == [True, False, False]
    assert [roles(each) == full for each in fitting(one + clusters(1_200_345))] == [
        True,
        True,
        False,
    ]


def test_then_small_films_and_then_full_ones() -> None:
    """A small film alone takes the full one's part."""
    sounds = SAVED + 3 * clusters(1_200_345)
    small = sounds + clusters(2_000_888) + clusters(60_000)
    assert (Role.VIDEO, 2_000_888) in roles(fitting(small)[0])
    both = roles(fitting(small + clusters(9_000_777))[0])
    assert {(Role.VIDEO_SAVER, 2_000_888), (Role.VIDEO, 9_000_777)} <= both


def test_with_room_for_all_it_is_all_that_a_stick_could_take() -> None:
    """Everything but Opus, which not every device plays."""
    everything = fitting(1 << 40)
    assert everything == with_portable_files(EPISODES)
    types = {file.mime for each in everything for file in each.exhibit.renditions}
    assert types == {"audio/mpeg", "video/mp4", "image/jpeg"}


def test_a_story_without_a_small_file_has_its_full_one() -> None:
    """There is no other to take."""
    only = episode(4, files=("mp3", "art"))
    assert roles(with_portable_files((only,))[0]) == {(Role.ENCLOSURE, 1_200_345)}
