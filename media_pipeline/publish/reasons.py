"""Why a file can't be used, in the languages of the pages: sentences by their kind.

Refusals are written in English where they arise, each with its own figures. A teacher who reads
English is shown that sentence; in any other language its gist is shown, from the catalogue. A
sentence of no known kind is shown unchanged. Pure.
"""

from __future__ import annotations

import re

from media_pipeline import languages
from media_pipeline.publish.catalogue import SOURCE, Catalogue, marked
from media_pipeline.publish.wording import Run, run

ROWS = marked("Some of its rows belong to no recording here. Look at the names in it again.")
DOUBTFUL = marked("Not all of it can be used. The coordinator can see why.")
QUOTING = {
    "No recording here is called": ROWS,
    "More than one recording is called": DOUBTFUL,
    "More than one row speaks of": DOUBTFUL,
}
"""How sentences about a sheet's rows begin, and their gist. They quote the sheet, which may name
children of any class, so everybody reads only the gist, in every language.
"""

KINDS = tuple(
    (re.compile(pattern, re.DOTALL), message)
    for pattern, message in (
        (
            r"It is an? .* with a recording's name\.",
            marked("It is no recording, though its name says so. Drop the recording itself."),
        ),
        (
            r"It is empty|There are only zeros|Only \d+ % of it|It stops after|.*next to nothing",
            marked("Some or all of it is missing: it was not copied whole. Copy it again."),
        ),
        (
            r"It can't be read \(|This (?:folder|sheet) can't be read|It can't be read\. Copy",
            marked("It can't be opened. Copy it again, or ask the coordinator."),
        ),
        (
            r"It can't be read:|The (?:sound|picture) in it can't|.*file is (?:probably )?damaged",
            marked("The file is damaged. Copy it again, or record again."),
        ),
        (
            r"It is protected against copying",
            marked("It is protected against copying. Use a recording of your own."),
        ),
        (
            r"Its sound or picture lies in another file",
            marked("Its sound or picture lies in another file. Export it as one file."),
        ),
        (r"It is longer than", marked("It is too long. Cut it into parts.")),
        (r"Its picture has", marked("Its picture is too large. Export it smaller.")),
        (
            r"There is neither sound nor|It holds more than \d+ tracks",
            marked("There is nothing in it that can be played."),
        ),
        (
            r"There is no sound in it, only silence",
            marked("There is no sound in it, only silence. Was the microphone on?"),
        ),
        (r"It is shorter than", marked("It is too short. Record it again.")),
        (
            r"It lasts .* is to be cut|Nothing is left of its sound|Its sound changes its form",
            marked("What is to be cut from it can't be right. Look at the times again."),
        ),
        (
            r"It is still in the cloud",
            marked(
                "It is still in the cloud. Open it once on this computer, so that it is downloaded."
            ),
        ),
        (
            r"It is a (?:link|shortcut)|It is not a file",
            marked("It is a link or a shortcut. Drop the recording itself."),
        ),
        (
            r"It is still being downloaded",
            marked("It is still being downloaded, or its download was broken off."),
        ),
        (
            r"It is the second copy that a cloud service kept",
            marked(
                "Two computers changed this file, and this is the second copy. Keep one of them."
            ),
        ),
        (
            r"It is not a (?:recording that this program knows|picture that can be used)",
            marked("It is no kind of recording, picture or text that can be used."),
        ),
        (
            r"No recording here has its name",
            marked("No recording here has its name. Give it the name of the one it belongs to."),
        ),
        *QUOTING.items(),
        (r"The sheet", DOUBTFUL),
        (r"Its name can't be read", marked("Its name can't be read. Give it another name.")),
        (r"It lies deeper than", marked("It lies in too many folders. Move it up.")),
    )
)
"""What sentences begin with, and the gist of each."""


def kind_of(sentence: str) -> str:
    """The message with a sentence's gist; "" if it is of no known kind."""
    return next((message for pattern, message in KINDS if pattern.match(sentence)), "")


def said_in(sentence: str, catalogue: Catalogue) -> Run:
    """An English sentence's gist in a catalogue's language, if the catalogue has it; else the
    sentence.
    """
    message = kind_of(sentence)
    if catalogue.language == SOURCE or not message or catalogue.lacks(message):
        quoting = sentence.startswith(tuple(QUOTING))
        return run(message if quoting else sentence, SOURCE)
    return Run(
        catalogue.gettext(message), catalogue.language, languages.direction(catalogue.language)
    )
