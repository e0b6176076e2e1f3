"""What is installed: the wheel carries all that the program needs in any folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


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
