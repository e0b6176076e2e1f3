"""What ``init`` puts beside the settings for people without a terminal: starters to double-click,
folders to drop into, a page to print. Whatever is already there stays as it is, except that page:
it names the school and its classes, and is rewritten for as long as it says that it will be.

    start/Build.cmd  start/Build.command  start/Build.desktop      for Windows, macOS and Linux
    start/Listen and approve.…            start/Publish.…
    start/For teachers.html               recordings/<class>/<language>/     .gitignore
"""

from __future__ import annotations

import html
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from media_pipeline import languages
from media_pipeline.publish.wording import run_in
from media_pipeline.settings import Settings
from media_pipeline.tools import files
from media_pipeline.tools.resources import resource_root
from media_pipeline.workspace import Workspace

FOLDER = "start"
"""The folder of the starters."""

GUIDE = "For teachers.html"
WRITTEN_ANEW = b"<!-- media-pipeline init writes this page anew"

UNSAFE = frozenset('<>:"/\\|?*')
"""Characters that no folder's name may have on Windows."""

BATCH_UNSAFE = frozenset('%"!^&')
"""Characters in the program's path that a batch file would read as its own."""


@dataclass(frozen=True, slots=True)
class Starter:
    """Something to double-click: what it is called, what it does, and the command it runs."""

    name: str
    about: str
    command: str


STARTERS = (
    Starter(
        "Build", "Works on what is new, and brings the site on this computer up to date.", "build"
    ),
    Starter(
        "Listen and approve",
        "Shows in a browser what waits, to hear it and to decide. Close this window to end it.",
        "serve --open --port 0",
    ),
    Starter("Publish", "Brings the site to its place on the web.", "publish"),
)


def lay_out(workspace: Workspace) -> list[Path]:
    """Write what is missing or tells of former settings, and make folders for classes and
    languages that have none; returns the paths of what was made.
    """
    made = []
    for path, content in _wanted(workspace, Path(sys.executable)):
        if _is_to_be_written(path, content):
            files.write(path, content)
            if path.suffix in (".command", ".desktop"):
                path.chmod(0o755)
            made.append(path)
    for name in folder_names(workspace.settings):
        folder = workspace.root / "recordings" / name
        if not folder.exists():
            folder.mkdir(parents=True)
            made.append(folder)
    return made


def _is_to_be_written(path: Path, content: bytes) -> bool:
    if path.is_symlink() or path.is_dir():
        return False
    if not path.exists():
        return True
    standing = path.read_bytes()
    return path.name == GUIDE and WRITTEN_ANEW in standing and standing != content


def folder_names(settings: Settings) -> tuple[str, ...]:
    """The folders in the drop folder that follow from the settings: one for each class, and in it
    one for each language; without classes, one for each language.
    """
    first = settings.interface_languages[0]
    classes = [_class_folder(each.id, run_in(each.name, first, "en")) for each in settings.classes]
    spoken = [_language_folder(each, first) for each in settings.languages]
    if not classes or not spoken:
        return (*classes, *spoken)
    return tuple(f"{one}/{other}" for one in classes for other in spoken)


def _class_folder(class_id: str, name: object) -> str:
    text = getattr(name, "text", "") or class_id
    return text if _is_a_folders_name(text) else class_id


def _language_folder(tag: str, shown_in: str) -> str:
    """The language as the school calls it, if the drop folder understands that."""
    for name in (languages.name_in(tag, shown_in), languages.own_name(tag)):
        if languages.understand(name) == tag and _is_a_folders_name(name):
            return name
    return tag


def _is_a_folders_name(name: str) -> bool:
    return not UNSAFE & set(name) and name.strip(" .") == name and name.isprintable()


def _wanted(workspace: Workspace, program: Path) -> Iterator[tuple[Path, bytes]]:
    start = workspace.root / FOLDER
    for each in STARTERS:
        said = {"NAME": each.name, "ABOUT": each.about, "COMMAND": each.command}
        batch = _filled("start.cmd", said | {"PROGRAM": batch_path(program)})
        yield start / f"{each.name}.cmd", batch.replace("\n", "\r\n").encode("ascii")
        script = start / f"{each.name}.command"
        shell = "" if sys.platform == "win32" else shlex.quote(str(program))
        yield script, _filled("start.command", said | {"PROGRAM": shell}).encode()
        if sys.platform == "linux":  # such a file holds absolute paths, which are this computer's
            quoted = desktop_path(script)
            yield (
                start / f"{each.name}.desktop",
                _filled("start.desktop", said | {"SCRIPT": quoted}).encode(),
            )
    yield start / GUIDE, _guide(workspace).encode()
    yield workspace.root / ".gitignore", _ignored(workspace.settings)


def batch_path(program: Path | PureWindowsPath, home: str = "") -> str:
    """The path of the program as written in an ASCII batch file, relative to the user's own folder
    if it is in there. It is "" if there is no such path, and on other systems: the program is then
    looked for on the PATH.
    """
    if not isinstance(program, PureWindowsPath):
        return ""
    path = PureWindowsPath(program)
    home = home or os.environ.get("USERPROFILE", "")
    if home and path.is_relative_to(home):
        inside = str(path.relative_to(home))
        return f"%USERPROFILE%\\{inside}" if _batch_safe(inside) else ""
    return str(path) if _batch_safe(str(path)) else ""


def _batch_safe(path: str) -> bool:
    return path.isascii() and path.isprintable() and not BATCH_UNSAFE & set(path)


def desktop_path(script: Path) -> str:
    """A path as an ``Exec`` line of a ``.desktop`` file needs it (Desktop Entry Specification)."""
    path = str(script)
    for character in '\\"`$':
        path = path.replace(character, f"\\{character}")
    # The line is a string first, in which each backslash is doubled.
    return '"{}"'.format(path.replace("\\", "\\\\").replace("%", "%%"))


def _guide(workspace: Workspace) -> str:
    settings = workspace.settings
    names = folder_names(settings)
    classes = list(dict.fromkeys(each.partition("/")[0] for each in names))
    there = f"There are: {', '.join(classes)}." if classes else ""
    said = {
        "SCHOOL": settings.name,
        "RECORDINGS": str(workspace.root / "recordings"),
        "EXAMPLE": names[0] if names else "Reception/Punjabi",
        "FOLDERS": there,
    }
    return _filled("for-teachers.html", {name: html.escape(each) for name, each in said.items()})


def _ignored(settings: Settings) -> bytes:
    folder = Path(settings.decisions)
    text = _filled("gitignore", {"DECISIONS": folder.as_posix()})
    if folder.is_absolute():  # it is elsewhere
        text = text.replace(f"/{folder.as_posix()}/\n", "")
    return text.encode()


def _filled(template: str, values: Mapping[str, str]) -> str:
    text = (resource_root() / "starter" / template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text
