"""The recipes of docs/running: whole, understood by what reads them, and of commands that exist."""

from __future__ import annotations

import plistlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from lxml import etree
from tools_needed import need

from media_pipeline.cli import cli

RECIPES = Path(__file__).parents[1] / "docs/running"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
UNITS = sorted((RECIPES / "systemd").iterdir())
PLISTS = sorted((RECIPES / "launchd").glob("*.plist"))
TASKS = sorted((RECIPES / "windows").glob("*.xml"))


def understood(command: list[str]) -> str:
    """The name of a command that the program takes with those arguments."""
    program, name, *given = command
    assert Path(program.replace("\\", "/")).stem == "media-pipeline"
    cli.commands[name].make_context(name, list(given), parent=click.Context(cli))
    return name


def crontab() -> list[re.Match[str]]:
    """The lines of the crontab, those that are commented out too."""
    text = (RECIPES / "cron/media-pipeline.crontab").read_text(encoding="utf-8")
    line = r"^(?:# Or always: )?(?P<when>@\w+|(?:[\d*/,-]+ ){4}[\d*/,-]+) (?P<command>/.*)$"
    return list(re.finditer(line, text, re.MULTILINE))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong_with_the_units(unit: Path, tmp_path: Path) -> None:
    """Once the program and its user are where they say."""
    need("systemd-analyze")
    for each in UNITS:
        text = each.read_text(encoding="utf-8").replace("User=stories\n", "")
        here = re.sub(r"(?<=ExecStart=)\S+", sys.executable, text)
        (tmp_path / each.name).write_text(here, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    about_ours = [line for line in done.stderr.splitlines() if unit.name in line]
    assert (done.returncode, about_ours) == (0, [])


def test_units_start_commands_of_the_program() -> None:
    """One always, one once a night."""
    found = {
        unit.name: understood(shlex.split(command))
        for unit in UNITS
        for command in re.findall(r"^ExecStart=(.*)$", unit.read_text("utf-8"), re.MULTILINE)
    }
    assert found == {
        "media-pipeline.service": "watch",
        "media-pipeline-nightly.service": "build",
    }


def test_the_crontab_is_of_times_and_commands() -> None:
    """Each line is a time that cron knows, and a command of the program."""
    commands = [shlex.split(each["command"].partition(" >>")[0]) for each in crontab()]
    assert [each["when"] for each in crontab()] == ["0 2 * * *", "@reboot"]
    assert [understood(each) for each in commands] == ["build", "watch"]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_windows_tasks_have_what_a_task_must_have(task: Path) -> None:
    """In the order that Windows' schema wants: another one is refused."""
    read = etree.parse(task).getroot()
    order = ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert [etree.QName(each).localname for each in read] == order
    command = read.findtext(f".//{TASK}Command", "")
    arguments = shlex.split(read.findtext(f".//{TASK}Arguments", ""))
    expected = "watch" if "watch" in task.name else "build"
    assert understood([command, *arguments]) == expected
    names = {"t": TASK.strip("{}")}
    assert read.xpath("t:Actions/@Context = //t:Principal/@id", namespaces=names)
    assert read.xpath("count(t:Triggers/*)", namespaces=names) == 1
    assert read.findtext(f".//{TASK}MultipleInstancesPolicy") == "IgnoreNew"


@pytest.mark.parametrize("plist", PLISTS, ids=lambda plist: plist.name)
def test_launchd_agents_have_what_an_agent_must_have(plist: Path) -> None:
    """A label that is the file's name, and a command of the program."""
    read = plistlib.loads(plist.read_bytes())
    assert read["Label"] == plist.stem
    expected = "watch" if "watch" in plist.name else "build"
    assert understood(read["ProgramArguments"]) == expected
    assert read.get("KeepAlive", False) is (expected == "watch")


def test_every_recipe_is_in_the_page() -> None:
    """And the page names none that is not there."""
    text = (RECIPES.parent / "running.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(running/([^)]+)\)", text))
    there = {path.relative_to(RECIPES).as_posix() for path in RECIPES.rglob("*") if path.is_file()}
    assert named == there
