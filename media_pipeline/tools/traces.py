"""What a text may betray of the computers it came through: paths, addresses, names of files. Pure.

Both the gate (what people said of a story) and the scrub (finished files) look with these.
"""

from __future__ import annotations

import re

_PATH = re.compile(
    r"(?<![\w./~-])(?:file:/|/(?:home|Users|root|tmp|mnt|Volumes)/\w"
    r"|[A-Za-z]:(?:\\\\\w|\\(?![bfnrtu])\w)"
    r"|\\{2,4}[\w.-]+\\{1,2}[\w$-]{2,})",
)
"""A path from the root of a disk or of a server. JSON writes each backslash twice and has them
before other letters, and people wave: ``\\o/`` is no server, ``A:\\n`` no disk.
"""

_ADDRESS = re.compile(
    r"(?<![\w.])(?:10\.\d{1,3}|127\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\w.])"
    r"|\b[A-Za-z0-9][\w-]*\.(?:local|lan|internal)\b(?![\w.(-])"
)
"""Addresses of a network of the school's own (RFC 1918), and names within one."""

_FILE = re.compile(
    r"[\w)]\.(?:m4a|m4b|mts|m2ts|3gp|3g2|caf|amr|wma|wmv|mov|avi|heic|dv|aiff?|wav|flac|mkv|webm"
    r"|docx?|xlsx?|M4A|MTS|3GP|MOV|WAV|AMR|AVI|HEIC|DV|WMA)\b"
)
"""A file as devices name recordings. None of these endings is on a site of ours; in one case each
only, as “Hello.Avi went home” is a sentence.
"""

_SHOWN = 40


def trace(text: str, workspace: str = "", hosts: str = "") -> str:
    """The first trace in ``text``, in words: ``a path of a computer: /home/…``; "" for none.

    ``workspace`` is the folder that things are made in, wherever on a machine it stands. ``hosts``
    are the names of the computers that the site is to stand on, with spaces between: a school may
    show it within its walls alone.
    """
    for host in hosts.split():
        text = text.replace(host, "")
    if workspace.count("/") + workspace.count("\\") > 1 and _stands(workspace, text):
        return "the path of the folder that it was made in"
    if found := _PATH.search(text):
        return f"a path of a computer: {_shown(text, found.start())}"
    if found := _ADDRESS.search(text):
        return f"an address of a computer: {found.group()}"
    if found := _FILE.search(text):
        begins = max(text.rfind(mark, 0, found.start()) for mark in "\n\"'>/ ") + 1
        return f"the name of a file: {text[begins : found.end()][-_SHOWN:]}"
    return ""


def _stands(workspace: str, text: str) -> bool:
    """Whether a folder stands in a text as a path of its own, and not as the end of a link."""
    return bool(re.search(rf"(?<![\w./~-]){re.escape(workspace)}(?!\w)", text))


def _shown(text: str, start: int) -> str:
    return text[start : start + _SHOWN].partition("\n")[0]
