"""Templates, styles and fonts: the folders they are looked for in, and what is copied from there.

    messages/<language>.po   what the pages say                (catalogue.py)
    *.html, *.xml, *.txt     templates                         (templates.py)
    styles/*.css             joined, in the order of their names, as style.css
    static/**                copied to the root of the site, under the same names
    fonts/                   fonts.json, and what it names      (school_styles.py)

A school overrides any of them by name: the first folder that has a file takes precedence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from media_pipeline.model import Page

STATIC = "static"
STYLES = "styles"

_KEPT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")

_STARTER = "starter"  # what a new workspace starts with; no page is made from it


def static_pages(folders: Sequence[Path]) -> Iterator[Page]:
    """Everything in ``static/``: icon, scripts, and whatever a school adds; and the joined style
    sheet.
    """
    styles = []
    for name, path in _files(folders):
        if name.startswith(f"{STATIC}/"):
            yield Page(name.removeprefix(f"{STATIC}/"), path.read_bytes())
        elif name.startswith(f"{STYLES}/"):
            styles.append(squeezed(path.read_text(encoding="utf-8")))
    yield Page("style.css", "\n".join(styles).encode())


def squeezed(style: str) -> str:
    """A style without what only people read: about a third of it, which each family would
    pay for.
    """
    parts = _KEPT.split(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    # Every other part is a string, in which each space counts.
    parts[::2] = (
        re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r":\s+", ":", re.sub(r"\s+", " ", each)))
        for each in parts[::2]
    )
    return "".join(parts).replace(";}", "}").strip()


def templates_digest(folders: Sequence[Path]) -> str:
    """The SHA-256 of everything that pages are rendered from, to know whether they must be rendered
    again.
    """
    digest = hashlib.sha256()
    for name, path in _files(folders):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()


def _files(folders: Sequence[Path]) -> list[tuple[str, Path]]:
    """Every file by its name below its folder, in order of name; the first folder takes
    precedence.
    """
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        for path in folder.rglob("*"):
            parts = path.relative_to(folder).parts
            hidden = any(part.startswith(".") or part.endswith("~") for part in parts)
            if path.is_file() and not hidden and parts[0] != _STARTER:
                found["/".join(parts)] = path
    return sorted(found.items())
