"""Languages: their tags, their names, and what people write when they mean one.

    tags.py        BCP 47 tags in one form, their script and direction, and the codes others want
    scripts.py     the script that a text is really written in
    naming.py      a language's name in itself and in other languages
    names.py       those names that the libraries lack or have wrong
    romanising.py  any script → ASCII letters
    collation.py   titles in the order in which people look for them
    words.py       a folder name or a typed word → a tag
    table.py       what the school's languages are called; what the libraries lack

Every function takes any string: a meaningless tag gives a harmless answer, never an error, because
tags come from folders, sheets and phones.
"""

from media_pipeline.languages.naming import name_in, names_of, own_name
from media_pipeline.languages.romanising import romanised, romanisings
from media_pipeline.languages.scripts import fits, letter_with_marks, letters, spelt
from media_pipeline.languages.tags import (
    canonical,
    direction,
    feed_code,
    iso639_2,
    locale_code,
    script,
)
from media_pipeline.languages.words import understand

__all__ = [
    "canonical",
    "direction",
    "feed_code",
    "fits",
    "iso639_2",
    "letter_with_marks",
    "letters",
    "locale_code",
    "name_in",
    "names_of",
    "own_name",
    "romanised",
    "romanisings",
    "script",
    "spelt",
    "understand",
]
