"""What changes while a build looks, and what it makes again for it; and clocks that are wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from drills import SETTINGS, short_recording
from lxml import etree
from PIL import Image
from schools import School

from media_pipeline.engine import plan
from media_pipeline.stages import unchanged
from media_pipeline.tools import ffmpeg, launcher

Named = Callable[[str], Path]

CROW, FOX = "recordings/The crow.wav", "recordings/The fox.wav"


@pytest.fixture(scope="module")
def open_school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """Two public stories; tests take copies."""
    school = School(tmp_path_factory.mktemp("sources") / "school")
    school.write("school.toml", SETTINGS)
    for number, path in enumerate((CROW, FOX)):
        short_recording(recording("half-second.wav"), school.root / path, number)
    Image.new("RGB", (400, 400), "teal").save(school.root / "recordings/The fox.png")
    school.write("recordings/The fox.vtt", "WEBVTT\n\n00:00.100 --> 00:00.300\nOnce\n")
    return school.publish()


@pytest.fixture
def school(open_school: School, tmp_path: Path) -> School:
    """A copy that a build has seen."""
    copy = open_school.copied(tmp_path / "school")
    copy.build()
    return copy


# ── two at once ──


def test_threat_19_of_two_builds_at_once_one_waits_and_says_so(school: School) -> None:
    """Both end well, and the site is that of one."""
    shutil.rmtree(school.root / "build/site")
    command = [
        sys.executable,
        "-m",
        "media_pipeline",
        "build",
        "--jobs",
        "1",
        "-w",
        str(school.root),
    ]
    builds = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        for _ in range(2)
    ]
    said = [build.communicate(timeout=120)[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0]
    assert sum("Another build is running here" in each for each in said) == 1
    before = school.site()
    assert school.build().placing.written == ()
    assert school.site() == before


# ── sources that change ──


def test_threat_21_a_recording_edited_while_it_is_worked_on_is_not_taken(
    school: School, recording: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work on it is thrown away, in the middle of which it changed; the next build takes it."""
    wolf = school.root / "recordings/The wolf.wav"
    short_recording(recording("half-second.wav"), wolf, 7)
    edited: list[Path] = []

    def run_jailed(*arguments: Any, **named: Any) -> Any:
        finished = _run_jailed(*arguments, **named)
        if not edited:
            edited.append(wolf)
            short_recording(recording("half-second.wav"), wolf, 8)
        return finished

    _run_jailed = launcher.run_jailed
    monkeypatch.setattr(ffmpeg, "run_jailed", run_jailed)
    school.build()
    story = school.stories()["recordings/The wolf.wav"]
    assert "it changed while it was worked on" in story["reason"]
    assert story["renditions"] == []
    school.build()
    story = school.stories()["recordings/The wolf.wav"]
    assert (story["state"], story["reason"]) == ("waiting", "Nobody has decided yet.")


CHANGES: dict[str, tuple[Callable[[School], object], set[str]]] = {
    "recording": (
        lambda school: short_recording(school.root / CROW, school.root / CROW, 9),
        {"sound", "cover", "tags"},
    ),
    "sidecar": (
        lambda school: school.write("recordings/The crow.toml", 'title = "The wise crow"\n'),
        {"cover", "tags"},
    ),
    "picture": (
        lambda school: Image.new("RGB", (400, 400), "navy").save(
            school.root / "recordings/The fox.png"
        ),
        {"picture", "cover", "tags"},
    ),
    "words": (
        lambda school: school.write(
            "recordings/The fox.vtt", "WEBVTT\n\n00:00.100 --> 00:00.300\nTwice\n"
        ),
        {"words", "tags"},
    ),
    "setting of sound": (
        lambda school: school.write("school.toml", f"{SETTINGS}\n[audio]\nspeech = 64\n"),
        {"sound", "tags"},
    ),
    "template": (
        lambda school: school.write("site_templates/styles/99-own.css", "p { margin: 0 }\n"),
        set(),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_threat_22_each_input_alone_makes_again_what_depends_on_it(
    school: School, change: str
) -> None:
    """Of stories' own files that and nothing else, and with the next build nothing at all."""
    happen, expected = CHANGES[change]
    happen(school)
    school.build()
    assert _made(school) == expected
    school.build()
    assert school.reporter.reasons == {}


@pytest.mark.slow
def test_threat_22_another_ffmpeg_makes_sound_again(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its version is an input of what it makes, and of nothing else."""
    tool = ffmpeg.find_ffmpeg(school.workspace.settings.ffmpeg)
    other = ffmpeg.Ffmpeg(tool.path, "ffmpeg version 99")
    monkeypatch.setattr(plan, "find_ffmpeg", lambda _: other)
    monkeypatch.setattr(unchanged, "ffmpeg_file", lambda _: Path("another/ffmpeg"))
    school.build()
    assert "sound" in _made(school)
    assert not _made(school) & {"picture", "words"}


def test_threat_22_nothing_changed_writes_nothing_but_the_report(school: School) -> None:
    """Not a file of the workspace is touched."""
    school.build()
    before = _stamps(school.root)
    school.build()
    after = _stamps(school.root)
    assert {path for path in after if after[path] != before.get(path)} == {"build/report.json"}
    assert before.keys() == after.keys()


def _made(school: School) -> set[str]:
    """The kinds of work on stories that were done."""
    kinds = {name.split()[0] for name in school.reporter.reasons if " of feed " not in name}
    return kinds & {"sound", "film", "cover", "tags", "picture", "words"}


def _stamps(root: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in root.rglob("*")
        if path.is_file()
    }


# ── clocks ──


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Take this computer to another time zone."""

    def go(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield go
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("year", [1970, 2099])
def test_threat_24_a_wrong_clock_changes_no_id_date_or_page(school: School, year: int) -> None:
    """Built again from nothing by a computer that thinks it is another century."""
    before, stories = school.site(), school.stories()
    shutil.rmtree(school.root / "build/site")
    school.now = datetime(year, 1, 1, tzinfo=UTC)
    school.build()
    assert school.site() == before
    assert {path: each["id"] for path, each in school.stories().items()} == {
        path: each["id"] for path, each in stories.items()
    }


def test_threat_24_another_time_zone_changes_nothing(
    school: School, elsewhere: Callable[[str], None]
) -> None:
    """The computer went round the world; all that is kept is in UTC."""
    before = school.site()
    shutil.rmtree(school.root / "build/site")
    elsewhere("Pacific/Kiritimati")
    school.build()
    assert school.site() == before


def test_threat_24_the_hour_that_comes_twice_keeps_its_order(
    school: School, recording: Named, elsewhere: Callable[[str], None]
) -> None:
    """Approved half an hour before and half an hour after the clocks go back, in that order; and
    the clock of the second computer was an hour slow.
    """
    elsewhere("Europe/London")
    moments = [
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 15, tzinfo=UTC),
    ]
    for number, moment in enumerate(moments):
        path = school.root / f"recordings/Wolf {chr(65 + number)}.wav"
        short_recording(recording("half-second.wav"), path, 20 + number)
        school.now = moment
        school.build()
        school.now = moment
        school.approve()
    school.build()
    feed = etree.fromstring(school.site()["feeds/all.xml"])
    titles = [each.text for each in feed.iter("title")]
    wolves = [each for each in titles if each and each.startswith("Wolf")]
    assert wolves[0] in ("Wolf C", "Wolf B")
    assert wolves[-1] == "Wolf A"
