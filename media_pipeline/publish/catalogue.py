"""What the pages say, in the languages of the interface: Babel's catalogues, dates and numbers.

English is the source: a message is its own key, and one that is missing from a catalogue is shown
in English. A school's own ``messages/<language>.po`` overrides the program's, message by message.
``messages/messages.pot`` lists every message there is.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from media_pipeline.errors import SettingsError

MESSAGES = "messages"
TEMPLATE = "messages.pot"
SOURCE = "en"

_PLURALS = '"Plural-Forms:'
_ANY_PLURALS = f'msgid ""\nmsgstr ""\n{_PLURALS} nplurals=6; plural=0;\\n"\n\n'

_CLASSES = ("zero", "one", "two", "few", "many", "other")  # of numbers, in CLDR's order

_BYTES_IN_A_TENTH = 100_000  # of a megabyte, as a phone's bill counts them

_OURS = {"en": "en-GB", "pt": "pt-PT"}
"""CLDR's plain English is that of the United States, where the month comes before the day; its
plain Portuguese is Brazil's.
"""

_OWN = "default"  # the language's own CLDR numbering system, whose signs Babel knows

_ZEROS = {
    "arab": "٠",
    "arabext": "۰",
    "beng": "০",
    "deva": "०",
    "khmr": "០",
    "mymr": "၀",
    "tibt": "༠",
}
"""The digit zero in Unicode, for each numbering system that CLDR makes a language's usual one;
Babel writes Latin digits in all of them.
"""


@dataclass(frozen=True, slots=True)
class Forms:
    """A message's form for each class of numbers; ``choose`` is its catalogue's own rule."""

    said: tuple[str, ...]
    choose: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one interface language, and how it writes dates, numbers and sizes.

    ``language`` is the language that messages are really in: English if there is no catalogue, so
    that a page never claims to be in a language that it isn't in. ``reviewed``: a native speaker
    has read them.
    """

    language: str
    locale: Locale
    singular: Mapping[str, str]
    plural: Mapping[str, Forms]
    reviewed: bool

    def lacks(self, message: str) -> bool:
        """Whether ``message``, or the plural that begins with it, is shown in English because it
        has no translation.
        """
        return self.language != SOURCE and message not in {*self.singular, *self.plural}

    def gettext(self, message: str) -> str:
        """``message`` in this language."""
        return self.singular.get(message, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """``one`` or ``many`` in this language, or whatever form it has for ``number``."""
        forms = self.plural.get(one)
        if forms is None:
            return one if number == 1 else many
        try:
            return forms.said[forms.choose(number)]
        except (IndexError, ArithmeticError):  # its rule picks a form that it does not have
            return one if number == 1 else many

    @property
    def digits(self) -> str:
        """The ten digits, from nought, for a script that counts."""
        return self._digits("0123456789")

    def filled(self, message: str, **values: str) -> str:
        """``message`` with its values filled in; in English if a translator misspelt their
        names.
        """
        try:
            return self.gettext(message) % values
        except (KeyError, TypeError, ValueError):
            return message % values

    def date(self, day: date) -> str:
        """A day written out, with the name of its month."""
        return self._digits(_date(day, self.locale))

    def number(self, number: float) -> str:
        """A number with this language's digits and signs."""
        return self._digits(_decimal(number, self.locale))

    def megabytes(self, size: int) -> str:
        """A size in bytes as megabytes, to a tenth, and never less than a tenth."""
        tenths = (size + _BYTES_IN_A_TENTH // 2) // _BYTES_IN_A_TENTH  # half up, as keep.js does
        shown = max(1, tenths) / 10
        return self._digits(_megabytes(shown, self.locale))

    def year(self, year: int) -> str:
        """A year, without a thousands separator."""
        return self._digits(str(year))

    def length(self, seconds: float) -> str:
        """A length as a player shows it: ``4:05``, ``1:02:07``."""
        return self.moment(max(1, round(seconds)))

    def moment(self, seconds: int) -> str:
        """A position in a sound, counted from 0:00."""
        minutes, rest = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        shown = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
        return self._digits(shown)

    def _digits(self, text: str) -> str:
        zero = _ZEROS.get(self.locale.default_numbering_system)
        if zero is None:
            return text
        return text.translate({ord("0") + step: ord(zero) + step for step in range(10)})


# Cached: Babel looks its patterns up each time, and most pages show the same few values.


@lru_cache(maxsize=1024)
def _date(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale=locale)


@lru_cache(maxsize=1024)
def _decimal(number: float, locale: Locale) -> str:
    return format_decimal(number, locale=locale, numbering_system=_OWN)


@lru_cache(maxsize=1024)
def _megabytes(number: float, locale: Locale) -> str:
    unit = "digital-megabyte"
    return format_unit(number, unit, "short", locale=locale, numbering_system=_OWN)


def marked(message: str) -> str:
    """The same message, marked for the catalogues: it is written here and shown elsewhere."""
    return message


def load_catalogue(folders: Sequence[Path], language: str) -> Catalogue:
    """Read the catalogues of ``language`` in ``folders``; the first folder takes precedence.

    Raises :class:`SettingsError` for a catalogue that can't be read.
    """
    singular: dict[str, str] = {}
    plural: dict[str, Forms] = {}
    reviewed = language == SOURCE
    paths = [folder / MESSAGES / f"{language}.po" for folder in folders]
    found = [path for path in paths if path.is_file()]
    for path in reversed(found):
        catalogue, header = _read(path, _locale(language))
        said_of_it = re.search(r'^"X-Reviewed: *(true|false)', header, re.MULTILINE)
        reviewed = said_of_it[1] == "true" if said_of_it else reviewed
        rules = _plural_rules(catalogue, header)
        for message in catalogue:
            said = message.string
            if isinstance(said, str):
                singular |= {str(message.id): said} if message.id and said else {}
            elif (forms := tuple(filter(None, said or ()))) and len(forms) in rules:
                plural[message.id[0]] = Forms(forms, rules[len(forms)])
    spoken = language if found else SOURCE
    return Catalogue(
        spoken, _locale(spoken), MappingProxyType(singular), MappingProxyType(plural), reviewed
    )


def every_message(folders: Sequence[Path]) -> tuple[str, ...]:
    """Every message of the pages, in English; for a plural, its first form. In the template's
    order.

    Raises :class:`SettingsError` for a template that can't be read.
    """
    paths = [folder / MESSAGES / TEMPLATE for folder in folders]
    path = next((each for each in paths if each.is_file()), None)
    catalogue = _read(path, _locale(SOURCE))[0] if path else ()
    ids = (each.id for each in catalogue if each.id)
    return tuple(each if isinstance(each, str) else each[0] for each in ids)


def _read(path: Path, locale: Locale) -> tuple[Catalog, str]:
    """A catalogue, and its header verbatim: Babel keeps only the fields that it knows, and refuses
    more plural forms than it knows a language to have.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        header = text.partition("\n\n")[0]
        before = "" if _PLURALS in header else _ANY_PLURALS
        lines = io.StringIO(before + text)
        return read_po(lines, locale=str(locale), abort_invalid=True), header
    except (PoFileError, ValueError, UnicodeDecodeError) as error:
        raise SettingsError((f"{MESSAGES}/{path.name}: it can't be read: {error}",)) from error


def _plural_rules(catalogue: Catalog, header: str) -> Mapping[int, Callable[[int], int]]:
    """Which form a number takes, by how many forms a message has: the header's rule or, without
    one, two: CLDR's for the language, with a form for each of its classes, and gettext's.
    """
    if _PLURALS in header:
        return {catalogue.num_plurals: gettext.c2py(catalogue.plural_expr)}
    usual = get_plural(catalogue.locale)
    rule = catalogue.locale.plural_form
    classes = [each for each in _CLASSES if each in {*rule.tags, "other"}]
    return {
        usual.num_plurals: gettext.c2py(usual.plural_expr),
        len(classes): lambda number: classes.index(rule(number)),
    }


def _locale(language: str) -> Locale:
    """The language's locale; English if Babel knows none, because dates are then in English."""
    usual = _OURS.get(language, language)
    for candidate in (usual, language.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_OURS[SOURCE], sep="-")
