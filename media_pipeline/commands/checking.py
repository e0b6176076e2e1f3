"""Whether both trees are what they should be, for ``check``: as a stranger finds them, and that
they tell of no story that was held or withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from media_pipeline.errors import MediaPipelineError
from media_pipeline.gate.book import read_book
from media_pipeline.model import State
from media_pipeline.publish.check import Finding, check_site, family_findings
from media_pipeline.publish.for_families import site_address
from media_pipeline.scrub.proof import scanning
from media_pipeline.takedown.account import standing
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger


def check(workspace: Workspace) -> list[Finding]:
    """What a stranger would find wrong with the site, and families with theirs."""
    settings = workspace.settings
    with (
        scanning(workspace.root, workspace.hosts) as scan,
        scanning(workspace.root, workspace.family_hosts) as family_scan,
    ):

        def check_one(site: Path, token: str) -> list[Finding]:
            return check_site(site, site_address(token, settings), family_scan)

        return [
            *_stopped(workspace),
            *check_site(workspace.site, settings.address, scan),
            *family_findings(workspace.families, workspace.site, check_one),
        ]


def _stopped(workspace: Workspace) -> Iterator[Finding]:
    """What tells of stories that were stopped: ``build`` may be of before, out of a backup."""
    try:
        entries = read_book(open_ledger(workspace).read()).entries.values()
    except MediaPipelineError as error:
        yield Finding("decisions", f"it is not known what was held or withdrawn: {error}")
        return
    stopped = [each for each in entries if each.state in (State.HELD, State.WITHDRAWN)]
    for path in sorted(standing(workspace, [each.slug for each in stopped if each.slug]).files):
        yield Finding(path, "it is of, or names, a story that was held or withdrawn: build again.")
