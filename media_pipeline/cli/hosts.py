"""What commands tell of the hosts that the site was published to.

Not in :mod:`media_pipeline.cli.telling`: a build with nothing to do reads that, and must not read
all that takes a site down.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from media_pipeline.takedown.on_hosts import Pending, Removed


def tell_of_hosts(removed: Removed) -> None:
    """Say what was done on hosts, in red if something is left there."""
    for line in removed.lines:
        click.secho(line, fg="red" if removed.left else None)


def tell_pending(pending: Sequence[Pending]) -> None:
    """Say, in red, what is still on a host and may not be."""
    for each in pending:
        click.secho(f"{each.sentence}. Take it off with: media-pipeline publish", fg="red")
