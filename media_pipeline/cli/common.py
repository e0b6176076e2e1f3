"""What all commands share: their options, and how their errors end."""

from __future__ import annotations

import functools
import getpass
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, ParamSpec

import click

from media_pipeline.errors import MediaPipelineError, SettingsError, UsageError

FAILED, WRONG, IMPERFECT = 1, 2, 3
Given = ParamSpec("Given")

in_workspace = click.option(
    "-w", "--workspace", "folder", type=click.Path(path_type=Path, file_okay=False), default=".",
    help="The workspace; the folder you are in where it is not given.",
)  # fmt: skip
in_processes = click.option(
    "--jobs", type=click.IntRange(1, 64),
    help="Recordings worked on at once; all cores, where it is not given.",
)  # fmt: skip
by_name = click.option("--by", metavar="NAME", help="Who decides; you, where it is not given.")


def answering(command: Callable[Given, None]) -> Callable[Given, None]:
    """Turn every error of this program into a sentence and an exit code."""

    @functools.wraps(command)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except SettingsError as error:
            end([f"There is something to mend in the settings ({len(error.mistakes)}):",
                  *(f"  {mistake}" for mistake in error.mistakes)], WRONG)  # fmt: skip
        except UsageError as error:
            end([str(error)], WRONG)
        except MediaPipelineError as error:
            end([str(error)], FAILED)

    return run


def end(lines: Sequence[str], code: int) -> NoReturn:
    """Say what went wrong, and end with that code."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(code)


def now() -> datetime:
    """The clock, in UTC."""
    return datetime.now(UTC)


def who(by: str | None) -> str:
    """Who decides: the name that was given, else the user's."""
    return by or getpass.getuser()


def from_workspace(root: Path, what: Iterable[str]) -> tuple[str, ...]:
    """Words that may be paths, made relative to the workspace at ``root``: one that does not exist
    there may be relative to the folder you are in. An id stays as it is, and so does a path outside
    the workspace.
    """
    return tuple(_from_workspace(root, word) for word in what)


def _from_workspace(root: Path, word: str) -> str:
    path = root / word  # an absolute path stays as it is
    if not os.path.lexists(path) and os.path.lexists(word):
        path = Path(word)
    path, home = Path(os.path.realpath(path.parent), path.name), os.path.realpath(root)
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else word


def shown(path: Path) -> str:
    """A path in the form that is shortest to type from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
