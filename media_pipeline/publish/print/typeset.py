"""What is printed, as PDF. The only module that imports typst.

    prints/<name>.typ, what it says, pictures ─► PrintWork ─► a PDF

Typst shapes every script (HarfBuzz, bidi) with our fonts alone, never the machine's, and writes the
same bytes each time: no date, no author, no path. A template reads its contents as ``said``: texts
that know their language become dictionaries of ``text``, ``lang``, ``region``, ``rtl`` and
``fonts``, and ``{"code": address}`` becomes ``{"code": address, "svg": …}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from media_pipeline.errors import SettingsError, ToolError
from media_pipeline.languages import direction
from media_pipeline.model import Made, Role
from media_pipeline.publish.print.qr import code_file
from media_pipeline.publish.wording import Run
from media_pipeline.tools.typefaces import font_chain, fonts_folder, readable
from media_pipeline.tools.works import finished

PRINTS = "prints"
COMMON = "common.typ"
MIME = "application/pdf"

NOTHING_TO_DRAW = "…"
"""For a title of emoji alone: a sheet that screen readers accept has no empty title."""

_REGIONS = {"zh-Hans": "CN", "zh-Hant": "TW"}
"""Typst chooses regional forms of letters by country, not by script."""


@dataclass(frozen=True, slots=True)
class PrintWork:
    """A sheet to print. ``templates`` are the texts of its own template, which comes first, and of
    those it imports; ``said`` is JSON-able. The pictures that it names are in the work's folder.
    """

    templates: Mapping[str, str]
    said: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`ToolError` for a template with a mistake."""
        for name, text in self.templates.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "said.json").write_text(
            json.dumps(_spelt_out(self.said), ensure_ascii=False), encoding="utf-8"
        )
        main, target = next(iter(self.templates)), folder / "print.pdf"
        try:
            typst.Compiler(folder / main, root=folder, font_paths=_fonts()).compile(
                output=target, format="pdf", pdf_standards="ua-1"
            )
        except typst.TypstError as error:
            raise ToolError(f"{PRINTS}/{main}: {error.message}") from error
        return Made((finished(Role.PRINT, target, MIME),))


def said_run(run: Run) -> dict[str, str]:
    """A text in the form in which a sheet states it."""
    return {"text": run.text, "language": run.language}


def print_templates(name: str, folders: Sequence[Path]) -> dict[str, str]:
    """The texts of a print's template and of the one that all share; the first folder takes
    precedence.

    Raises :class:`SettingsError` if one can't be read.
    """
    found = {}
    for each in (name, COMMON):
        path = next(
            (one for folder in folders if (one := folder / PRINTS / each).is_file()),
            folders[-1] / PRINTS / each,
        )
        try:
            found[each] = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise SettingsError((f"{PRINTS}/{each}: it can't be read: {error}",)) from error
    return found


@cache
def typesetter() -> str:
    """The program that sets the prints, with its version: another one may break lines elsewhere."""
    return f"typst {version('typst')}"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder()]
    )


def _spelt_out(said: Any) -> Any:
    """Give texts their fonts and direction, and addresses their codes."""
    if isinstance(said, Mapping):
        if said.keys() == {"text", "language"}:
            return _letters(said["text"], said["language"])
        if said.keys() == {"code"}:
            return {"code": said["code"], "svg": code_file(said["code"]).decode()}
        return {key: _spelt_out(value) for key, value in said.items()}
    return [_spelt_out(each) for each in said] if isinstance(said, list | tuple) else said


def _letters(text: str, language: str) -> dict[str, Any]:
    drawn = readable(text) or NOTHING_TO_DRAW
    return {
        "text": drawn,
        "lang": language.partition("-")[0],
        "region": _REGIONS.get(language),
        "rtl": direction(language) == "rtl",
        "fonts": font_chain(drawn, language),
    }
