"""What browser tests share: a school on the air, and a window of the width that a test asks for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent.parent / "publish"))

from browsing import DESK, OnAir, Visit, school_on_air, visiting


@pytest.fixture(scope="session")
def on_air(
    recording: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OnAir]:
    """A school with pages in several languages, served. No test changes it."""
    with school_on_air(tmp_path_factory.mktemp("browser") / "school", recording) as school:
        yield school


@pytest.fixture
def width(request: pytest.FixtureRequest) -> int:
    """The width of the screen in CSS pixels: as ``@pytest.mark.screen`` says, else a desk's."""
    screen = request.node.get_closest_marker("screen")
    return screen.args[0] if screen else DESK


@pytest.fixture
def visit(chromium: Any, width: int) -> Iterator[Visit]:
    """A new window, which remembers nothing."""
    window = chromium.new_context(viewport={"width": width, "height": 800})
    yield Visit(window.new_page())
    window.close()


@pytest.fixture(scope="session")
def worn(chromium: Any) -> Iterator[Any]:
    """A window for tests that leave nothing behind in it."""
    window = chromium.new_context()
    yield window
    assert window.storage_state() == {"cookies": [], "origins": []}
    window.close()


@pytest.fixture
def look(worn: Any, width: int) -> Iterator[Visit]:
    """A visit to look and no more: nothing is played, chosen or kept."""
    with visiting(worn, width) as visit:
        yield visit
