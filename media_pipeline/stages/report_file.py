"""``build/report.json`` as a file: written by a build, then read and written again. It is derived,
and written without waiting for the disk: whatever a power cut leaves of it counts as nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from media_pipeline.tools import files
from media_pipeline.tools.values import indented

_FIGURES = re.compile(rb'\n "built": \d+,\n "reused": \d+,\n "seconds": [0-9.e-]+')


def leave_report(path: Path, report: Mapping[str, Any]) -> None:
    """Write what a build has to report."""
    files.write(path, indented(report), durable=False)


def last_told(path: Path) -> list[dict[str, Any]]:
    """The stories of the last build's report; none if nothing was built yet, or if it is
    damaged.
    """
    try:
        told: list[dict[str, Any]] = [*json.loads(path.read_bytes())["stories"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return told


def forget_rows(path: Path, ids: Collection[str], paths: Collection[str]) -> None:
    """Remove the stories of these ids and paths from the last build's report. The next one says
    that they are withdrawn, as long as their recordings are there.
    """
    try:
        said = json.loads(path.read_bytes())
        said["stories"] = [
            row for row in said["stories"] if row["id"] not in ids and row["path"] not in paths
        ]
        for each in said["interface"]:
            each["untitled"] = [one for one in each["untitled"] if one not in paths]
    except (OSError, ValueError, KeyError, TypeError):
        path.unlink(missing_ok=True)
        return
    leave_report(path, said)


def report_again(path: Path, results: int, seconds: float) -> bool:
    """Write the last build's report again, with the figures of a build that had nothing to do and
    reused ``results`` results; False if there is no report to be read.
    """
    figures = f'\n "built": 0,\n "reused": {results},\n "seconds": {round(seconds, 2)}'
    try:
        text = path.read_bytes()
    except OSError:
        return False
    start = max(0, text.rfind(b'\n "built": '))
    end, found = _FIGURES.subn(figures.encode(), text[start:], count=1)
    if found:
        files.write(path, text[:start] + end, durable=False)
    return bool(found)
