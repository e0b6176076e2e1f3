"""Words and chapters of a recording from which something is cut: nothing of it is to be read."""

from __future__ import annotations

import pytest

from media_pipeline.engine.edited import NO_WORDS, edited_chapters, edited_words
from media_pipeline.model import WHOLE, Chapter, Cue, Edit, Span, Words

CUT = Edit((Span(12.0, 15.0),))
MUTE = Edit((), (Span(12.0, 15.0),))


def words(*cues: tuple[float, float, str]) -> Words:
    """Words with times."""
    return Words(tuple(Cue(*cue) for cue in cues), "\n".join(text for _, _, text in cues))


def keeping(edit: Edit) -> Edit:
    """An edit whose captions somebody looked through."""
    return Edit(edit.removed, edit.muted, keeps_captions=True)


def test_words_of_a_whole_recording_are_as_they_were() -> None:
    """And what is kept without a cut is no edit."""
    said = words((1.0, 2.0, "Once"))
    assert edited_words(said, WHOLE) == (said, "")
    assert edited_words(said, Edit(keeps_captions=True)) == (said, "")


def test_captions_in_a_cut_go_and_those_after_it_move() -> None:
    """The text for search and tags goes with them, and nothing is told of what is wholly cut."""
    said = words((1.0, 11.0, "Once"), (12.5, 14.0, "Amina Khan"), (15.0, 20.0, "a fox"))
    assert edited_words(said, CUT) == (words((1.0, 11.0, "Once"), (12.0, 17.0, "a fox")), "")


@pytest.mark.parametrize(
    "cue", [(10.0, 13.0), (14.0, 18.0), (10.0, 18.0), (11.0, 12.3), (12.0, 15.0)]
)
@pytest.mark.parametrize("edit", [CUT, MUTE], ids=["cut", "mute"])
def test_a_caption_that_reaches_into_it_loses_its_text(
    cue: tuple[float, float], edit: Edit
) -> None:
    """Nobody can tell which of its words are spoken there."""
    left, _ = edited_words(words((*cue, "I am Amina Khan")), edit)
    assert left == NO_WORDS


def test_that_captions_were_left_out_is_told() -> None:
    """With what to do: look through them."""
    _, told = edited_words(words((10.0, 13.0, "I am Amina Khan"), (14.0, 18.0, "x")), CUT)
    assert "left out (2)" in told
    assert 'captions = "keep"' in told


def test_captions_that_somebody_looked_through_are_shortened() -> None:
    """They keep their text, over a cut and over a mute; one wholly cut goes all the same."""
    said = words((10.0, 13.0, "I am Amina"), (12.5, 14.0, "Khan"), (14.0, 18.0, "and this"))
    shorter = words((10.0, 12.0, "I am Amina"), (12.0, 15.0, "and this"))
    assert edited_words(said, keeping(CUT)) == (shorter, "")
    assert edited_words(said, keeping(MUTE)) == (said, "")


def test_a_caption_that_only_touches_a_cut_keeps_its_text() -> None:
    """Captions are seldom timed to a tenth of a second, and no word is so short."""
    left, told = edited_words(words((10.0, 12.1, "Once"), (14.9, 18.0, "a fox")), CUT)
    assert left == words((10.0, 12.0, "Once"), (12.0, 15.0, "a fox"))
    assert told == ""


def test_a_cut_as_short_as_a_touch_takes_its_caption_too() -> None:
    """It was cut for something."""
    short = Edit((Span(12.0, 12.15),))
    assert edited_words(words((10.0, 13.0, "I am Amina Khan")), short)[0] == NO_WORDS


def test_words_without_times_go_until_somebody_looked_through_them() -> None:
    """They may be a transcript of what is cut."""
    song = Words((), "I am Amina Khan")
    left, told = edited_words(song, CUT)
    assert left == NO_WORDS
    assert "have no times" in told
    assert edited_words(song, keeping(CUT)) == (song, "")


def test_chapters_move_and_what_is_wholly_cut_goes() -> None:
    """One that begins in a cut and goes on behind it begins at the join."""
    chapters = (
        *(Chapter(0.0, "The fox"), Chapter(12.0, "Who I am"), Chapter(14.0, "The grapes")),
        *(Chapter(40.0, "The end"), Chapter(55.0, "Chatter")),
    )
    edit = Edit((Span(12.0, 15.0), Span(50.0)))
    assert edited_chapters(chapters, edit) == (
        Chapter(0.0, "The fox"),
        Chapter(12.0, "The grapes"),
        Chapter(37.0, "The end"),
    )
    assert edited_chapters(chapters, MUTE) == chapters
    assert edited_chapters((), edit) == ()
