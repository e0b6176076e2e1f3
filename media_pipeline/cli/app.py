"""The commands; with the other modules of this package all that prints or sets an exit code.

0: done. 1: it could not be done. 2: wrong usage or settings, all mistakes listed at once.
3: with ``--strict``, built, but a recording was refused or failed.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from media_pipeline import __version__, pipeline
from media_pipeline.cli.common import IMPERFECT, answering, by_name, in_workspace, now, shown, who
from media_pipeline.cli.families import families
from media_pipeline.cli.releasing import COMMANDS as RELEASING
from media_pipeline.cli.releasing import tell_pending
from media_pipeline.cli.stopping import COMMANDS
from media_pipeline.cli.watching import watch
from media_pipeline.commands import deciding, describing, exporting, starting, whereabouts
from media_pipeline.errors import UsageError
from media_pipeline.intake.said import FIELDS
from media_pipeline.model import Audience, State
from media_pipeline.publish.addresses import START
from media_pipeline.publish.translations import Translation
from media_pipeline.stages import reporting
from media_pipeline.takedown.on_hosts import Pending, pending
from media_pipeline.tools.reporter import ConsoleReporter, Reporter
from media_pipeline.workspace import open_workspace


class Size(click.ParamType[int]):
    """Bytes, written as on sticks: ``500MB``, ``8GB`` (a MB is a million)."""

    name = "size"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Raises a mistake of usage for what is no size."""
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([MGT])B\s*", value, re.IGNORECASE)
        if not found:
            self.fail(f"“{value}” is no size. Write it like 500MB or 8GB.", param, ctx)
        return int(float(found[1]) * 1000 ** " KMGT".index(found[2].upper()))


def main() -> None:
    """Run the command line."""
    cli(prog_name="media-pipeline")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="media-pipeline")
def cli() -> None:
    """From dropped recordings to the school's showcase site and podcast feeds."""


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@answering
def init(folder: Path) -> None:
    """Make a new workspace in FOLDER, with a commented school.toml; in one, add what it lacks."""
    for line in starting.make_workspace(folder, now()):
        click.echo(line)


@cli.command()
@in_workspace
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Recordings worked on at once; all cores, where it is not given.",
)
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
    reporter = ConsoleReporter(Console(), explaining=explain)
    jobs = jobs or os.cpu_count() or 1
    built = pipeline.build(
        workspace, reporter, now, jobs=jobs, dask=dask, allow_missing=allow_missing
    )
    for passed in built.passed:
        if not passed.quiet:
            click.echo(f"  {passed.path}: {passed.why}")
    for row in built.rows:
        if row.state is not State.PUBLISHED:
            click.echo(f"  {row.path}: {row.state}. {row.reason}")
    _tell_of_languages(built.interface)
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
        f"Look at {shown(workspace.site / 'index.html')}: {reporting.counts(built.rows)}."
        + _next_step(built.rows)
    )
    if strict and any(row.failed or row.state is State.REFUSED for row in built.rows):
        sys.exit(IMPERFECT)


@cli.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@answering
def status(folder: Path, *, as_json: bool) -> None:
    """Tell of every recording where it stands, why, and what it needs."""
    workspace = open_workspace(folder)
    seen = deciding.look(workspace, now())
    rows, standing = seen.rows, pending(workspace, now)
    if as_json:
        click.echo(json.dumps(_as_json(rows, standing), ensure_ascii=False, indent=1))
        return
    tell_pending(standing)
    for row in rows:
        click.echo(f"{row.state:<10} {row.id[:8]:<8}  {row.path}")
        alone = "For families only." if row.audience is Audience.FAMILIES else ""
        for line in (alone, row.reason, *row.notes):
            if line:
                click.echo(f"{'':21}{line}")
    for each in seen.passed:
        if not each.quiet:
            click.echo(f"{'passed by':<20} {each.path}\n{'':21}{each.why}")
    _tell_of_languages(seen.interface)
    for line in seen.consent_lines:
        click.echo(f"  {line}")
    click.echo(f"{len(rows)} recordings: {reporting.counts(rows)}.")


def _as_json(rows: Sequence[reporting.Row], standing: Sequence[Pending]) -> list[dict[str, Any]]:
    """A row for each recording, and one without a path for each host that something must leave."""
    must = [reporting.Row("", "", State.WITHDRAWN, each.sentence) for each in standing]
    told: list[dict[str, Any]] = reporting.report((*rows, *must), 0, 0, 0)["stories"]
    for row in told:
        row["takedown_pending"] = []
    for row, each in zip(told[len(rows) :], standing, strict=True):
        row["takedown_pending"] = [{"to": each.to, "files": each.files}]
    return told


def _describing(command: Callable[..., None]) -> Callable[..., None]:
    """An option for every field that a sidecar may have."""
    for name in reversed(list(FIELDS)):
        if name != "chapters":
            command = click.option(f"--{name}", help=f"Its {name}, as in a sidecar.")(command)
    return command


@cli.command()
@click.argument("what")
@in_workspace
@_describing
@answering
def describe(what: str, folder: Path, **fields: str | None) -> None:
    """Say something of a recording: writes a sidecar beside it where there is none.

    WHAT is a recording's id, or its path from the workspace.
    """
    given = {name: value for name, value in fields.items() if value}
    path = describing.describe(open_workspace(folder), what, given)
    click.echo(f"Written: {path}. Build, and it can be approved.")


@cli.command()
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

    WHAT is an id, a path from the workspace, or a folder. The rights shown are confirmed by it.
    """
    if not what and not everything:
        raise UsageError("say what: ids, paths, a folder, or --all.")
    workspace = open_workspace(folder)
    done = deciding.approve(
        workspace, what, who(by), now(), everything=everything, story_id=story_id, names=names
    )
    for row in done:
        whom = "for families only" if row.audience is Audience.FAMILIES else "public"
        click.echo(f"Approved: {row.path} ({row.title}; rights: {row.rights}; {whom})")
    click.echo(f"{len(done)} approved. Build, and they are published.")


for each in (*COMMANDS, *RELEASING, families, watch):
    cli.add_command(each)


@cli.command()
@click.argument("code")
@in_workspace
@answering
def where(code: str, folder: Path) -> None:
    """List every place where the person of that CODE appears.

    CODE is what the consent register and sidecars call them, such as R-014.
    """
    for line in whereabouts.whereabouts(open_workspace(folder), code, now()).lines:
        click.echo(line)


@cli.command()
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
        ConsoleReporter(Console()),
        now,
        language=language,
        size=size,
    )
    click.echo(f"{done.stories} stories, {done.bytes / 1e6:.1f} MB: open {target / START}")
    click.echo(f"{done.written} files copied, {done.removed} deleted.")
    if done.left_out:
        click.echo(f"{done.left_out} older stories are left out: there is no room for them.")
    click.echo("What stands on a stick can't be called back: keep a list of who has one.")


@cli.command()
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
    """Show the site, and what waits with buttons that decide; on this machine only."""
    from media_pipeline.commands.serving import (  # noqa: PLC0415 - slow to import
        Coordinator,
        serve_workspace,
    )

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
        return (f"The site is built: {reporting.counts(built.rows)}.", *built.problems)

    serve_workspace(workspace, Coordinator(who(None), now, build), port, ready)


def _tell_of_languages(interface: Sequence[Translation]) -> None:
    """What is wanting in each language of the pages; nothing is, in most."""
    for each in interface:
        if each.line:
            click.echo(f"  {each.line}")


def _next_step(rows: Sequence[reporting.Row]) -> str:
    waiting = any(row.state is State.WAITING for row in rows)
    return " Hear what waits with: media-pipeline serve" if waiting else ""
