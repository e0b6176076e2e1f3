"""Every reference on every page leads to a file of the site, on a web server and on a stick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.parsing import Reference
from media_pipeline.publish.check.tree import NOT_FOUND, Tree, parts
from media_pipeline.publish.feeds.apps import feed_of

_STYLE_ADDRESS = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""")
_PERSONS = ("mailto", "tel")
_IN_MEDIA = re.compile(r"t=\d+(\.\d+)?")


def link_findings(tree: Tree) -> Iterator[Finding]:
    """What is wrong with the references of pages and styles, and with the lists of addresses."""
    for path, why in tree.unread.items():
        yield Finding(path, f"it can't be read: {why}")
    for path, reference in (*_of_pages(tree), *_of_styles(tree)):
        if wrong := _wrong(tree, path, reference):
            yield Finding(path, wrong)
    for path, addresses in tree.lists.items():
        for address in addresses:
            if not tree.at(address):
                yield Finding(path, f"it names {address}, which is not on the site.")


def _of_pages(tree: Tree) -> Iterator[tuple[str, Reference]]:
    for path, page in tree.pages.items():
        for reference in page.references:
            yield path, reference


def _of_styles(tree: Tree) -> Iterator[tuple[str, Reference]]:
    for path in tree.paths:
        if path.endswith(".css"):
            for said in _STYLE_ADDRESS.findall((tree.site / path).read_text("utf-8", "replace")):
                yield path, Reference(said, loaded=True)


def _wrong(tree: Tree, path: str, reference: Reference) -> str:
    """What is wrong with a reference in the file at ``path``; "" if nothing is."""
    address = reference.address
    scheme = parts(address).scheme
    if scheme in ("http", "https") or address.startswith("//"):
        return _wrong_elsewhere(tree, reference)
    if scheme:
        return "" if _for_another_program(tree, reference) else _no_file(address)
    if address.startswith("/") and path != NOT_FOUND:
        return f"the link {address} does not work from a folder or a memory stick."
    target = tree.beside(path, address)
    if not target:
        return f"it refers to {address}, which is not on the site."
    if not _has_place(tree, target, unquote(parts(address).fragment)):
        return f"it refers to {address}, and there is no such place in that file."
    return ""


def _has_place(tree: Tree, target: str, fragment: str) -> bool:
    if target in tree.pages:
        return not fragment or fragment in tree.pages[target].anchors
    return not fragment or bool(_IN_MEDIA.fullmatch(fragment))


def _for_another_program(tree: Tree, reference: Reference) -> bool:
    """Whether a reference is for another program of the reader's, to write to somebody or to
    subscribe to a feed.
    """
    if reference.loaded:
        return False
    feed = f"{parts(tree.address).scheme}://{feed_of(reference.address)}"
    return parts(reference.address).scheme in _PERSONS or tree.at(feed) in tree.feeds


def _no_file(address: str) -> str:
    return f"it refers to {address}, which is no file of the site."


def _wrong_elsewhere(tree: Tree, reference: Reference) -> str:
    own = tree.at(reference.address)
    if own == "":
        return f"it refers to {reference.address}, which is not on the site."
    if own is None and reference.loaded:
        return f"it loads {reference.address} from another site."
    return ""
