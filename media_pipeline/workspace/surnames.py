"""The file with the school's private list of surnames: found and read for the gate."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.surnames import NAME as SURNAMES
from media_pipeline.gate.surnames import NO_SURNAMES, Surnames, read_surnames
from media_pipeline.tools.text import as_marked
from media_pipeline.workspace import Workspace

BEGINS = Path(SURNAMES).stem.removesuffix("s")
"""How the name of a file begins that may be meant as the list."""


def surnames_of(workspace: Workspace, *, expected: bool) -> Surnames:
    """The school's private list of surnames, empty if there is none.

    Raises :class:`WorkspaceError` if it can't be read, has another name, or is missing although it
    is ``expected``: every name would pass.
    """
    found = [
        each for each in workspace.decisions.glob("*") if each.name.casefold().startswith(BEGINS)
    ]
    if not found and expected:
        raise WorkspaceError(
            "the list of surnames is not there any more; the site stays as it was.",
            str(workspace.decisions / SURNAMES),
            "Put it back. To do without one, leave an empty file there.",
        )
    if [each.name.casefold() for each in found] not in ([], [SURNAMES]):
        raise WorkspaceError(
            f"the list of surnames must be called {SURNAMES}.",
            ", ".join(each.name for each in found),
            "Keep one file of that name; your computer may hide an ending.",
        )
    try:
        if not found:
            return NO_SURNAMES
        return read_surnames(as_marked(found[0].read_bytes()))
    except (OSError, UnicodeError) as error:
        raise WorkspaceError(
            "the list of surnames can't be read; the site stays as it was.",
            str(found[0]),
            "Save it as a text in UTF-8, one name a line.",
        ) from error
