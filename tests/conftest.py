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
sys.path.insert(1, str(Path(__file__).parent / "browser"))

import made_before
from browsing import debian_chromium
from makers import maker

# Copies of ledgers never go to the home of whoever runs the tests, in no process that these start.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="media-pipeline-state-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

# What was made once is for every process of the run, which whoever began it deletes.
if made_before.VARIABLE not in os.environ:
    os.environ[made_before.VARIABLE] = tempfile.mkdtemp(prefix="media-pipeline-made-")
    atexit.register(shutil.rmtree, os.environ[made_before.VARIABLE], ignore_errors=True)

Named = Callable[[str], Path]

LONGEST = (
    "faults/test_kills.py",
    "faults/test_sequences.py",
    "test_demo_school.py",
    "browser/test_access.py",
    "hostile/test_collection.py",
    "media/test_real_recordings.py",
    "engine/test_cluster.py",
    "browser/test_nobody_watches.py",
    "browser/test_a_day.py",
    "media/test_audio.py",
    "scrub/test_canaries.py",
    "test_releasing.py",
)
"""Files whose tests take a minute and more, the longest first. Each is run by one process of
several, so that one that came last would be waited for alone.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first; all others as they stand."""
    here = Path(__file__).parent
    ranks = {here / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(LONGEST)))


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
