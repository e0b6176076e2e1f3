"""What may be public: every state, and every way from one to another."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from tellings import MORNING, NAMESPACE, Diary, telling

from media_pipeline.errors import LedgerError
from media_pipeline.gate.approve import replacement
from media_pipeline.gate.decide import Grounds, decide, missing, new_id, received
from media_pipeline.gate.events import Event, EventType
from media_pipeline.model import Audience, Rights, State, Story, Verdict

FOX, CROW = telling("fox"), telling("crow")


@pytest.fixture
def diary() -> Diary:
    """An empty ledger."""
    return Diary()


def verdict(diary: Diary, story: Story) -> Verdict:
    """What the gate says of a story now."""
    return decide(story, Grounds(diary.book), {})


def state(diary: Diary, story: Story = FOX) -> State:
    """Where a story stands now."""
    return verdict(diary, story).state


def test_a_new_story_waits(diary: Diary) -> None:
    """Private is what nobody decided on."""
    (story_id,) = diary.receive(FOX)
    said = verdict(diary, FOX)
    assert (said.id, said.state, said.reason) == (
        story_id,
        State.WAITING,
        "Nobody has decided yet.",
    )
    assert said.permit is None


@pytest.mark.parametrize(
    ("needs", "unclear", "reason"),
    [
        (("title",), (), "It needs a title."),
        (("title", "language"), (), "It needs a title and a language."),
        (
            ("title", "language", "date"),
            ("date", "language"),
            "It needs a title, its language put right and its date put right.",
        ),
    ],
)
def test_a_story_that_needs_something_says_what(
    diary: Diary, needs: tuple[str, ...], unclear: tuple[str, ...], reason: str
) -> None:
    """It waits, even with an approval in the ledger."""
    diary.approve(FOX)
    said = verdict(diary, telling("fox", needs=needs, unclear=unclear))
    assert (said.state, said.reason, said.permit) == (State.WAITING, reason, None)


def test_an_approved_story_is_published_with_a_permit(diary: Diary) -> None:
    """Its id and slug for life, and when it was first approved."""
    diary.approve(FOX)
    said = verdict(diary, FOX)
    assert said.state is State.PUBLISHED
    assert said.permit is not None
    assert (said.permit.id, said.permit.slug) == (said.id, f"fox-{said.id[:6]}")
    assert said.permit.published == said.permit.decided == diary.lines[-1].at


def test_a_held_story_that_is_released_waits(diary: Diary) -> None:
    """Also where it was public before: nothing but an approval makes it so."""
    diary.approve(FOX)
    (story_id,) = [verdict(diary, FOX).id]
    diary.stop("held", story_id)
    diary.write([Event("unheld", story_id, {}, {"by": "Kim"})])
    said = verdict(diary, FOX)
    assert (said.state, said.reason) == (State.WAITING, "Nobody has decided yet.")
    diary.approve(FOX)
    assert state(diary) is State.PUBLISHED


@pytest.mark.parametrize("event", ["approved", "withdrawn"])
def test_what_was_decided_before_a_release_stands(diary: Diary, event: str) -> None:
    """Two people decided at once: no end of a hold takes an approval or a withdrawal back."""
    diary.approve(FOX)
    story_id = verdict(diary, FOX).id
    if event == "withdrawn":
        diary.stop("withdrawn", story_id)
    before = state(diary)
    diary.write([Event("unheld", story_id, {}, {"by": "Kim"})])
    assert state(diary) is before


@pytest.mark.parametrize("event", ["held", "withdrawn"])
def test_a_stopped_story_is_not_public_and_says_why(diary: Diary, event: str) -> None:
    """The reason is the coordinator's."""
    diary.approve(FOX)
    diary.stop(event, verdict(diary, FOX).id, "A parent asked.")
    said = verdict(diary, FOX)
    assert (said.state, said.reason, said.permit) == (State(event), "A parent asked.", None)


@pytest.mark.parametrize("event", ["held", "withdrawn"])
def test_a_story_can_be_stopped_before_anyone_approved_it(diary: Diary, event: str) -> None:
    """And stays so through every change of what is said of it."""
    (story_id,) = diary.receive(FOX)
    diary.stop(event, story_id)
    for story in (FOX, telling("fox", teller="Amina"), telling("fox", needs=("title",))):
        assert state(diary, story) is State(event)


def test_a_held_story_comes_back_with_its_slug_and_first_date(diary: Diary) -> None:
    """By another approval alone."""
    diary.approve(FOX)
    before = verdict(diary, FOX).permit
    diary.stop("held", verdict(diary, FOX).id)
    diary.approve(FOX)
    after = verdict(diary, FOX).permit
    assert before is not None
    assert after is not None
    assert (after.id, after.slug, after.published) == (before.id, before.slug, before.published)
    assert after.decided > before.decided


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"teller": "Amina"}, "teller"),
        ({"title": {"pa": "wolf"}, "source": "Aesop"}, "source and title"),
        ({"language": "ur", "kind": "song", "credit": "x"}, "credit, kind and language"),
        ({"rights": Rights.PERMISSION}, "rights"),
    ],
)
def test_a_change_to_what_is_shown_voids_the_approval_and_is_named(
    diary: Diary, change: dict[str, Any], names: str
) -> None:
    """It waits for another, and comes back by itself where the change is taken back."""
    diary.approve(FOX)
    said = verdict(diary, telling("fox", **change))
    assert said.state is State.WAITING
    assert said.reason == f"Changed since it was approved: {names}."
    assert said.permit is None
    assert state(diary, FOX) is State.PUBLISHED


def test_a_changed_story_that_is_approved_again_keeps_its_slug(diary: Diary) -> None:
    """An address is for life, whatever the title."""
    diary.approve(FOX)
    before = verdict(diary, FOX).permit
    wolf = telling("fox", title={"pa": "wolf"})
    diary.approve(wolf)
    after = verdict(diary, wolf).permit
    assert before is not None
    assert after is not None
    assert (after.slug, after.published) == (before.slug, before.published)
    assert state(diary, FOX) is State.WAITING


def test_the_schools_defaults_void_nothing(diary: Diary) -> None:
    """Another default kind or licence, the same approval."""
    defaulted = ("kind", "licence", "rights")
    diary.approve(telling("fox", kind="story", defaulted=defaulted))
    after = telling("fox", kind="poem", licence="CC BY", defaulted=defaulted)
    assert state(diary, after) is State.PUBLISHED


def test_a_default_in_place_of_a_word_that_was_approved_voids(diary: Diary) -> None:
    """A line taken out of a sidecar changes what is shown."""
    diary.approve(telling("fox", licence="All rights reserved"))
    said = verdict(diary, telling("fox", licence="CC BY", defaulted=("licence",)))
    assert said.reason == "Changed since it was approved: licence."


def test_naming_nobody_by_setting_voids_nothing(diary: Diary) -> None:
    """Less is shown than was approved."""
    diary.approve(telling("fox", teller="Amina"))
    assert state(diary, telling("fox", defaulted=("teller",))) is State.PUBLISHED


def test_threat_27_what_was_withdrawn_does_not_come_back_in_part(diary: Diary) -> None:
    """Nor joined to more: a camcorder's files are known one by one, also once it is erased."""
    film = telling("film")
    film = replace(film, recording=replace(film.recording, part_digests=("one", "two")))
    (film_id,) = diary.receive(film)
    lone = telling("lone")
    more = telling("more")
    lone = replace(lone, recording=replace(lone.recording, digest="two"))
    more = replace(more, recording=replace(more.recording, part_digests=("zero", "one")))
    diary.approve(lone, more)
    assert (state(diary, lone), state(diary, more)) == (State.PUBLISHED, State.PUBLISHED)
    diary.stop("withdrawn", film_id)
    for each in (lone, more):
        said = verdict(diary, each)
        assert said.state is State.WITHDRAWN
        assert said.reason.startswith("In it are files of a recording that was withdrawn on ")
        assert said.permit is None


def test_what_cannot_be_read_of_a_story_is_waited_for_until_it_is_approved(diary: Diary) -> None:
    """An approval saw it as it is told, without that."""
    doubtful = telling("fox", unread=("sheet",))
    diary.receive(doubtful)
    said = verdict(diary, doubtful)
    assert (said.needs, said.reason) == (("sheet",), "It needs its sheet put right.")
    diary.approve(FOX)
    assert state(diary, doubtful) is State.PUBLISHED


def test_a_class_that_is_called_otherwise_voids_nothing(diary: Diary) -> None:
    """Its folder's name says nothing any more, so less is shown; where a story was moved out of the
    folder, or another class stands in its place, a person has to look.
    """
    diary.approve(telling("fox", class_id="reception", kind="song"))
    assert state(diary, telling("fox")) is State.PUBLISHED
    for other in (
        {"path": "recordings/fox.m4a"},
        {"class_id": "year-1", "kind": "song"},
        {"kind": "story", "defaulted": ("kind",)},
    ):
        assert state(diary, telling("fox", **other)) is State.WAITING


def test_a_class_or_kind_that_the_school_adds_for_a_folder_voids_nothing(diary: Diary) -> None:
    """The folder was called so when it was approved. What a person said since, or another folder
    does, has to be looked at.
    """
    diary.approve(telling("fox"))
    choir = {"class_id": "choir", "kind": "song"}
    both = ("class", "kind")
    assert state(diary, telling("fox", **choir, by_folder=both)) is State.PUBLISHED
    for other in (
        {**choir, "by_folder": ("kind",)},
        {**choir, "by_folder": both, "path": "recordings/choir/fox.m4a"},
        {**choir, "by_folder": both, "teller": "Amina"},
    ):
        assert state(diary, telling("fox", **other)) is State.WAITING


def test_what_is_for_the_families_of_a_class_waits_without_it(diary: Diary) -> None:
    """It would be for the families of the whole school."""
    theirs = Rights.FAMILIES_ONLY
    diary.approve(telling("fox", class_id="reception", rights=theirs))
    assert state(diary, telling("fox", class_id="reception", rights=theirs)) is State.PUBLISHED
    assert state(diary, telling("fox", rights=theirs)) is State.WAITING


def test_naming_somebody_by_setting_voids(diary: Diary) -> None:
    """A name that nobody saw is not shown; nor is one that was taken out and comes back."""
    diary.approve(telling("fox", defaulted=("teller",)))
    assert state(diary, telling("fox", teller="Amina")) is State.WAITING
    diary.approve(telling("crow", teller="Amina"))
    assert state(diary, telling("crow")) is State.WAITING


def audience(diary: Diary, story: Story) -> Audience:
    """For whom a story is published now."""
    permit = verdict(diary, story).permit
    return permit.audience if permit else Audience.NONE


def test_families_only_is_never_public(diary: Diary) -> None:
    """An approval lets families have it, and nobody else."""
    families = telling("fox", rights=Rights.FAMILIES_ONLY)
    diary.approve(FOX)
    assert audience(diary, FOX) is Audience.PUBLIC
    assert verdict(diary, families).reason == "Changed since it was approved: rights."
    diary.approve(families)
    assert (state(diary, families), audience(diary, families)) == (
        State.PUBLISHED,
        Audience.FAMILIES,
    )
    assert state(diary, FOX) is State.WAITING


def test_a_default_of_families_only_takes_it_from_everyone_else(diary: Diary) -> None:
    """Fewer see it than was approved, and no setting voids an approval."""
    diary.approve(telling("fox", defaulted=("rights",)))
    families = telling("fox", rights=Rights.FAMILIES_ONLY, defaulted=("rights",))
    assert audience(diary, families) is Audience.FAMILIES


def test_an_approval_says_for_whom_it_is(diary: Diary) -> None:
    """Also where the names and rights in it were emptied one day."""
    families = telling("fox", rights=Rights.FAMILIES_ONLY, defaulted=("rights",))
    diary.approve(families)
    assert diary.lines[-1].event.public["audience"] == "families"
    diary.lines[-1] = replace(diary.lines[-1], event=replace(diary.lines[-1].event, private={}))
    assert audience(diary, telling("fox", defaulted=("rights",))) is not Audience.PUBLIC


def test_audiences_are_in_order() -> None:
    """The least of several is what all of them allow."""
    assert sorted(Audience) == [Audience.NONE, Audience.FAMILIES, Audience.PUBLIC]
    assert Audience.NONE <= Audience.NONE < Audience.FAMILIES < Audience.PUBLIC
    assert Audience.PUBLIC > Audience.FAMILIES >= Audience.FAMILIES


def test_an_approval_for_families_only_lets_nothing_be_public(diary: Diary) -> None:
    """Another default would make it so, and nobody confirmed those rights; another approval can."""
    open_now = telling("fox", defaulted=("rights",))
    diary.approve(open_now)
    last = diary.lines[-1].event
    diary.write([replace(last, private={**last.private, "rights": "families-only"})])
    said = verdict(diary, open_now)
    assert (said.state, said.permit) == (State.WAITING, None)
    assert "for families only when it was approved" in said.reason
    diary.approve(open_now)
    assert state(diary, open_now) is State.PUBLISHED


def test_a_rename_keeps_everything(diary: Diary) -> None:
    """Where a file lies is not shown, and the bytes are who it is."""
    diary.approve(FOX)
    moved = telling("fox", path="recordings/elsewhere/other name.m4a")
    assert received([moved], diary.book, NAMESPACE) == []
    assert verdict(diary, moved) == verdict(diary, FOX)


def test_other_bytes_at_a_known_path_are_a_new_story_that_waits(diary: Diary) -> None:
    """Telephones reuse names."""
    diary.approve(FOX)
    other = telling("fox", content="other bytes")
    (story_id,) = diary.receive(other)
    assert story_id != verdict(diary, FOX).id
    assert state(diary, other) is State.WAITING
    assert state(diary, FOX) is State.PUBLISHED


def test_an_id_is_the_same_again_for_the_same_bytes() -> None:
    """A killed intake repeats itself; another workspace has other ids."""
    assert new_id(NAMESPACE, "digest") == new_id(NAMESPACE, "digest")
    assert new_id(NAMESPACE, "digest") != new_id(uuid.NAMESPACE_URL, "digest")
    assert uuid.UUID(new_id(NAMESPACE, "digest")).version == 5


def test_bytes_are_received_once(diary: Diary) -> None:
    """Two programs that look at once may both write it down; a decision in between stands."""
    events = received([FOX], diary.book, NAMESPACE)
    diary.write(events)
    diary.approve(FOX)
    diary.write(events)
    assert state(diary) is State.PUBLISHED


def test_a_published_story_whose_recording_is_gone_is_missing(diary: Diary) -> None:
    """It is told, and has its id and slug when it is there again."""
    diary.approve(FOX, CROW)
    diary.receive(telling("hen"))
    assert [entry.path for entry in missing([CROW], diary.book)] == ["recordings/pa/fox.m4a"]
    assert missing([FOX, CROW], diary.book) == []
    assert state(diary) is State.PUBLISHED


@pytest.mark.parametrize("event", ["held", "withdrawn"])
def test_a_stopped_story_is_never_missing(diary: Diary, event: str) -> None:
    """It has left the site already."""
    diary.approve(FOX)
    diary.stop(event, verdict(diary, FOX).id)
    assert missing([], diary.book) == []


def test_a_file_that_was_renamed_before_its_withdrawal_was_not_dropped_again(diary: Diary) -> None:
    """It lies where it was approved; at any other path it came back."""
    diary.receive(FOX)
    renamed, again = (telling("fox", path=f"recordings/pa/{name}.m4a") for name in ("a", "b"))
    diary.approve(renamed)
    diary.stop("withdrawn", verdict(diary, renamed).id)
    assert verdict(diary, renamed).reason == "asked to"
    assert "was dropped again" in verdict(diary, again).reason


def replace_fox(diary: Diary, take: Story, fox: str = "") -> str:
    """Make ``take`` the new take of the fox; returns the fox's id."""
    fox = fox or verdict(diary, FOX).id
    diary.receive(take)
    (row,) = diary.show(take)
    diary.write(replacement(row, fox, diary.book, "Kim", names=False))
    return fox


def test_a_new_take_keeps_id_slug_and_first_date(diary: Diary) -> None:
    """``approve PATH --as ID`` is a re-recording."""
    diary.approve(FOX)
    before = verdict(diary, FOX).permit
    take = telling("fox", content="second take", title={"pa": "The clever fox"})
    fox = replace_fox(diary, take)
    after = verdict(diary, take).permit
    assert before is not None
    assert after is not None
    assert (after.id, after.slug, after.published) == (fox, before.slug, before.published)
    assert list(diary.book.entries) == [fox]


def test_an_earlier_take_is_nobodys_story(diary: Diary) -> None:
    """Where its file is still there, it is held, and it has no id of its own."""
    diary.approve(FOX)
    fox = replace_fox(diary, telling("fox", content="second take"))
    said = verdict(diary, FOX)
    assert (said.id, said.state, said.permit) == ("", State.HELD, None)
    assert said.reason == (
        "This is an earlier take; a newer one has taken its place. To publish this one again: "
        f'media-pipeline approve "{FOX.recording.path}" --as {fox}'
    )
    assert received([FOX], diary.book, NAMESPACE) == []


def test_an_earlier_take_is_the_story_again_where_somebody_says_so(diary: Diary) -> None:
    """With its address; what had taken its place is an earlier take then."""
    diary.approve(FOX)
    take = telling("fox", content="second take")
    fox = replace_fox(diary, take)
    after = verdict(diary, take).permit
    replace_fox(diary, FOX, fox)
    again = verdict(diary, FOX).permit
    assert after is not None
    assert again is not None
    assert (again.id, again.slug, again.published) == (fox, after.slug, after.published)
    assert (verdict(diary, take).id, state(diary, take)) == ("", State.HELD)


def test_threat_25_an_earlier_take_of_which_something_can_not_be_read_needs_it(
    diary: Diary,
) -> None:
    """A cut may stand there."""
    diary.approve(FOX)
    replace_fox(diary, telling("fox", content="second take"))
    assert verdict(diary, replace(FOX, unread=("sheet",))).needs == ("sheet",)


def test_threat_27_an_earlier_take_of_what_was_withdrawn_is_withdrawn(diary: Diary) -> None:
    """Dropped again it is reported so, and not as one that a newer one replaces."""
    diary.approve(FOX)
    fox = replace_fox(diary, telling("fox", content="second take"))
    diary.stop(EventType.WITHDRAWN, fox)
    said = verdict(diary, telling("lion", content="fox"))
    assert (said.id, said.state, said.permit) == (fox, State.WITHDRAWN, None)
    assert "an earlier take of a recording that was withdrawn" in said.reason


def test_a_take_after_a_take_keeps_the_id_too(diary: Diary) -> None:
    """As often as need be."""
    diary.approve(FOX)
    replace_fox(diary, telling("fox", content="second take"))
    third = telling("fox", content="third take")
    (third_id,) = diary.receive(third)
    fox = next(iter(diary.book.entries))
    (row,) = diary.show(third)
    diary.write(replacement(row, fox, diary.book, "Kim", names=False))
    assert third_id != fox
    assert verdict(diary, third).id == fox
    assert state(diary, telling("fox", content="second take")) is State.HELD


@pytest.mark.parametrize("event", ["held", "withdrawn"])
def test_a_decision_on_a_take_by_its_former_id_is_on_the_story(diary: Diary, event: str) -> None:
    """Two commands at once, or one after the other without a build between them."""
    diary.approve(FOX)
    take = telling("fox", content="second take")
    (former,) = diary.receive(take)
    replace_fox(diary, take)
    diary.stop(event, former)
    assert state(diary, take) is State(event)


def test_a_withdrawal_of_an_unknown_story_holds(diary: Diary) -> None:
    """Before it is received and after, whatever was lost of the ledger in between."""
    story_id = new_id(NAMESPACE, FOX.recording.digest)
    diary.stop("withdrawn", story_id)
    assert [entry.id for entry in diary.book.withdrawn] == [story_id]
    diary.receive(FOX)
    assert state(diary) is State.WITHDRAWN


@pytest.mark.parametrize("event", ["held", "approved", "replaced"])
def test_another_decision_on_an_unknown_story_is_named(diary: Diary, event: str) -> None:
    """By its line."""
    diary.receive(FOX)
    diary.write([Event(event, "nobody", {"shown": "s", "digest": "d"})])
    with pytest.raises(LedgerError, match="line 2 speaks of a story that was never received"):
        _ = diary.book


def test_feeds_are_named_once(diary: Diary) -> None:
    """Whatever is written later, the first guid is the feed's."""
    diary.write(
        [Event("feed", "guid 1", {"name": "all"}), Event("feed", "guid 2", {"name": "all"})]
    )
    assert diary.book.feeds == {"all": "guid 1"}


def test_withdrawn_entries_are_listed(diary: Diary) -> None:
    """For whoever must be told."""
    diary.approve(FOX, CROW)
    diary.stop("withdrawn", verdict(diary, CROW).id)
    assert [entry.id for entry in diary.book.withdrawn] == [verdict(diary, CROW).id]


def test_published_is_the_first_approval(diary: Diary) -> None:
    """Never a file's time."""
    diary.approve(FOX)
    permit = verdict(diary, FOX).permit
    assert permit is not None
    assert permit.published > MORNING
