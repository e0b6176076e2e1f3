"""Any script in ASCII letters: 狐 is Hu. The only module that imports anyascii."""

from __future__ import annotations

from anyascii import anyascii


def romanised(text: str) -> str:
    """Write a text in ASCII letters; an emoji becomes its name."""
    return anyascii(text)


_LONG_VOWELS = tuple(
    str.maketrans({**dict.fromkeys("اآأإٱ", "a"), **dict.fromkeys("یيىې", y), "و": w})
    for y in "iy"
    for w in "ouw"
)
"""Arabic letters that are a vowel as often as not; anyascii leaves out the one, and takes the other
two for consonants.
"""


def romanisings(text: str) -> tuple[str, ...]:
    """As people may write a text in ASCII letters: as :func:`romanised`, and with the long vowels
    of the Arabic script: پیاسا is “pys”, and “piasa”.
    """
    spelt = (romanised(text.translate(each)) for each in _LONG_VOWELS)
    return tuple(dict.fromkeys((romanised(text), *spelt)))
