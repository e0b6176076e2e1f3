"""Nobody watches: no page lets in another host or contains code itself, no script has a memory.

That a page loads nothing from elsewhere is checked with its other references (``links.py``); here
is what would make that possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.parsing import HtmlPage
from media_pipeline.publish.check.tree import Tree

_OWN = frozenset({"'self'", "'none'", "'wasm-unsafe-eval'"})
"""Where a page may load from. WebAssembly is the site's own file too."""

_NEEDED = ("default-src", "base-uri", "form-action")
"""``default-src`` does not stand in for the last two."""

_TELLS = re.compile(rb"document\s*\.\s*cookie|cookieStore|sendBeacon")


def watching_findings(tree: Tree) -> Iterator[Finding]:
    """Whatever would let somebody watch a reader."""
    for path, page in tree.pages.items():
        for sentence in _open(page):
            yield Finding(path, sentence)
    for path in sorted(tree.paths):
        if path.endswith(".js") and (found := _TELLS.search((tree.site / path).read_bytes())):
            yield Finding(path, f"it may tell on its reader: {found[0].decode()}")


def _open(page: HtmlPage) -> Iterator[str]:
    for sort in sorted(page.inline):
        yield f"it has {sort} in it, which must stand in a file of its own."
    if not page.policy:
        yield "it has no content security policy."
        return
    directives = {
        name.lower(): sources
        for name, *sources in (each.split() for each in page.policy.split(";") if each.strip())
    }
    for name in _NEEDED:
        if name not in directives:
            yield f"its content security policy has no {name}."
    for name, sources in directives.items():
        for source in sources:
            if source not in _OWN:
                yield f"its content security policy lets in {source} ({name})."
