"""The commands: what they say, what they write, and how they end."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result
from schools import SETTINGS, School, tree

from media_pipeline.cli.app import cli
from media_pipeline.cli.exporting import Size
from media_pipeline.engine import pools, scheduler

Named = Callable[[str], Path]


def run(*words: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def school(tmp_path: Path, recording: Named) -> School:
    """A school with one recording and one without a title, both built."""
    school = School(tmp_path / "school")
    school.drop(recording("memo.m4a"), "Reception/Somali/Dawacadii.m4a")
    school.drop(recording("voice-note.opus"), "Reception/Somali/New Recording 4.opus")
    school.build()
    return school


def test_init_makes_a_workspace_that_builds(tmp_path: Path) -> None:
    """``init`` and ``build`` work with nothing else."""
    folder = tmp_path / "my-school"
    assert run("init", folder).exit_code == 0
    result = run("build", "-w", folder)
    assert result.exit_code == 0
    assert "0 public" in result.output
    assert (folder / "build/site/index.html").exists()


def test_init_says_where_it_can_not_write(tmp_path: Path) -> None:
    """A file is in the way of the folder."""
    (tmp_path / "file").touch()
    result = run("init", tmp_path / "file/school")
    assert result.exit_code == 1
    assert "it could not be written (Not a directory)." in result.output


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    """A workspace that is there stays as it is; a ledger that is lost is not begun anew."""
    run("init", tmp_path / "school")
    before = tree(tmp_path / "school")
    (tmp_path / "school/decisions/ledger.jsonl").unlink()
    result = run("init", tmp_path / "school")
    assert result.exit_code == 0
    assert "has all that it needs" in result.output
    del before["decisions/ledger.jsonl"]
    assert tree(tmp_path / "school") == before


def test_settings_mistakes_are_all_told_and_end_with_2(school: School) -> None:
    """Every mistake, with its place, at once."""
    school.write("school.toml", 'name = ""\nlanguage = "en"\n[loudness]\ntarget = 3\n')
    result = run("build", "-w", school.root)
    assert result.exit_code == 2
    said = result.stderr
    assert [place in said for place in ("name:", "language:", "loudness.target:")] == [True] * 3


def test_status_tells_state_and_need_of_every_recording(school: School) -> None:
    """Both recordings, with what the second needs."""
    result = run("status", "-w", school.root)
    assert "Dawacadii.m4a" in result.output
    assert "It needs a title." in result.output
    rows = json.loads(run("status", "-w", school.root, "--json").output)
    assert [row["needs"] for row in rows] == [[], ["title"]]


def test_status_knows_what_the_last_build_found_of_no_use(school: School, recording: Named) -> None:
    """While it worked on it: until other bytes lie there, which nobody has looked at."""

    def row() -> tuple[str, str]:
        rows = json.loads(run("status", "-w", school.root, "--json").output)
        return next((each["state"], each["reason"]) for each in rows if each["path"] == path)

    path = school.drop(recording("silence.wav"), "Reception/Somali/Aamus.wav")
    school.build()
    told = school.stories()[path]
    assert row() == (told["state"], told["reason"])
    assert told["state"] == "refused"
    report = school.root / "build/report.json"
    whole = report.read_bytes()
    for damaged in (b"[]", b'{"stories": [{"path": 1}]}', b"{"):
        report.write_bytes(damaged)
        assert row()[0] == "waiting"
    report.write_bytes(whole)
    school.drop(recording("sixteen-bits.wav"), path.removeprefix("recordings/"))
    assert row()[0] == "waiting"


def test_build_and_status_say_what_could_not_be_made_anew(school: School) -> None:
    """A jingle that is none keeps stories as they were, and somebody must know."""
    school.approve()
    school.write("school.toml", f'jingle = "jingle.wav"\n{SETTINGS}')
    school.write("jingle.wav", "no sound")
    said = run("build", "-w", school.root, "--jobs", "1").output
    assert "Dawacadii.m4a: published. It could not be made anew: jingle.wav" in said
    assert "It could not be made anew: jingle.wav" in run("status", "-w", school.root).output


def test_describe_writes_a_sidecar_once(school: School) -> None:
    """A title is given; people's files are never rewritten."""
    path = "recordings/Reception/Somali/New Recording 4.opus"
    result = run("describe", "-w", school.root, path, "--title", 'Geri "iyo" Yaxaas')
    assert result.exit_code == 0
    assert run("describe", "-w", school.root, path, "--title", "Other").exit_code == 2
    school.build()
    assert school.stories()[path]["title"] == 'Geri "iyo" Yaxaas'
    assert school.stories()[path]["needs"] == []


def test_describe_refuses_what_is_not_understood(school: School) -> None:
    """A language nobody knows is told, and nothing is written."""
    path = "recordings/Reception/Somali/New Recording 4.opus"
    result = run("describe", "-w", school.root, path, "--language", "Klingonese")
    assert result.exit_code == 2
    assert "Klingonese" in result.stderr
    assert not (school.root / f"{path}.toml").exists()


def test_approve_names_rights_and_needs_words(school: School) -> None:
    """The rights that approval confirms are said; without WHAT it is wrong usage."""
    assert run("approve", "-w", school.root).exit_code == 2
    result = run("approve", "-w", school.root, "--all", "--by", "Kim")
    assert result.exit_code == 0
    assert "rights: own" in result.output
    assert "1 approved" in result.output


def test_withdraw_and_hold_need_a_reason(school: School) -> None:
    """A decision without a reason is none."""
    path = "recordings/Reception/Somali/Dawacadii.m4a"
    assert run("withdraw", "-w", school.root, path).exit_code == 2
    assert run("hold", "-w", school.root, path, "--reason", "a surname").exit_code == 0


def test_strict_ends_with_3_where_a_recording_was_refused(school: School) -> None:
    """Scripts can know."""
    school.write("recordings/Broken.mp3", "")
    assert run("build", "-w", school.root).exit_code == 0
    assert run("build", "-w", school.root, "--strict").exit_code == 3


def test_explain_says_why_each_piece_of_work_is_done(school: School) -> None:
    """With ``--explain`` the changed input is named."""
    school.write("recordings/Reception/Somali/Dawacadii.toml", 'teller = "Amina"\n')
    result = run("build", "-w", school.root, "--explain", "--jobs", "1")
    assert "tag teller changed" in result.output


def test_unknown_story_is_wrong_usage(school: School) -> None:
    """A word that names nothing approves nothing."""
    result = run("approve", "-w", school.root, "recordings/nothing.mp3")
    assert result.exit_code == 2
    assert "no such story" in result.stderr


def test_nothing_is_stopped_without_a_reason(school: School) -> None:
    """Spaces are none."""
    for command in ("hold", "withdraw", "erase"):
        result = run(command, "-w", school.root, "recordings", "--reason", " ")
        assert (result.exit_code, "say why" in result.stderr) == (2, True)


def test_command_says_nothing_of_python_when_it_fails(tmp_path: Path) -> None:
    """A folder that is no workspace: a sentence and what to try, no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "media_pipeline", "build", "-w", tmp_path],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "-w DIR" in done.stderr
    assert "media-pipeline init" in done.stderr
    assert "Traceback" not in done.stderr


def test_build_and_status_tell_what_a_language_of_the_pages_lacks(tmp_path: Path) -> None:
    """One line a language and the whole of it in the report; the build goes on."""
    folder = tmp_path / "school"
    run("init", folder)
    settings = (folder / "school.toml").read_text(encoding="utf-8")
    wanted = settings.replace("# interface_languages = [", 'interface_languages = ["cy", ')
    (folder / "school.toml").write_text(wanted, encoding="utf-8")
    for command in ("build", "status"):
        result = run(command, "-w", folder)
        assert result.exit_code == 0
        line = r"^  Welsh: \d+ messages are said in English \(“.+”, …\); no native"
        assert re.search(line, result.output, re.MULTILINE)
        assert "  English: " not in result.output
    report = json.loads((folder / "build/report.json").read_text(encoding="utf-8"))
    welsh, english = report["interface"]
    assert (welsh["language"], welsh["reviewed"], welsh["untitled"]) == ("cy", False, [])
    assert "Subscribe" in welsh["missing"]
    assert english == {"language": "en", "missing": [], "reviewed": True, "untitled": []}


@pytest.mark.parametrize(("text", "size"), [("500MB", 500_000_000), ("8 gb", 8_000_000_000)])
def test_sizes_are_read_as_sticks_have_them(text: str, size: int) -> None:
    """A MB is a million bytes."""
    assert Size().convert(text, None, None) == size


def test_a_scheduler_that_does_not_answer_ends_the_build_with_1(school: School) -> None:
    """What it is, and where, within ten seconds; here sooner."""
    assert scheduler.ANSWER < 10
    shutil.rmtree(school.root / "build")
    with patch.object(scheduler, "ANSWER", 0.2):
        ended = run("build", "-w", school.root, "--dask", "tcp://127.0.0.1:1")
    assert ended.exit_code == 1
    assert ended.output == (
        "tcp://127.0.0.1:1: no scheduler answers there. Is it started, and the address right?\n"
    )


def test_a_cluster_is_an_extra(school: School) -> None:
    """Without it, it is said how to get it."""
    shutil.rmtree(school.root / "build")
    with patch.object(pools, "find_spec", lambda _: None):
        ended = run("build", "-w", school.root, "--dask", "local:2")
    assert ended.exit_code == 2
    assert "pip install '.[cluster]'" in ended.output


def test_jobs_and_a_cluster_exclude_each_other(school: School) -> None:
    """Both say how many workers there are."""
    ended = run("build", "-w", school.root, "--dask", "local:2", "--jobs", "2")
    assert (ended.exit_code, ended.output) == (
        2,
        "--jobs and --dask: give one of them. local:N is for N workers here.\n",
    )


@pytest.mark.parametrize(
    ("name", "begins"), [("watch", "watching.Watching"), ("serve", "serving.serve_workspace")]
)
def test_what_runs_for_weeks_has_read_the_whole_program(
    school: School, name: str, begins: str
) -> None:
    """An update meanwhile would else give it half of another one."""
    program = f"""
        import sys
        from unittest.mock import patch
        from media_pipeline.cli import cli
        {name} = cli.commands["{name}"]
        with patch("media_pipeline.cli.{begins}"):
            {name}(["-w", {str(school.root)!r}], standalone_mode=False)
        print("media_pipeline.flow" in sys.modules)
        """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "True\n"
