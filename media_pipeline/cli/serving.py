"""The command ``serve``: the site, and what waits, on this machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from media_pipeline import pipeline
from media_pipeline.cli.common import answering, in_workspace, now, who
from media_pipeline.commands.serving import Coordinator, serve_workspace
from media_pipeline.model import counts
from media_pipeline.tools.reporter import Reporter
from media_pipeline.workspace import open_workspace


@click.command()
@in_workspace
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port on this machine; 0 for any that is free.",
)
@click.option("--open", "opening", is_flag=True, help="Open what waits in a browser.")
@answering
def serve(folder: Path, port: int, *, opening: bool) -> None:
    """Show the site, and what waits, with buttons to decide on it; on this machine only."""
    pipeline.read_whole()
    workspace = open_workspace(folder)

    def ready(port: int) -> None:
        here = f"http://127.0.0.1:{port}/"
        click.echo(f"The site: {here}   What waits: {here}waiting/")
        if workspace.families.is_dir():
            click.echo(f"For families: {here}families/")
        click.echo("Ctrl-C ends it.")
        if opening:
            click.launch(f"{here}waiting/")

    def build(reporter: Reporter) -> Sequence[str]:
        built = pipeline.build(open_workspace(folder), reporter, now, jobs=os.cpu_count() or 1)
        return (f"The site is built: {counts(built.rows)}.", *built.problems)

    serve_workspace(workspace, Coordinator(who(None), now, build), port, ready)
