"""Pagefind as a service: pages in the order they are given in, whatever the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline.errors import ToolError
from media_pipeline.publish.search import pagefind
from media_pipeline.publish.search.pagefind import ENTRY, index_pages, put_in_order


def pages(count: int = 40) -> list[tuple[str, str]]:
    """Made-up stories of seven classes and five kinds, each with a word of its own."""
    page = (
        '<!DOCTYPE html><html lang="unknown"><body>'
        '<i data-pagefind-filter="class[data-v]" data-v="year-{0}"></i>'
        '<i data-pagefind-filter="kind[data-v]" data-v="kind-{1}"></i>'
        '<h1 data-pagefind-meta="title">Story</h1><p>crow{2} had a thirst</p></body></html>'
    )
    return [(f"story-{each}", page.format(each % 7, each % 5, each)) for each in range(count)]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an index, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def index(given: list[tuple[str, str]], folder: Path) -> dict[str, bytes]:
    """An index in order."""
    folder.mkdir(parents=True)
    index_pages(given, folder / "made")
    put_in_order(folder / "made")
    return tree(folder / "made")


def test_an_index_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    """With filters of many values, which Pagefind writes in any order."""
    made = [index(pages(), tmp_path / name) for name in ("one", "another", "deeper/still")]
    assert made[0] == made[1]
    assert made[0] == made[2]


def test_pages_are_numbered_as_they_are_given(tmp_path: Path) -> None:
    """The other way round, the same pages have other numbers; no folder's order comes in."""
    given, turned = index(pages(), tmp_path / "one"), index(pages()[::-1], tmp_path / "another")
    fragments = [
        {path for path in each if path.startswith("fragment/")} for each in (given, turned)
    ]
    assert len(fragments[0]) == 40
    assert fragments[0] == fragments[1]
    assert given[ENTRY] != turned[ENTRY]


def test_a_result_costs_few_bytes(tmp_path: Path) -> None:
    """It says what a card shows, none of the words that were searched, and not packed."""
    made = index(pages(2), tmp_path / "one")
    fragments = [made[path] for path in made if path.startswith("fragment/")]
    assert [b"thirst" in each for each in fragments] == [False, False]
    assert [b'"title":"Story"' in each for each in fragments] == [True, True]


def test_a_pagefind_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a machine has no room for it."""
    monkeypatch.setattr(pagefind, "LIMITS", replace(pagefind.LIMITS, memory=1 << 20))
    with pytest.raises(ToolError):
        index_pages(pages(), tmp_path / "made")


def test_a_pagefind_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time is up before it is done."""
    monkeypatch.setattr(pagefind, "LIMITS", replace(pagefind.LIMITS, wall=0.0))
    with pytest.raises(ToolError):
        index_pages(pages(), tmp_path / "made")
