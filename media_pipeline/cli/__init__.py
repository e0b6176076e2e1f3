"""The commands: the only package that prints or sets an exit code."""

from media_pipeline.cli.app import cli, main

__all__ = ["cli", "main"]
