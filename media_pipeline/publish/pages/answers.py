"""``ANSWERS.html``, which is in the drop folder and never on the site. Pure.

One page that needs nothing else: its style is in it, it has no script and loads nothing, so that it
opens from a share, on a telephone and on paper. It has a part for each language of the pages.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from media_pipeline import languages
from media_pipeline.model import Slip, Wrong
from media_pipeline.publish.addresses import story_path
from media_pipeline.publish.catalogue import Catalogue, marked
from media_pipeline.publish.interfaces import Interface, interfaces
from media_pipeline.publish.reasons import said_in
from media_pipeline.publish.template_files import squeezed
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.views.answers import Answer, Fate
from media_pipeline.publish.wording import Run, run
from media_pipeline.settings import Settings

MARK = b"<!DOCTYPE html>\n<!-- media-pipeline: answers -->\n"
"""What every such page begins with; a file that doesn't is somebody's own."""

EXAMPLES = {"title": 'title = "The fox"', "language": 'language = "{code}"'}
"""Lines of a sidecar that say what a recording needs."""

A_DATE = "2026-03-04"
"""A date as written in sidecars and sheets."""

FATES = {
    Fate.SITE: marked("On the site."),
    Fate.FAMILIES: marked("For families."),
    Fate.NEEDS: "",
    Fate.WAITING: marked("Received. It waits until the school has listened to it."),
    Fate.KEPT: marked("The school is keeping it."),
    Fate.MAKING: marked("Received. It is being made ready; a film takes its time."),
    Fate.GROWING: marked("It is still being copied."),
    Fate.REFUSED: marked("It can't be used."),
    Fate.FAILED: marked("Received. It could not be made ready yet, and is tried again."),
    Fate.EARLIER: marked("A newer recording has taken its place."),
    Fate.SHEET: marked("It speaks of the recordings in its folder."),
    Fate.PASSED: "",
    Fate.QUIET: marked("It is left alone."),
}
"""What became of a file, in a sentence; "" if its other sentences say so."""

OF_ANOTHER = {
    Fate.COPY: marked("The same recording as %(file)s."),
    Fate.PART: marked("A part of %(file)s."),
    Fate.BESIDE: marked("It belongs to %(file)s."),
}
"""The same, for files that belong to another file."""

WRONG = {
    Wrong.CURLY: marked("In line %(number)s the quotation marks must be straight: %(line)s"),
    Wrong.BARE: marked(
        "In line %(number)s the value needs straight quotation marks around it: %(line)s"
    ),
    Wrong.COLON: marked("Line %(number)s needs = and no colon: %(line)s"),
    Wrong.LINE: marked("Line %(number)s is not understood. A line looks like this: %(line)s"),
    Wrong.PLAIN: marked("It is not plain text. Save it as plain text (UTF-8)."),
}
"""What is wrong in a text file."""

_MOST = 3
"""The most files named in one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A file's line: its path, the day on which it came, what is said about it in sentences, and
    the link to it on the site ("" if it isn't there).
    """

    path: str
    day: str
    fate: Fate
    said: tuple[Run, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The page in one language; ``quiet`` are files that nobody need do anything about."""

    interface: Interface
    lines: tuple[Line, ...]
    quiet: tuple[Line, ...]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of this part's language."""
        return self.interface.catalogue


def answers_page(answers: Sequence[Answer], settings: Settings, folders: Sequence[Path]) -> bytes:
    """The page, for answers in the order given."""
    templates = Templates(folders)
    parts = [_part(answers, each, settings) for each in interfaces(settings, folders)]
    style = squeezed(templates.text("answers.css"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    values = {
        "catalogue": parts[0].catalogue,
        "parts": parts,
        "school": run(settings.name, settings.interface_languages[0]),
        "style": style,
        "style_digest": digest,
    }
    return MARK + templates.render("answers.html", values)


def _part(answers: Sequence[Answer], interface: Interface, settings: Settings) -> Part:
    lines = [line_of(each, interface, settings) for each in answers]
    return Part(
        interface,
        tuple(each for each in lines if each.fate is not Fate.QUIET),
        tuple(each for each in lines if each.fate is Fate.QUIET),
    )


def line_of(answer: Answer, interface: Interface, settings: Settings) -> Line:
    """What is said about a file in one language."""
    catalogue = interface.catalogue
    on_site = answer.fate is Fate.SITE and answer.slug and interface.address
    return Line(
        path=answer.path,
        day=catalogue.date(answer.day) if answer.day else "",
        fate=answer.fate,
        said=tuple(_said(answer, catalogue, settings)),
        link=interface.page(story_path(answer.slug)) if on_site else "",
    )


def _said(answer: Answer, catalogue: Catalogue, settings: Settings) -> Iterator[Run]:
    """The sentences of a line."""
    sentences = [_fate(answer, catalogue), *_how(answer, catalogue, settings)]
    # A file's name in a sentence doesn't make it a sentence in another script.
    direction = languages.direction(catalogue.language)
    yield from (Run(each, catalogue.language, direction) for each in sentences if each)
    if answer.told and answer.fate in (Fate.REFUSED, Fate.PASSED):
        yield said_in(answer.told, catalogue)


def _fate(answer: Answer, catalogue: Catalogue) -> str:
    if said := OF_ANOTHER.get(answer.fate):
        return catalogue.filled(said, file=_named(answer))
    said = FATES[answer.fate]
    return catalogue.gettext(said) if said else ""


def _how(answer: Answer, catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    """What must be mended about a file, and how. An unreadable text file may say the rest."""
    _ = catalogue.gettext
    if answer.silent:
        yield _("There is no sound in this film.")
    if "sidecar" in answer.needs:
        yield catalogue.filled("Its text file %(file)s can't be read.", file=_sidecar(answer))
    if answer.slip:
        yield _wrong(answer.slip, catalogue)
    for need in answer.needs:
        yield from _given(need, answer, catalogue, settings)
    if answer.folders:
        yield catalogue.filled(
            "The folder %(folder)s is not known as a class, a language or a kind. Is it spelt"
            " right?",
            folder=", ".join(map(isolated, answer.folders)),
        )
    for name, meant in answer.fields:
        file = _sidecar(answer)
        yield catalogue.filled(
            "The name %(field)s in %(file)s is not known.", field=isolated(name), file=file
        )
        if meant:
            yield catalogue.filled("Did you mean %(meant)s?", meant=isolated(meant))
    if answer.flawed:
        yield _("Not all of it can be used. The coordinator can see why.")
    yield from _by_text_file(answer, catalogue, settings)


def _by_text_file(answer: Answer, catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    """How a text file gives what is needed: the one that is there, or a new one."""
    code = _language(catalogue.language, settings)
    lines = [EXAMPLES[each].format(code=code) for each in answer.needs if each in EXAMPLES]
    shown, file = "\n".join(map(isolated, lines)), _sidecar(answer)
    if not lines:
        return
    if answer.sidecar:
        yield catalogue.filled(
            "Or write into its text file %(file)s: %(lines)s", file=file, lines=f"\n{shown}"
        )
    elif len(lines) == 1:
        yield catalogue.filled(
            "Or put a text file %(file)s beside it with the line %(line)s", file=file, line=shown
        )
    else:
        yield catalogue.filled(
            "Or put a text file %(file)s beside it with these lines: %(lines)s",
            file=file,
            lines=f"\n{shown}",
        )


def _wrong(slip: Slip, catalogue: Catalogue) -> str:
    """What is wrong in a text file, with the line as it should be."""
    line = isolated(slip.mended or EXAMPLES["title"])
    return catalogue.filled(WRONG[slip.wrong], number=slip.line, line=line)


def _given(need: str, answer: Answer, catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    """How to supply what a recording needs. What is not understood is not quoted: it may be a name
    in the wrong column.
    """
    _ = catalogue.gettext
    folder = isolated(_folder(catalogue.language, settings))
    if need == "sidecar":
        return
    if need == "people":
        yield _("It must be said who is in it. Ask the coordinator for the codes.")
    elif need == "title" and need not in answer.unclear:
        yield _("It needs a title. Rename the file: its name becomes the title.")
    elif need == "language" and need not in answer.unclear:
        yield catalogue.filled(
            "It needs a language. Put it into a folder that is named after its language, such"
            " as %(folder)s.",
            folder=folder,
        )
    else:
        yield catalogue.filled(
            "What is said of it is not understood (%(field)s). Mend it in its text file or"
            " its row of the sheet.",
            field=isolated(need),
        )
    if need == "date":
        yield catalogue.filled("Write a date like this: %(date)s.", date=isolated(A_DATE))
    elif need == "language" and need in answer.unclear:
        yield catalogue.filled("Write a language like this: %(language)s.", language=folder)


def _sidecar(answer: Answer) -> str:
    """The text file beside it, or the name that one would have."""
    return isolated(answer.sidecar or PurePosixPath(answer.path).with_suffix(".toml").name)


def _language(shown_in: str, settings: Settings) -> str:
    """A language to give as an example: the reader's, if the school records in it."""
    spoken = settings.languages
    return shown_in if not spoken or shown_in in spoken else spoken[0]


def _folder(shown_in: str, settings: Settings) -> str:
    return languages.own_name(_language(shown_in, settings))


def _named(answer: Answer) -> str:
    """The files that a line is about."""
    named = [isolated(each) for each in answer.others[:_MOST]]
    return ", ".join(named) + (" …" if len(answer.others) > _MOST else "")


def isolated(text: str) -> str:
    """A name or a line to type, kept in its own direction within a sentence in any other."""
    return f"\u2068{text}\u2069"
