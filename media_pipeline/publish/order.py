"""A file of the site that takes work to make, as it is ordered. Pure."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_pipeline.model import Made, Work


@dataclass(frozen=True, slots=True)
class Order:
    """A file of the site, or all files of a folder (whose ``path`` ends with a slash).

    ``name``, ``inputs`` and ``cost`` are a job's: what it is called, all that its result depends
    on, each with a name that a person understands, and roughly its seconds. ``finds`` are files
    of the store that the work finds in its folder, by the names it finds them under.
    """

    path: str
    name: str
    inputs: Mapping[str, Any]
    work: Work
    cost: float
    finds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Supplied:
    """A work, and the files of the ``store`` that are laid into its folder before it begins."""

    work: Work
    finds: Mapping[str, str]
    store: str

    def __call__(self, folder: Path) -> Made:
        """Raises what the work does."""
        for name, path in self.finds.items():
            shutil.copyfile(Path(self.store) / path, folder / name)
        return self.work(folder)
