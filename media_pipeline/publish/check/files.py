"""Nothing private or foreign in any file of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from media_pipeline.errors import ToolError
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.tree import Tree

Scan = Callable[[Path, str], Sequence[str]]
"""A file and its path on the site → a sentence for all in it that may not be public."""


def content_findings(tree: Tree, scan: Scan) -> Iterator[Finding]:
    """What ``scan`` says of each file. One that it can't read is a finding, too."""
    for path in sorted(tree.paths):
        try:
            yield from (Finding(path, sentence) for sentence in scan(tree.site / path, path))
        except ToolError as error:
            yield Finding(path, f"it can't be looked through: {error.what}.")
