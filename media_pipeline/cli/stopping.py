"""The commands that keep something from the public: hold, unhold, withdraw, erase; and
restore-ledger.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from media_pipeline.cli.common import (
    FAILED,
    answering,
    by_name,
    end,
    from_workspace,
    in_workspace,
    now,
    who,
)
from media_pipeline.cli.hosts import tell_of_hosts
from media_pipeline.commands import deciding, erasing
from media_pipeline.errors import UsageError
from media_pipeline.gate.book import read_book
from media_pipeline.gate.events import EventType
from media_pipeline.gate.restoring import restore
from media_pipeline.takedown.at_once import take_down_everywhere
from media_pipeline.tools.reporter import on_screen
from media_pipeline.workspace import open_workspace
from media_pipeline.workspace.ledger import open_ledger


def _said(_: click.Context, __: click.Parameter, reason: str) -> str:
    if not reason.strip():
        raise click.BadParameter("say why, for the ledger.")
    return reason


reason = click.option(
    "--reason", required=True, metavar="TEXT", callback=_said, help="Why, for the ledger."
)


def _decision(event: EventType, done: str) -> Callable[..., None]:
    @click.argument("what", nargs=-1, required=True)
    @in_workspace
    @reason
    @by_name
    @answering
    def decide(what: tuple[str, ...], folder: Path, reason: str, by: str | None) -> None:
        workspace = open_workspace(folder)
        meant = from_workspace(workspace.root, what)
        rows = deciding.stop(workspace, meant, event, reason, who(by), now())
        for row in rows:
            click.echo(f"{done}: {row.path or row.id}")
        if not rows:
            click.echo("Nothing was to do.")
            return
        ids = deciding.ids_of(rows, read_book(open_ledger(workspace).read()))
        account, removed = take_down_everywhere(workspace, ids, on_screen(), now)
        for line in account.lines:
            click.echo(line)
        tell_of_hosts(removed)
        if removed.left or account.left:
            sys.exit(FAILED)

    return decide


hold = click.command("hold", help="Take stories off the site until they are approved again.")(
    _decision(EventType.HELD, "Held")
)
withdraw = click.command(
    "withdraw", help="Take stories off the site for good, and delete all that was made of them."
)(_decision(EventType.WITHDRAWN, "Withdrawn"))


@click.command()
@click.argument("what", nargs=-1, required=True)
@in_workspace
@by_name
@answering
def unhold(what: tuple[str, ...], folder: Path, by: str | None) -> None:
    """Let stories that are held wait again; what was public before needs a new approval."""
    workspace = open_workspace(folder)
    rows = deciding.unhold(workspace, from_workspace(workspace.root, what), who(by), now())
    for row in rows:
        click.echo(f"Waits again: {row.path or row.id}")
    if not rows:
        click.echo("Nothing was to do: none of these is held.")


@click.command()
@click.argument("what", nargs=-1, required=True)
@in_workspace
@reason
@by_name
@click.option("--yes", is_flag=True, help="Don't ask.")
@answering
def erase(what: tuple[str, ...], folder: Path, reason: str, by: str | None, *, yes: bool) -> None:
    """Delete stories for ever: off the site, with their recordings and everything beside those, and
    their names in the ledger.
    """
    workspace = open_workspace(folder)
    plan = erasing.plan(workspace, from_workspace(workspace.root, what))
    click.echo("These files are deleted for ever:")
    for path in plan.files:
        click.echo(f"  {path}")
    if not yes and click.prompt("Write ERASE to go on", default="", show_default=False) != "ERASE":
        end(["Nothing was erased."], FAILED)
    account, removed = erasing.erase(workspace, plan, reason, who(by), on_screen(), now)
    for line in account:
        click.echo(line)
    tell_of_hosts(removed)
    if removed.left:
        sys.exit(FAILED)


@click.command("restore-ledger")
@in_workspace
@answering
def restore_ledger(folder: Path) -> None:
    """Bring back what the ledger lacks, from its copy in the second place."""
    ledger = open_ledger(open_workspace(folder))
    if ledger.copy is None:
        raise UsageError("there is no second place.")
    for line in restore(ledger, now()):
        click.echo(line)
    click.echo(f"Its copy is {ledger.copy}. Look at what is there now with: media-pipeline status")
