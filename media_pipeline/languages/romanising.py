"""Any script in ASCII letters: 狐 is Hu. The only module that imports anyascii."""

from __future__ import annotations

from anyascii import anyascii


def romanised(text: str) -> str:
    """Write a text in ASCII letters; an emoji becomes its name."""
    return anyascii(text)
