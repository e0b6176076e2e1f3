"""The command ``check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from media_pipeline.cli.common import FAILED, answering, in_workspace, now, shown
from media_pipeline.commands import checking, visiting
from media_pipeline.publish.check import Finding
from media_pipeline.tools.counting import counted
from media_pipeline.workspace import open_workspace


@click.command()
@in_workspace
@click.option(
    "--published", metavar="URL", help="Ask the site that stands at this address, instead."
)
@answering
def check(folder: Path, published: str | None) -> None:
    """Judge build/site as a stranger would: links, enclosures, feeds, privacy; and what is for
    families only.
    """
    workspace = open_workspace(folder)
    if published is not None:
        seen = visiting.visit(workspace, published)
        _tell(seen.findings, f"{published} ({seen.asked} answers, {seen.stories} withdrawn)")
    else:
        both = [each for each in (workspace.site, workspace.families) if each.is_dir()]
        _tell(
            checking.check(workspace, now), " and ".join(map(shown, both)) or shown(workspace.site)
        )


def _tell(findings: Sequence[Finding], where: str) -> None:
    for finding in findings:
        click.echo(f"{finding.path}: {finding.sentence}")
    click.echo(f"{counted(len(findings), 'finding', 'findings')} in {where}.")
    if findings:
        sys.exit(FAILED)
