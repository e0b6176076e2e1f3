"""Stories of which nothing is another are not told, planned and put together anew; others are."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from schools import SETTINGS, School

from media_pipeline.cli import cli
from media_pipeline.engine.plan import Planner
from media_pipeline.gate.book import read_book
from media_pipeline.intake.story import tell
from media_pipeline.model import Story
from media_pipeline.takedown.forgetting import forget_here
from media_pipeline.tools.store import Store
from media_pipeline.workspace.ledger import open_ledger

CROW = "recordings/Reception/Punjabi/The crow.m4a"
FOX = "recordings/Year 3/French/Le renard - Amina.m4a"


@pytest.fixture(scope="module")
def built(recording: Callable[[str], Path], tmp_path_factory: Any) -> School:
    """A school with two published stories."""
    school = School(tmp_path_factory.mktemp("remembered") / "school")
    school.drop(recording("memo.m4a"), CROW.removeprefix("recordings/"))
    school.drop(recording("plain.mp3"), FOX.removeprefix("recordings/"))
    return school.publish()


@pytest.fixture
def school(built: School, tmp_path: Path) -> School:
    """A copy of it, built where it stands."""
    school = built.copied(tmp_path / "school")
    school.build()
    return school


class Worked:
    """The paths of stories that were told, and that work was planned for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.told: list[str] = []
        self.planned: list[str] = []
        media = Planner.media

        def telling(*given: Any) -> Story:
            self.told.append(given[0].path)
            return tell(*given)

        def planning(planner: Planner, story: Story) -> Any:
            self.planned.append(story.recording.path)
            return media(planner, story)

        patch.setattr("media_pipeline.intake.gather.tell", telling)
        patch.setattr(Planner, "media", planning)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Worked:
    """What builds did since."""
    return Worked(monkeypatch)


def rebuilt(school: School) -> dict[str, bytes]:
    """The site of the same school as a build from nothing makes it."""
    shutil.rmtree(school.root / "build")
    school.build()
    return school.site()


def test_only_the_story_that_changed_is_worked_on(school: School, worked: Worked) -> None:
    """And the site is what a build from nothing makes."""
    school.write(CROW.replace(".m4a", ".toml"), 'tale = "The crow"\n')
    school.build()
    assert (worked.told, worked.planned) == ([CROW], [CROW])
    school.approve()
    school.build()
    assert school.site() == rebuilt(school)


@pytest.mark.parametrize(
    "settings",
    [SETTINGS.replace('"Hill', '"Vale'), SETTINGS + '\n[policy]\nnames = "none"\n'],
    ids=["school's name", "policy"],
)
def test_a_setting_has_every_story_worked_on(school: School, worked: Worked, settings: str) -> None:
    """Whatever it is: none is thought to be without meaning for a story."""
    school.write("school.toml", settings)
    school.build()
    assert sorted(worked.told) == sorted(worked.planned) == [CROW, FOX]


def test_a_story_in_a_renamed_folder_is_told_anew(school: School, worked: Worked) -> None:
    """A folder's name may say its class or language."""
    (school.root / "recordings/Reception").rename(school.root / "recordings/Year 3/Reception")
    school.build()
    assert worked.told == [CROW.replace("Reception", "Year 3/Reception")]


def test_the_order_of_titles_is_another_story(school: School) -> None:
    """Of titles in languages that nobody here reads the first is shown."""
    sidecar = CROW.replace(".m4a", ".toml")
    for order in ("so", "pl"), ("pl", "so"):
        school.write(sidecar, "[title]\n" + "".join(f'{each} = "K{each}"\n' for each in order))
        school.build()
        story = stories(school)[CROW]
        assert [each for each in story.title if each in order] == [*order]


@pytest.mark.parametrize("ending", ["mp3", "jpg"])
def test_a_result_that_is_gone_is_made_again(school: School, worked: Worked, ending: str) -> None:
    """Only where its files are there does an exhibit stand."""
    before = school.site()
    with closing(Store(school.root / "build")) as store:
        made = store.exhibits()[CROW].renditions
    lost = next(each.path for each in made if each.path.endswith(ending))
    (school.root / "build/cache/objects" / lost).unlink()
    (school.root / "build/site/index.html").unlink()
    school.build()
    assert worked.planned == [CROW]
    assert (school.root / "build/cache/objects" / lost).exists()
    assert school.site() == before


def test_what_a_tool_could_not_do_is_tried_again(
    school: School, worked: Worked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A story that had to do without a picture for no fault of its own is not done."""
    picture = CROW.replace(".m4a", ".jpg")
    shutil.copyfile(next((school.root / "build/site").rglob("*.jpg")), school.root / picture)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("media_pipeline.media.pieces.PictureWork.__call__", broken)
        school.build()
    assert [each.partition(":")[0] for each in warnings(school, CROW)] == [picture]
    worked.planned.clear()
    school.build()
    assert worked.planned == [CROW]
    assert warnings(school, CROW) == ()


def test_threat_19_nothing_is_remembered_of_a_withdrawn_story(school: School) -> None:
    """Neither how it was told nor what was made of it."""
    school.stop("withdrawn", CROW)
    school.build()
    with closing(Store(school.root / "build")) as store:
        assert [store.told().keys(), store.exhibits().keys(), store.origins().keys()] == [{FOX}] * 3


def test_threat_26_a_withdrawal_has_what_is_remembered_written_anew_once(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the build that finds it: not before, and not by every build since."""
    times = counted(monkeypatch)
    school.build()
    assert times == []
    school.stop("withdrawn", CROW)
    school.build()
    assert len(times) == 1
    school.write("school.toml", SETTINGS.replace('"Hill', '"Vale'))
    school.build()
    assert len(times) == 1


def test_threat_26_what_is_remembered_is_written_anew_by_the_command(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No build need come."""
    times = counted(monkeypatch)
    told = CliRunner().invoke(cli, ["withdraw", "-w", str(school.root), "--reason", "-", CROW])
    assert told.exit_code == 0, told.output
    assert len(times) == 1


def counted(patch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each writing anew was done, from now on."""
    rewrite = Store.rewrite
    times: list[bool] = []

    def once_more(store: Store) -> bool:
        times.append(rewrite(store))
        return times[-1]

    patch.setattr(Store, "rewrite", once_more)
    return times


def test_threat_19_how_a_story_was_told_is_forgotten_wherever_it_lay(school: School) -> None:
    """Also where nothing was made of it yet, and other bytes lie at its path by now."""
    with closing(Store(school.root / "build")) as store:
        told, exhibits, origins = store.told(), store.exhibits(), store.origins()
        digest = told[CROW].story.recording.digest
        elsewhere = {"recordings/00000.MTS": told.pop(CROW), **told}
        store.keep_stories(elsewhere, {FOX: exhibits[FOX]}, {FOX: origins[FOX]})
    school.stop("withdrawn", CROW)
    book = read_book(open_ledger(school.workspace).read())
    forget_here(school.workspace, [book.by_digest[digest]], book)
    with closing(Store(school.root / "build")) as store:
        assert digest not in {each.story.recording.digest for each in store.told().values()}


def stories(school: School) -> dict[str, Story]:
    """The stories as they were put together."""
    with closing(Store(school.root / "build")) as store:
        return {path: each.story for path, each in store.exhibits().items()}


def warnings(school: School, path: str) -> tuple[str, ...]:
    """What the coordinator is told of one."""
    with closing(Store(school.root / "build")) as store:
        return store.exhibits()[path].warnings
