"""The command ``init``: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from media_pipeline.cli.common import answering, now
from media_pipeline.commands import starting


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@answering
def init(folder: Path) -> None:
    """Make a new workspace in FOLDER, with a commented school.toml.

    In an existing workspace, add what it lacks.
    """
    for line in starting.make_workspace(folder, now()):
        click.echo(line)
