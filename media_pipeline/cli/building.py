"""The command ``build``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from media_pipeline import pipeline
from media_pipeline.cli.common import IMPERFECT, answering, in_processes, in_workspace, now, shown
from media_pipeline.cli.telling import tell_of_languages
from media_pipeline.errors import UsageError
from media_pipeline.model import Row, State, counts
from media_pipeline.tools.reporter import on_screen
from media_pipeline.workspace import open_workspace


@click.command()
@in_workspace
@in_processes
@click.option(
    "--dask",
    metavar="ADDRESS",
    default="",
    help="Work on the workers of a Dask scheduler, tcp://HOST:PORT; local:N starts N workers here.",
)
@click.option("--explain", is_flag=True, help="Say of each piece of work why it must be done.")
@click.option("--strict", is_flag=True, help="End with 3 where a recording was refused or failed.")
@click.option(
    "--allow-missing", is_flag=True, help="Build even where most published recordings are gone."
)
@answering
def build(
    folder: Path, jobs: int | None, dask: str, *, explain: bool, strict: bool, allow_missing: bool
) -> None:
    """Bring the site up to date with the recordings and the decisions."""
    if jobs and dask:
        raise UsageError("--jobs and --dask: give one of them. local:N is for N workers here.")
    workspace = open_workspace(folder)
    reporter = on_screen(explaining=explain)
    jobs = jobs or os.cpu_count() or 1
    built = pipeline.build(
        workspace, reporter, now, jobs=jobs, dask=dask, allow_missing=allow_missing
    )
    for passed in built.passed:
        if not passed.quiet:
            click.echo(f"  {passed.path}: {passed.why}")
    for row in built.rows:
        if row.state is not State.PUBLISHED or row.failure:
            click.echo(f"  {row.path}: {row.state}. {row.reason}")
    tell_of_languages(built.interface)
    for problem in built.problems:
        click.echo(f"  {problem}")
    if not workspace.settings.address:
        click.echo("No feeds: school.toml says no address at which the site will stand.")
    changed = len(built.placing.written), len(built.placing.removed)
    click.echo(f"Site: {changed[0]} files written, {changed[1]} removed.")
    if workspace.families.is_dir():
        changed = len(built.families.written), len(built.families.removed)
        click.echo(f"For families: {changed[0]} files written, {changed[1]} removed.")
    click.echo(
        f"Look at {shown(workspace.site / 'index.html')}: {counts(built.rows)}."
        + _next_step(built.rows)
    )
    if strict and any(row.failure or row.state is State.REFUSED for row in built.rows):
        sys.exit(IMPERFECT)


def _next_step(rows: Sequence[Row]) -> str:
    waiting = any(row.state is State.WAITING for row in rows)
    return " Hear what waits with: media-pipeline serve" if waiting else ""
