"""Licences for which there is a page that explains what they allow. Pure."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(
    r"(?:CC|Creative Commons)[ -](BY(?:-NC)?(?:-ND|-SA)?)(?:[ -](\d\.\d))?", re.IGNORECASE
)
_DEDICATED = re.compile(r"CC0(?:[ -]1\.0)?", re.IGNORECASE)
_NEWEST = "4.0"


def licence_address(said: str) -> str:
    """Where a licence is explained; "" for one that isn't known.

    Only text that is nothing but a licence's name is recognised, such as ``CC BY-NC 4.0``: a
    sentence about a licence may say that it does not apply.
    """
    name = " ".join(said.split())
    if _DEDICATED.fullmatch(name):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := _CREATIVE_COMMONS.fullmatch(name):
        terms, version = found[1].lower(), found[2] or _NEWEST
        return f"https://creativecommons.org/licenses/{terms}/{version}/"
    return ""
