"""``watch``: it builds by itself, is delayed by no film, and ended by nothing but a signal."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from made_before import RememberingPool
from schools import RecordingReporter, School
from waiting import comes_true

from media_pipeline.commands import watching
from media_pipeline.commands.looking import look
from media_pipeline.commands.noticing import Noticed, news, notice
from media_pipeline.commands.watching import Watching
from media_pipeline.engine import pools
from media_pipeline.engine.films import Films, films_aside, made_in, make_aside
from media_pipeline.engine.pool import InlinePool, Result
from media_pipeline.errors import UsageError
from media_pipeline.model import Failed, Job, State
from media_pipeline.takedown.watch import stamps
from media_pipeline.tools.locks import locked_if_free
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

Named = Callable[[str], Path]
Step = tuple[Callable[[], object], Callable[[], object]]

FOX, POND = "Year 3/en/The fox.wav", "Year 3/en/Our pond.mp4"
PATIENCE = 240.0
"""Seconds for one step on a busy machine."""


@dataclass
class Play:
    """A watch in this process, and what happens to its school meanwhile: each step once its
    condition holds. It ends after the last.
    """

    school: School
    steps: Sequence[Step] = ()
    options: dict[str, Any] = field(default_factory=dict)
    reporter: RecordingReporter = field(default_factory=RecordingReporter)
    done: int = 0
    _since: float = field(default_factory=time.monotonic)

    def stopped(self) -> bool:
        if self.done < len(self.steps):
            condition, action = self.steps[self.done]
            if condition():
                action()
                self.done += 1
                self._since = time.monotonic()
        return self.done == len(self.steps) or time.monotonic() - self._since > PATIENCE

    def run(self, *steps: Step) -> list[str]:
        """Play to the end; returns the lines of the log."""
        self.steps = steps
        options = {"every": 0.2, "settle": 0.02} | self.options
        Watching(
            self.school.root, self.reporter, lambda: self.school.now, self.stopped, **options
        ).run()
        assert self.done == len(steps), self.reporter.lines
        return self.reporter.lines

    def said(self, words: str, times: int = 1) -> Callable[[], bool]:
        """Whether so many lines have those words."""
        return lambda: sum(words in line for line in self.reporter.lines) >= times

    def state(self, path: str, state: State) -> Callable[[], bool]:
        """Whether the last build left a recording in that state."""
        return lambda: (
            (self.school.root / "build/report.json").exists()
            and self.school.stories().get(f"recordings/{path}", {}).get("state") == state
        )


def nothing() -> None:
    """A step that is only waited for."""


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """All work is done here, and once for all tests."""
    monkeypatch.setattr(pools, "LocalPool", lambda _, glance: RememberingPool(glance))
    monkeypatch.setattr(watching, "LocalPool", lambda _, glance: Encoding(glance))
    monkeypatch.setattr(watching, "TICK", 0.02)


class Encoding(InlinePool):
    """A pool in which a film takes as long as it takes to glance ``glances`` times.

    As in a real one, time goes by between two glances, a quarter of its second: what a film takes
    is what these tests are about, and no real one takes as long on every machine.
    """

    glances = 3
    failing = False

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        for job in jobs:
            for _ in range(self.glances):
                time.sleep(0.25)
                self._glance()
            if self.failing:
                yield Failed(job.fingerprint, "No space left on device", refusal=False)
            else:
                yield from RememberingPool().run([job], store, work)


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(School(tmp_path / "school"))


@pytest.mark.slow
def test_what_is_dropped_and_approved_is_public_without_anyone_at_a_terminal(
    play: Play, recording: Named
) -> None:
    """Each build is followed by what is done after it, when the workspace is free again."""
    school, free = play.school, []

    def after(workspace: Workspace) -> None:
        with locked_if_free(workspace.lock) as ours:
            free.append(ours)

    play.options["after_build"] = after
    lines = play.run(
        (play.said("Built"), lambda: school.drop(recording("sixteen-bits.wav"), FOX)),
        (play.state(FOX, State.WAITING), school.approve),
        (play.state(FOX, State.PUBLISHED), nothing),
        (play.said("Built", 3), nothing),
    )
    assert [line.rstrip(".") for line in lines if line.startswith("Building")] == [
        "Building: what came meanwhile",
        "Building: 1 file new or changed",
        "Building: new decisions",
    ]
    assert free == [True] * 3
    assert "On the site." in (school.root / "recordings/ANSWERS.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_story_is_ready_while_a_film_is_being_made(
    play: Play, recording: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The film's row says that it is being made; then it waits as any other."""
    monkeypatch.setattr(Encoding, "glances", 400)  # so that the story must come first
    school = play.school
    school.drop(recording("plain.mp4"), POND)

    def story_is_ready() -> None:
        rows = school.stories()
        assert rows[f"recordings/{POND}"]["reason"].endswith("Its film is being made.")
        seen = {row.path: row for row in look(school.workspace, school.now).rows}
        assert seen[f"recordings/{POND}"].reason == rows[f"recordings/{POND}"]["reason"]
        answers = (school.root / "recordings/ANSWERS.html").read_text(encoding="utf-8")
        assert "a film takes its time" in answers
        monkeypatch.setattr(Encoding, "glances", 0)

    def enough() -> bool:
        return play.state(FOX, State.WAITING)()

    lines = play.run(
        (
            play.said("Films being made: 1."),
            lambda: school.drop(recording("sixteen-bits.wav"), FOX),
        ),
        (enough, story_is_ready),
    )
    assert not any("is done" in line for line in lines)


@pytest.mark.slow
def test_a_film_is_taken_in_when_it_is_made(play: Play, recording: Named) -> None:
    """And nothing of its making is left."""
    play.school.drop(recording("plain.mp4"), POND)
    play.run(
        (play.said("is done"), nothing),
        (lambda: play.school.stories()[f"recordings/{POND}"]["renditions"], nothing),
    )
    assert [*(play.school.root / "build/cache").glob("films-*")] == []


@pytest.mark.slow
def test_a_film_that_is_withdrawn_while_it_is_made_is_not_made(
    play: Play, recording: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made of it so far is gone."""
    monkeypatch.setattr(Encoding, "glances", 400)
    school = play.school
    school.drop(recording("plain.mp4"), POND)
    lines = play.run(
        (
            play.said("Films being made: 1."),
            lambda: school.stop("withdrawn", f"recordings/{POND}"),
        ),
        (play.said("is not wanted any more"), nothing),
    )
    assert lines[-1] == "Stopped; nothing is lost."
    assert [*(school.root / "build/cache").glob("films-*")] == []


@pytest.mark.slow
def test_a_film_that_failed_is_not_tried_over_and_over(
    play: Play, recording: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next day it is."""
    monkeypatch.setattr(Encoding, "failing", True)
    school = play.school
    school.drop(recording("plain.mp4"), POND)

    def tomorrow() -> None:
        school.now += timedelta(days=1)

    lines = play.run(
        (play.state(POND, State.REFUSED), nothing),
        (play.said("Built", 2), tomorrow),
        (play.said("is done", 2), nothing),
    )
    assert sum("Films being made" in line for line in lines) == 2
    assert any(line.startswith("Building: a new day") for line in lines)


@pytest.mark.slow
def test_a_share_that_goes_away_is_waited_for(play: Play, recording: Named) -> None:
    """The site stays, what is withdrawn meanwhile leaves it, and then all goes on."""
    school = play.school
    school.drop(recording("sixteen-bits.wav"), FOX)
    school.drop(recording("eight-bits.wav"), "Year 3/en/The crow.wav")
    school.publish()
    share, away = school.root / "recordings", school.root / "away"
    slug = school.stories()[f"recordings/{FOX}"]["slug"]
    page = school.root / f"build/site/stories/{slug}/index.html"
    lines = play.run(
        (play.said("Built"), lambda: share.rename(away)),
        (play.said("Waiting: "), lambda: school.stop("withdrawn", f"recordings/{FOX}")),
        (lambda: not page.exists(), lambda: away.rename(share)),
        (play.said("is there again"), nothing),
        (play.said("Built", 2), nothing),
    )
    assert sum("Waiting: " in line for line in lines) == 1
    assert play.state("Year 3/en/The crow.wav", State.PUBLISHED)()


@pytest.mark.slow
def test_an_error_is_one_line_and_the_next_build_goes_on(play: Play) -> None:
    """Settings that are broken and mended, and something wrong after a build."""
    school = play.school
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    troubles = [RuntimeError("nobody answers\nat all")]

    def after(_: Workspace) -> None:
        if troubles:
            raise troubles.pop()

    play.options |= {"after_build": after, "again": 0.5}
    lines = play.run(
        (play.said("nobody answers"), nothing),
        (play.said("another try"), nothing),
        (play.said("Built", 2), lambda: school.write("school.toml", "name = 1\n")),
        (play.said("Not done (SettingsError)"), lambda: school.write("school.toml", settings)),
        (play.said("Built", 3), nothing),
    )
    assert "Not done (RuntimeError): nobody answers\nat all" in lines


@pytest.mark.slow
def test_what_is_still_being_copied_delays_nothing_else(play: Play, recording: Named) -> None:
    """It is answered, and taken once it has settled."""
    school = play.school
    growing = school.root / "recordings/Year 3/en/Long.wav"
    growing.parent.mkdir(parents=True)
    whole = recording("eight-bits.wav").read_bytes()
    ended: list[bool] = []

    def grow() -> bool:
        if not ended:
            with growing.open("ab") as file:
                file.write(whole[file.tell() : file.tell() + 10] or b"\0")
        return play.state(FOX, State.WAITING)()

    def end() -> None:
        ended.append(True)
        growing.write_bytes(whole)

    play.options["settle"] = 0.3
    school.drop(recording("sixteen-bits.wav"), FOX)
    play.run((grow, end), (play.state("Year 3/en/Long.wav", State.WAITING), nothing))


def test_a_workspace_is_watched_once(play: Play) -> None:
    """A second watch says so and ends."""
    with (
        locked_if_free(play.school.root / "build/watch.lock"),
        pytest.raises(UsageError, match="another watch is running"),
    ):
        play.run((lambda: True, nothing))


# ── what is news ──


def test_nothing_is_news_where_all_is_as_it_was(tmp_path: Path, recording: Named) -> None:
    """What builds write is none, nor what is hidden."""
    school = School(tmp_path / "school")
    school.drop(recording("sixteen-bits.wav"), FOX)
    before = notice(school.root, school.now, 0.0, lambda _: None)
    school.build()
    school.write("recordings/.tmp-1-ANSWERS.html", "half")
    assert news(before, notice(school.root, school.now, 0.0, lambda _: None)) == ""


@pytest.mark.parametrize("name", ["consent.csv", "Consent.CSV", "surnames", "Surnames.txt"])
def test_what_the_gate_goes_by_is_noticed_however_it_is_written(tmp_path: Path, name: str) -> None:
    """As it is read, so is it watched."""
    school = School(tmp_path / "school")
    before = notice(school.root, school.now, 0.0, lambda _: None)
    school.write(f"decisions/{name}", "code,class\n")
    said = news(before, notice(school.root, school.now, 0.0, lambda _: None))
    assert said == "settings, consents or surnames changed"


@pytest.mark.parametrize("name", ["consent.csv", "Consent.CSV", "surnames", "Surnames.txt"])
def test_a_build_glances_at_what_the_gate_goes_by(tmp_path: Path, name: str) -> None:
    """Whatever the case of its name."""
    school = School(tmp_path / "school")
    ledger = open_ledger(school.workspace).path
    before = stamps(ledger)
    school.write(f"decisions/{name}", "code,class\n")
    assert stamps(ledger) != before


QUIET = Noticed({"a": "1 1.0", "b": None}, frozenset(), 7, frozenset(), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dropped": {"a": "1 2.0", "b": None, "c": "3 1.0"}}, "2 files new or changed"),
        ({"dropped": {"b": None}}, "1 file gone"),
        ({"dropped": {"b": None}, "growing": frozenset({"a"})}, ""),
        ({"dropped": None}, ""),
        ({"decided": 8}, "new decisions"),
        ({"day": date(2026, 11, 24)}, "a new day"),
        ({"kept": frozenset({("school.toml", "1 1.0")})},
         "settings, consents or surnames changed"),
    ],
)  # fmt: skip
def test_each_change_is_news_by_its_name(change: dict[str, Any], said: str) -> None:
    """A file that is being written over is not gone; an absent share is no news."""
    assert news(QUIET, replace(QUIET, **change)) == said


# ── films beside builds ──


@pytest.fixture
def filmed(tmp_path: Path, recording: Named) -> School:
    """A school with a film on its site."""
    school = School(tmp_path / "school")
    school.drop(recording("plain.mp4"), POND)
    return school.publish()


@pytest.mark.slow
def test_a_film_on_the_site_stays_as_it_was_while_it_is_made_anew(filmed: School) -> None:
    """Until the new one is there, the page and its film are the old ones."""
    school, before = filmed, filmed.site()
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f"{settings}\n[video]\nquality = 30\n")
    films = Films()
    built = school.build(films=films)
    row = school.stories()[f"recordings/{POND}"]
    assert (row["state"], row["reason"]) == (
        "published",
        "Its film is being made anew; what it was before stays meanwhile.",
    )
    films_before = {path: each for path, each in before.items() if path.startswith("media/")}
    assert films_before.items() <= school.site().items()
    with (
        films_aside(school.root / "build") as folder,
        closing(Store(school.root / "build")) as store,
    ):
        for job, result in make_aside([*built.films.values()], InlinePool(), folder):
            films.take_in(job, result, made_in(folder), store, school.reporter)
    built = school.build(films=films)
    assert built.films == {}
    assert school.stories()[f"recordings/{POND}"]["reason"] == ""
    assert not films_before.items() <= school.site().items()


@pytest.mark.slow
def test_a_film_on_the_site_is_made_at_once_where_nothing_is_left_of_it(
    filmed: School, recording: Named
) -> None:
    """After ``build`` was deleted: what is public stays so, and only what waits is left aside."""
    school, before = filmed, filmed.site()
    shutil.copy(recording("rotated-90.mov"), school.root / "recordings/Year 3/en/Our yard.mov")
    shutil.rmtree(school.root / "build")
    built = school.build(films=Films())
    assert [*built.films] == ["recordings/Year 3/en/Our yard.mov"]
    assert {path for path in before if path.startswith("media/")} <= school.site().keys()


# ── the real process ──

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d \S.*")


@contextmanager
def watched(school: School, log: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """``media-pipeline watch`` in a process of its own."""
    command = [sys.executable, "-m", "media_pipeline", "watch", "-w", str(school.root), *options]
    with log.open("ab") as file:
        process = subprocess.Popen(
            [*command, "--every", "1", "--jobs", "1"], stdout=file, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_watch_that_was_killed_is_started_again(tmp_path: Path, recording: Named) -> None:
    """A signal ends it cleanly, with each event on a line that begins with its time."""
    school = School(tmp_path / "school")
    log = tmp_path / "watch.log"

    def said(words: str, times: int = 1) -> bool:
        return log.exists() and log.read_text(encoding="utf-8").count(words) >= times

    with watched(school, log) as process:
        assert comes_true(lambda: said("Building: "), PATIENCE)
        process.send_signal(signal.SIGKILL)
        process.wait()
    school.now = datetime.now(UTC)
    with watched(school, log) as process:
        assert comes_true(lambda: said("Built in "), PATIENCE)
        school.drop(recording("sixteen-bits.wav"), FOX)
        assert comes_true(lambda: said("Built in ", 2), PATIENCE)
        assert school.stories()[f"recordings/{FOX}"]["state"] == "waiting"
        shutil.rmtree(school.root / "recordings/Year 3")
        assert comes_true(lambda: said("1 file gone"), PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert lines[-1].endswith("Stopped; nothing is lost.")


@pytest.mark.slow
def test_what_was_built_is_published_where_that_is_asked_for(tmp_path: Path) -> None:
    """After each build, and told in the log; where there is no address it does not begin."""
    school = School(tmp_path / "school")
    log, host = tmp_path / "watch.log", tmp_path / "host"
    host.mkdir()
    with watched(school, log, "--publish") as process:
        assert process.wait(PATIENCE) == 2
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'{settings}\n[publish]\nto = "{host.as_uri()}"\n')
    with watched(school, log, "--publish") as process:
        assert comes_true((host / "index.html").exists, PATIENCE)
        assert comes_true(lambda: "0 addresses changed" in log.read_text("utf-8"), PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
