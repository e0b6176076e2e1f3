"""A folder name or a typed word → a language tag.

Names are understood in English and in the language itself, whatever their case, accents, hyphens
and apostrophes. **Codes are stricter**, because ``no``, ``so``, ``it``, ``is``, ``my`` and ``am``
are also words: a two- or three-letter code counts only exactly as ISO writes it, in lower case, and
only for a language in the table; and no three-letter code counts that is an English word or a
child's name (``cat``, ``hat``, ``ben``). So a folder ``so`` is Somali; ``So`` and ``SO`` mean
nothing. With a script or region (``zh-Hans``, ``pt_br``), the part after the language may be in any
case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from media_pipeline.languages.naming import english_names
from media_pipeline.languages.table import KNOWN
from media_pipeline.languages.tags import canonical, codes

_WORDS_NOT_CODES = """
    bel ben cat dan ell est ewe fin hat ice kat kin lin lit lug mac mal mar may mon nan nor per
    rum sin slo tam tel vie
"""
_MORE_CODES = ("cmn", "no", "nor", "pes", "prs", "swh", "tl", "tgl", "ckb", "kmr", "pnb")
_SHORTEST_OTHER_NAME = 4  # "Ido", "Vai", "Ga": other languages' names this short are not trusted

_TAG = re.compile(r"([a-z]{2,3})[-_][A-Za-z0-9_-]+")
_BETWEEN_NAMES = re.compile(r"\s+-\s+|[/|,;()\[\]–—_]+")
_LOOKS_THE_SAME = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ـ": None,
        **dict.fromkeys("'’‘ʻʼ`´ʿʾ"),
        **dict.fromkeys("-–_", " "),
    }
)
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0652\u0591-\u05c7]")


@lru_cache(maxsize=4096)
def understand(word: str) -> str | None:
    """Find the language that ``word`` names, as a tag, or None: it may well be a class or a tale.

    The same language named twice (``Punjabi - ਪੰਜਾਬੀ``) and ``… language`` are understood, too.
    """
    typed = unicodedata.normalize("NFKC", word).strip()
    found = _from_code(typed) or _names().get(_folded(typed))
    return found or _named_twice(typed)


def _from_code(typed: str) -> str | None:
    tag = _codes().get(typed)
    if tag:
        return tag
    shape = _TAG.fullmatch(typed)
    return canonical(typed) if shape and shape[1] in _codes() else None


def _named_twice(typed: str) -> str | None:
    for parts in (_BETWEEN_NAMES.split(typed), typed.split()):
        said = [_folded(part) for part in parts if part.strip()]
        tags = {_names().get(name) for name in said}
        if said and len(tags) == 1:
            return tags.pop()
    return None


def _folded(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name).casefold()
    bare = _ACCENTS.sub("", spread).translate(_LOOKS_THE_SAME)
    shown = "".join(letter for letter in bare if unicodedata.category(letter) != "Cf")
    return " ".join(shown.split()).removesuffix(" language")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    others = {
        _folded(name): tag for tag, name in english_names() if len(name) >= _SHORTEST_OTHER_NAME
    }
    table = {
        _folded(name): known.tag
        for known in KNOWN
        for name in (known.english, known.own, *known.others.split("/"))
        if name
    }
    return others | table


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    spoken = {code: known.tag.partition("-")[0] for known in KNOWN for code in codes(known.tag)}
    meant = {code: canonical(language) for code, language in spoken.items()}
    words = _WORDS_NOT_CODES.split()
    more = {code: canonical(code) for code in _MORE_CODES}
    return {code: tag for code, tag in (meant | more).items() if tag and code not in words}
