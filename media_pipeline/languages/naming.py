"""What a language is called, in itself and in others. Babel's names of languages are read here, its
messages and dates where pages are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from media_pipeline.languages.names import NAMES
from media_pipeline.languages.table import BY_TAG
from media_pipeline.languages.tags import canonical

# A telling has a sound rather than a script: families read "Chinese", not "Simplified Chinese".
_SPOKEN = {"zh-Hans": "zh"}

# CLDR's plain Portuguese is Brazil's, and CLDR has no names in Shahmukhi, whose readers learnt them
# from Urdu.
_NAMED_AS_IN = {"pt": "pt-PT", "pa-Arab": "ur"}

_ISO_639_1 = re.compile("[a-z]{2}")


@lru_cache(maxsize=512)
def own_name(tag: str) -> str:
    """The language's name in itself, with a capital first letter: ``ਪੰਜਾਬੀ``, ``Français``.

    A language whose own name nobody recorded gives its English one, else its tag.
    """
    own = canonical(tag)
    if own is None:
        return tag
    if own in BY_TAG:
        return BY_TAG[own].own
    return _described(own, own) or _english(own) or own


@lru_cache(maxsize=4096)
def name_in(tag: str, display: str) -> str:
    """The language's name in the language ``display``, with a capital first letter.

    Falls back to the English name, then to the language's own.
    """
    own, shown_in = canonical(tag), canonical(display)
    if own is None:
        return tag
    if own == shown_in:
        return own_name(own)
    if shown_in is None or shown_in.partition("-")[0] == "en":
        return _english(own) or own_name(own)
    return _described(own, shown_in) or _english(own) or own_name(own)


def names_of(tag: str, displays: Iterable[str]) -> tuple[str, ...]:
    """All that people may call the language: in itself, in English, in the languages ``displays``,
    and as the table has it besides.
    """
    own = canonical(tag) or tag
    named = [own_name(own), *(name_in(own, each) for each in ("en", *displays))]
    others = BY_TAG[own].others.split("/") if own in BY_TAG else ()
    return tuple(dict.fromkeys((*named, *filter(None, others))))


@lru_cache(maxsize=1)
def english_names() -> tuple[tuple[str, str], ...]:
    """The tag and English name of every language that has an ISO 639-1 code, of two letters."""
    named = Locale("en").languages.items()
    pairs = ((canonical(code), name) for code, name in named if _ISO_639_1.fullmatch(code))
    return tuple((tag, name) for tag, name in pairs if tag)


def _english(tag: str) -> str | None:
    return BY_TAG[tag].english if tag in BY_TAG else _described(tag, "en")


def _described(tag: str, display: str) -> str | None:
    """Our or Babel's name of ``tag`` in ``display``; with script and region in brackets if
    need be.
    """
    display = _NAMED_AS_IN.get(display, display)
    if ours := NAMES.get(tag, {}).get(display):
        return ours
    locale = _locale(display)
    if locale is None:
        return None
    shown = _SPOKEN.get(tag, tag)
    whole = locale.languages.get(shown.replace("-", "_"))
    if whole:
        return _capitalised(whole, locale.language)
    language, *details = shown.split("-")
    base = locale.languages.get(language)
    if not base:
        return None
    named = (locale.scripts.get(part) or locale.territories.get(part) for part in details)
    extra = ", ".join(filter(None, named))
    return _capitalised(f"{base} ({extra})" if extra else base, locale.language)


@lru_cache(maxsize=128)
def _locale(tag: str) -> Locale | None:
    for candidate in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _capitalised(name: str, language: str) -> str:
    if language in {"az", "tr"} and name.startswith("i"):
        return f"İ{name[1:]}"
    return name[0].title() + name[1:]
