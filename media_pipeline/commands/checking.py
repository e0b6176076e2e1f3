"""Whether both trees are what they should be, for ``check``."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.publish.check import Finding, check_site, family_findings
from media_pipeline.publish.for_families import site_address
from media_pipeline.scrub.proof import scanning
from media_pipeline.workspace import Workspace


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
            *check_site(workspace.site, settings.address, scan),
            *family_findings(workspace.families, workspace.site, check_one),
        ]
