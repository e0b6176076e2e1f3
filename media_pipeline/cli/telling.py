"""What several commands tell."""

from __future__ import annotations

from collections.abc import Sequence

import click

from media_pipeline.model import Translation
from media_pipeline.publish.translations import lacking


def tell_of_languages(interface: Sequence[Translation]) -> None:
    """What is wanting in each language of the pages; nothing is, in most."""
    for each in interface:
        if line := lacking(each):
            click.echo(f"  {line}")
