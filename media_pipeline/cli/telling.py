"""What several commands report."""

from __future__ import annotations

from collections.abc import Sequence

import click

from media_pipeline.model import Translation
from media_pipeline.publish.translations import lacking


def tell_of_languages(interface: Sequence[Translation]) -> None:
    """Say what is missing in each language of the pages; in most, nothing is."""
    for each in interface:
        if line := lacking(each):
            click.echo(f"  {line}")
