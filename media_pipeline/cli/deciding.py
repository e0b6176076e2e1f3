"""The command ``approve``."""

from __future__ import annotations

from pathlib import Path

import click

from media_pipeline.cli.common import (
    answering,
    by_name,
    from_workspace,
    in_workspace,
    now,
    who,
)
from media_pipeline.commands import deciding
from media_pipeline.errors import UsageError
from media_pipeline.model import Audience
from media_pipeline.workspace import open_workspace


@click.command()
@click.argument("what", nargs=-1)
@in_workspace
@click.option("--all", "everything", is_flag=True, help="All that wait and need nothing.")
@click.option(
    "--as",
    "story_id",
    metavar="ID",
    help="It is a new take of that story, whose id and address it keeps.",
)
@click.option("--names", is_flag=True, help="The surnames that were shown in it may be public.")
@by_name
@answering
def approve(
    what: tuple[str, ...],
    folder: Path,
    story_id: str | None,
    by: str | None,
    *,
    everything: bool,
    names: bool,
) -> None:
    """Let stories be published, exactly as the last build showed them.

    WHAT is an id, a path (from the workspace or from where you are), or a folder. Approving also
    confirms the rights that were shown.
    """
    if not what and not everything:
        raise UsageError("say what: ids, paths, a folder, or --all.")
    workspace = open_workspace(folder)
    meant = from_workspace(workspace.root, what)
    done = deciding.approve(
        workspace, meant, who(by), now(), everything=everything, story_id=story_id, names=names
    )
    for row in done:
        whom = "for families only" if row.audience is Audience.FAMILIES else "public"
        click.echo(f"Approved: {row.path} ({row.title}; rights: {row.rights}; {whom})")
    if done:
        they = "it is" if len(done) == 1 else "they are"
        click.echo(f"{len(done)} approved. Build, and {they} published.")
    else:
        click.echo("0 approved: what is meant is approved already, or waits for something. "
                   "Build, and media-pipeline status says for what.")  # fmt: skip
