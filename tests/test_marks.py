"""Others are measured on the same stories, and on pages that say all that ours say."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from benchmarks.marks import THEMES, hugo_site, pelican_site
from benchmarks.tales import tale

SAID = re.compile(r'\bT "(\w+)"')
"""A message that a template of Hugo asks for."""


def test_hugo_is_told_as_many_stories_as_asked(tmp_path: Path) -> None:
    hugo_site(tmp_path / "hugo", 7)

    told = [json.loads(each.read_text()) for each in (tmp_path / "hugo/content/stories").iterdir()]

    shown = (tale(number) for number in range(7))
    assert {each["title"] for each in told} == {each.french or each.title for each in shown}


def test_pelican_is_told_as_many_stories_as_asked(tmp_path: Path) -> None:
    pelican_site(tmp_path / "pelican", 7)

    assert len(list((tmp_path / "pelican/content").iterdir())) == 7


def test_a_shelf_stands_for_each_class_and_language(tmp_path: Path) -> None:
    hugo_site(tmp_path / "hugo", 7)

    shelves = {path.parent.name for path in (tmp_path / "hugo/content").glob("*/*/_index.md")}

    classes = {tale(number).class_name.lower().replace(" ", "-") for number in range(7)}
    assert shelves >= classes | {"story"}


@pytest.mark.parametrize("template", sorted((THEMES / "hugo/layouts").rglob("*.*")), ids=str)
def test_every_message_of_hugos_theme_is_there(template: Path) -> None:
    messages = tomllib.loads((THEMES / "hugo/i18n/en.toml").read_text(encoding="utf-8"))

    assert set(SAID.findall(template.read_text(encoding="utf-8"))) <= messages.keys()
