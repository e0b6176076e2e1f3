"""Whether both trees are what they should be, for ``check``: as a stranger finds them, and without
any story that may not be there today.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from media_pipeline.errors import ToolError
from media_pipeline.media.tags.lasting import seconds_of
from media_pipeline.model import State
from media_pipeline.publish.check import (
    Finding,
    Scan,
    check_site,
    family_findings,
    unlike_its_name,
)
from media_pipeline.publish.for_families import site_address
from media_pipeline.release.standing import Today, must_go
from media_pipeline.scrub.proof import scanning
from media_pipeline.takedown.account import files_of_stories
from media_pipeline.takedown.judging import judged_today
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.remembered import FAMILIES
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace


def check(workspace: Workspace, clock: Clock) -> list[Finding]:
    """What a stranger would find wrong with the site, and families with theirs."""
    settings = workspace.settings
    with (
        scanning(workspace.root, workspace.hosts) as scan,
        scanning(workspace.root, workspace.family_hosts) as family_scan,
        Reader() as reader,
    ):

        def lasts(path: Path) -> float | None:
            with suppress(ToolError):  # whether it can be read at all, the scan says
                seconds: float | None = reader.call(seconds_of, str(path))
                return seconds
            return None

        def check_one(site: Path, token: str) -> list[Finding]:
            return check_site(site, site_address(token, settings), _whole(family_scan), lasts)

        return [
            *_no_longer(workspace, clock),
            *check_site(workspace.site, settings.address, _whole(scan), lasts),
            *family_findings(workspace.families, workspace.site, check_one),
        ]


def _whole(scan: Scan) -> Scan:
    """What looks through a file, and at whether it is still what it is named after."""
    return lambda path, name: [*scan(path, name), *unlike_its_name(path, name)]


def _no_longer(workspace: Workspace, clock: Clock) -> Iterator[Finding]:
    """Files of stories that may not be there today, and files that name a story that was stopped:
    ``build`` may be out of date, from a backup, or from before a consent ended.
    """
    with closing(Store(workspace.build)) as store:
        judged = judged_today(workspace, store, clock)
    if judged.error:
        yield Finding("decisions", f"it is not known what may be public today: {judged.error}")
    stopped = [
        entry.slug
        for entry in judged.today.book.entries.values()
        if entry.slug and entry.state in (State.HELD, State.WITHDRAWN)
    ]
    of_stopped = files_of_stories(workspace, stopped).files
    for path in sorted(of_stopped):
        yield Finding(path, "it is of, or names, a story that was held or withdrawn: build again.")
    for path in sorted(_must_go(workspace, judged.today) - of_stopped):
        yield Finding(path, "it is of a story that may not be here any more: build again.")


def _must_go(workspace: Workspace, today: Today) -> set[str]:
    """The own files, in both trees, of stories that may not be where they are."""
    gone: set[str] = set()
    for tree, folder in workspace.trees.items():
        start = f"{folder.name}/" if tree == FAMILIES else ""
        files = (each for each in folder.rglob("*") if each.is_file())
        here = [each.relative_to(folder).as_posix() for each in files]
        gone |= {start + path for path in must_go(here, tree, today)}
    return gone
