"""How a work ends: what it was made of is still the same, and what it made is measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from media_pipeline.errors import ToolError
from media_pipeline.model import Rendition, Role
from media_pipeline.tools import files


def check_unchanged(sources: Sequence[Path | str], digest: str, where: str = "") -> None:
    """Raise :class:`ToolError` where the ``sources`` are not, one after the other, the bytes of
    ``digest`` (SHA-256), or are gone: what was made of others is no result.
    """
    try:
        unchanged = files.digest(sources) == digest
    except OSError:
        unchanged = False
    if not unchanged:
        raise ToolError("it changed while it was worked on; the next build takes it.", where)


def finished(role: Role, path: Path, mime: str, **figures: Any) -> Rendition:
    """The file that a work made at ``path``, in its own folder, with its bytes and digest;
    ``figures`` are other fields of a :class:`Rendition`.
    """
    size, digest = path.stat().st_size, files.digest([path])
    return Rendition(role, path.name, mime, size, digest, **figures)
