"""Names of media files on a site: whose they are, and what is in them. Pure.

    media/<slug>-<12 digits of its digest>.<endings>

The bytes at an address therefore never change. A takedown recognises a story's files by their
names, and so does ``sw.js``.
"""

from __future__ import annotations

import re

DIGITS = 12
"""Digits of a digest in a name: enough that no two files of one story ever share them."""

_MEDIA = re.compile(rf"(?:.+/)?media/(?P<slug>[^/]+)-(?P<digits>[0-9a-f]{{{DIGITS}}})\.[^/]+")


def media_stem(slug: str, digest: str) -> str:
    """The path of a media file without its ending."""
    return f"media/{slug}-{digest[:DIGITS]}"


def slug_of_media(path: str) -> str:
    """The slug of the story whose media file is at ``path``, in a folder of any site; "" if it is
    no media file.
    """
    found = _MEDIA.fullmatch(path)
    return found["slug"] if found else ""


def digits_of_media(path: str) -> str:
    """The digits of its digest in the name of a file of media; "" where it is none."""
    found = _MEDIA.fullmatch(path)
    return found["digits"] if found else ""
