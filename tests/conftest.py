"""What all tests share: recordings made by ffmpeg, once per run."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from browsing import OnAir, Visit, debian_chromium, school_on_air
from makers import maker

# Copies of ledgers never go to the home of whoever runs the tests, in no process that these start.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="media-pipeline-state-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

Named = Callable[[str], Path]


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Named:
    """A recording of :mod:`makers` by its name, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("recordings")
    return lambda name: maker(folder, name)


@pytest.fixture(scope="session")
def on_air(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnAir]:
    """A school with pages in several languages, served. No test changes it."""
    with school_on_air(tmp_path_factory.mktemp("browser") / "school", recording) as school:
        yield school


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser."""
    with debian_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def window(chromium: Any) -> Iterator[Any]:
    """One window with one memory, as a family has."""
    window = chromium.new_context()
    yield window
    window.close()


@pytest.fixture
def visit(window: Any, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh tab, as wide as the test's ``width``."""
    page = window.new_page()
    page.set_viewport_size({"width": request.node.callspec.params["width"], "height": 800})
    yield Visit(page)
    page.close()
