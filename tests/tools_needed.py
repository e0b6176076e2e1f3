"""What some tests need beyond Python. Where it is missing they are skipped, and say so; where
nothing may be left out (``STRICT`` or ``CI`` is set) they fail.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

NODE_MODULES = Path(__file__).parents[1] / ".tools/node_modules"
"""Where scripts/install_test_tools.sh puts npm's packages."""


def need(*commands: str) -> None:
    """Go on only where every one of ``commands`` can be run."""
    if missing := [each for each in commands if shutil.which(each) is None]:
        _leave_out(", ".join(missing))


def need_package(name: str) -> Path:
    """The folder of a package of npm's."""
    folder = NODE_MODULES / name
    if not folder.is_dir():
        _leave_out(f"npm's {name}")
    return folder


def _leave_out(what: str) -> NoReturn:
    sentence = f"{what} is not here; make test-tools installs it where that is allowed"
    if os.environ.get("STRICT") or os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)
