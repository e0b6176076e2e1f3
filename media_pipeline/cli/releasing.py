"""The commands that bring what was built to its addresses: publish, rollback."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from media_pipeline.cli.common import FAILED, answering, in_workspace, now
from media_pipeline.commands import releasing
from media_pipeline.errors import UsageError
from media_pipeline.tools.counting import counted
from media_pipeline.tools.reporter import on_screen
from media_pipeline.workspace import open_workspace


@click.command()
@in_workspace
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@click.option("--look", is_flag=True, help="Look at every file that stands there first.")
@click.option(
    "--adopt",
    is_flag=True,
    help="Take over what stands there: a copy, an emptied place, what lost decisions brought.",
)
@click.option("--forget", metavar="ADDRESS", help="Publish nothing: that place is no more.")
@answering
def publish(folder: Path, forget: str | None, *, dry_run: bool, look: bool, adopt: bool) -> None:
    """Bring what was built to the addresses under [publish] in school.toml.

    What was taken down is removed from them first. Only differences are sent; if it was broken off,
    it goes on from there.
    """
    workspace = open_workspace(folder)
    if forget is not None:
        if dry_run or look or adopt:
            raise UsageError("--forget goes alone.")
        releasing.forget_host(workspace, forget)
        click.echo(f"Forgotten: {forget}")
        return
    options = releasing.Options(dry=dry_run, look=look, adopting=adopt)
    _tell(releasing.publish(workspace, on_screen(), now, options))


@click.command()
@click.argument("release", type=click.IntRange(min=1), required=False)
@in_workspace
@click.option("--list", "listing", is_flag=True, help="Only list the releases that are kept.")
@answering
def rollback(release: int | None, folder: Path, *, listing: bool) -> None:
    """Bring everyone's site back to an earlier release, never past something that was taken down.

    RELEASE is its number; if it is not given, the newest one before the present release.
    """
    workspace = open_workspace(folder)
    if not listing:
        _tell(releasing.rollback(workspace, on_screen(), now, release))
        return
    kept = releasing.choices(workspace, now)
    if not kept:
        click.echo("No release is kept: media-pipeline publish keeps what it brings.")
    for each, allowed in kept:
        may = "" if allowed else "; can't be gone back to"
        stories = counted(len(each.stories), "story", "stories")
        click.echo(f"{each.number:>4}  {each.at:%d %B %Y %H:%M}  {stories}{may}")


def _tell(account: releasing.Account) -> None:
    for line in (*account.changes, *account.lines):
        click.echo(line)
    if account.wrong:
        sys.exit(FAILED)
