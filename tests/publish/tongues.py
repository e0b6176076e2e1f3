"""Catalogues that are whole: every message said in letters of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from sites import TEMPLATES

SAID = {"ur": "بات", "pa-Arab": "گل", "zh-Hans": "话", "ta": "சொல்", "bn": "কথা", "cy": "gair"}
FORMS = {"zh-Hans": 1, "cy": 6}
"""What CLDR has, where that is not two: no header says it here."""


def whole_catalogues(folder: Path, *tongues: str) -> tuple[Path, ...]:
    """The folders of templates of a school that has translated all into ``tongues``."""
    (folder / "messages").mkdir(parents=True)
    for tongue in tongues:
        text = "\n".join(_entries(SAID[tongue], FORMS.get(tongue, 2)))
        (folder / f"messages/{tongue}.po").write_text(text, encoding="utf-8")
    return (folder, *TEMPLATES)


def _entries(said: str, forms: int) -> Iterator[str]:
    yield 'msgid ""\nmsgstr ""\n"X-Reviewed: true\\n"\n'
    with (TEMPLATES[0] / "messages/messages.pot").open("rb") as file:
        template = read_po(file)
    for message in template:
        if isinstance(message.id, tuple):
            one, many = message.id
            yield f'msgid "{one}"\nmsgid_plural "{many}"'
            for form in range(forms):
                yield f'msgstr[{form}] "{_like(many, said)}"'
            yield ""
        elif message.id and isinstance(message.id, str):
            yield f'msgid "{_quoted(message.id)}"\nmsgstr "{_like(message.id, said)}"\n'


def _like(message: str, said: str) -> str:
    """As many words as the message has, so that a page is as wide as it would be."""
    names = re.findall(r"%\(\w+\)s", message)
    return " ".join([said] * max(1, len(message.split()) - len(names)) + names)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
