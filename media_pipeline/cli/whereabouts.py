"""The command ``where``: every place where one person appears."""

from __future__ import annotations

from pathlib import Path

import click

from media_pipeline.cli.common import answering, in_workspace, now
from media_pipeline.commands import whereabouts
from media_pipeline.workspace import open_workspace


@click.command()
@click.argument("code")
@in_workspace
@answering
def where(code: str, folder: Path) -> None:
    """List every place where the person with that CODE appears.

    CODE is what the consent register and sidecars call them, such as R-014.
    """
    for line in whereabouts.whereabouts(open_workspace(folder), code, now()).lines:
        click.echo(line)
