"""What all tests share: recordings made by ffmpeg, once per run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parent / "browser"))

from browsing import debian_chromium
from makers import maker

Named = Callable[[str], Path]


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Named:
    """A recording of :mod:`makers` by its name, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("recordings")
    return lambda name: maker(folder, name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser."""
    with debian_chromium() as browser:
        yield browser
