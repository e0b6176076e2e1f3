"""What a file name says: a date, a title, a teller, a language. Pure: no file is touched.

    2026-03-04 The fox and the grapes - Amina.m4a
    └─ date ─┘ └────── title ───────┘   └teller

Where a name can be read in two ways, the rules below decide; nothing is published unseen, so the
coordinator reads the outcome before approving it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from media_pipeline.intake.device_names import given_by_device
from media_pipeline.intake.text import TITLE_LENGTH, clean_title, trimmed
from media_pipeline.languages import understand
from media_pipeline.tools.text import cut

TELLER_LENGTH = 40
_WORDS_OF_A_NAME = 3

# A clock that was never set starts here, and runs on until somebody sets it: (year, month).
_UNSET_CLOCKS = frozenset({(1904, 1), (1970, 1), (1980, 1)})
_YEARS = range(1900, 2100)
_MONTHS = 12

_COPY_MARKS = re.compile(
    r"""\s*\(\d{1,2}\)$
      | \s*[-–]\s*(?:copy|copie|kopie|kopia|copia|cópia|kopija|kopya|копия|копія|副本)
        (?:\s*\(?\d{1,2}\)?)?$
      | \s*\((?:copy|copie|kopie|kopia|copia|cópia)(?:\s\d{1,2})?\)$
      | (?<!\bthe)(?<!\ba)(?-i:\scopy(?:\s\d{1,2})?)$
      | ^copy\sof\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_YEAR_FIRST = r"(?<!\d)(?P<y>\d{4})(?P<s>[-_. ]?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)"
_YEAR_LAST = r"(?<!\d)(?P<d>\d{1,2})(?P<s>[-_.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})"
_TIME = r"(?:[T_\s-]+(?:at\s)?(?:\d{6}|\d\d[.:h-]\d\d(?:[.:-]\d\d)?))?(?!\d)"
_DATES = tuple(
    re.compile(pattern)
    for form in (_YEAR_FIRST, _YEAR_LAST)
    for pattern in (rf"^{form}{_TIME}[\s_.,:–-]*", rf"[\s_,([–-]+{form}{_TIME}[\s)\]]*$")
)
_DEVICE_DATE = re.compile(_YEAR_FIRST + r"(?=\D|$|\d{6,9}(?:\D|$))")
_RECORDER_DATE = re.compile(r"(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)[\s_]\d{3,4}")

# "03 Title", "03-Title", "3. Title", "3) Title", "3 - Title"; never "3 little pigs" or "10 green
# bottles": a bare number before a space belongs to the title unless it begins with a nought.
_TRACK = re.compile(r"^(?:0\d{1,2}[\s_.)-]+|\d{1,3}(?:[.)]\s+|\s+[-–]\s+))(?=.*[^\W\d_])")
_LAST_PART = re.compile(r"(?P<head>.+)\s[-–—]\s+(?P<tail>.+)")
_LAST_BRACKETS = re.compile(r"(?P<head>.+)\s\((?P<tail>[^()]+)\)")
_CODE = re.compile("[A-Za-z]{2,3}")

_FORMS_OF_ADDRESS = """
    mr mrs ms miss mx mister dr doctor prof professor sir madam madame mme mlle monsieur herr frau
    pan pani signor signora sr sra señor señora senhor senhora rev reverend
"""
_ADDRESSES = frozenset(_FORMS_OF_ADDRESS.split())

_NOT_IN_A_NAME = """
    a an and are at by for from in is my of on our the to we with
    part chapter verse final finished draft take version copy edit edited new old best full half
    short long slow fast loud quiet live intro introduction start end beginning middle
    assembly band choir class club concert council dance day drama festival lesson music news play
    poem practice rehearsal rhyme show song songs stories story tale talk trip video audio week
    nursery reception school term year autumn spring summer winter
    christmas diwali easter eid halloween harvest ramadan vaisakhi karaoke instrumental remix
    act acts scene scenes parts episode verses first second third fourth fifth last next
    one two three four five six seven eight nine ten eleven twelve
    morning afternoon evening night today lunch breakfast playtime monday tuesday wednesday thursday
    friday saturday weekend zoo farm beach museum castle mosque temple gurdwara library garden
    playground theatre aquarium
    sheep cow cows pig pigs horse horses goat goats hen hens duck ducks lamb lambs chicks animals
    everyone everybody all whole group groups children pupils boys girls parents teachers staff
    infants juniors performance visit sports science maths history geography phonics reading
    welcome goodbye interview interviews speech prayer prayers finale chorus solo highlights
"""
_COMMON_WORDS = frozenset(_NOT_IN_A_NAME.split())


_IN_A_NAME = frozenset("-'’‘׳\u200c\u200d")
_BETWEEN_NAMES = re.compile(r"\s+|[-'’‘׳]{2,}")
_TOLD_BY = re.compile(r"(?:[^\W\d_]+\s)?by[\s:]+", re.IGNORECASE)
_ADDRESS_MARKS = frozenset("@＠")


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a stem says. ``device``: a device gave the name, and ``title`` is empty. ``copied``: it
    has the mark of a copy.

    ``teller`` is a first word only. ``language`` is the tag of a last part such as ``- Punjabi`` or
    ``(Punjabi)``, which is then not in the title; "" if none was given.
    """

    date: date | None
    title: str
    teller: str
    device: bool
    language: str = ""
    copied: bool = False


def understand_stem(stem: str) -> NameParts:
    """Read a file name without its ending.

    Underscores count as spaces if there are no spaces. A date has its year first, or last if day
    and month can't be confused: ``03-04-2026`` is dropped, not guessed.
    """
    shown = clean_title(stem, limit=len(stem))
    spaced = shown if " " in shown else " ".join(shown.split("_"))
    name = _without_copy_marks(spaced)
    copied = name != spaced
    if given_by_device(name):
        return NameParts(_date_of_device(name), "", "", device=True, copied=copied)
    told, rest = _split_date(name)
    titled, language = _split_language(_TRACK.sub("", rest))
    title, teller = _split_teller(titled)
    device = given_by_device(title)
    whole = "" if device else cut(title.strip(" -–—_"), TITLE_LENGTH)
    return NameParts(told, whole, teller, device, language, copied)


def named_by_machine(path: str) -> bool:
    """Whether the file at ``path`` was named by a device, or by a computer that copied it."""
    parts = understand_stem(PurePosixPath(path).stem)
    return parts.device or parts.copied


def teller_name(text: str) -> str:
    """Reduce what was typed for a teller to a first word, at most 40 characters, or "".

    ``Amina K.``, ``Amina.Khan``, ``Khan, Amina`` and ``Told by Amina`` are ``Amina``; ``Mrs Khan``
    gives nothing, since what follows a form of address is a surname; nor does an e-mail address.
    A family name that comes first (王小明, Nguyễn An) can't be told from a first name here; the
    school's list of surnames stops it at the gate.
    """
    typed = clean_title(text, limit=len(text))
    if not _ADDRESS_MARKS.isdisjoint(typed):
        return ""
    told_by = _TOLD_BY.match(typed)
    whole = typed[told_by.end() :] if told_by else typed
    before, *after = map(_first_word, whole.split(","))
    # "Khan, Amina" is how registers write it; "Amina, Year 3" is not.
    registered = len(after) == 1 and after[0] and after[0].casefold() not in _COMMON_WORDS
    first = next(filter(None, (before, *after)), "")
    shown = after[0] if registered else first
    if any(map(_addressed, (first, shown))) or any(map(str.isdigit, shown)):
        return ""
    return cut(shown, TELLER_LENGTH)


def _first_word(text: str) -> str:
    """The first run of letters with their marks, apostrophes, hyphens and joiners."""
    kept = (
        letter if letter in _IN_A_NAME or unicodedata.category(letter)[0] in "LMN" else " "
        for letter in text
    )
    return next(filter(None, map(trimmed, _BETWEEN_NAMES.split("".join(kept)))), "")


def _addressed(word: str) -> bool:
    """Whether a word is, or begins with, a form of address: ``Mr``, ``Mr-Khan``."""
    return re.split("[-'’‘]", word)[0].casefold() in _ADDRESSES


def person_named(text: str) -> str:
    """Reduce what may be somebody's name to a first word; "" if it has more than three words, a
    small first letter, a digit, or a word that does not occur in names.
    """
    words = text.split()
    said = {trimmed(word).casefold() for word in words}
    unlike = (
        not 0 < len(words) <= _WORDS_OF_A_NAME
        or words[0][0].islower()
        or any(map(str.isdigit, text))
        or not said.isdisjoint(_COMMON_WORDS)
    )
    return "" if unlike else teller_name(text)


def _without_copy_marks(name: str) -> str:
    while (rest := _COPY_MARKS.sub("", name).strip()) != name and rest:
        name = rest
    return name


def _split_date(name: str) -> tuple[date | None, str]:
    for form in _DATES:
        found = form.search(name)
        day = _day(found) if found else None
        if found and day:
            rest = f"{name[: found.start()]}{name[found.end() :]}"
            return (None if _doubtful(found, day) else day), rest
    return None, name


def _day(found: re.Match[str], century: int = 0) -> date | None:
    year, month, day = (int(found[part]) for part in "ymd")
    if month > _MONTHS and found.start("y") > found.start("d"):
        month, day = day, month
    try:
        return date(century + year, month, day) if century + year in _YEARS else None
    except ValueError:
        return None


def _doubtful(found: re.Match[str], day: date) -> bool:
    if (day.year, day.month) in _UNSET_CLOCKS:
        return True
    year_last = found.start("y") > found.start("d")
    return year_last and day.day <= _MONTHS and day.day != day.month


def _date_of_device(name: str) -> date | None:
    recorder = _RECORDER_DATE.fullmatch(name)
    found = recorder or _DEVICE_DATE.search(name)
    day = _day(found, century=2000 if recorder else 0) if found else None
    return day if found and day and not _doubtful(found, day) else None


def _split_language(titled: str) -> tuple[str, str]:
    for form in (_LAST_PART, _LAST_BRACKETS):
        found = form.fullmatch(titled)
        tag = understand(found["tail"]) if found else None
        if found and tag and not _CODE.fullmatch(found["tail"]):
            return found["head"].strip(), tag
    return titled, ""


def _split_teller(titled: str) -> tuple[str, str]:
    """Take a last part as the teller if it looks like somebody's name."""
    found = _LAST_PART.fullmatch(titled)
    if not found:
        return titled, ""
    head, words = found["head"].strip(), found["tail"].split()
    if len(words) > 1 and trimmed(words[0]).casefold() in _ADDRESSES:
        return head, ""
    teller = person_named(found["tail"])
    return (head, teller) if teller else (titled, "")
