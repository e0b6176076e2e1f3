"""What the pages say, in the languages of the interface. Babel's catalogues, dates and numbers.

English is the source: a message is its own key, and one that a catalogue lacks is said in
English. A school's own ``messages/<language>.po`` wins, message by message, over the program's.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from media_pipeline.errors import SettingsError

MESSAGES = "messages"
SOURCE = "en"

_BYTES_IN_A_MEGABYTE = 1_000_000  # as a phone's bill counts them

_DAY_FIRST = {"en": "en-GB"}
"""CLDR's bare English is that of the United States; every other English writes the day first."""

_ZEROS = {
    "arab": "٠",
    "arabext": "۰",
    "beng": "০",
    "deva": "०",
    "khmr": "០",
    "mymr": "၀",
    "tibt": "༠",
}
"""Unicode's digit zero of each numbering system that CLDR makes a language's usual one; Babel
writes Latin digits in all of them."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What a message is for each class of numbers; ``choose`` is its catalogue's own rule."""

    said: tuple[str, ...]
    choose: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one interface language, and how it writes dates, numbers and sizes.

    ``language`` is the one that messages are said in: English where there is no catalogue, so
    that a page never says it is in a language that it isn't in.
    """

    language: str
    locale: Locale
    singular: Mapping[str, str]
    plural: Mapping[str, Forms]

    def gettext(self, message: str) -> str:
        """Say ``message``."""
        return self.singular.get(message, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Say ``one`` or ``many``, or whatever forms this language has for ``number``."""
        forms = self.plural.get(one)
        if forms is None:
            return one if number == 1 else many
        return forms.said[forms.choose(number)]

    @property
    def digits(self) -> str:
        """The ten digits, from nought, for a script that counts."""
        return self._digits("0123456789")

    def date(self, day: date) -> str:
        """Write a day out, with the name of its month."""
        return self._digits(format_date(day, "long", locale=self.locale))

    def number(self, number: float) -> str:
        """Write a number with this language's digits and signs."""
        return self._digits(format_decimal(number, locale=self.locale))

    def megabytes(self, size: int) -> str:
        """Write a size in bytes as megabytes, to a tenth, never as none at all."""
        shown = max(0.1, round(size / _BYTES_IN_A_MEGABYTE, 1))
        unit = format_unit(shown, "digital-megabyte", "short", locale=self.locale)
        return self._digits(unit)

    def year(self, year: int) -> str:
        """Write a year, which has no thousands."""
        return self._digits(str(year))

    def length(self, seconds: float) -> str:
        """Write a length as a player does: ``4:05``, ``1:02:07``."""
        return self.moment(max(1, round(seconds)))

    def moment(self, seconds: int) -> str:
        """Write a place in a sound, counted from 0:00."""
        minutes, rest = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        shown = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
        return self._digits(shown)

    def _digits(self, text: str) -> str:
        zero = _ZEROS.get(self.locale.default_numbering_system)
        if zero is None:
            return text
        return text.translate({ord("0") + step: ord(zero) + step for step in range(10)})


def load_catalogue(folders: Sequence[Path], language: str) -> Catalogue:
    """Read the catalogues of ``language`` in ``folders``, the first of which wins.

    Raises :class:`SettingsError` for a catalogue that can't be read.
    """
    singular: dict[str, str] = {}
    plural: dict[str, Forms] = {}
    paths = [folder / MESSAGES / f"{language}.po" for folder in folders]
    found = [path for path in paths if path.is_file()]
    for path in reversed(found):
        catalogue = _read(path, language)
        choose = gettext.c2py(catalogue.plural_expr)
        for message in catalogue:
            said = message.string
            if isinstance(said, str):
                singular |= {str(message.id): said} if message.id and said else {}
            elif said and all(said) and len(said) == catalogue.num_plurals:
                plural[message.id[0]] = Forms(tuple(said), choose)
    spoken = language if found else SOURCE
    return Catalogue(spoken, _locale(spoken), MappingProxyType(singular), MappingProxyType(plural))


def _read(path: Path, language: str) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, locale=str(_locale(language)), abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError) as error:
        raise SettingsError((f"{MESSAGES}/{path.name}: it can't be read: {error}",)) from error


def _locale(language: str) -> Locale:
    """The language's locale; English where Babel knows none, because dates then are in English."""
    usual = _DAY_FIRST.get(language, language)
    for candidate in (usual, language.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_DAY_FIRST[SOURCE], sep="-")
