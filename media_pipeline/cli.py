"""The commands; the only module that prints or sets an exit code.

0: done. 1: it could not be done. 2: wrong usage or settings, all mistakes listed at once.
3: with ``--strict``, built, but a recording was refused or failed.
"""

from __future__ import annotations

import functools
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, ParamSpec

import click
from rich.console import Console

from media_pipeline import (
    __version__,
    carrying,
    deciding,
    describing,
    pipeline,
    reporting,
    starting,
    whereabouts,
)
from media_pipeline.errors import MediaPipelineError, SettingsError, UsageError
from media_pipeline.intake.said import FIELDS
from media_pipeline.model import Audience, State
from media_pipeline.publish.carried import size_of
from media_pipeline.publish.translations import Translation
from media_pipeline.tools.reporter import ConsoleReporter
from media_pipeline.workspace import open_workspace

FAILED, WRONG, IMPERFECT = 1, 2, 3
Given = ParamSpec("Given")

in_workspace = click.option(
    "-w", "--workspace", "folder", type=click.Path(path_type=Path, file_okay=False), default=".",
    help="The workspace; the folder you are in where it is not given.",
)  # fmt: skip
by_name = click.option("--by", metavar="NAME", help="Who decides; you, where it is not given.")


def main() -> None:
    """Run the command line."""
    cli(prog_name="media-pipeline")


def _answering(command: Callable[Given, None]) -> Callable[Given, None]:
    """Turn every error of this program into a sentence and an exit code."""

    @functools.wraps(command)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except SettingsError as error:
            _end([f"There is something to mend in the settings ({len(error.mistakes)}):",
                  *(f"  {mistake}" for mistake in error.mistakes)], WRONG)  # fmt: skip
        except UsageError as error:
            _end([str(error)], WRONG)
        except MediaPipelineError as error:
            _end([str(error)], FAILED)

    return run


def _end(lines: Sequence[str], code: int) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(code)


def _now() -> datetime:
    return datetime.now(UTC)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="media-pipeline")
def cli() -> None:
    """From dropped recordings to the school's showcase site and podcast feeds."""


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_answering
def init(folder: Path) -> None:
    """Make a new workspace in FOLDER, with a commented school.toml."""
    for line in starting.make_workspace(folder, _now()):
        click.echo(line)


@cli.command()
@in_workspace
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Recordings worked on at once; all cores, where it is not given.",
)
@click.option("--explain", is_flag=True, help="Say of each piece of work why it must be done.")
@click.option("--strict", is_flag=True, help="End with 3 where a recording was refused or failed.")
@click.option(
    "--allow-missing", is_flag=True, help="Build even where most published recordings are gone."
)
@_answering
def build(
    folder: Path, jobs: int | None, *, explain: bool, strict: bool, allow_missing: bool
) -> None:
    """Bring the site up to date with the recordings and the decisions."""
    workspace = open_workspace(folder)
    reporter = ConsoleReporter(Console(), explaining=explain)
    built = pipeline.build(
        workspace, reporter, _now, jobs=jobs or os.cpu_count() or 1, allow_missing=allow_missing
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
    click.echo(
        f"Look at {_shown(workspace.site / 'index.html')}: {reporting.counts(built.rows)}."
        + _next_step(built.rows)
    )
    if strict and any(row.failed or row.state is State.REFUSED for row in built.rows):
        sys.exit(IMPERFECT)


@cli.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_answering
def status(folder: Path, *, as_json: bool) -> None:
    """Tell of every recording where it stands, why, and what it needs."""
    workspace = open_workspace(folder)
    seen = deciding.look(workspace, _now())
    rows = seen.rows
    if as_json:
        click.echo(
            json.dumps(reporting.report(rows, 0, 0, 0)["stories"], ensure_ascii=False, indent=1)
        )
        return
    for row in rows:
        click.echo(f"{row.state:<10} {row.id[:8]:<8}  {row.path}")
        for line in (row.reason, *row.notes):
            if line:
                click.echo(f"{'':21}{line}")
    for each in seen.passed:
        if not each.quiet:
            click.echo(f"{'passed by':<20} {each.path}\n{'':21}{each.why}")
    _tell_of_languages(seen.interface)
    for line in seen.consent_lines:
        click.echo(f"  {line}")
    click.echo(f"{len(rows)} recordings: {reporting.counts(rows)}.")


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
@_answering
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
@by_name
@_answering
def approve(
    what: tuple[str, ...], folder: Path, story_id: str | None, by: str | None, *, everything: bool
) -> None:
    """Let stories be published, exactly as the last build showed them.

    WHAT is an id, a path from the workspace, or a folder. The rights shown are confirmed by it.
    """
    if not what and not everything:
        raise UsageError("say what: ids, paths, a folder, or --all.")
    workspace = open_workspace(folder)
    done = deciding.approve(
        workspace, what, _who(by), _now(), everything=everything, story_id=story_id
    )
    for row in done:
        whom = "for families only" if row.audience is Audience.FAMILIES else "public"
        click.echo(f"Approved: {row.path} ({row.title}; rights: {row.rights}; {whom})")
    click.echo(f"{len(done)} approved. Build, and they are published.")


def _decision(event: str, done: str) -> Callable[..., None]:
    @click.argument("what", nargs=-1, required=True)
    @in_workspace
    @click.option("--reason", required=True, metavar="TEXT", help="Why, for the ledger.")
    @by_name
    @_answering
    def decide(what: tuple[str, ...], folder: Path, reason: str, by: str | None) -> None:
        rows = deciding.stop(open_workspace(folder), what, event, reason, _who(by), _now())
        for row in rows:
            click.echo(f"{done}: {row.path}")
        click.echo(
            "Build at once: until then it stands where it stood." if rows else "Nothing was to do."
        )

    return decide


cli.command("hold", help="Take stories off the site until they are approved again.")(
    _decision("held", "Held")
)
cli.command(
    "withdraw", help="Take stories off the site for good, and delete all that was made of them."
)(_decision("withdrawn", "Withdrawn"))


@cli.command()
@in_workspace
@_answering
def check(folder: Path) -> None:
    """Judge build/site as a stranger would: links, enclosures, feeds, privacy."""
    workspace = open_workspace(folder)
    findings = deciding.check(workspace)
    for finding in findings:
        click.echo(f"{finding.path}: {finding.sentence}")
    click.echo(f"{len(findings)} findings in {_shown(workspace.site)}.")
    if findings:
        sys.exit(FAILED)


@cli.command()
@click.argument("code")
@in_workspace
@_answering
def where(code: str, folder: Path) -> None:
    """List every place where the person of that CODE appears.

    CODE is what the consent register and sidecars call them, such as R-014.
    """
    for line in whereabouts.whereabouts(open_workspace(folder), code, _now()).lines:
        click.echo(line)


@cli.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@in_workspace
@click.option("--language", metavar="CODE", default="", help="Of its pages; the school's first.")
@click.option("--size", metavar="SIZE", help="What it may take, like 8GB; else what is free.")
@_answering
def usb(target: Path, folder: Path, language: str, size: str | None) -> None:
    """Copy what is public now to a memory stick, or bring an earlier copy up to date.

    DIR is the stick, empty or with an earlier copy. It is opened with START.html.
    """
    room = size_of(size) if size else None
    done = carrying.carry(
        open_workspace(folder),
        target,
        ConsoleReporter(Console()),
        _now,
        language=language,
        size=room,
    )
    click.echo(f"{done.stories} stories, {done.bytes / 1e6:.1f} MB: open {target / 'START.html'}")
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
@_answering
def serve(folder: Path, port: int) -> None:
    """Show the site, and /waiting/, on this machine only."""
    from media_pipeline.serving import serve_workspace  # noqa: PLC0415 - slow to import

    def ready(port: int) -> None:
        here = f"http://127.0.0.1:{port}/"
        click.echo(f"The site: {here}   What waits: {here}waiting/\nCtrl-C ends it.")

    serve_workspace(open_workspace(folder), port, ready)


def _tell_of_languages(interface: Sequence[Translation]) -> None:
    """What is wanting in each language of the pages; nothing is, in most."""
    for each in interface:
        if each.line:
            click.echo(f"  {each.line}")


def _who(by: str | None) -> str:
    return by or getpass.getuser()


def _shown(path: Path) -> str:
    """A path as it is shortest to type from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _next_step(rows: Sequence[reporting.Row]) -> str:
    waiting = any(row.state is State.WAITING for row in rows)
    return " Hear what waits with: media-pipeline serve" if waiting else ""
