"""The stories of a school of any size: the same each time, and for each contestant."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

YEARS = 7
CLASSES = 21
"""Three classes in each of seven years: with 30 children each, a school of 600."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "English": ("fox", "moon", "river", "crow", "giant", "apple", "lantern", "winter"),
    "Punjabi": ("ਲੂੰਬੜੀ", "ਚੰਦ", "ਨਦੀ", "ਕਾਂ", "ਸ਼ੇਰ", "ਸੇਬ", "ਦੀਵਾ", "ਸਰਦੀ"),
    "Urdu": ("لومڑی", "چاند", "دریا", "کوا", "شیر", "سیب", "چراغ", "سردی"),
    "Somali": ("dawaco", "dayax", "webi", "tuke", "libaax", "tufaax", "faanoos", "jiilaal"),
    "Polish": ("lis", "księżyc", "rzeka", "wrona", "olbrzym", "jabłko", "latarnia", "zima"),
    "Arabic": ("ثعلب", "قمر", "نهر", "غراب", "أسد", "تفاحة", "فانوس", "شتاء"),
    "Bengali": ("শিয়াল", "চাঁদ", "নদী", "কাক", "সিংহ", "আপেল", "প্রদীপ", "শীত"),
    "Romanian": ("vulpe", "lună", "râu", "cioară", "uriaș", "măr", "felinar", "iarnă"),
}


@dataclass(frozen=True, slots=True)
class Tale:
    """What is known about a story before it is recorded; the words of a title are in its language.

    A fourth of them have a ``teller`` and are shown by a ``french`` title, a fifth are described by
    what they are ``about``, and of another fifth the lines that are ``said`` are known.
    """

    number: int
    language: str
    class_name: str
    title: str
    french: str
    teller: str
    about: str
    said: tuple[str, ...]


def tale(number: int) -> Tale:
    """The story with that number, the same each time."""
    chance = random.Random(number)  # noqa: S311 - the same school each time
    language, words = chance.choice(list(WORDS.items()))
    year, letter = number % YEARS, "abc"[number // YEARS % (CLASSES // YEARS)]
    return Tale(
        number,
        language,
        f"Year {year}{letter}",
        f"{' '.join(chance.sample(words, 3))} {number}",
        f"Le conte {number}" if number % 4 == 0 else "",
        "Sam" if number % 4 == 0 else "",
        " ".join(chance.choices(words, k=30)) if number % 5 == 0 else "",
        tuple(" ".join(chance.choices(words, k=6)) for _ in range(4 if number % 5 == 1 else 0)),
    )
