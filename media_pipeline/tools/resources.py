"""What comes with the program (templates, styles, fonts, catalogues), and what it depends on."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

FOLDER = "site_templates"


def resource_root() -> Path:
    """The folder ``site_templates`` of the installed package, else of the checkout.

    The wheel carries it inside the package; an editable install leaves it at the repository's root.
    Raises :class:`FileNotFoundError` if the program was installed without it.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / FOLDER, package.parent / FOLDER):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"{package / FOLDER}: the program's own templates are missing. Install it again."
    )


@cache
def program() -> str:
    """A digest of the names, sizes and times of the program's own modules: for those who work on
    it, the same version may do different things.
    """
    package = Path(__file__).resolve().parent.parent
    found = sorted(package.rglob("*.py"))
    stamps = [(path.relative_to(package).as_posix(), path.stat()) for path in found]
    said = "\n".join(f"{name} {each.st_size} {each.st_mtime_ns}" for name, each in stamps)
    return hashlib.sha256(said.encode()).hexdigest()


@cache
def libraries() -> tuple[str, ...]:
    """The libraries that the program needs, each with its version: pages depend on them, too."""
    found = []
    for needed in requires("media-pipeline") or ():
        name = re.split(r"[^A-Za-z0-9._-]", needed)[0]
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # for another system or version of Python
            continue
    return tuple(sorted(found))
