"""Build a school of whatever was dropped, approve all of it, build again, and tell what came of it.

    python building.py WORKSPACE JOBS

A process of its own, so that its memory is the coordinator's alone: what it has once a first small
school was built, and the most it had afterwards, in bytes.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

import forging
from schools import School

from media_pipeline.engine import plan

SMALL = 140
"""Pixels of a cover's side: drawn large, 130 of them would take half of all the time."""


def memory(field: str) -> int:
    """``VmRSS`` now or ``VmHWM``, the most since it was last reset."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{field}:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def built(root: Path, jobs: int) -> tuple[School, list[list[Any]]]:
    """A school whose every story that can be is public, and what was passed over."""
    school = School(root)
    passed = school.build(jobs=jobs).passed
    school.approve()
    school.build(jobs=jobs)
    return school, [[each.path, each.why, each.quiet] for each in passed]


def warm(jobs: int) -> None:
    """Whatever a first build loads is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "recordings/English"
        first.mkdir(parents=True)
        (first / "The first.wav").write_bytes(forging.wav(1))
        built(Path(folder), jobs)


def main(root: Path, jobs: int) -> dict[str, Any]:
    """What came of it, as plain values."""
    vars(plan)["STORY_COVER"] = SMALL
    warm(jobs)
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    school, passed = built(root, jobs)
    rows = [
        [path, row["state"], row["reason"], row["needs"], row["title"], row["slug"]]
        for path, row in school.stories().items()
    ]
    grown = memory("VmHWM") - before
    return {"rows": rows, "passed": passed, "before": before, "grown": grown}


if __name__ == "__main__":
    told = main(Path(sys.argv[1]), int(sys.argv[2]))
    (Path(sys.argv[1]) / "told.json").write_text(json.dumps(told), encoding="utf-8")
