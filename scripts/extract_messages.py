"""Write messages.pot and bring every catalogue up to date with it: `make messages`.

An existing translation is kept, a message that is no longer used is dropped, a new one is added
without a translation. A catalogue's own header stays unchanged. No line numbers or dates are
written, so that a file changes only if a message does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import normalize, read_po

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "site_templates"
PROGRAM = ROOT / "media_pipeline"
MESSAGES = TEMPLATES / "messages"

HEAD = """\
# What the pages say. Copy this file to messages/<language>.po, for example cy.po, and translate
# each msgid into its msgstr; what stands as %(name)s stays as it is. Plurals have as many forms as
# the language has in CLDR, or as a Plural-Forms line in this header says.
# Set X-Reviewed to true once somebody whose own language it is has read it all.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Reviewed: false\\n"
"""

_SAYING = {"_": None, "marked": None, "gettext": None, "ngettext": (1, 2), "filled": (1,)}

Message = str | tuple[str, ...]


def main() -> None:
    """Write the template and every catalogue."""
    places = messages()
    (MESSAGES / "messages.pot").write_text(template(places), encoding="utf-8")
    for path in sorted(MESSAGES.glob("*.po")):
        path.write_text(updated(path, places), encoding="utf-8")


def messages() -> Mapping[Message, list[str]]:
    """Every message, in the order in which it is first found, with the files that say it."""
    found: dict[Message, list[str]] = {}
    sources = (
        (TEMPLATES, [("**.html", "jinja2.ext:babel_extract")]),
        (PROGRAM, [("**.py", "python")]),
    )
    for folder, methods in sources:
        for name, _, message, _, _ in extract_from_dir(folder, methods, keywords=_SAYING):
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found


def template(places: Mapping[Message, list[str]]) -> str:
    """The file that translators start from."""
    entries = (f"#: {' '.join(files)}\n{_entry(each)}" for each, files in places.items())
    return "\n".join([HEAD, *entries])


def updated(path: Path, places: Mapping[Message, list[str]]) -> str:
    """A catalogue with all of the messages and no others."""
    text = path.read_text(encoding="utf-8")
    with path.open("rb") as file:
        said = {each.id: each.string for each in read_po(file) if each.id}
    head = text.partition("\n\n")[0] + "\n"
    return "\n".join([head, *(_entry(each, said.get(each)) for each in places)])


def _entry(message: Message, said: Message | list[str] | None = None) -> str:
    return "".join(_lines(message, said))


def _lines(message: Message, said: Message | list[str] | None) -> Iterator[str]:
    one, *many = (message,) if isinstance(message, str) else message
    if "%(" in one:
        yield "#, python-format\n"
    yield f"msgid {_quoted(one)}\n"
    if not many:
        yield f"msgstr {_quoted(said if isinstance(said, str) else '')}\n"
        return
    yield f"msgid_plural {_quoted(many[0])}\n"
    forms = said if said and not isinstance(said, str) and any(said) else ("", "")
    for number, form in enumerate(forms):
        yield f"msgstr[{number}] {_quoted(form)}\n"


def _quoted(text: str) -> str:
    """On one line, however long: a translator's program breaks it as it likes."""
    return normalize(text, width=0)


if __name__ == "__main__":
    main()
