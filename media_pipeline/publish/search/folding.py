"""How words are written to be searched for: what one keyboard has and another lacks is left out.

``scripts/find.js`` does the same with what is asked for. Pure.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
"""Accents of European letters; of Arabic ones vowels, hamza and the line that stretches a word.
No mark of an Indian script: there a vowel is one.
"""

_ALIKE = str.maketrans("łŁøØđĐıٱیىےکگہھۂة", "lLoOdDiايييكگهههه")

_ARTICLE = re.compile(r"\bال(\w{3,})")


def folded(text: str) -> str:
    """Write a text without marks, and letters that look alike as one; in composed form."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare).translate(_ALIKE)


def without_article(text: str) -> str:
    """The words of a folded text that begin with the Arabic article, without it."""
    return " ".join(_ARTICLE.findall(text))
