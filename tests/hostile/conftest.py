"""One build of the whole collection, for all tests that judge it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from judging import Judged, judge

from media_pipeline.tools.locks import locked


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Judged:
    """The whole collection, built once, whoever of several workers asks first."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent
    root, told = base / "hostile", base / "hostile.json"
    with locked(base / "hostile.lock", lambda: None):
        if not told.exists():
            told.write_text(json.dumps(judge(root, base / "bench")), encoding="utf-8")
    said = json.loads(told.read_text(encoding="utf-8"))
    names = ("path", "state", "reason", "needs", "title", "slug")
    return Judged(
        root,
        {row[0]: dict(zip(names, row, strict=True)) for row in said["rows"]},
        {path: why for path, why, _ in said["passed"]},
        said["grown"],
        said["calls"],
        said["opened"],
    )
