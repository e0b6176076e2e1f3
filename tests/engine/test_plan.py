"""What a story's sound and film depend on."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.engine.plan import Planner
from media_pipeline.model import WHOLE, Edit, Job, Probe, Recording, Span, Story, VideoStream
from media_pipeline.settings import Settings


def media_of(edit: Edit = WHOLE, *, film: bool = False) -> Job:
    """The job on the sound or film of a fox."""
    video = VideoStream(0, "h264", 160, 120, 0, 25.0, False, False, "yuv420p")
    probe = Probe("mov", 60.0, 0.0, None, video if film else None)
    recording = Recording("recordings/fox.m4a", ("recordings/fox.m4a",), 1, "abc")
    story = Story(recording, probe, {"en": "Fox"}, "en", edit=edit)
    return Planner(Path("/school"), Path("/school/store"), Settings(name="Hill")).media(story)


def test_what_is_cut_or_muted_makes_a_story_anew() -> None:
    """Each is an input with a name that is told."""
    edit = Edit((Span(1.0, 2.0), Span(50.0)), (Span(3.0, 4.0),))
    inputs = media_of(edit).inputs
    assert (inputs["cut"], inputs["mute"]) == ([[1.0, 2.0], [50.0, None]], [[3.0, 4.0]])


def test_where_nothing_is_cut_nothing_is_made_anew() -> None:
    """The fingerprint is that of the time before there were cuts; captions are no sound."""
    whole = media_of()
    assert {"cut", "mute"} & whole.inputs.keys() == set()
    assert media_of(Edit(keeps_captions=True)).fingerprint == whole.fingerprint


def test_a_film_depends_on_the_pictures_that_go() -> None:
    """Two times within one picture cut the same."""
    one, other = (media_of(Edit((Span(at, 2.0),)), film=True) for at in (1.005, 1.03))
    assert one.fingerprint == other.fingerprint
    assert one.inputs["cut"] == [[1.0, 2.0]]
