"""The command ``families``: the addresses of what is for families only."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from media_pipeline.cli.common import FAILED, answering, in_workspace, now, shown
from media_pipeline.cli.hosts import tell_of_hosts
from media_pipeline.commands import addressing
from media_pipeline.errors import UsageError
from media_pipeline.tools.counting import counted
from media_pipeline.tools.reporter import on_screen
from media_pipeline.workspace import open_workspace


@click.command()
@click.argument("classes", metavar="[CLASS]...", nargs=-1)
@in_workspace
@click.option("--rotate", is_flag=True, help="Give new addresses; the old ones lead nowhere.")
@click.option("--all", "everything", is_flag=True, help="To every class and the whole school.")
@click.option("--term", metavar="TEXT", default="", help="What they are for, “Autumn 2026”.")
@answering
def families(
    classes: tuple[str, ...], folder: Path, term: str, *, rotate: bool, everything: bool
) -> None:
    """List the addresses of what is for families only, or give new ones.

    CLASS is a class's id or name; whole-school is for stories that belong to no class.
    """
    if rotate is not bool(classes or everything) or (classes and everything):
        raise UsageError("say whose addresses are to be new: --rotate CLASS…, or --rotate --all.")
    if term and not rotate:
        raise UsageError("--term is said of new addresses: with --rotate.")
    workspace = open_workspace(folder)
    if rotate:
        rows, removed = addressing.give_new_addresses(workspace, classes, term, on_screen(), now)
        click.echo("These addresses are new. The old ones are gone from build/site-families.")
        if workspace.settings.publish.families_to:
            click.echo("Bring the new ones to their server with: media-pipeline publish")
        else:
            click.echo("Bring it to its server now, so that they are gone there too.")
        tell_of_hosts(removed)
        if removed.left:
            sys.exit(FAILED)
    else:
        rows = addressing.listed(workspace, now())
    for row in rows:
        _tell_of_address(row, workspace.families)
    if not rows:
        click.echo("No class has an address: nothing that is published is for families only.")
    elif not workspace.settings.families.address:
        click.echo("Say in school.toml where build/site-families will stand: [families] address.")


def _tell_of_address(row: addressing.Listed, tree: Path) -> None:
    stories = counted(row.stories, "story", "stories")
    if row.since is None:
        click.echo(f"{row.name}: {stories}. Its address comes with the next build.")
        return
    click.echo(f"{row.name}: {row.address or shown(tree / row.token)}")
    click.echo(f"    {stories}; {row.term or 'no term said'}, since {row.since.date()}")
    if row.sheet:
        click.echo(f"    To print: {shown(row.sheet)}")
