"""The school's private list of surnames, and how they are found in a text. Pure.

    Kaur            one per line, in any script; # begins a comment
    Ní Bhriain      several words are a name only together
    O'Brien         also found as OBrien and O’Brien

Names and texts are compared word by word, without case and accents: Kaur is found in “Simran KAUR’s
story”, never in “kaurna”. Scripts written without spaces have no words to compare: in them, a name
of two characters or more is found anywhere, and one of a single character only where it stands
alone. An inflected form of a name (Kowalskiego) needs a line of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from media_pipeline.languages import romanised

NAME = "surnames.txt"

_ACCENTS = (*range(10, 37), *range(200, 241))
"""Classes of combining marks that a name may be written without: European accents, Hebrew points
and Arabic vowels (UAX #44). The vowels and viramas of Indian scripts are in none of these classes.
"""

_ALIKE = {
    "ٱ": "ا",
    "ی": "ي",
    "ى": "ي",
    "ے": "ي",
    "ک": "ك",
    "گ": "ك",
    "ہ": "ه",
    "ھ": "ه",
    "ة": "ه",
    "ـ": "",
}
"""Letters that one keyboard has in place of another's, and the stroke that stretches Arabic
words.
"""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters; Korean ones too, as particles are joined
on to names.
"""

_CODES = (*range(0x20000), *range(0xE0000, 0xE0200))
"""The characters among which there are marks: those before 0x20000, beyond which are Chinese
letters, and the selectors of their forms.
"""

_NAME_ALONE = 2
"""The fewest characters with which a name in an unspaced script is found within a text."""

_LONG_ENOUGH = 4
"""The fewest letters with which a name in another script is found in an address: 何 is “he”."""


@dataclass(frozen=True, slots=True)
class Surnames:
    """Names as they are compared → as they were written, grouped by how they are looked for.

    ``phrases`` are by their first words; ``addresses`` are names in ASCII letters.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def found(self, text: str) -> tuple[str, ...]:
        """The names that ``text`` holds, as they were written in the list, sorted."""
        if not text or not (self.words or self.phrases or self.within):
            return ()
        return tuple(sorted(set(self._found(_folded(text)))))

    def found_in_address(self, slug: str) -> tuple[str, ...]:
        """The names that a story's address holds; it is in ASCII letters whatever the title."""
        words = set(_words(slug.lower()))
        spelt = {self.addresses[word] for word in self.addresses.keys() & words}
        return tuple(sorted({*self.found(slug), *spelt}))

    def _found(self, text: str) -> Iterator[str]:
        words = _words(text)
        for name in self.words.keys() & set(words):
            yield self.words[name]
        if self.phrases:
            for at, word in enumerate(words):
                for phrase, name in self.phrases.get(word, ()):
                    if tuple(words[at : at + len(phrase)]) == phrase:
                        yield name
        for inside, name in self.within.items():
            if inside in text:
                yield name


NO_SURNAMES = Surnames()


def read_surnames(text: str) -> Surnames:
    """The list, from the text of its file."""
    words: dict[str, str] = {}
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    within: dict[str, str] = {}
    addresses: dict[str, str] = {}
    for line in text.splitlines():
        name = " ".join(line.partition("#")[0].split())
        form = _folded(name)
        parts = _words(form)
        if _UNSPACED.search(form) and len(form) >= _NAME_ALONE:
            within[form] = name
        elif parts:
            words["".join(parts)] = name
        if len(parts) > 1:
            phrases[parts[0]] = (*phrases.get(parts[0], ()), (tuple(parts), name))
        spelt = "".join(_words(romanised(name).lower()))
        if len(spelt) >= _LONG_ENOUGH:
            addresses[spelt] = name
    return Surnames(words, phrases, within, addresses)


def _folded(text: str) -> str:
    """A text without case, accents and unseen marks."""
    if text.isascii():
        return text.casefold()
    bare = unicodedata.normalize("NFKD", text.casefold()).translate(_left_out())
    return unicodedata.normalize("NFC", "".join(map(_plain, bare)))


def _words(folded: str) -> list[str]:
    return _letters().findall(folded)


@cache
def _plain(letter: str) -> str:
    """A Latin letter that is not made by an accent (ł, ø, ı), as the plain one it looks like."""
    if not letter.isascii() and unicodedata.name(letter, "").startswith("LATIN "):
        return romanised(letter).lower()
    return letter


@cache
def _left_out() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(letter): alike for letter, alike in _ALIKE.items()}
    for code in _CODES:
        character = chr(code)
        unseen = unicodedata.category(character) == "Cf"
        if unseen or unicodedata.combining(character) in _ACCENTS:
            table[code] = None
    return table


@cache
def _letters() -> re.Pattern[str]:
    """The pattern of a word: letters, digits, and the marks that letters of many scripts need."""
    marks = [code for code in _CODES if unicodedata.category(chr(code))[0] == "M"]
    follows = set(marks)
    first = [code for code in marks if code - 1 not in follows]
    last = [code for code in marks if code + 1 not in follows]
    spans = "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(first, last, strict=True))
    return re.compile(f"(?:[^\\W_]|[{spans}])+")
