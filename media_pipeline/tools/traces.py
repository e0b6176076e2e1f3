"""What a text may betray of the computers it came through: paths, addresses, file names. Pure.

Both the gate (for what people said of a story) and the scrub (for finished files) look with these.
"""

from __future__ import annotations

import re

# Every page of a site is searched with these, so each pattern begins with a fixed character: `re`
# leaps from one such character to the next, and a look-behind then checks what precedes it.

_PATHS = (
    re.compile(r"file:/(?<![\w./~-]file:/)"),
    re.compile(r"/(?<![\w./~-]/)(?:home|Users|root|tmp|mnt|Volumes)/\w"),
    re.compile(r":(?<=[A-Za-z]:)(?<![\w./~-][A-Za-z]:)(?:\\\\\w|\\(?![bfnrtu])\w)"),
    re.compile(r"\\(?<![\w./~-]\\)\\{1,3}[\w.-]+\\{1,2}[\w$-]{2,}"),
)
"""A path from the root of a disk or of a server. JSON writes each backslash twice and has them
before other letters, and people wave: ``\\o/`` is no server, ``A:\\n`` no disk.
"""

_ADDRESS = re.compile(
    r"1(?<![\w.]1)(?:0\.\d{1,3}|27\.\d{1,3}|92\.168|72\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\w.])"
)
"""An address in a private network, as schools have (RFC 1918)."""

_WITHIN = re.compile(r"\.(?<=[\w-]\.)(?:local|lan|internal)\b(?![\w.(-])")
_NAME = re.compile(r"\b[A-Za-z0-9][\w-]*\Z")
"""The end of a computer's name within such a network, and what precedes it."""

_FILE = re.compile(
    r"\.(?<=[\w)]\.)(?:m4a|m4b|mts|m2ts|3gp|3g2|caf|amr|wma|wmv|mov|avi|heic|dv|aiff?|wav|flac|mkv|webm"
    r"|docx?|xlsx?|M4A|MTS|3GP|MOV|WAV|AMR|AVI|HEIC|DV|WMA)\b"
)
"""A file as devices name recordings. No site of ours uses any of these endings. Each is matched in
one case only, as “Hello.Avi went home” is a sentence.
"""

_SHOWN = 40


def trace(text: str, workspace: str = "", hosts: str = "") -> str:
    """The first trace in ``text``, in words: ``a path of a computer: /home/…``; "" for none.

    ``workspace`` is the folder in which things are made, wherever it is on the machine. ``hosts``
    are the names of the computers that are to serve the site, separated by spaces: a school may
    show it within its own walls only.
    """
    for host in hosts.split():
        text = text.replace(host, "")
    if workspace.count("/") + workspace.count("\\") > 1 and _stands(workspace, text):
        return "the path of the folder that it was made in"
    if found := next(filter(None, (each.search(text) for each in _PATHS)), None):
        start = found.start() - found.group().startswith(":")  # the drive letter comes before it
        return f"a path of a computer: {_shown(text, start)}"
    if address := _address(text):
        return f"an address of a computer: {address}"
    if found := _FILE.search(text):
        begins = max(text.rfind(mark, 0, found.start()) for mark in "\n\"'>/ ") + 1
        return f"the name of a file: {text[begins : found.end()][-_SHOWN:]}"
    return ""


def _address(text: str) -> str:
    if found := _ADDRESS.search(text):
        return found.group()
    for found in _WITHIN.finditer(text):
        begins = found.start()
        while begins and (text[begins - 1].isalnum() or text[begins - 1] in "_-"):
            begins -= 1
        if name := _NAME.search(text[begins : found.start()]):
            return f"{name.group()}{found.group()}"
    return ""


def _stands(workspace: str, text: str) -> bool:
    """Whether a folder occurs in a text as a path of its own, and not as the end of a link."""
    own = re.escape(workspace)
    return bool(re.search(rf"{own}(?<![\w./~-]{own})(?!\w)", text))


def _shown(text: str, start: int) -> str:
    return text[start : start + _SHOWN].partition("\n")[0]
