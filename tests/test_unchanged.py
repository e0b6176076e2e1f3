"""A build that finds all as the last one left it does nothing; and nothing else is taken so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from schools import SETTINGS, School
from tools_needed import LINUX

from media_pipeline.gate.ledger import Ledger
from media_pipeline.model import Placing
from media_pipeline.publish.standing import files_stand, folder_stamps
from media_pipeline.publish.translations import translations
from media_pipeline.stages.surveying import survey

CROW = "recordings/Reception/Punjabi/The crow.m4a"


@pytest.fixture(scope="module")
def open_school(recording: Callable[[str], Path], tmp_path_factory: Any) -> School:
    """A school with one published story, built twice."""
    school = School(tmp_path_factory.mktemp("unchanged") / "school")
    school.drop(recording("memo.m4a"), CROW.removeprefix("recordings/"))
    school.publish()
    return school


@pytest.fixture
def surveys(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The surveys that builds made."""
    made: list[object] = []

    def noted(*given: Any) -> Any:
        made.append(given)
        return survey(*given)

    monkeypatch.setattr("media_pipeline.flow.survey", noted)
    return made


@pytest.fixture
def school(open_school: School, surveys: list[object]) -> School:
    """The same, built since anything was tried on it."""
    open_school.build()
    surveys.clear()
    return open_school


def test_threat_22_nothing_changed_is_told_as_it_was(school: School, surveys: list[object]) -> None:
    """Rows, report and figures are those of the last build; no recording is looked into."""
    before = json.loads((school.root / "build/report.json").read_text())
    built = school.build()
    after = json.loads((school.root / "build/report.json").read_text())
    assert surveys == []
    assert built.placing == Placing((), ())
    assert [row.path for row in built.rows] == [CROW]
    assert after == {**before, "built": 0, "reused": after["reused"], "seconds": after["seconds"]}
    assert after["reused"] > 0


def test_what_makes_things_is_not_even_read_where_nothing_is_to_be_made(school: School) -> None:
    """Python would be longer at it than the build at its look."""
    program = """
        import sys
        from media_pipeline.cli import cli
        cli(sys.argv[1:], standalone_mode=False)
        print("read:", *sys.modules)
        """
    command = [sys.executable, "-c", textwrap.dedent(program), "build", "-w", str(school.root)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Site: 0 files written, 0 removed." in said
    read = set(said.partition("read: ")[2].split())
    assert "media_pipeline.stages.unchanged" in read
    assert read & {"PIL", "av", "lxml", "mutagen", "numpy", "pyvips", "typst", "zxingcpp"} == set()
    making = ("flow", "engine", "media", "publish.site", "takedown", "commands")
    parts = tuple(f"media_pipeline.{part}" for part in making)
    assert [name for name in read if name.startswith(parts)] == []


@LINUX
def test_of_many_files_other_processes_say_whether_they_stand(
    school: School, surveys: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As this one would: all is as it was, or a page is not."""
    here = os.getpid()

    def elsewhere(look: Callable[..., Any]) -> Callable[..., Any]:
        def looked(*given: Any) -> Any:
            assert os.getpid() != here
            return look(*given)

        return looked

    monkeypatch.setattr("media_pipeline.stages.unchanged.MANY", 0)
    for look in (files_stand, folder_stamps):
        monkeypatch.setattr(f"media_pipeline.stages.unchanged.{look.__name__}", elsewhere(look))
    page = school.root / "build/site/index.html"
    before = page.read_bytes()
    school.build(jobs=2)
    assert surveys == []
    page.write_bytes(before + b" ")
    school.build(jobs=2)
    assert len(surveys) == 1
    assert page.read_bytes() == before


def test_what_is_remembered_and_damaged_is_found_out_again(
    school: School, surveys: list[object]
) -> None:
    """Were it where a look reads, which nothing has proven to be sound."""
    base = school.root / "build/state.sqlite"
    content = base.read_bytes()
    base.write_bytes(content[:4096] + bytes(len(content) - 4096))
    built = school.build()
    assert len(surveys) == 1
    assert [row.path for row in built.rows] == [CROW]
    school.build()
    assert len(surveys) == 1


def _sidecar(school: School) -> None:
    school.write(CROW.replace(".m4a", ".toml"), f'tale = "The crow at {school.now}"\n')


def _setting(school: School) -> None:
    school.write("school.toml", f"{SETTINGS}# {school.now}\n".replace("Hill", f"H{school.now:%H}"))


def _template(school: School) -> None:
    school.write("site_templates/static/more.txt", f"{school.now}")


def _hold(school: School) -> None:
    Ledger(school.workspace.decisions).path.touch()


def _page(school: School) -> None:
    (school.root / "build/site/index.html").write_text("defaced")


def _stray(school: School) -> None:
    (school.root / "build/site/stray.html").write_text("what nobody published")


def _result(school: School) -> None:
    folder = next((school.root / "build/cache/objects").glob("*/*/*.mp3")).parent
    shutil.rmtree(folder)


def _report(school: School) -> None:
    (school.root / "build/report.json").unlink()


@pytest.mark.parametrize(
    "change", [_sidecar, _setting, _template, _hold, _page, _stray, _result, _report]
)
def test_threat_22_any_change_is_looked_into(
    change: Callable[[School], None], school: School, surveys: list[object]
) -> None:
    """Of what people gave or decided, of the program's templates, of what was made or placed."""
    change(school)
    school.build()
    assert len(surveys) == 1
    assert "defaced" not in (school.root / "build/site/index.html").read_text(encoding="utf-8")
    assert not (school.root / "build/site/stray.html").exists()


def test_a_decision_that_came_while_a_build_worked_is_not_passed_over(
    school: School, surveys: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next build looks again, whatever the first one saw of it."""
    _sidecar(school)

    def holding(*given: Any) -> Any:
        school.stop("held", CROW)
        return translations(*given)

    monkeypatch.setattr("media_pipeline.flow.translations", holding)
    school.build()
    monkeypatch.setattr("media_pipeline.flow.translations", translations)
    school.build()
    assert len(surveys) == len(("first", "second"))
