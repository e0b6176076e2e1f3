"""The command ``describe``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from media_pipeline.cli.common import answering, from_workspace, in_workspace
from media_pipeline.commands import describing
from media_pipeline.intake.fields import FIELDS
from media_pipeline.workspace import open_workspace


def _describing(command: Callable[..., None]) -> Callable[..., None]:
    """An option for every field that a sidecar may have."""
    for name in reversed(list(FIELDS)):
        if name != "chapters":
            command = click.option(f"--{name}", help=f"Its {name}, as in a sheet.")(command)
    return command


@click.command()
@click.argument("what")
@in_workspace
@_describing
@answering
def describe(what: str, folder: Path, **fields: str | None) -> None:
    """Say something about a recording: writes a sidecar beside it if there is none.

    WHAT is a recording's id, or its path, from the workspace or from where you are.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    workspace = open_workspace(folder)
    (meant,) = from_workspace(workspace.root, [what])
    path = describing.describe(workspace, meant, given)
    click.echo(f"Written: {path}. Build, and it can be approved.")
