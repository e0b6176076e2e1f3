"""Documents stay true: what can be typed or set is said somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from media_pipeline import settings
from media_pipeline.cli import cli
from media_pipeline.intake.fields import FIELDS
from media_pipeline.tools.resources import resource_root

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(cli.commands.items())
TABLES = [
    each
    for each in vars(settings).values()
    if isinstance(each, type) and issubclass(each, BaseModel) and each.model_fields
]


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_and_option_is_in_the_coordinators_page(
    name: str, command: click.Command
) -> None:
    """A command or an option without documentation fails."""
    page = (ROOT / "docs/coordinator.md").read_text(encoding="utf-8")
    options = [
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    ]
    missing = [each for each in (f"media-pipeline {name}", *options) if each not in page]
    assert missing == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_setting_is_described_in_settings_md(table: type[BaseModel]) -> None:
    """A setting without a description fails, and so does one that the page does not have."""
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    missing = [
        name
        for name, field in table.model_fields.items()
        if not field.description or f"| `{name}` |" not in page or field.description not in page
    ]
    assert missing == []


def test_settings_md_is_what_the_settings_say(tmp_path: Path) -> None:
    """The page is made from the program, and nobody forgot to make it again."""
    page = ROOT / "docs/settings.md"
    before = page.read_text(encoding="utf-8")
    subprocess.run([sys.executable, ROOT / "scripts/document_settings.py"], check=True)
    assert page.read_text(encoding="utf-8") == before


def test_the_starters_settings_hold_every_name_and_are_right() -> None:
    """What ``init`` writes shows every setting, and is accepted with every line uncommented."""
    text = (resource_root() / "starter/school.toml").read_text(encoding="utf-8")
    settings.Settings.model_validate(tomllib.loads(text))
    shown = re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.MULTILINE)
    table = settings.Settings.model_validate(tomllib.loads(shown))
    assert set(settings.Settings.model_fields) == table.model_fields_set


@pytest.mark.parametrize("name", ["install.md", "hosting/README.md", "coordinator.md"])
def test_every_command_of_a_page_is_real(name: str) -> None:
    """With the options that it has, however its path is written."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    given = re.findall(r"media-pipeline(?:\.exe)?\"? ([a-z][a-z-]*)([^`\n#]*)", page)
    assert given
    for command, rest in given:
        assert command in cli.commands, command
        known = {each for one in cli.commands[command].params for each in one.opts}
        assert set(re.findall(r"(?<= )--?[a-z-]+", rest)) <= known, command


def test_installing_says_what_the_program_needs() -> None:
    """The oldest Python, and the folders of each system that a backup must hold."""
    page = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Python {needs['requires-python'].removeprefix('>=')} or newer" in page
    places = (ROOT / "media_pipeline/tools/places.py").read_text(encoding="utf-8")
    for folder, said in (
        (".local/state", "~/.local/state/media-pipeline"),
        ("Library/Application Support", "~/Library/Application Support/media-pipeline"),
        ("LOCALAPPDATA", "%LOCALAPPDATA%\\media-pipeline"),
    ):
        assert folder in places
        assert said in page
    for link in re.findall(r"\]\(([\w./-]+\.md)", page):
        assert (ROOT / "docs" / link).exists(), link


def test_every_field_of_a_sidecar_is_in_the_teachers_page() -> None:
    """A field that a sidecar may have is shown there."""
    page = (ROOT / "docs/teachers.md").read_text(encoding="utf-8")
    assert [name for name in FIELDS if f"\n{name} = " not in page] == []


def test_architecture_names_every_module_of_publish() -> None:
    """A newcomer finds each from the page; one that is not named fails."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(publish/(?:\w+/)?)` \| (.*) \|$", page, re.MULTILINE))
    publish = ROOT / "media_pipeline/publish"
    missing = [
        path.relative_to(publish).as_posix()
        for path in publish.rglob("*.py")
        if path.stem != "__init__"
        and f"`{path.stem}`"
        not in rows.get(f"{path.parent.relative_to(ROOT / 'media_pipeline').as_posix()}/", "")
    ]
    assert missing == []


def test_readme_leads_to_a_page_for_each_of_the_four_users() -> None:
    """Every page that the README names is there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = re.findall(r"\]\((docs/[\w./-]+)\)", readme)
    assert {
        "docs/teachers.md",
        "docs/parents.md",
        "docs/families.md",
        "docs/coordinator.md",
    } <= set(pages)
    assert [page for page in pages if not (ROOT / page).exists()] == []


@pytest.mark.parametrize("number", range(1, 31))
def test_each_danger_has_its_row_and_its_tests(number: int) -> None:
    """What docs/safety.md says is tested is: by a test with the danger's number in its name."""
    table = (ROOT / "docs/safety.md").read_text(encoding="utf-8")
    assert f"\n| {number:02} | " in table
    named = f"def test_threat_{number:02}_"
    assert any(
        named in path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
