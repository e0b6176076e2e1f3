"""The command ``usb``: what is public, on a memory stick."""

from __future__ import annotations

import re
from pathlib import Path

import click

from media_pipeline.cli.common import answering, in_workspace, now
from media_pipeline.commands import exporting
from media_pipeline.publish.addresses import START
from media_pipeline.tools.counting import counted
from media_pipeline.tools.reporter import on_screen
from media_pipeline.workspace import open_workspace


class Size(click.ParamType[int]):
    """Bytes, written as on sticks: ``500MB``, ``8GB`` (a MB is a million)."""

    name = "size"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Raises a usage error for anything that is not a size."""
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([MGT])B\s*", value, re.IGNORECASE)
        if not found:
            self.fail(f"“{value}” is no size. Write it like 500MB or 8GB.", param, ctx)
        return int(float(found[1]) * 1000 ** " KMGT".index(found[2].upper()))


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@in_workspace
@click.option("--language", metavar="CODE", default="", help="Of its pages; the school's first.")
@click.option("--size", type=Size(), help="What it may take, like 8GB; else what is free.")
@answering
def usb(target: Path, folder: Path, language: str, size: int | None) -> None:
    """Copy what is public now to a memory stick, or bring an earlier copy up to date.

    DIR is the stick, empty or with an earlier copy. It is opened with START.html.
    """
    done = exporting.export(
        open_workspace(folder),
        target,
        on_screen(),
        now,
        language=language,
        size=size,
    )
    stories = counted(done.stories, "story", "stories")
    click.echo(f"{stories}, {done.bytes / 1e6:.1f} MB: open {target / START}")
    click.echo(f"{done.written} files copied, {done.removed} deleted.")
    if done.left_out:
        click.echo(f"{done.left_out} older stories are left out: there is no room for them.")
    click.echo("What stands on a stick can't be called back: keep a list of who has one.")
