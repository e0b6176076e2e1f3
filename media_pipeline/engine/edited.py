"""Words and chapters of a recording from which something is cut. Pure.

Nobody can tell which words of a caption are spoken in the part that is cut: the surname may be
among them. So a caption that reaches into what is cut or muted is left out whole, and so are words
without times, until somebody has looked through them and said so (``captions = "keep"``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from media_pipeline.media.edit import covered, moved
from media_pipeline.model import Chapter, Cue, Edit, Span, Words

TOUCH = 0.2
"""Seconds by which a caption may reach into a cut and still keep its text: no word is that short,
and captions are rarely timed more exactly.
"""

NO_WORDS = Words((), "")


def edited_words(words: Words, edit: Edit) -> tuple[Words, str]:
    """Words with the times at which they are now heard, and a sentence on what was left out ("" for
    nothing).

    The words have no text if none of it may be shown. Captions that are cut completely are not
    reported.
    """
    if not edit:
        return words, ""
    if not words.cues:
        if edit.keeps_captions or not words.text:
            return words, ""
        return NO_WORDS, (
            "these words have no times, so nobody can tell which of them are cut, and none is "
            f"shown. {LOOK_THROUGH}"
        )
    cues = tuple(_edited_cues(words.cues, edit))
    lost = sum(
        1
        for cue in words.cues
        if _reaches(cue, edit) and moved(edit, cue.start) < moved(edit, cue.end)
    )
    text = "\n".join(cue.text.replace("\n", " ") for cue in cues)
    if not lost or edit.keeps_captions:
        return Words(cues, text), ""
    return Words(cues, text), (
        f"captions that reach into what is cut or muted are left out ({lost}). {LOOK_THROUGH}"
    )


LOOK_THROUGH = (
    'Take out what is not to be read, and say captions = "keep" in the sidecar, or part captions '
    "where the cut begins and ends."
)


def edited_chapters(chapters: Sequence[Chapter], edit: Edit) -> tuple[Chapter, ...]:
    """Chapters with their starts in the edited recording; one of which nothing is left is
    dropped.
    """
    if not edit or not chapters:
        return tuple(chapters)
    ends = [after.start for _, after in pairwise(chapters)]
    left = [
        replace(each, start=moved(edit, each.start))
        for each, end in zip(chapters, ends, strict=False)
        if moved(edit, end) > moved(edit, each.start) or end == each.start
    ]
    last = chapters[-1]
    closing = edit.removed[-1] if edit.removed else None
    if closing is None or closing.end is not None or last.start < closing.start:
        left.append(replace(last, start=moved(edit, last.start)))
    return tuple(left)


def _edited_cues(cues: Sequence[Cue], edit: Edit) -> Iterator[Cue]:
    for cue in cues:
        start, end = moved(edit, cue.start), moved(edit, cue.end)
        if start < end and (edit.keeps_captions or not _reaches(cue, edit)):
            yield Cue(start, end, cue.text)


def _reaches(cue: Cue, edit: Edit) -> bool:
    """Whether words of a caption may be spoken in what is cut or muted."""
    return any(_heard_in(cue, span) for span in (*edit.removed, *edit.muted))


def _heard_in(cue: Cue, span: Span) -> bool:
    length = TOUCH if span.end is None else min(TOUCH, span.end - span.start)
    return covered(span, cue.start, cue.end) >= min(length, cue.end - cue.start)
