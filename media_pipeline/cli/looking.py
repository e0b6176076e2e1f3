"""The command ``status``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from media_pipeline.cli.common import answering, in_workspace, now
from media_pipeline.cli.hosts import tell_pending
from media_pipeline.cli.telling import tell_of_languages
from media_pipeline.commands import looking
from media_pipeline.model import Audience, Row, State, counts
from media_pipeline.stages import reporting
from media_pipeline.takedown.on_hosts import Pending, pending
from media_pipeline.tools.counting import counted
from media_pipeline.workspace import open_workspace


@click.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@answering
def status(folder: Path, *, as_json: bool) -> None:
    """Show the state of every recording, the reason for it, and what it needs."""
    workspace = open_workspace(folder)
    standing = pending(workspace, now)
    if not as_json:
        tell_pending(standing)  # whatever else is wrong
    seen = looking.look(workspace, now())
    rows = seen.rows
    if as_json:
        click.echo(json.dumps(_as_json(rows, standing), ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row.state:<10} {row.id[:8]:<8}  {row.path}")
        alone = "For families only." if row.audience is Audience.FAMILIES else ""
        for line in (alone, row.reason, *row.notes):
            if line:
                click.echo(f"{'':21}{line}")
    for each in seen.passed:
        if not each.quiet:
            click.echo(f"{'passed by':<20} {each.path}\n{'':21}{each.why}")
    tell_of_languages(seen.interface)
    for line in seen.further_lines:
        click.echo(f"  {line}")
    for line in looking.unpublished_lines(workspace):
        click.echo(line)
    click.echo(f"{counted(len(rows), 'recording', 'recordings')}: {counts(rows)}.")


def _as_json(rows: Sequence[Row], standing: Sequence[Pending]) -> list[dict[str, Any]]:
    """A row for each recording, and one without a path for each host that something must leave."""
    must = [Row("", "", State.WITHDRAWN, each.sentence) for each in standing]
    told: list[dict[str, Any]] = reporting.report((*rows, *must), 0, 0, 0)["stories"]
    for row in told:
        row["takedown_pending"] = []
    for row, each in zip(told[len(rows) :], standing, strict=True):
        row["takedown_pending"] = [{"to": each.to, "files": each.files}]
    return told
