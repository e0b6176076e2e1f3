"""Releases that are kept, and which of them may be gone back to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_pipeline.release.kept import Release, eligible
from media_pipeline.release.manifest import Entry

THEN = {"the-fox-a1b2c3": "shown so", "the-crow-d4e5f6": "shown so"}


def release(folder: Path) -> Release:
    """One of two stories and one file."""
    trees = {"site": {"index.html": Entry("digest", 4)}}
    return Release(1, datetime(2026, 11, 23, tzinfo=UTC), folder, trees, THEN)


def test_release_of_what_is_public_today_may_be_gone_back_to(tmp_path: Path) -> None:
    """Also where there are more stories now."""
    assert eligible(release(tmp_path), THEN)
    assert eligible(release(tmp_path), {**THEN, "the-wolf-a7b8c9": "new"})


@pytest.mark.parametrize(
    "today",
    [{"the-fox-a1b2c3": "shown so"}, {**THEN, "the-crow-d4e5f6": "shown otherwise"}, {}],
    ids=["taken down", "changed", "nothing known"],
)
def test_threat_26_release_of_what_was_taken_down_or_changed_may_not(
    tmp_path: Path, today: dict[str, str]
) -> None:
    """A story that is shown otherwise may have been cut, or lost a name."""
    assert not eligible(release(tmp_path), today)


def test_emptied_release_is_none_to_go_back_to(tmp_path: Path) -> None:
    """It was published while all stories were held, and would take all down that are public."""
    emptied = replace(release(tmp_path), stories={})
    assert not eligible(emptied, THEN)
    assert eligible(emptied, {})


def test_release_that_lacks_a_file_is_not_whole(tmp_path: Path) -> None:
    """Taking down deletes in it what names a story; half a file is none."""
    (tmp_path / "site").mkdir()
    assert not release(tmp_path).whole
    (tmp_path / "site/index.html").write_text("half", encoding="utf-8")
    assert release(tmp_path).whole
    (tmp_path / "site/index.html").write_text("hal", encoding="utf-8")
    assert not release(tmp_path).whole
