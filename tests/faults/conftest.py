"""What the tests of faults share: a school with three public stories, and its coordinators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from drills import LATE, SETTINGS, Coordinators, short_recording
from schools import School

Named = Callable[[str], Path]
NAMES = ("The crow", "The fox", "The hare")


@pytest.fixture(scope="session")
def coordinators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coordinators]:
    """Processes that can be killed."""
    with Coordinators(tmp_path_factory.mktemp("coordinators")) as coordinators:
        yield coordinators


@pytest.fixture(scope="session")
def public_school(
    recording: Named, coordinators: Coordinators, tmp_path_factory: pytest.TempPathFactory
) -> School:
    """A school with three public stories. Tests take copies of it."""
    school = School(tmp_path_factory.mktemp("faults") / "school", now=LATE)
    school.write("school.toml", SETTINGS)
    for number, name in enumerate(NAMES):
        source = recording("half-second.wav")
        short_recording(source, school.root / f"recordings/{name}.wav", number)
    for _ in range(2):
        ended = coordinators.run(school)
        assert ended.code == 0, ended.said
        school.approve()
    assert "3 public" in ended.said
    return school
