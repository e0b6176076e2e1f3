"""Where the templates, styles, fonts and catalogues that come with the program are."""

from __future__ import annotations

from pathlib import Path

FOLDER = "site_templates"


def resource_root() -> Path:
    """Return the folder ``site_templates`` of the installed package, else of the checkout.

    The wheel carries it inside the package; an editable install leaves it at the repository's root.

    Raises:
        FileNotFoundError: the program was installed without it.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / FOLDER, package.parent / FOLDER):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"{package / FOLDER}: the program's own templates are missing. Install it again."
    )
