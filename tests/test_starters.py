"""What ``init`` makes for people without a terminal: it starts, and nothing private leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from click.testing import CliRunner
from tools_needed import need

from media_pipeline.cli import cli
from media_pipeline.commands.starters import STARTERS, batch_path, desktop_path, folder_names
from media_pipeline.settings import Settings
from media_pipeline.workspace import open_workspace

CLASSES = """
languages = ["pa", "zh-Hans", "so"]

[[classes]]
id = "reception"
name = "Reception"

[[classes]]
id = "year-3"
name = { en = "Year 3/4", fr = "CE2" }
"""
NAMES = [each.name for each in STARTERS]

by_shell = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /bin/sh")
"""Starters of macOS and Linux are shell scripts, and run where there is a shell."""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A new workspace, in a folder with a space in its name."""
    folder = tmp_path / "Hill school & Co $1"
    assert init(folder).exit_code == 0
    return folder


def init(folder: Path) -> Any:
    """Give the command."""
    return CliRunner().invoke(cli, ["init", str(folder)], catch_exceptions=False)


def double_click(starter: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it as a file manager does in a terminal of its own; somebody presses Enter."""
    return subprocess.run(
        ["/bin/sh", starter], input="\n", capture_output=True, text=True, check=False,
        cwd="/", env={**os.environ, **env},
    )  # fmt: skip


@by_shell
@pytest.mark.slow
def test_build_is_started_by_a_double_click(school: Path) -> None:
    """In a folder of any name, from anywhere, with the Python that the program is installed for."""
    done = double_click(school / "start/Build.command")
    assert (done.returncode, "Done." in done.stdout) == (0, True), done.stderr
    assert "Press Enter to close this window." in done.stdout
    assert (school / "build/site/index.html").is_file()


@by_shell
@pytest.mark.slow
def test_a_failed_start_says_so_and_stays_open(school: Path) -> None:
    """The program's own sentence, and where to look."""
    (school / "school.toml").write_text('name = ""\n')
    done = double_click(school / "start/Build.command")
    assert done.returncode == 2
    assert "It did not work. What is written above says why" in done.stdout
    assert "something to mend in the settings" in done.stderr
    assert "Press Enter to close this window." in done.stdout


@by_shell
def test_a_program_that_is_gone_is_looked_for_on_the_path(school: Path, tmp_path: Path) -> None:
    """Where it is nowhere, a sentence says whom to ask."""
    starter = school / "start/Publish.command"
    starter.write_text(starter.read_text().replace(sys.executable, "/nowhere/python"))
    bare = str(tmp_path / "bin")
    Path(bare).mkdir()
    Path(bare, "dirname").symlink_to(str(shutil.which("dirname")))
    missing = double_click(starter, PATH=bare)
    assert missing.returncode == 127
    assert "is not installed for you on this computer" in missing.stdout
    stand_in = Path(bare, "media-pipeline")
    stand_in.write_text('#!/bin/sh\necho "asked: $*"\n')
    stand_in.chmod(0o755)
    assert f"asked: publish -w {school}" in double_click(starter, PATH=bare).stdout


@pytest.mark.parametrize("name", NAMES)
def test_starters_are_of_their_systems_own_form(school: Path, name: str) -> None:
    """Windows: ASCII and its line ends. macOS: the shell reads it, and it may be run."""
    batch = (school / f"start/{name}.cmd").read_bytes()
    assert batch.isascii()
    assert batch.count(b"\r\n") == batch.count(b"\n") > 20
    script = school / f"start/{name}.command"
    subprocess.run(["/bin/bash", "-n", script], check=True)
    assert os.access(script, os.X_OK)
    for text in (batch.decode(), script.read_text()):
        assert "@" not in text.replace("@echo off", "")


@pytest.mark.parametrize("starter", STARTERS, ids=NAMES)
def test_starters_give_commands_that_there_are(starter: Any) -> None:
    """With options that they have."""
    name, *options = starter.command.split()
    assert name in cli.commands
    known = {each for parameter in cli.commands[name].params for each in parameter.opts}
    assert {each for each in options if each.startswith("--")} <= known


@pytest.mark.parametrize(
    ("path", "home", "written"),
    [
        (r"C:\Users\Kim\venv\python.exe", r"C:\Users\Kim", r"%USERPROFILE%\venv\python.exe"),
        (r"C:\Users\José\venv\python.exe", r"C:\Users\José", r"%USERPROFILE%\venv\python.exe"),
        (r"D:\tools\python.exe", r"C:\Users\Kim", r"D:\tools\python.exe"),
        (r"D:\écoles\python.exe", r"C:\Users\Kim", ""),
        (r"D:\100%\python.exe", r"C:\Users\Kim", ""),
    ],
)
def test_a_batch_file_names_the_program_in_ascii(path: str, home: str, written: str) -> None:
    """From the user's own folder; what it can't name is looked for on the PATH."""
    assert batch_path(PureWindowsPath(path), home) == written


def test_a_desktop_entry_quotes_any_path() -> None:
    """As its specification has it."""
    assert desktop_path(Path('/a "b"/$c/100%')) == '"/a \\\\"b\\\\"/\\\\$c/100%%"'


@pytest.mark.skipif(sys.platform != "linux", reason="such files are Linux's")
def test_a_desktop_entry_is_valid(school: Path) -> None:
    """By the desktop's own judge, where it is installed."""
    need("desktop-file-validate")
    judged = {
        name: subprocess.run(
            ["desktop-file-validate", school / f"start/{name}.desktop"],
            capture_output=True, text=True, check=False,
        )
        for name in NAMES
    }  # fmt: skip
    assert {name: (said.returncode, said.stdout) for name, said in judged.items()} == dict.fromkeys(
        NAMES, (0, "")
    )


def test_classes_and_languages_get_their_folders(school: Path) -> None:
    """When the settings have them: in names that the drop folder understands, and no others."""
    settings = school / "school.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + CLASSES, encoding="utf-8")
    (school / "recordings/Reception/Punjabi").mkdir(parents=True)
    said = init(school).output
    made = {
        path.relative_to(school / "recordings").as_posix() for path in school.glob("recordings/*/*")
    }
    assert made == {
        f"{one}/{other}"
        for one in ("Reception", "year-3")
        for other in ("Punjabi", "Chinese (Mandarin)", "Somali")
    }
    assert "Reception/Punjabi" not in said
    assert set(folder_names(open_workspace(school).settings)) == made


def test_languages_alone_have_folders_of_their_own() -> None:
    """A school without classes."""
    assert folder_names(Settings(name="A", languages=("fr", "pa"))) == ("French", "Punjabi")


def test_guide_tells_the_settings_as_they_are_now(school: Path) -> None:
    """Until somebody deletes its line that says so; and nothing else is written twice."""
    guide, starter = school / "start/For teachers.html", school / "start/Build.command"
    starter.write_text("mine", encoding="utf-8")
    (school / "school.toml").write_text('name = "Owl School"\n', encoding="utf-8")
    init(school)
    text = guide.read_text(encoding="utf-8")
    assert "A recording for Owl School" in text
    guide.write_text(text.replace("init writes this page anew", ""), encoding="utf-8")
    (school / "school.toml").write_text('name = "Elm School"\n', encoding="utf-8")
    assert "has all that it needs" in init(school).output
    assert "Owl School" in guide.read_text(encoding="utf-8")
    assert starter.read_text(encoding="utf-8") == "mine"


def test_nothing_private_is_put_under_version_control(school: Path) -> None:
    """Recordings, decisions, and what is made of them; settings and feeds are."""
    need("git")
    subprocess.run(["git", "init", "-q", school], check=True)
    private = [
        "recordings/Reception/fox.m4a",
        "decisions/ledger.jsonl",
        "decisions/consent.csv",
        "build/site/index.html",
        "start/Build.cmd",
    ]
    public = ["school.toml", "feeds/ours.toml", "site_templates/about/contact.html"]
    asked = ["git", "-C", str(school), "check-ignore", *private, *public]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert said.split() == private


@pytest.mark.needs_chromium
def test_guide_for_teachers_is_one_page(school: Path, chromium: Any, tmp_path: Path) -> None:
    """On A4, with the school's name and folder in it, and nothing fetched from elsewhere."""
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((school / "start/For teachers.html").as_uri())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
    assert "Hill school & Co $1" in page.inner_text("h1")
    assert str(school / "recordings") in page.inner_text("body")
    assert len(asked) == 1
    page.close()
