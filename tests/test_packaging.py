"""What is installed: the wheel carries all that the program needs in any folder."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_DIFFER = {"numpy"}
"""Of it we use what every version since 2.0 has."""


def test_every_python_has_the_same_libraries() -> None:
    """What reads recordings on one Python, and was tested there, does so on all others."""
    pinned = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")
    versions = Counter(re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE))
    assert {name for name, count in versions.items() if count > 1} <= MAY_DIFFER


@pytest.mark.slow
def test_the_wheel_carries_templates_fonts_messages_and_the_starter(tmp_path: Path) -> None:
    """Every file of site_templates/ is inside the package."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--wheel-dir", tmp_path, ROOT],
        check=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "site_templates"
    wanted = {
        f"media_pipeline/site_templates/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file()
    }
    assert wanted - names == set()
    assert not any(name.startswith(("tests/", "recordings/", "decisions/")) for name in names)
