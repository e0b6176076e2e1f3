"""BCP 47 tags in one form, and the codes that ID3, RSS directories and fonts want instead.

The project's form is ``language[-Script][-REGION]``, the shortest that tells a listener enough:
``pa``, ``pa-Arab``, ``pt-BR``, ``zh-Hans``. One language has one tag, so that a folder, a sidecar
and a setting that mean the same language make one feed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from langcodes import Language, standardize_tag
from langcodes.tag_parser import LanguageTagError

_PRIVATE = re.compile("q[a-t][a-z]")  # qaa–qtz, which ISO 639-2 leaves to each user
_SHAPE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")

# Norwegian is told in Bokmål here unless somebody says Nynorsk; langcodes folds Western Punjabi
# into Lahnda, which no reader of Shahmukhi would look for.
_REPLACED = {"no": "nb", "pnb-arab": "pa-Arab", "pnb": "pa-Arab"}

_NO_LANGUAGE = frozenset({None, "und", "mul", "mis", "zxx"})

# CLDR's likely subtags have no entry for these, and langcodes then says Latin.
_SCRIPTS = {"azb": "Arab", "mww": "Latn", "phr": "Arab"}

# For these the region distinguishes two standards, so neither may be left out as "the usual one".
_TWO_STANDARDS = frozenset({"en", "pt"})

# Unicode: scripts in living use whose letters have the bidirectional class R or AL.
_RIGHT_TO_LEFT = frozenset(
    {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
)

# ISO 639-2 codes of single languages that have no two-letter code (Library of Congress list).
_ISO_639_2 = """
    ace ach ada ady ain ale alt anp arn arp arw ast awa bal ban bas bej bem bho bik bin bla bua
    bug byn cad car ceb chk chm chn cho chp chr chy cnr crh csb dak dar del den dgr din doi dsb
    dua dyu efi eka ewo fan fat fil fon frr frs fur gaa gay gba gez gil gon gor grb gsw gwi hai
    haw hil hmn hsb hup iba ilo inh jbo jpr jrb kaa kab kac kam kaw kbd kha kmb kok kos kpe krc
    krl kru kum kut lad lah lam lez lol loz lua lui lun luo lus mad mag mai mak man mas mdf mdr
    men mic min mnc mni moh mos mus mwl mwr myv nap nds new nia niu nog nqo nso nwc nym nyn nyo
    nzi osa pag pam pap pau pon raj rap rar rom rup sad sah sam sas sat scn sco sel shn sid sma
    smj smn sms snk srn srr suk sus syr tem ter tet tig tiv tkl tlh tli tmh tog tpi tsi tum tvl
    tyv udm umb vai vot wal war was xal yao yap zap zbl zen zgh zun zza
"""

# A language without an ISO 639-2 code is listed under its macrolanguage (ISO 639-3) or its group
# (ISO 639-5).
_ISO_639_2_GROUP = {
    **dict.fromkeys(("yue", "wuu", "nan", "hak", "gan", "hsn"), "zho"),
    **dict.fromkeys(("phr", "skr", "hno", "hnd"), "lah"),
    **dict.fromkeys(("syl", "ctg"), "inc"),
    **dict.fromkeys(("arz", "apc", "ary", "acm", "aeb"), "ara"),
    **dict.fromkeys(("ckb", "sdh"), "kur"),
    "azb": "aze",
    "bfi": "sgn",
    "haz": "fas",
    "kea": "cpp",
    "mww": "hmn",
}

# Directories take two-letter codes. A language without one is listed where its families would look:
# under its macrolanguage or a close relative; Romani, which has none, under the language of the
# country in which most of its speakers live.
_NEAREST = {
    **dict.fromkeys(("yue", "wuu", "nan", "hak", "gan", "hsn"), "zh"),
    **dict.fromkeys(("syl", "ctg"), "bn"),
    **dict.fromkeys(("phr", "skr", "hno", "hnd", "lah"), "pa"),
    **dict.fromkeys(("fil", "ceb", "ilo", "war", "pam", "hil"), "tl"),
    **dict.fromkeys(("ckb", "sdh", "zza"), "ku"),
    **dict.fromkeys(("arz", "apc", "ary", "acm", "aeb"), "ar"),
    **dict.fromkeys(("awa", "bho", "mai", "mag", "raj", "mwr"), "hi"),
    **dict.fromkeys(("gsw", "nds", "bar"), "de"),
    **dict.fromkeys(("nap", "scn", "vec", "lmo"), "it"),
    **dict.fromkeys(("csb", "szl"), "pl"),
    "ast": "es",
    "azb": "az",
    "fat": "ak",
    "haz": "fa",
    "kea": "pt",
    "kok": "mr",
    "mfe": "fr",
    "rom": "ro",
    "rue": "uk",
}
_ELSE = "en"

_TWO_LETTERS = 2  # an ISO 639-1 code


@lru_cache(maxsize=1024)
def canonical(tag: str) -> str | None:
    """Put ``tag`` into the project's form; None if it names no language.

    A script that is the language's usual one is left out, except in Chinese, where it is always
    stated; a region that only implies the script becomes the script (``zh-TW`` is ``zh-Hant``,
    ``pa-PK`` is ``pa-Arab``); the usual region is left out (``pa-IN`` is ``pa``), except in English
    and Portuguese. Variants and extensions are dropped. Any case is accepted, and ``-`` or ``_``.
    """
    parsed = _parsed(tag)
    if parsed is None:
        return None
    language = parsed.language or ""
    usual = Language.get(language).maximize()
    written = parsed.script or _script(parsed)
    if language == "zh" or written != _script(Language.get(language)):
        return f"{language}-{written}"
    region = parsed.territory
    if region is None or (region == usual.territory and language not in _TWO_STANDARDS):
        return language
    return f"{language}-{region}"


def script(tag: str) -> str:
    """The script the language is written in: an ISO 15924 code, ``Zyyy`` if it is not known."""
    parsed = _parsed(tag)
    return _script(parsed) if parsed else "Zyyy"


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """The direction in which the language is written, as in HTML's ``dir``."""
    return "rtl" if script(tag) in _RIGHT_TO_LEFT else "ltr"


def iso639_2(tag: str) -> str:
    """Three letters for ID3's ``TLAN`` and ``USLT``: ISO 639-2/T, or ``und``."""
    parsed = _parsed(tag)
    if parsed is None or parsed.language is None:
        return "und"
    language = parsed.language
    if len(language) == _TWO_LETTERS:
        return Language.get(language).to_alpha3(variant="T")
    return language if language in _ISO_639_2.split() else _ISO_639_2_GROUP.get(language, "und")


def feed_code(tag: str) -> str:
    """A code that an RSS ``language`` may have, so that directories accept the feed.

    Two letters, with a region if one was stated, and ``zh-Hans`` or ``zh-Hant``; a language that
    has no such code gets the nearest one, English if none is near.
    """
    own = canonical(tag) or ""
    language, _, rest = own.partition("-")
    if len(language) != _TWO_LETTERS:
        return _NEAREST.get(language, _ELSE)
    keeps = language == "zh" or re.fullmatch(r"[A-Z]{2}", rest)
    return own if keeps else language


def locale_code(tag: str) -> str:
    """A language with a region, in the form of Open Graph's ``og:locale``: ``fr_FR``.

    The region is the stated one, else the usual one; English's is Britain, as on the pages.
    """
    parsed = _parsed(tag)
    if parsed is None or not parsed.language:
        return "en_GB"
    usual = "GB" if parsed.language == "en" else parsed.maximize().territory
    region = parsed.territory or usual
    return f"{parsed.language}_{region}" if region else parsed.language


def codes(tag: str) -> frozenset[str]:
    """The codes that mean this tag's language: ISO 639-1, 639-2/T and 639-2/B."""
    language = tag.partition("-")[0]
    if len(language) != _TWO_LETTERS:
        return frozenset({language})
    named = Language.get(language)
    return frozenset({language, named.to_alpha3(variant="T"), named.to_alpha3(variant="B")})


@lru_cache(maxsize=1024)
def _parsed(tag: str) -> Language | None:
    if not _SHAPE.fullmatch(tag.strip()):
        return None
    said = tag.strip().replace("_", "-").lower()
    for other, own in _REPLACED.items():
        if f"{said}-".startswith(f"{other}-"):
            said = own + said[len(other) :]
            break
    try:
        parsed = Language.get(standardize_tag(said, macro=True))
        valid = parsed.is_valid()
    except LanguageTagError:
        return None
    language = parsed.language
    if not valid or language in _NO_LANGUAGE or _PRIVATE.fullmatch(language or ""):
        return None
    return parsed


def _script(parsed: Language) -> str:
    if parsed.script:
        return parsed.script
    own = _SCRIPTS.get(parsed.language or "")
    return own or parsed.maximize().script or "Zyyy"
