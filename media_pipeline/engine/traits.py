"""What the bytes of results depend on: the machine, and what is installed there.

Two machines that agree in all of it make the same bytes. It is stricter than necessary: a library
may differ and still make the same, but nobody can know that beforehand.
"""

from __future__ import annotations

import hashlib
import platform
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from media_pipeline import __version__
from media_pipeline.tools import files
from media_pipeline.tools.ffmpeg import Ffmpeg
from media_pipeline.tools.resources import libraries, resource_root

Traits = Mapping[str, tuple[str, ...]]
"""Words, by the thing they describe, in the order in which differences are reported."""

PACKAGE = Path(__file__).resolve().parents[1]

FEATURES = re.compile(
    r"(3dnow|abm|adx|aes|amx|asimd|avx|bmi|crc32|cx16|f16c|fma|fphp|gfni|lzcnt|mmx|movbe|neon|"
    r"pclmul|popcnt|sha|sse|ssse|sve|vaes|vpclmul|xop)\w*|pni"
)
"""Flags of /proc/cpuinfo by which vector code is chosen (x264, LAME, Opus, numpy, libvips); ``pni``
is SSE3. The other flags concern memory, virtual machines and fixed faults.
"""

LONG = 12
"""Digits of a digest that are shown."""


def traits(tool: Ffmpeg) -> Traits:
    """The traits of this machine; ``tool`` is where its ffmpeg should be.

    Raises :class:`OSError` if that can't be read.
    """
    return {
        "media-pipeline": (__version__, _own_digest()[:LONG]),
        "Python": (f"{sys.version_info.major}.{sys.version_info.minor}",),
        "system": (platform.system(), platform.machine()),
        "ffmpeg": (_file_digest(tool.path)[:LONG],),
        "libraries": libraries(),
        "processor": processor_features(),
    }


def differences(there: Traits, here: Traits) -> tuple[str, ...]:
    """What differs: one part of a sentence each, such as ``Python: 3.12 there, 3.11 here``.
    Pure.
    """
    return tuple(
        f"{name}: {_words(there, here, name)} there, {_words(here, there, name)} here"
        for name in dict.fromkeys([*here, *there])
        if there.get(name) != here.get(name)
    )


def _words(one: Traits, other: Traits, name: str) -> str:
    """What only the first of them has."""
    known = other.get(name, ())
    return ", ".join(word for word in one.get(name, ()) if word not in known) or "nothing else"


def processor_features(told: Path = Path("/proc/cpuinfo")) -> tuple[str, ...]:
    """Those processor features by which encoders choose their code; if the system does not tell,
    what it calls the processor.
    """
    try:
        text = told.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return (platform.processor() or "unknown",)
    found = re.search(r"^(?:flags|Features)\s*:(.*)$", text, re.MULTILINE)
    return (
        tuple(sorted(each for each in found[1].split() if FEATURES.fullmatch(each)))
        if found
        else ()
    )


@cache
def _own_digest() -> str:
    """A digest of the program's own code, templates and fonts."""
    whole = hashlib.sha256()
    for root, pattern in ((PACKAGE, "*.py"), (resource_root(), "*")):
        for path in sorted(root.rglob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(f"{path.relative_to(root).as_posix()}\0".encode())
                whole.update(bytes.fromhex(files.digest([path])))
    return whole.hexdigest()


@cache
def _file_digest(path: str) -> str:
    return files.digest([Path(path)])
