"""What all tests share: recordings made by ffmpeg, once per run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from makers import maker

Named = Callable[[str], Path]


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Named:
    """A recording of :mod:`makers` by its name, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("recordings")
    return lambda name: maker(folder, name)
