"""Nothing private or foreign in any file of the site, and no other bytes than its name says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from media_pipeline.errors import ToolError
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.tree import Tree
from media_pipeline.tools.files import digest
from media_pipeline.tools.media_paths import digits_of_media

Scan = Callable[[Path, str], Sequence[str]]
"""A file and its path on the site → a sentence for everything in it that may not be public."""


def content_findings(tree: Tree, scan: Scan) -> Iterator[Finding]:
    """What ``scan`` reports for each file. One that it can't read is a finding, too."""
    for path in sorted(tree.paths):
        try:
            yield from (Finding(path, sentence) for sentence in scan(tree.site / path, path))
        except ToolError as error:
            yield Finding(path, f"it can't be looked through: {error.what}.")


def unlike_its_name(path: Path, name: str) -> list[str]:
    """11 of what directories demand: an address never changes its bytes. ``name`` is the path on
    the site; a file of media says in it what is in the file. All of that is read.
    """
    digits = digits_of_media(name)
    if not digits or digest([path]).startswith(digits):
        return []
    return ["it is not, byte for byte, what it was named after: delete it and build again."]
