"""How words are written to be searched for: what one keyboard has and another lacks is left out.

``scripts/find.js`` does the same to what is asked for. Pure.
"""

from __future__ import annotations

import re
import unicodedata

MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
"""Accents of European letters; for Arabic letters, vowels, hamza and the line that stretches a
word. No mark of an Indian script: there, a vowel is a mark.
"""

ALIKE = "łlŁLøoØOđdĐDıiٱایيىيےيکكگگہهھهۂهةه"
"""Letters that other keyboards lack, each followed by the one it is treated as."""

SPELT = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS"}
"""Letters that are typed as two."""

NOUGHTS = "٠۰०০੦૦୦௦౦೦൦๐"
"""The digit 0 of each script that has its own; the other nine follow it."""

_LETTERS = str.maketrans(
    dict(zip(ALIKE[::2], ALIKE[1::2], strict=True))
    | SPELT
    | {chr(ord(nought) + each): str(each) for nought in NOUGHTS for each in range(10)}
)

SIGN = re.compile("[\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
                  "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")  # fmt: skip
"""Chinese characters and Japanese letters, whose words have no spaces between them."""

JOINTS = "'’ʼ‘‐-"
"""What joins words: “l’ours”, “grand-mère”."""

_JOINT = re.compile(f"[{JOINTS}]+")

_ARTICLE = re.compile(r"\bال(\w{3,})")


def folded(text: str) -> str:
    """A text without marks, with letters that look alike as one letter; lower-case, in composed
    form.
    """
    bare = MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS).lower()


def set_apart(text: str) -> str:
    """A folded text with a space between words that are joined, and on both sides of each Chinese
    character and Japanese letter: a word is then found within a longer one, as a phrase of its
    characters.
    """
    return SIGN.sub(r" \g<0> ", _JOINT.sub(" ", text))


def joined_words(text: str) -> str:
    """The joined words of a folded text, each as one word without what joins its parts: people
    write “dont”.
    """
    bare = ((each, _JOINT.sub("", each)) for each in text.split())
    return " ".join(word for each, word in bare if word and len(word) < len(each))


def without_article(text: str) -> str:
    """Those words of a folded text that begin with the Arabic article, without it."""
    return " ".join(_ARTICLE.findall(text))
