"""Where this computer keeps what programs remember for its user."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def state_folder() -> Path:
    """The user's folder for what programs remember (XDG Base Directory, Apple's File System
    Programming Guide, Windows' Known Folders). ``XDG_STATE_HOME`` takes precedence on every system.
    """
    if said := os.environ.get("XDG_STATE_HOME"):
        return Path(said)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support"
    return Path.home() / ".local/state"
