"""Fingerprints: the same for the same work, another for other work, and why it differs."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from labours import Labour

from media_pipeline.engine.fingerprint import job, reasons

INPUTS: dict[str, Any] = {"recording": "abc", "audio": {"speech": 96}, "parts": [1, 2]}


def fingerprint(**inputs: Any) -> str:
    """The fingerprint of a job with these inputs."""
    return job("sound of fox", inputs, Labour("x"), 1.0).fingerprint


@pytest.mark.parametrize("name", INPUTS)
def test_each_input_counts(name: str) -> None:
    """A change to one is other work."""
    assert fingerprint(**INPUTS) != fingerprint(**(INPUTS | {name: "other"}))
    without = {key: value for key, value in INPUTS.items() if key != name}
    assert fingerprint(**INPUTS) != fingerprint(**without)


def test_order_does_not_count() -> None:
    """Nor whether a list was a tuple."""
    assert fingerprint(**dict(reversed(INPUTS.items()))) == fingerprint(**INPUTS)
    assert fingerprint(parts=(1, 2)) == fingerprint(parts=[1, 2])


@pytest.mark.parametrize("nothing", ["", None, [], (), {}, 0, 0.0, False])
def test_empty_inputs_are_ignored(nothing: object) -> None:
    """A new optional setting makes nothing again."""
    assert fingerprint(**INPUTS, new=nothing) == fingerprint(**INPUTS)


def test_name_and_cost_do_not_count() -> None:
    """A renamed recording is the same work."""
    one = job("sound of fox", INPUTS, Labour("x"), 1.0)
    other = job("sound of wolf", INPUTS, Labour("y"), 9.0)
    assert one.fingerprint == other.fingerprint


def test_another_process_gives_the_same() -> None:
    """No hash of this run is in it."""
    script = (
        "from media_pipeline.engine.fingerprint import job\n"
        f"print(job('x', {INPUTS!r}, None, 1.0).fingerprint)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert told.stdout.decode().strip() == fingerprint(**INPUTS)


def test_inputs_compare_with_those_that_were_noted_last_time() -> None:
    """As JSON has them: a tuple that did not change has not changed."""
    noted = {"recording": "abc", "chapters": [[0.0, "Fox"]]}
    now = job("x", {"recording": "abc", "chapters": ((0.0, "Fox"),)}, Labour("x"), 1.0)
    assert reasons(now.inputs, noted) == ("its result is gone",)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (None, ("it was never done",)),
        ({}, ("it was never done",)),
        ({"a": 1, "b": 2}, ("its result is gone",)),
        ({"a": 1, "b": 3}, ("b changed",)),
        ({"a": 0, "b": 3}, ("a changed", "b changed")),
        ({"a": 1}, ("b changed",)),
        ({"a": 1, "b": 2, "c": 3}, ("c changed",)),
    ],
)
def test_it_is_said_why_a_job_must_run(before: dict[str, int] | None, why: tuple[str, ...]) -> None:
    """Each input that differs, by its name."""
    assert reasons({"a": 1, "b": 2}, before) == why
