"""The generated style sheet, school.css: the school's colours, and which font has which letters.

    settings.look ─► variables, light and dark      fonts/fonts.json ─► @font-face

A family pays for each font it loads, so every file is cut to what a page may need: a browser asks
for one only if the page has a letter in its range, and not if the reader's device has the font, or
its system's counterpart under another name. Pure except for reading the fonts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from media_pipeline.errors import SettingsError
from media_pipeline.model import Page
from media_pipeline.publish.addresses import SCHOOL_STYLES
from media_pipeline.publish.template_files import squeezed
from media_pipeline.settings import Look, Settings
from media_pipeline.settings.colours import DARK, LIGHT, Backgrounds, mixed, nearest, on

FONTS = "fonts"

NAMES = "Language Names"
"""The family that has only the letters of languages' own names, in bold."""

_LATIN = "Early Reader"
_STAND_IN = "Until Early Reader"

_NASTALIQ = "Noto Nastaliq Urdu"
"""Only for the languages that style.css names: it has Arabic letters too, but Arabic itself is not
written in this style.
"""

_DARK_TEXT = 7.0
"""The contrast of text on dark pages: colour seems duller there, so it gets more than the
minimum.
"""

_OWN_FONTS = {
    "Noto Sans Gurmukhi": ("NotoSansGurmukhi-Regular", "Nirmala UI", "Raavi", "Gurmukhi MN"),
    "Noto Sans Devanagari": ("NotoSansDevanagari-Regular", "Nirmala UI", "Kohinoor Devanagari"),
    "Noto Sans Bengali": ("NotoSansBengali-Regular", "Nirmala UI", "Vrinda", "Bangla MN"),
    "Noto Sans Tamil": ("NotoSansTamil-Regular", "Nirmala UI", "Latha", "Tamil MN"),
    "Noto Sans Gujarati": ("NotoSansGujarati-Regular", "Nirmala UI", "Shruti", "Gujarati MT"),
    "Noto Sans Telugu": ("NotoSansTelugu-Regular", "Nirmala UI", "Gautami", "Telugu MN"),
    "Noto Sans Malayalam": ("NotoSansMalayalam-Regular", "Nirmala UI", "Kartika", "Malayalam MN"),
    "Noto Sans Kannada": ("NotoSansKannada-Regular", "Nirmala UI", "Tunga", "Kannada MN"),
    "Noto Sans Sinhala": ("NotoSansSinhala-Regular", "Nirmala UI", "Iskoola Pota", "Sinhala MN"),
    "Noto Naskh Arabic": ("NotoNaskhArabic-Regular", "Segoe UI", "Geeza Pro"),
    "Noto Nastaliq Urdu": ("NotoNastaliqUrdu", "NotoNastaliqUrdu-Regular", "Urdu Typesetting"),
    "Noto Sans Thai": ("NotoSansThai-Regular", "Leelawadee UI", "Thonburi"),
    "Noto Sans Hebrew": ("NotoSansHebrew-Regular", "Segoe UI", "Arial Hebrew"),
    "Noto Sans Ethiopic": ("NotoSansEthiopic-Regular", "Ebrima", "Kefa"),
    "Noto Sans Georgian": ("NotoSansGeorgian-Regular", "Segoe UI", "Helvetica Neue"),
    "Noto Sans Armenian": ("NotoSansArmenian-Regular", "Segoe UI", "Mshtakan"),
    "Noto Sans": ("NotoSans-Regular", "Roboto", "Segoe UI", "Helvetica Neue"),
}
"""The fonts that Android, Windows and Apple's systems have for a script, by their names there."""


_UNTIL_THEN = (
    ("400", ("Roboto", "Arial", "Helvetica", "Liberation Sans"), "103%"),
    ("700", ("Roboto Bold", "Arial Bold", "Helvetica Bold", "Liberation Sans Bold"), "98%"),
    ("400", ("DejaVu Sans",), "91%"),
    ("700", ("DejaVu Sans Bold",), "85%"),
)
"""What stands in for Early Reader until it has loaded: made as wide as it is, measured over a
paragraph of English, so that no line breaks elsewhere and nothing moves.
"""


def school_styles(folders: Sequence[Path], settings: Settings) -> Iterator[Page]:
    """The style sheet, and the web fonts with their licences."""
    folder = next(each / FONTS for each in folders if (each / FONTS / "fonts.json").is_file())
    try:
        fonts = json.loads((folder / "fonts.json").read_bytes())
    except ValueError as error:
        raise SettingsError((f"site_templates/{FONTS}/fonts.json: {error}",)) from error
    rules = [colour_rules(settings.look), *_font_rules(fonts)]
    yield Page(SCHOOL_STYLES, squeezed("".join(rules)).encode())
    for each in fonts:
        files = [file["file"] for file in (*each["web"], *each["names"])]
        licence = f"{Path(each['lettering']).stem}-OFL.txt"
        for name in (*files, licence) if files else ():
            yield Page(f"{FONTS}/{name}", (folder / name).read_bytes())


def colour_rules(look: Look) -> str:
    """The colours as CSS variables: those of light screens, then those of dark ones.

    ``--accent`` is the colour of text and lines, ``--band`` the background of white text, ``--sun``
    the second colour; each ``-ink`` is the colour of what is written on it.
    """
    light = _variables(LIGHT, look.colour, look.colour, look.accent)
    legible = nearest(look.colour, DARK.ground, DARK.paper, least=_DARK_TEXT)
    band = nearest(mixed(look.colour, DARK.ground, 0.6), "#ffffff")
    dark = _variables(DARK, legible, band, look.accent)
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def _variables(grounds: Backgrounds, accent: str, band: str, sun: str) -> str:
    values = {
        "ground": grounds.ground,
        "paper": grounds.paper,
        "accent": accent,
        "accent-ink": on(accent),
        "band": band,
        "band-ink": "#ffffff",
        "sun": sun,
        "sun-ink": on(sun),
        "tint": mixed(accent, grounds.ground, 0.1),
        "notice": mixed(sun, grounds.ground, 0.3),
    }
    return " ".join(f"--{name}: {value};" for name, value in values.items())


def _font_rules(fonts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    families = [each["family"] for each in fonts if each["web"]]
    for each in fonts:
        for file in each["web"]:
            yield _font_face(each["family"], file, _local(each["family"]))
    for each in fonts:
        own = f"{NAMES} Urdu" if each["family"] == _NASTALIQ else NAMES
        for file in each["names"]:
            yield _font_face(own, file, ())
    for number, (weight, local, size) in enumerate(_UNTIL_THEN):
        yield _stand_in(f"{_STAND_IN} {number // 2 + 1}", weight, local, size)
    latin = f'"{_LATIN}", "{_STAND_IN} 1", "{_STAND_IN} 2"'
    others = ", ".join(f'"{each}"' for each in families if each not in (_LATIN, _NASTALIQ))
    # Latin comes right after the names: the first family that has a space is always loaded.
    letters, names = f"{latin}, {others}", f'"{NAMES}", {latin}'
    yield f":root {{ --letters: {letters}; --names: {names}; }}\n"
    yield f':root {{ --nastaliq: "{_NASTALIQ}"; --nastaliq-names: "{NAMES} Urdu", {latin}; }}\n'


def _stand_in(family: str, weight: str, local: Sequence[str], size: str) -> str:
    sources = ", ".join(f'local("{each}")' for each in local)
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: {sources};'
        f" size-adjust: {size}; unicode-range: U+20-17F,U+2010-2026; }}\n"
    )


def _local(family: str) -> tuple[str, ...]:
    return (family, *_OWN_FONTS.get(family, ())) if family != _LATIN else ()


def _font_face(family: str, file: Mapping[str, str], local: Sequence[str]) -> str:
    sources = [f'local("{each}")' for each in local]
    sources.append(f'url("{FONTS}/{file["file"]}")')
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {file["weight"]};'
        f" font-display: swap; src: {', '.join(sources)};"
        f" unicode-range: {file['unicode_range']}; }}\n"
    )
