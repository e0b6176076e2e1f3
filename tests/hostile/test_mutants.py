"""Seeded mutants of good recordings: each is refused, or published whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from fuzzing import Told, fuzzed
from mutants import SEEDS, mutant

pytestmark = pytest.mark.slow

COUNT = 500
WHOLE = 27
"""Every so many-th is made into what would be published; no multiple of the recordings' number."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """What came of all of them."""
    return list(fuzzed(tmp_path_factory.mktemp("mutants"), COUNT, whole=WHOLE))


def test_threat_07_a_mutant_is_refused_or_usable_and_nothing_breaks(told: list[Told]) -> None:
    """No hang, no crash, nothing but a refusal is raised."""
    assert [each for each in told if each.end == "fault"] == []
    assert len(told) == COUNT


def test_threat_07_some_of_each_end_are_among_them(told: list[Told]) -> None:
    """Mutants that break every file, or none, would prove nothing."""
    ends = Counter(each.end for each in told)
    assert ends["refused"] > COUNT // 10
    assert ends["usable"] > COUNT // 10
    assert ends["published"] > 0


def test_threat_07_every_refusal_is_a_sentence(told: list[Told]) -> None:
    """Whatever is wrong with a file, it is said in words that end."""
    said = {each.why for each in told if each.end == "refused"}
    assert {why for why in said if not why.endswith(".") or "Error" in why} == set()


def test_mutants_are_the_same_each_time() -> None:
    """So that a fault can be found again by its number."""
    content = bytes(range(256)) * 40
    assert [mutant(content, number) for number in range(len(SEEDS))] == [
        mutant(content, number) for number in range(len(SEEDS))
    ]
    assert len({mutant(content, number) for number in range(100)}) > 90


def test_a_mutants_file_is_gone_when_it_was_judged(tmp_path: Path) -> None:
    """Thousands of them fill no disk."""
    assert len(list(fuzzed(tmp_path, 3, whole=100))) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["good"]
