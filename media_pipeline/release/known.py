"""What is on each host as far as is known here, whatever happened to ``build``: kept in the
coordinator's folder, so that a withdrawal knows where to go even when a host can't be asked.

    decisions/hosts/<digest>.json     {"to": "sftp://…", "tree": "site"}
                    <digest>.json.gz  the manifest
                    <digest>.sent     what has arrived on a journey: its name, then a line per file

It is written before anything is there, and stays until nothing is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import WorkspaceError
from media_pipeline.release.manifest import Manifest, read, written
from media_pipeline.tools import files
from media_pipeline.workspace import Workspace

FOLDER = "hosts"


@dataclass(frozen=True, slots=True)
class Known:
    """A host, given by its address and the tree that is brought there, and what is on it."""

    to: str
    tree: str
    manifest: Manifest


def known_hosts(workspace: Workspace) -> list[Known]:
    """Every host that has something on it, or may have, apart from :func:`unreadable` ones."""
    return [known for path in _records(workspace) if (known := _known(path))]


def unreadable(workspace: Workspace) -> list[WorkspaceError]:
    """The records that can't be read: nobody must believe that nothing is there."""
    return [
        WorkspaceError(
            "what stands on a web server can't be read any more.",
            str(path),
            f"Delete the files {path.stem}.* there and publish: the web server's own list is read.",
        )
        for path in _records(workspace)
        if _known(path) is None
    ]


def _records(workspace: Workspace) -> list[Path]:
    return sorted((workspace.decisions / FOLDER).glob("*.json"))


def _known(path: Path) -> Known | None:
    try:
        said = json.loads(path.read_bytes())
        manifest = read(path.with_suffix(".json.gz").read_bytes())
        return Known(str(said["to"]), str(said["tree"]), manifest) if manifest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def known_at(workspace: Workspace, to: str, tree: str) -> Manifest:
    """What is known to be at one address; nothing if nothing was ever brought there."""
    of_it = (each for each in known_hosts(workspace) if (each.to, each.tree) == (to, tree))
    return next((each.manifest for each in of_it), Manifest())


def remember(workspace: Workspace, known: Known) -> None:
    """Note what is on a host, or is about to be."""
    path = _path(workspace, known.to, known.tree)
    files.write(path.with_suffix(".json.gz"), written(known.manifest), private=True)
    said = json.dumps({"to": known.to, "tree": known.tree}).encode() + b"\n"
    if not path.exists():
        files.write(path, said, private=True)
    if not known.manifest.under_way:
        path.with_suffix(".sent").unlink(missing_ok=True)


def forget(workspace: Workspace, to: str) -> bool:
    """Forget a host that no longer exists; returns whether it was known."""
    gone = [each for each in known_hosts(workspace) if each.to == to]
    for each in gone:
        path = _path(workspace, each.to, each.tree)
        for ending in (".json", ".json.gz", ".sent"):
            path.with_suffix(ending).unlink(missing_ok=True)
    return bool(gone)


@dataclass(frozen=True, slots=True)
class Journal:
    """What has arrived on a journey, so that it can go on from there. Losing this only costs time:
    what isn't in it is sent again.
    """

    path: Path

    @classmethod
    def of(cls, workspace: Workspace, to: str, tree: str) -> Journal:
        """The journal of one host."""
        return cls(_path(workspace, to, tree).with_suffix(".sent"))

    def begin(self, journey: str) -> None:
        """Begin a journey: what is noted of any other is dropped."""
        files.write(self.path, f"{journey}\n".encode(), durable=False, private=True)

    def arrived(self, path: str, digest: str) -> None:
        """Note that a file has arrived. Raises :class:`WorkspaceError` if it can't be noted."""
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{digest} {path}\n")
        except OSError as error:
            raise WorkspaceError(
                f"what has arrived can't be noted ({error.strerror}).",
                str(self.path),
                "Make room there and publish again: it goes on from where it was.",
            ) from error

    def read(self, journey: str) -> Mapping[str, str]:
        """The digests of what has arrived on that journey, by path."""
        try:
            first, *lines = self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return {}
        pairs = (line.partition(" ") for line in lines if first == journey)
        return {path: digest for digest, space, path in pairs if space}


def _path(workspace: Workspace, to: str, tree: str) -> Path:
    name = hashlib.sha256(f"{tree} {to}".encode()).hexdigest()[:16]
    return workspace.decisions / FOLDER / f"{name}.json"
