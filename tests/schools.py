"""A small school for the tests of the whole way: real files, a frozen clock, no waiting."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from made_before import RememberingPool

from media_pipeline import pipeline
from media_pipeline.commands import checking, deciding
from media_pipeline.engine import pools
from media_pipeline.engine.pool import InlinePool
from media_pipeline.gate.events import EventType
from media_pipeline.model import Built
from media_pipeline.publish.check import Finding
from media_pipeline.tools.reporter import Bar
from media_pipeline.workspace import Workspace, open_workspace

ADDRESS = "https://stories.hill.example/"
SETTINGS = f"""\
name = "Hill School"
address = "{ADDRESS}"
interface_languages = ["en", "fr"]

[[classes]]
id = "reception"
name = "Reception"

[[classes]]
id = "year-3"
name = {{ en = "Year 3", fr = "CE2" }}
"""

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class RecordingReporter:
    """Remembers what it was told, and shows nothing."""

    def __init__(self) -> None:
        self.reasons: dict[str, tuple[str, ...]] = {}
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    def explain(self, name: str, reasons: Any) -> None:
        self.reasons[name] = tuple(reasons)

    def ended(self, fingerprint: str, name: str) -> None:
        pass

    @contextlib.contextmanager
    def progress(self, label: str, costs: Mapping[str, float], work: Path) -> Iterator[Bar]:
        yield self


@dataclass
class School:
    """A workspace in ``root``, and what a teacher and a coordinator do with it."""

    root: Path
    now: datetime = MORNING
    reporter: RecordingReporter = field(default_factory=RecordingReporter)

    def __post_init__(self) -> None:
        (self.root / "recordings").mkdir(parents=True, exist_ok=True)
        if not (self.root / "school.toml").exists():
            self.write("school.toml", SETTINGS)

    def copied(self, root: Path) -> School:
        """A copy of it in ``root``, to change. Its next build finds every file moved."""
        shutil.copytree(self.root, root, copy_function=shutil.copy2)
        return School(root, now=self.now)

    def write(self, path: str, text: str) -> Path:
        """Write a text into the workspace."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def drop(self, source: Path, path: str) -> str:
        """Drop a recording; returns its path from the workspace."""
        target = self.root / "recordings" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return f"recordings/{path}"

    @property
    def workspace(self) -> Workspace:
        return open_workspace(self.root)

    def build(self, *, fresh: bool = False, **options: Any) -> Built:
        """Build, an hour after whatever was before; nothing is waited for. ``fresh`` does all work
        here, whatever other tests did before.
        """
        self.now += timedelta(hours=1)
        self.reporter = RecordingReporter()
        pool = InlinePool if fresh else RememberingPool
        with patch.object(pools, "InlinePool", pool):
            return pipeline.build(
                self.workspace, self.reporter, lambda: self.now, **({"settle": 0.0} | options)
            )

    def publish(self) -> School:
        """Build, approve all that waits, and build."""
        self.build()
        self.approve()
        self.build()
        return self

    def approve(self, *what: str, **options: Any) -> list[str]:
        """Approve; returns the paths that were."""
        self.now += timedelta(minutes=1)
        given = {"everything": not what} | options
        return [
            row.path for row in deciding.approve(self.workspace, what, "Kim", self.now, **given)
        ]

    def retake(self, path: str, take: Path) -> str:
        """Put another recording in the place of a story's, approved as its new take; returns the
        story's id.
        """
        story_id = str(self.stories()[path]["id"])
        shutil.copyfile(take, self.root / path)
        self.build()
        self.approve(path, story_id=story_id)
        self.build()
        return story_id

    def stop(self, event: str, *what: str) -> None:
        """Hold or withdraw."""
        self.now += timedelta(minutes=1)
        deciding.stop(self.workspace, what, EventType(event), "a parent asked", "Kim", self.now)

    def check(self) -> list[Finding]:
        """What ``check`` finds now."""
        return checking.check(self.workspace, lambda: self.now)

    def stories(self) -> Mapping[str, Mapping[str, Any]]:
        """The report's stories by path."""
        report = json.loads((self.root / "build/report.json").read_text(encoding="utf-8"))
        return {each["path"]: each for each in report["stories"]}

    def site(self) -> dict[str, bytes]:
        """Every public file."""
        return tree(self.root / "build/site")


CROW = "recordings/Reception/pa/The crow.m4a"
FRENCH = "recordings/Year 3/fr/Le corbeau.opus"
HOME = "recordings/Reception/fr/A la maison.caf"


def school_with_families(root: Path, recording: Callable[[str], Path], address: str) -> School:
    """A school at an address with two stories for everyone and one, :data:`HOME`, for families."""
    school = School(root)
    settings = (root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", settings.replace(ADDRESS, address))
    for name, path in (("memo.m4a", CROW), ("voice-note.opus", FRENCH), ("voice-memo.caf", HOME)):
        school.drop(recording(name), path.removeprefix("recordings/"))
    school.write(HOME.replace(".caf", ".toml"), 'rights = "families-only"\n')
    return school.publish()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
