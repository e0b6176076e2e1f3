"""What files of media are called on a site: by whose they are, and by what is in them. Pure.

    media/<slug>-<12 digits of its digest>.<endings>

So an address never changes its bytes. Whoever takes a story down knows its files by their names;
``sw.js`` knows them so, too.
"""

from __future__ import annotations

import re

DIGITS = 12
"""Of a digest in a name: enough that no two files of one story ever share them."""

_MEDIA = re.compile(rf"(?:.+/)?media/(?P<slug>[^/]+)-(?P<digits>[0-9a-f]{{{DIGITS}}})\.[^/]+")


def media_stem(slug: str, digest: str) -> str:
    """The path of a file of media without its ending."""
    return f"media/{slug}-{digest[:DIGITS]}"


def slug_of_media(path: str) -> str:
    """Whose file of media is at ``path``, in a folder of any site; "" where it is none."""
    found = _MEDIA.fullmatch(path)
    return found["slug"] if found else ""


def digits_of_media(path: str) -> str:
    """The digits of its digest in the name of a file of media; "" where it is none."""
    found = _MEDIA.fullmatch(path)
    return found["digits"] if found else ""
