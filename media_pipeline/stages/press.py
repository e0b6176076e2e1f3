"""The press: parts of a site are made and checked on all cores, with each page in its own file.

    Part ──files──► Page ──scrub──► Printed, in the store's work folder, until it is placed

So a site of any size needs no more memory than its list of files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.engine.run import Engine
from media_pipeline.model import Leaf, Page, Part, Printed
from media_pipeline.publish.placing import Press
from media_pipeline.scrub.forms import findings_in
from media_pipeline.tools import files
from media_pipeline.tools.copies import spread


@contextmanager
def press(engine: Engine, workspace: Path, hosts: str) -> Iterator[Press]:
    """A press with as many processes as ``engine`` may have; whatever was not placed is deleted at
    the end.
    """
    folder = engine.store.work_folder(aside=engine.aside)
    folder.mkdir(exist_ok=True)
    printing = _Printing(folder, engine.store.root, str(workspace), hosts)

    def run(parts: Sequence[Part]) -> Iterator[Sequence[Leaf]]:
        return spread(printing.part, list(enumerate(parts)), engine.workers)

    try:
        yield run
    finally:
        engine.store.leave_work(folder)


@dataclass(frozen=True, slots=True)
class _Printing:
    folder: Path
    store: Path
    workspace: str
    hosts: str

    def part(self, numbered: tuple[int, Part]) -> Sequence[Leaf]:
        """The files of a part, whose number becomes part of their names on the disk."""
        number, part = numbered
        return tuple(
            self._page(each, f"{number}-{at}") if isinstance(each, Page) else each
            for at, each in enumerate(part.files())
        )

    def _page(self, page: Page, name: str) -> Printed:
        files.write_new(f"{self.folder}{os.sep}{name}", page.content)
        return Printed(
            page.path,
            f"../{self.folder.name}/{name}",
            page.bytes,
            page.digest,
            tuple(findings_in(page.content, page.path, self.workspace, self.hosts)),
        )
