"""What some tests need beyond Python. Where it is missing they are skipped, and say so; where
nothing may be left out (``STRICT`` or ``CI`` is set) they fail.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

LINUX = pytest.mark.skipif(
    sys.platform != "linux",
    reason="it is promised on Linux alone (docs/safety.md): /proc, fork, the whole of the jail",
)
"""Of what other systems hold in a weaker way, or not at all."""

NODE_MODULES = Path(__file__).parents[1] / ".tools/node_modules"
"""Where scripts/install_test_tools.sh puts npm's packages."""


PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
"""Where programs are; Debian keeps servers where only root looks."""


def need(*commands: str) -> list[str]:
    """Go on only where every one of ``commands`` can be run; returns where they are."""
    found = {each: shutil.which(each, path=PLACES) for each in commands}
    if missing := [each for each, place in found.items() if place is None]:
        _leave_out(", ".join(missing))
    return [place for place in found.values() if place]


def need_package(name: str) -> Path:
    """The folder of a package of npm's."""
    folder = NODE_MODULES / name
    if not folder.is_dir():
        _leave_out(f"npm's {name}")
    return folder


@contextlib.contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A disk of its own at the folder ``place``. Where this user may mount none, the test is left
    out, also where nothing else may be: errors that are put in by hand hold the same without one.
    """
    need("mount", "umount")
    place.mkdir(exist_ok=True)
    if subprocess.run(["mount", *options, place], check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here; tests/faults puts its errors in by hand, too")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def _leave_out(what: str) -> NoReturn:
    sentence = f"{what} is not here; make test-tools installs it where that is allowed"
    if os.environ.get("STRICT") or os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)
