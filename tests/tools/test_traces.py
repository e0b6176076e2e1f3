"""What a text betrays of a computer, and what only looks like it."""

from __future__ import annotations

import json

import pytest

from media_pipeline.tools.traces import trace


@pytest.mark.parametrize(
    "text",
    [
        "Hooray \\o/ we did it.",
        "¯\\_(ツ)_/¯",
        "Part A:\nHello",
        "Part B:\tHello",
        "B:<3",
        "a drive C: is full",
    ],
)
@pytest.mark.parametrize("written", [str, json.dumps])
def test_what_people_write_is_no_path(text: str, written: type) -> None:
    """As it stands, and as JSON has it."""
    assert trace(written(text)) == ""


@pytest.mark.parametrize("text", ["C:\\Users\\ict\\fox", "\\\\server\\share", "/home/ict/fox"])
@pytest.mark.parametrize("written", [str, json.dumps])
def test_threat_10_a_path_is_found(text: str, written: type) -> None:
    """Likewise."""
    assert trace(written(text)).startswith("a path of a computer")


@pytest.mark.parametrize("name", ["nas", "kim-laptop", "a" + "é" * 70, "x" * 300])
def test_threat_10_a_name_within_a_network_is_found(name: str) -> None:
    """However long it is, and whatever letters it has."""
    assert trace(f"see {name}.local now") == f"an address of a computer: {name}.local"


def test_threat_10_the_folder_that_things_are_made_in_is_found() -> None:
    """But not where a link ends like it: in a container it may be called /stories."""
    assert trace("in /srv/school/x", "/srv/school")
    assert not trace('href="../srv/school/x"', "/srv/school")
    assert not trace('href="../stories/x"', "/stories")
