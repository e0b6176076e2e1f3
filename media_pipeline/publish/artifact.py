"""A file of the site that takes work to make. Pure.

Everything else on the site is rendered in a moment; an artifact is made by a job and kept in the
store, and made again only if its inputs change.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_pipeline.model import Copy, Made, Work


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site, or all files of a folder (whose ``path`` ends with a slash).

    ``name``, ``inputs`` and ``cost`` are the job's: its name; everything its result depends on,
    each under a name that a person understands; and its rough duration in seconds. ``finds`` are
    files of the store that the work finds in its folder, by the names it finds them under.
    """

    path: str
    name: str
    inputs: Mapping[str, Any]
    work: Work
    cost: float
    finds: Mapping[str, str] = field(default_factory=dict)

    def delivered(self, made: Made) -> Iterator[Copy]:
        """The files of the site that were made. In a folder they keep the names they were made
        with, which come after the job's own place in the store (``<2>/<fingerprint>/``).
        """
        for each in made.renditions:
            name = each.path.split("/", 2)[2] if self.path.endswith("/") else ""
            yield Copy.of(self.path + name, each)


@dataclass(frozen=True, slots=True)
class Supplied:
    """A work, and the files of the ``store`` that are put into its folder before it begins."""

    work: Work
    finds: Mapping[str, str]
    store: str

    def __call__(self, folder: Path) -> Made:
        """Raises whatever the work raises."""
        for name, path in self.finds.items():
            shutil.copyfile(Path(self.store) / path, folder / name)
        return self.work(folder)
