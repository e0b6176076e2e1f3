"""What the tests of media share: made once a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tag_files import make_containers, make_cover


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Suffix → a file of that container with no tags; tests write into copies."""
    return make_containers(tmp_path_factory.mktemp("containers"))


@pytest.fixture(scope="session")
def art(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cover of more than 100 KB."""
    return make_cover(tmp_path_factory.mktemp("art") / "cover.jpg")
