"""A story that tells a surname or a place on the school's computers waits for a person."""

from __future__ import annotations

from typing import Any

import pytest
from tellings import Diary, telling

from media_pipeline.errors import UsageError
from media_pipeline.gate.approve import approvals, choose, replacement
from media_pipeline.gate.decide import Grounds, decide
from media_pipeline.gate.surnames import read_surnames
from media_pipeline.gate.told import Private, private_in
from media_pipeline.model import Chapter, Cue, State, Story, Verdict, Words

LIST = read_surnames("Kaur\nSingh\n")
STORY = telling("The crow", title={"pa": "The crow"})


def said(words: str = "", slug: str = "", **fields: Any) -> Private:
    """What a story of these fields tells."""
    spoken = {"en": Words((Cue(0, 1, words),), words)} if words else {}
    return private_in(telling("The crow", **fields), spoken, slug, LIST)


def verdict(diary: Diary, story: Story, surnames: str = "Kaur\nSingh") -> Verdict:
    """The gate's, with this list."""
    return decide(story, Grounds(diary.book, read_surnames(surnames)), {})


@pytest.mark.parametrize(
    ("field", "private"),
    [
        ("title", said(title={"pa": "ਕਾਂ", "en": "Simran Kaur's crow"})),
        ("description", said(description={"en": "Told by S. KAUR"})),
        ("teller", said(teller="Kaur")),
        ("tale", said(tale="The Kaur tale")),
        ("source", said(source="Kaur family")),
        ("credit", said(credit="© Kaur")),
        ("licence", said(licence="by Kaur")),
        ("award", said(award="The Kaur prize")),
        ("chapters", said(chapters=(Chapter(0, "Simran Kaur"),))),
        ("words", said("I am Simran\nKaur.")),
        ("address", said(slug="simran-kaur-1a2b3c")),
    ],
)
def test_threat_11_a_surname_in_any_public_string_is_found(field: str, private: Private) -> None:
    """And its field is named."""
    assert private.names == {"Kaur": (field,)}
    mend = "An address is for life: withdraw it" if field == "address" else "Mend it"
    assert f"“Kaur”, in its {field}. {mend}, or say with your approval" in private.reason(())


def test_threat_11_a_story_with_a_surname_waits_for_the_coordinator() -> None:
    """Also one that was approved before the name was on the list; the reason says where."""
    diary, story = Diary(), telling("Kaur's crow")
    diary.approve(story)
    assert verdict(diary, story, "").state is State.PUBLISHED
    waiting = verdict(diary, story)
    assert (waiting.state, waiting.permit) == (State.WAITING, None)
    assert waiting.reason == (
        "On the list of surnames: “Kaur”, in its title. Mend it, or say with your approval "
        "that it may be public (--names; at the desk, the tick)."
    )


def test_threat_11_an_approval_that_is_silent_on_names_passes_none() -> None:
    """Not by name, and not with all others; nor does one that the ledger has all the same."""
    diary, story = Diary(), telling("Kaur's crow")
    diary.receive(story)
    rows = diary.show(story, surnames=LIST)
    assert "Nobody has decided yet. On the list" in verdict(diary, story).reason
    with pytest.raises(UsageError, match="--names"):
        approvals(choose([rows[0].path], rows), diary.book, "Kim", names=False)
    for names in (False, True):
        everything = choose([], rows, everything=True)
        assert approvals(everything, diary.book, "Kim", names=names) == []
        folder = choose(["recordings"], rows)
        assert approvals(folder, diary.book, "Kim", names=names) == []
    diary.write(
        approvals(choose([rows[0].path], diary.show(story)), diary.book, "Kim", names=False)
    )
    assert verdict(diary, story).state is State.WAITING


def test_threat_11_the_coordinator_passes_the_names_that_were_shown() -> None:
    """These and no others: one that is put on the list later makes the story wait again."""
    diary, story = Diary(), telling("Simran Kaur Singh's crow")
    diary.receive(story)
    rows = diary.show(story, surnames=read_surnames("Kaur"))
    (event,) = approvals(choose([rows[0].path], rows), diary.book, "Kim", names=True)
    assert event.private["names"] == ["Kaur"]
    assert "Kaur" not in str(event.public)
    diary.write([event])
    assert verdict(diary, story, "Kaur").state is State.PUBLISHED
    assert verdict(diary, story, "").state is State.PUBLISHED
    assert "“Singh”, in its title" in verdict(diary, story, "Kaur\nSingh").reason


def test_threat_11_a_pass_ends_with_the_approval_it_was_given_in() -> None:
    """What changed is shown, and asked about, again."""
    diary, story = Diary(), telling("Kaur's crow")
    diary.receive(story)
    rows = diary.show(story, surnames=LIST)
    diary.write(approvals(choose([rows[0].path], rows), diary.book, "Kim", names=True))
    changed = telling("Kaur's crow", description={"en": "By Kaur"})
    rows = diary.show(changed, surnames=LIST)
    with pytest.raises(UsageError, match="Kaur"):
        approvals(choose([rows[0].path], rows), diary.book, "Kim", names=False)


def test_threat_11_a_new_take_passes_no_name_by_itself() -> None:
    """It is heard and looked at like any other."""
    diary, first = Diary(), telling("The crow")
    diary.approve(first)
    take = telling("Kaur's crow", content="again")
    diary.receive(take)
    (row,) = diary.show(take, surnames=LIST)
    entry = diary.book.of(first.recording.digest)
    assert entry is not None
    with pytest.raises(UsageError, match="surnames"):
        replacement(row, entry.id, diary.book, "Kim", names=False)
    assert len(replacement(row, entry.id, diary.book, "Kim", names=True)) == 2


@pytest.mark.parametrize(
    "trace",
    [
        "see /home/ict/fox",
        r"C:\Users\ict",
        r"\\server\share",
        "file:///x",
        "from 192.168.1.20",
        "10.0.0.7",
        "nas.local",
        "VID_2026.MOV",
        "New Recording 4.m4a",
    ],
)
def test_threat_10_a_story_that_tells_of_the_schools_computers_waits(trace: str) -> None:
    """Nobody can pass it: it must be mended."""
    diary, story = Diary(), telling("The crow", description={"en": trace})
    diary.receive(story)
    waiting = verdict(diary, story)
    assert waiting.state is State.WAITING
    assert "Its description holds " in waiting.reason
    rows = diary.show(story)
    with pytest.raises(UsageError, match="Take it out"):
        approvals(choose([rows[0].path], rows), diary.book, "Kim", names=True)


@pytest.mark.parametrize(
    "text",
    ["Hello.Avi went home", "and/or", "He is 10.5 years old", "https://school.example/home/x",
     "version 1.2.3.4", "the local shop", "Wow...mov", "half past 10.30"],
)  # fmt: skip
def test_ordinary_sentences_are_no_traces(text: str) -> None:
    """A story is not held for what only looks like one."""
    assert said(text).traces == ()
