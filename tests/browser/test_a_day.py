"""A day in the life: eight recordings are dropped, answered, approved by button, published over
SFTP and heard in a podcast app; a parent withdraws one; the next day a telephone reuses a name.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsing import Visit
from click.testing import CliRunner
from hosts import ssh_server
from schools import SETTINGS, School
from servers import ask, served
from tools_needed import need
from web_servers import web_space

from media_pipeline.cli import cli

Named = Callable[[str], Path]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs_chromium,
    pytest.mark.needs_readers,
    pytest.mark.needs_servers,
]

CROW = "Reception/Punjabi/ਪਿਆਸਾ ਕਾਂ.m4a"
AGAIN = "Year 3/The crow (1).m4a"
FRENCH = "Year 3/French/Le corbeau.opus"
HOME = "Reception/Somali/Tukaha oomman.caf"
POND = "Year 3/English/Films/Our pond.mp4"
HOSTILE = "Reception/English/Songs.mp3"
UNTITLED = "Reception/Urdu/New Recording 4.m4a"
COPYING = "Year 3/English/The hill.ogg"

DROPS = {
    CROW: "memo.m4a",
    AGAIN: "memo.m4a",
    FRENCH: "voice-note.opus",
    HOME: "voice-memo.caf",
    POND: "plain.mp4",
    UNTITLED: "streamed.m4a",
}
"""What comes whole, and from which device's recording."""

LIST = "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"
"""What a recording's name is given to by somebody who means no good."""

PATIENCE = 400
"""Seconds for a build that a button began, on a busy machine."""


@dataclass(frozen=True)
class Day:
    """A school, the port at which families reach its web space, and the folder that is there."""

    school: School
    port: int
    space: Path

    @property
    def address(self) -> str:
        """Where the site stands."""
        return f"http://127.0.0.1:{self.port}/"

    def run(self, *words: str) -> str:
        """A command of the coordinator's; returns what it says."""
        done = CliRunner().invoke(cli, [words[0], "-w", str(self.school.root), *words[1:]])
        assert done.exit_code == 0, done.output
        return done.output

    def line(self, visit: Visit, path: str) -> str:
        """What ANSWERS.html says of a file, in English; it must say it once."""
        page = self.school.root / "recordings/ANSWERS.html"
        visit.page.goto(page.as_uri())
        told = visit.page.locator("details[lang=en] li").all_inner_texts()
        lines = [text for text in told if text.splitlines()[0] == path]
        assert len(lines) == 1, lines
        return " ".join(lines[0].split())

    def naming(self, word: str) -> list[str]:
        """The files of the web space that name something, but the list of what stands there."""
        return [
            path.relative_to(self.space).as_posix()
            for path in self.space.rglob("*")
            if path.is_file()
            and not path.name.startswith(".media-pipeline-")
            and (word in path.as_posix() or word.encode() in path.read_bytes())
        ]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """The evening before: a web space with nothing on it, and a school that publishes there."""
    with web_space() as (port, space), ssh_server(tmp_path) as server:
        school = School(tmp_path / "school")
        settings = SETTINGS.replace("https://stories.hill.example/", f"http://127.0.0.1:{port}/")
        school.write("school.toml", settings + server.settings(space))
        yield Day(school, port, space)


def test_a_day_in_the_life(
    day: Day, visit: Visit, recording: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From eight drops to a withdrawal, and to the next morning."""
    drop_eight(day, recording)
    answers_are_read(day, visit)
    decide_by_button(day, visit)
    slug = publish_and_hear(day, tmp_path, monkeypatch)
    withdraw(day, slug)
    reuse_a_name(day, visit, recording)
    assert day.naming(slug) == []  # the next morning's publication brought nothing back


def drop_eight(day: Day, recording: Named) -> None:
    """Six whole, one hostile, one that is still being copied while the school builds."""
    for path, name in DROPS.items():
        day.school.drop(recording(name), path)
    day.school.write(f"recordings/{HOSTILE}", LIST)
    whole = recording("voice-note.ogg").read_bytes()
    target = day.school.root / "recordings" / COPYING
    target.parent.mkdir(parents=True, exist_ok=True)
    built = threading.Event()

    def copy() -> None:
        with target.open("wb", buffering=0) as copied:
            copied.write(whole[:1000])
            while not built.wait(0.2):
                copied.write(b"\0")
        target.write_bytes(whole)

    copying = threading.Thread(target=copy)
    copying.start()
    try:
        said = day.run("build")
    finally:
        built.set()
        copying.join()
    assert "still being copied" in said
    assert not (day.school.root / "build/site/stories").exists()


def answers_are_read(day: Day, visit: Visit) -> None:
    """A line for each of the eight."""
    said = {path: day.line(visit, path) for path in (*DROPS, HOSTILE, COPYING)}
    for path in (FRENCH, HOME, POND):
        assert "It waits until the school has listened to it." in said[path]
    first, second = sorted((CROW, AGAIN), key=lambda path: "The same recording" in said[path])
    assert "It waits" in said[first]
    assert "The same recording as" in said[second]
    assert "It needs a title." in said[UNTITLED]
    assert "It can't be used." in said[HOSTILE]
    assert "It is still being copied." in said[COPYING]


def decide_by_button(day: Day, visit: Visit) -> None:
    """A title is given, the school builds, and all that waits is approved, one by one."""
    page = visit.page
    with served(day.school.root) as port:
        desk = f"http://127.0.0.1:{port}/waiting/"
        visit.open(desk)
        untitled = page.locator(".waiting > li", has_text="New Recording 4.m4a")
        untitled.get_by_label("Title").fill("لومڑی")
        untitled.get_by_role("button", name="Write it down").click()
        page.locator("#done", has_text="Written").wait_for(timeout=1000 * PATIENCE)
        build_now(visit)
        visit.open(desk)
        approve = page.get_by_role("button", name=re.compile("^Approve “"))
        for left in range(approve.count(), 0, -1):
            assert approve.count() == left
            approve.first.click()
            page.locator("#done", has_text="Approved").wait_for(timeout=1000 * PATIENCE)
        build_now(visit)
    states = [each["state"] for each in day.school.stories().values()]
    assert sorted(states) == ["published"] * 6 + ["refused"]


def build_now(visit: Visit) -> None:
    """By the desk's own button, to its end."""
    visit.page.get_by_role("button", name="Build now").click()
    visit.page.wait_for_url("**/waiting/build/", timeout=1000 * PATIENCE)
    ended = visit.page.locator("#progress", has_text="The site is built")
    ended.wait_for(timeout=1000 * PATIENCE)


def publish_and_hear(day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Over SFTP to the web space; a podcast app hears all six. Returns the crow's slug."""
    said = day.run("publish")
    assert "0 replaced" in said
    assert "answers as it must" in said
    gpo = str(need("gpo")[0])
    monkeypatch.setenv("GPODDER_HOME", str(tmp_path / "gpodder"))
    for words in (["subscribe", f"{day.address}feeds/all.xml"], ["update"], ["download"]):
        subprocess.run([gpo, *words], check=True, capture_output=True, timeout=PATIENCE)
    heard = [path.read_bytes() for path in (tmp_path / "gpodder").rglob("*.mp3")]
    stories = day.school.stories()
    made = [
        (day.school.root / each["path"]).read_bytes()
        for story in stories.values()
        for each in story["renditions"]
        if each["role"] == "enclosure" and each["mime"] == "audio/mpeg"
    ]
    assert sorted(heard) == sorted(made)
    crow = next(each for each in stories.values() if each["language"] == "pa")
    return str(crow["slug"])


def withdraw(day: Day, slug: str) -> None:
    """A parent asks; before the command ends every copy is gone."""
    assert day.naming(slug)
    path = next(each["path"] for each in day.school.stories().values() if each["slug"] == slug)
    day.run("withdraw", path, "--reason", "a parent asked", "--by", "Kim")
    assert day.naming(slug) == []
    assert ask(day.port, f"/stories/{slug}/").status == 404
    day.run("check", "--published", day.address)
    assert "takedown pending" not in day.run("status")


def reuse_a_name(day: Day, visit: Visit, recording: Named) -> None:
    """The next day's recording has yesterday's name: another story, which waits."""
    before = day.school.stories()[f"recordings/{UNTITLED}"]
    day.school.drop(recording("cover.m4a"), UNTITLED)
    os.utime(day.school.root / "recordings" / UNTITLED)
    day.run("build")
    report = json.loads((day.school.root / "build/report.json").read_bytes())
    rows = {each["state"]: each for each in report["stories"] if each["path"] == before["path"]}
    assert rows.keys() == {"missing", "waiting"}
    assert rows["missing"]["id"] == before["id"] != rows["waiting"]["id"]
    assert "It waits" in day.line(visit, UNTITLED)
    day.run("publish")
    assert day.naming(str(before["slug"])) == []
