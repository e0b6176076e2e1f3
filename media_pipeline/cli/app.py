"""The commands by name. Only the modules of this package print or set an exit code.

0: done. 1: it could not be done. 2: wrong usage or settings, all mistakes listed at once.
3: with ``--strict``, built, but a recording was refused or failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import cast

import click

from media_pipeline import __version__
from media_pipeline.tools.garbage import seldom_collected

MODULES: Mapping[str, str] = {
    "approve": "deciding",
    "build": "building",
    "check": "checking",
    "describe": "describing",
    "erase": "stopping",
    "families": "families",
    "hold": "stopping",
    "init": "starting",
    "publish": "releasing",
    "restore-ledger": "stopping",
    "rollback": "releasing",
    "serve": "serving",
    "status": "looking",
    "unhold": "stopping",
    "usb": "exporting",
    "watch": "watching",
    "where": "whereabouts",
    "withdraw": "stopping",
}
"""Each command, and the module of this package that has it as a function of the same name."""


class OnDemand(Mapping[str, click.Command]):
    """The commands, each imported only when it is asked for: all of them take over a second."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"{__package__}.{MODULES[name]}")
        command: click.Command = vars(module)[name.replace("-", "_")]
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


@click.group(
    # click asks for a mapping that can be written to, and only reads it.
    commands=cast("MutableMapping[str, click.Command]", OnDemand()),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="media-pipeline")
def cli() -> None:
    """From dropped recordings to the school's showcase site and podcast feeds."""


def main() -> None:
    """Run the command line. Nearly everything that a command reads and makes stays until it ends,
    so the garbage collector rarely runs: it took a seventh of every start. Each build of ``watch``
    leaves only some dozens of objects in reference cycles.
    """
    with seldom_collected():
        cli(prog_name="media-pipeline")
